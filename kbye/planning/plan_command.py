"""`kbye plan` and `kbye windows`: planning from a file, without the web app and without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from kbye.planning import situation_file
from kbye.planning.coverage import check, grid, report, windows_search
from kbye.planning.coverage.baseline import baseline
from kbye.planning.coverage.fields import Refused, instant
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.prove import Prover, possible
from kbye.planning.coverage.reasons import reasons
from kbye.planning.coverage.repairs import in_order, priced, repairs
from kbye.planning.coverage.situation import Situation
from kbye.planning.coverage.solve import Watch, best_plan
from kbye.planning.coverage.start import standing
from kbye.planning.intervals import Span

SECONDS = 10.0
# Steps of the quick search, about 20,000 a second: until the solver is asked, altogether, and for every repair.
QUICK_STEPS, LONGER_STEPS, REPAIR_STEPS = 1_200, 48_000, 1_200
# What is planned anew follows the plan before, and is near its best at once.
AGAIN_STEPS = 300
# Of the solver's time, as it counts itself: one change or one window at most, and all of them together.
REPAIR_SECONDS, REPAIRS_SECONDS, PRICES_SECONDS = 1.0, 12.0, 12.0
WINDOW_SECONDS, WINDOWS_SECONDS = 4.0, 60.0
# By the clock, so many times as long: an answer should not depend on the machine, but nobody waits for ever.
PATIENCE = 20
REFUSED = 2


def quick_steps(problem: Problem) -> int:
    """Steps of the quick search until the solver is asked."""
    return QUICK_STEPS if problem.previous is None else AGAIN_STEPS


class Allowance:
    """True once the solver has spent these seconds, which it counts itself: the same on every machine.

    The clock is only an emergency brake. Where it is pulled, what was found until then is the answer, and it is said
    that another machine might find more.
    """

    def __init__(self, prover: Prover, seconds: float) -> None:
        self.prover = prover
        self.most = prover.spent + seconds
        self.end = monotonic() + PATIENCE * seconds

    def __call__(self) -> bool:
        if self.prover.spent >= self.most:
            return True
        if monotonic() < self.end:
            return False
        _say("This machine is too slow to look any further; another one might find more.")
        return True


def plan(argv: Sequence[str]) -> int:
    """Plans the situation in a file. Returns 0 with a plan, 1 without, 2 if the file is refused."""
    parser = argparse.ArgumentParser(
        prog="kbye plan", description="Who has whom, when. Reads a situation file."
    )
    parser.add_argument("file", help="a situation file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long to look for a better plan and a proof"
    )
    chosen = parser.parse_args(argv)
    try:
        situation = situation_file.read(_text(chosen.file))
        _past_can_have_been(grid.problem(situation))
    except (Refused, OSError, UnicodeDecodeError) as error:
        _say(str(error))
        return REFUSED
    with Prover() as prover:
        outcome, printed = _planned(situation, prover, chosen.seconds, chosen.json)
    sys.stdout.write(printed + "\n")
    return 1 if outcome.status is Status.NO_PLAN else 0


def _past_can_have_been(problem: Problem) -> None:
    """Raises Refused if what was done until now breaks a rule: every plan from there on would."""
    findings = check.judge(problem, baseline(problem, standing(problem)))
    if findings:
        raise Refused("previous", f"what lies before now cannot have been like that ({findings[0].what})")


def _planned(situation: Situation, prover: Prover, seconds: float, as_json: bool) -> tuple[Outcome, str]:
    problem = grid.problem(situation)
    prover.begin()
    _say(
        "Looking for a plan."
        if possible()
        else "Looking for a plan; there is no solver here to prove it best."
    )
    solve = _in_full(prover, seconds)
    outcome = solve(problem, _tell)
    why = reasons(problem, outcome.plan) if outcome.status is Status.NO_PLAN else ()
    found = []
    if outcome.status is Status.NO_PLAN:
        _say("It does not work like this. Looking for what would make it work.")
        enough = Allowance(prover, REPAIRS_SECONDS)
        for repair in repairs(situation, outcome, _quickly(prover, REPAIR_SECONDS), enough):
            _say(repair.sentence)
            found.append(repair)
    offered = priced(in_order(found), solve, Allowance(prover, PRICES_SECONDS))
    answer = situation_file.answer(problem, outcome, why, offered)
    if as_json:
        return outcome, json.dumps(answer, indent=2, ensure_ascii=False)
    return outcome, report.text(problem, outcome, why, offered)


def _in_full(prover: Prover, seconds: float) -> Callable[..., Outcome]:
    """Plans as the command does: what somebody gets who applies a repair and asks again."""

    def solve(problem: Problem, watch: Watch | None = None) -> Outcome:
        longer = round(LONGER_STEPS * min(1.0, seconds / SECONDS))
        return best_plan(problem, prover, seconds, effort=quick_steps(problem), longer=longer, watch=watch)

    return solve


def _quickly(prover: Prover, seconds: float) -> Callable[[Problem], Outcome]:
    """Finds out whether nothing is left open, and what that costs if so many seconds are enough to see it."""

    def solve(problem: Problem) -> Outcome:
        return best_plan(problem, prover, seconds, effort=REPAIR_STEPS, whole=True)

    return solve


def windows(argv: Sequence[str]) -> int:
    """Looks for the best times to go. Returns 0 if there are any, 1 if not, 2 if the file is refused."""
    parser = argparse.ArgumentParser(
        prog="kbye windows", description="When it works best. Reads a situation file."
    )
    parser.add_argument("file", help="a situation file, or - for standard input")
    parser.add_argument("--minutes", type=int, required=True, help="how long to be away")
    parser.add_argument("--from", dest="first", required=True, help="not before, such as 2026-12-03T08:00")
    parser.add_argument("--to", dest="last", required=True, help="back by")
    parser.add_argument("--best", type=int, default=3, help="how many to show")
    parser.add_argument("--why-not", metavar="START", help="say how it stands with this start, too")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    chosen = parser.parse_args(argv)
    try:
        situation = situation_file.read(_text(chosen.file))
        search = _asked_for(situation, chosen)
        asked = instant(chosen.why_not, "--why-not", situation.zone) if chosen.why_not else None
    except (Refused, OSError, UnicodeDecodeError) as error:
        _say(str(error))
        return REFUSED
    with Prover() as prover:
        prover.begin()
        solve = _quickly(prover, WINDOW_SECONDS)
        found = windows_search.best(search, solve, _say, Allowance(prover, WINDOWS_SECONDS))
        why = None if asked is None else windows_search.why_not(search, asked, solve)
    rows = [windows_search.row(situation, one) for one in found]
    text = "\n".join(str(row["sentence"]) for row in rows) or "No time like that works."
    told = {"version": 1, "windows": rows} | ({} if why is None else {"why_not": why})
    answer = json.dumps(told, indent=2, ensure_ascii=False)
    sys.stdout.write((answer if chosen.json else "\n".join(filter(None, (text, why)))) + "\n")
    return 0 if found else 1


def _asked_for(situation: Situation, chosen: argparse.Namespace) -> windows_search.Wanted:
    first, last = (
        instant(chosen.first, "--from", situation.zone),
        instant(chosen.last, "--to", situation.zone),
    )
    if first >= last:
        raise Refused("--to", "must be after --from")
    if chosen.minutes < 1:
        raise Refused("--minutes", "must be 1 or more")
    if chosen.best < 1:
        raise Refused("--best", "must be 1 or more")
    return windows_search.Wanted(situation, chosen.minutes, Span(first, last), chosen.best)


def _text(file: str) -> str:
    return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")


def _tell(outcome: Outcome) -> None:
    tiers = outcome.price.tiers
    _say(
        f"A plan: {tiers.gap_minutes} min without care, {tiers.missed_musts} missed, {tiers.disturbance} disturbance."
    )


def _say(words: str) -> None:
    sys.stderr.write(words + "\n")
