"""`make bench-planner`: the planner against solvers that start from nothing, in CPU time of one run, medians.

Every solver has as long as the size of the family allows; where nobody comes to a proof, what each found is laid side
by side. KBYE_BENCH=full takes more families of each size, and more time. Names of sizes as arguments, or `windows`,
take only those.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import process_time
from typing import Any

from benchmarks import planner_cases, planner_peers, planner_windows
from benchmarks.planner_cases import Document, Size
from benchmarks.planner_found import Found
from benchmarks.planner_intervals import by_intervals
from kbye.planning.coverage import check, exact, grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import Tiers
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.prove import Proof, Prover, Request
from kbye.planning.coverage.solve import best_plan
from kbye.planning.plan_command import LONGER_STEPS, quick_steps
from kbye.planning.situation_file import answer

FULL = os.environ.get("KBYE_BENCH") == "full"
A_TENTH, WITHIN = 0.1, 1.02
# Gaps, missed musts and change beat the disturbance of others, which is looked at, too.
UPPER = Tiers._fields.index("disturbance")
LOOKED_AT = UPPER + 1
# Here nobody waits: only the solver's own count ends a proof, however busy the machine is.
exact.PATIENCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Round:
    """So many families of a size, and about how many seconds each solver has for each of them: as ours counts its
    work, which large models make several times as many.

    `longer` is how far the quick search goes on where the first attempt at a proof failed.
    """

    size: Size
    families: int
    seconds: float
    longer: int | None = LONGER_STEPS


ROUNDS = (
    Round(planner_cases.DAY, 5 if FULL else 3, 16, longer=None),
    Round(planner_cases.WEEKEND, 5 if FULL else 3, 80 if FULL else 6),
    Round(planner_cases.FOUR_DAYS, 5 if FULL else 1, 80 if FULL else 6),
    Round(planner_cases.FULL_FOUR_DAYS, 5 if FULL else 1, 80 if FULL else 6),
    Round(planner_cases.WEEK, 3 if FULL else 1, 120 if FULL else 4),
)


@dataclass(slots=True)
class Family:
    """CPU seconds, and what each solver came to with the same time."""

    first: float
    tenth: Tiers
    solvers: dict[str, Found]
    again: dict[str, Found]

    @property
    def best(self) -> tuple[int, ...]:
        """The best that anybody knows, as far as the disturbance of others."""
        told = [tuple(one.tiers.values()) for name, one in self.solvers.items() if name in SAME_PRICE]
        return min(tiers[:LOOKED_AT] for tiers in [self.tenth, *told] if len(tiers) >= LOOKED_AT)


OURS, COLD, HIGHS, INTERVALS, TIMEFOLD = "kbye", "CP-SAT", "HiGHS", "intervals", "Timefold"
SAME_PRICE = (OURS, COLD, HIGHS)  # those that count as docs/planning.md says; the others leave something out


class Here(Prover):
    """Proves in this process, so that its CPU time is counted."""

    def prove(
        self,
        problem: Problem,
        hint: Plan,
        seconds: float,
        watch: Callable[[Plan], None] | None = None,
        **how: Any,
    ) -> Proof | None:
        return exact.prove(Request(problem, hint, seconds, **how), watch or exact.ignore)


def first_plan(problem: Problem) -> float:
    """Until there is a plan in which somebody has somebody; the quick search checks all that it gives."""
    before = process_time()
    found = next(one for one in Improver(Board(problem)).drafts() if one.plan.care)
    spent = process_time() - before
    assert not check.judge(problem, found.plan)
    return spent


def within(problem: Problem, seconds: float) -> Tiers:
    """The best of the quick search after so many CPU seconds."""
    before = process_time()
    known: Tiers | None = None
    for one in Improver(Board(problem), lambda: process_time() - before > seconds).drafts():
        if known is None or process_time() - before <= seconds:
            known = one.tiers
    assert known is not None
    return known


def cpu_seconds() -> float:
    """Of this process and of those that it began and that ended."""
    children = getrusage(RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def ours(problem: Problem, round_: Round) -> tuple[Found, Outcome]:
    """The quick search, then the proof, as `kbye plan` does it. Where it is gone on with, so in the process that keeps
    the model: what that takes to load is small then."""
    before = cpu_seconds()
    with Here() if round_.longer is None else Prover() as prover:
        steps = quick_steps(problem)
        outcome = best_plan(problem, prover, round_.seconds, effort=steps, longer=round_.longer)
    spent, is_proven = cpu_seconds() - before, outcome.unproven is None
    return Found(None, spent, outcome.price.tiers._asdict(), is_proven), outcome


def one_day_falls_out(document: Document, problem: Problem, outcome: Outcome) -> Problem:
    """The same family after a helper who was asked fell out for a day."""
    told = json.loads(json.dumps(answer(problem, outcome)))
    asks = told["asks"] or [{"carer": document["carers"][-1]["id"], "from": document["away"]["from"]}]
    day = asks[len(asks) // 2]["from"][:10]
    out = {
        "id": "out", "carer": asks[len(asks) // 2]["carer"], "strength": "cannot",
        "from": f"{day}T00:00", "to": f"{day}T23:45",
    }  # fmt: skip
    return grid.problem(reader.situation({**document, "busy": [*document["busy"], out], "previous": told}))


def anew(changed: Problem, round_: Round) -> dict[str, Found]:
    """Planned anew by us and from nothing."""
    found = ours(changed, round_)[0]
    return {OURS: found, COLD: planner_peers.cold(changed, max(round_.seconds, found.spent))}


def _spent(one: Found) -> float:
    return one.spent


def measured(round_: Round, seed: int) -> Family:
    document = planner_cases.document(round_.size, seed)
    problem = grid.problem(reader.situation(document))
    first = median(first_plan(problem) for _ in range(5))
    tenth = within(problem, A_TENTH)
    found, outcome = ours(problem, round_)
    # Our solver counts its own time, which may come to more seconds than that: then the others have as many.
    seconds = max(round_.seconds, found.spent)
    solvers = {
        OURS: found,
        COLD: planner_peers.cold(problem, seconds),
        HIGHS: planner_peers.highs(problem, seconds),
        INTERVALS: by_intervals(problem, seconds),
    }
    slow = planner_peers.timefold(problem, seconds)
    if slow is not None:
        solvers[TIMEFOLD] = slow
    proven = [one.tiers for name, one in solvers.items() if name in SAME_PRICE and one.is_proven]
    assert all(tiers == proven[0] for tiers in proven), (round_.size.name, seed, proven)
    changed = one_day_falls_out(document, problem, outcome)
    # What takes parts of a second is measured in turns, several times over.
    pairs = [anew(changed, round_) for _ in range(3 if round_.longer is None else 1)]
    again = {name: sorted((pair[name] for pair in pairs), key=_spent)[len(pairs) // 2] for name in pairs[0]}
    if all(one.is_proven for one in again.values()):
        assert again[OURS].tiers == again[COLD].tiers, (round_.size.name, seed, again)
    return Family(first, tenth, solvers, again)


def table(name: str, seed: int, family: Family) -> Iterator[str]:
    """What each came to, a line each."""
    heads = "first plan   CPU s   gap musts change disturbance shoulds handovers nices"
    yield f"{name}, family {seed}".ljust(26) + heads
    quick = Found(family.first, A_TENTH, family.tenth._asdict(), is_proven=False)
    yield _row("kbye, 0.1 CPU-s", quick)
    for solver, found in family.solvers.items():
        yield _row(solver + ("" if solver in SAME_PRICE else " (own rules)"), found)
    for solver, found in family.again.items():
        yield _row(f"{solver}, planning anew", found)


def _row(name: str, found: Found) -> str:
    first = "" if found.first is None else f"{1000 * found.first:.0f} ms"
    widths = (6, 6, 7, 12, 8, 10, 6)
    told = "".join(
        str(found.tiers.get(tier, "-")).rjust(width)
        for tier, width in zip(Tiers._fields, widths, strict=True)
    )
    return f"  {name:<24}{first:>10}{found.spent:>8.1f}{told}  {'proven' if found.is_proven else ''}".rstrip()


def promises(families: list[Family]) -> Iterator[str]:
    """A line for each row of docs/promises.md."""
    count = len(families)
    colds = [one.solvers[COLD] for one in families]
    sooner = median((cold.first or cold.spent) / one.first for cold, one in zip(colds, families, strict=True))
    none = sum(cold.first is None for cold in colds)
    had_none = f", which had none in its time for {none} of {count}" if none else ""
    upper = [one for one in families if one.tenth[:UPPER] == one.best[:UPPER]]
    near = [one for one in upper if one.tenth.disturbance <= WITHIN * one.best[UPPER]]
    first = 1000 * median(one.first for one in families)
    best = sum(tuple(one.solvers[OURS].tiers.values())[:LOOKED_AT] == one.best for one in families)
    least = "at least " if none else ""
    yield f"first plan      {first:.0f} ms, {least}{sooner:.0f} × sooner than CP-SAT's first{had_none}"
    yield (
        f"after 0.1 CPU-s gaps, musts and change as in the best known {len(upper)} of {count}, disturbance within "
        f"2 % {len(near)} of {count}; {', '.join(_above(one) for one in families)}"
    )
    for peer in (COLD, HIGHS, INTERVALS):
        yield f"proof           {_against(peer, [one.solvers for one in families])}"
    yield f"best known      kbye, CP-SAT and HiGHS with as much time each: kbye's in {best} of {count}"
    yield f"planning anew   {_against(COLD, [one.again for one in families])}"


def _above(family: Family) -> str:
    known, best = family.tenth.disturbance, family.best[UPPER]
    if family.tenth[:UPPER] != family.best[:UPPER]:
        return "upper tiers worse"
    return f"{100 * (known / best - 1):.0f} % above" if best else f"{known} against 0"


def _against(peer: str, rows: list[dict[str, Found]]) -> str:
    both = [row[OURS].spent / row[peer].spent for row in rows if row[OURS].is_proven and row[peer].is_proven]
    # Who proves while the other was stopped is at least so much quicker.
    alone = [row[OURS].spent / row[peer].spent for row in rows if row[OURS].is_proven > row[peer].is_proven]
    ratio = f"{median(both):.2f} × {peer} where both prove" if both else f"no pair with {peer}"
    less = f", less than {median(alone):.2f} × where it was stopped" if alone else ""
    proven = {name: sum(row[name].is_proven for row in rows) for name in (OURS, peer)}
    return f"{ratio}{less}; proven by kbye {proven[OURS]}, by {peer} {proven[peer]} of {len(rows)}"


def report(round_: Round) -> None:
    families = []
    for seed in range(1, round_.families + 1):
        families.append(measured(round_, seed))
        print("\n".join(table(round_.size.name, seed, families[-1])), flush=True)
    for line in promises(families):
        print(f"= {round_.size.name}: {line}", flush=True)


def main() -> None:
    chosen = sys.argv[1:]
    if not chosen or "windows" in chosen:
        planner_windows.report()
    for round_ in ROUNDS:
        if not chosen or round_.size.name in chosen:
            report(round_)
    if not planner_peers.TIMEFOLD.exists():
        print("Timefold: not here; `make timefold` installs it, it needs Java")


if __name__ == "__main__":
    main()
