"""`kbye plan` and `kbye windows`: planning from a file, without the web app and without a database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic, process_time

from kbye.planning import situation_file
from kbye.planning.coverage import grid, report, windows_search
from kbye.planning.coverage.fields import Refused, instant
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.prove import Prover, possible
from kbye.planning.coverage.reasons import reasons
from kbye.planning.coverage.repairs import in_order, repairs
from kbye.planning.coverage.situation import Situation
from kbye.planning.coverage.solve import best_plan
from kbye.planning.intervals import Span

SECONDS = 10.0
# Of this process's own time, which a busy machine does not shorten: until the solver is asked, and altogether.
QUICK_SECONDS = 0.5
LONGER_SECONDS = 4.0
REPAIR_SECONDS = 1.0
WINDOWS_SECONDS = 60.0
REFUSED = 2


class Deadline:
    """True once the seconds of that clock are over."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.clock, self.end = clock, clock() + seconds

    def __call__(self) -> bool:
        return self.clock() >= self.end


def plan(argv: Sequence[str]) -> int:
    """Plans the situation in a file. Returns 0 with a plan, 1 without, 2 if the file is refused."""
    parser = argparse.ArgumentParser(
        prog="kbye plan", description="Who has whom, when. Reads a situation file."
    )
    parser.add_argument("file", help="a situation file, or - for standard input")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long to look for a proof")
    chosen = parser.parse_args(argv)
    try:
        situation = situation_file.read(_text(chosen.file))
    except (Refused, OSError, UnicodeDecodeError) as error:
        _say(str(error))
        return REFUSED
    with Prover() as prover:
        outcome, printed = _planned(situation, prover, chosen.seconds, chosen.json)
    sys.stdout.write(printed + "\n")
    return 1 if outcome.status is Status.NO_PLAN else 0


def _planned(situation: Situation, prover: Prover, seconds: float, as_json: bool) -> tuple[Outcome, str]:
    problem = grid.problem(situation)
    prover.begin()
    _say(
        "Looking for a plan."
        if possible()
        else "Looking for a plan; there is no solver here to prove it best."
    )
    quick, longer = (
        Deadline(min(QUICK_SECONDS, seconds), process_time),
        Deadline(LONGER_SECONDS, process_time),
    )
    outcome = best_plan(problem, prover, seconds, enough=quick, longer=longer, watch=_tell)
    why = reasons(problem, outcome.plan) if outcome.status is Status.NO_PLAN else ()
    found = []
    if outcome.status is Status.NO_PLAN:
        _say("It does not work like this. Looking for what would make it work.")
        for repair in repairs(situation, outcome, _solver(prover), Deadline(max(1.0, seconds))):
            _say(repair.sentence)
            found.append(repair)
    answer = situation_file.answer(problem, outcome, why, in_order(found))
    if as_json:
        return outcome, json.dumps(answer, indent=2, ensure_ascii=False)
    return outcome, report.text(problem, outcome, why, in_order(found))


def _solver(prover: Prover) -> Callable[[Problem], Outcome]:
    """Solves changed problems, each within about a second."""

    def solve(problem: Problem) -> Outcome:
        return best_plan(problem, prover, REPAIR_SECONDS, enough=Deadline(QUICK_SECONDS / 5))

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
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    chosen = parser.parse_args(argv)
    try:
        situation = situation_file.read(_text(chosen.file))
        search = _asked_for(situation, chosen)
    except (Refused, OSError, UnicodeDecodeError) as error:
        _say(str(error))
        return REFUSED
    with Prover() as prover:
        prover.begin()
        found = windows_search.best(search, _solver(prover), _say, Deadline(WINDOWS_SECONDS))
    rows = [windows_search.row(situation, one) for one in found]
    text = "\n".join(str(row["sentence"]) for row in rows) or "No time like that works."
    answer = json.dumps({"version": 1, "windows": rows}, indent=2, ensure_ascii=False)
    sys.stdout.write((answer if chosen.json else text) + "\n")
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
