"""A plan as text that people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kbye.planning.coverage.explain import Reason, Repair, clock
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.price import gaps, not_done
from kbye.planning.coverage.problem import Problem

HEADLINES = {
    Status.OPTIMAL: "It works, and there is no better plan.",
    Status.FEASIBLE: "It works. There may be a better plan still.",
    Status.NO_PLAN: "It does not work like this yet.",
}


def text(problem: Problem, outcome: Outcome, reasons: tuple[Reason, ...], repairs: tuple[Repair, ...]) -> str:
    """The plan line by line, in order of time."""
    lines = [HEADLINES[outcome.status], ""]
    lines += [words for _, words in sorted(_lines(problem, outcome))]
    lines += _left_out(problem, outcome)
    lines += ["", *dict.fromkeys(reason.sentence for reason in reasons)] if reasons else []
    lines += ["", *(repair.sentence for repair in repairs)] if repairs else []
    return "\n".join(lines)


def _lines(problem: Problem, outcome: Outcome) -> Iterator[tuple[int, str]]:
    plan = outcome.plan
    names = [name for _, name in problem.children]
    for care in plan.care:
        if care.place is not None:
            where = "" if care.place == 0 else f" at {problem.places[care.place]}"
            who = problem.carers[care.carer].name
            yield care.start, f"{_span(problem, care.start, care.end)}  {who} has {names[care.child]}{where}"
    for move in plan.moves:
        riders = [
            names[c.child]
            for c in plan.care
            if c.carer == move.carer and c.start == move.start and c.place is None
        ]
        with_whom = f" with {' and '.join(riders)}" if riders else ""
        way = f"from {problem.places[move.from_place]} to {problem.places[move.to_place]}"
        who = problem.carers[move.carer].name
        yield move.start, f"{_span(problem, move.start, move.end)}  {who} goes {way}{with_whom}"
    for done in plan.done:
        one, who = problem.occurrences[done.occurrence], problem.carers[done.carer].name
        yield done.start, f"{_span(problem, done.start, done.end)}  {who}: {one.title}"
    for ask in plan.asks:
        when = _from_to(problem, problem.at(ask.start), problem.at(ask.end))
        yield ask.start, f"{when}  ask {problem.carers[ask.carer].name}"
    for child, start, end in gaps(problem, plan):
        yield start, f"{_span(problem, start, end)}  nobody has {names[child]}"


def _left_out(problem: Problem, outcome: Outcome) -> list[str]:
    left = [problem.occurrences[number].title for number in not_done(problem, outcome.plan)]
    return [f"Left out: {', '.join(left)}"] if left else []


def _span(problem: Problem, start: int, end: int) -> str:
    return _from_to(problem, problem.within(start), problem.within(end))


def _from_to(problem: Problem, first: datetime, last: datetime) -> str:
    return f"{clock(first, problem.zone)}–{clock(last, problem.zone, first)}"
