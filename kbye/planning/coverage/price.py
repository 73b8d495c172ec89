"""What a plan costs, every part recomputed from the plan itself. Each part beats all after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kbye.planning.coverage.problem import Ask, Plan, Problem
from kbye.planning.coverage.situation import Priority, Strength
from kbye.planning.coverage.timeline import Timeline

MINUTES_PER_ASK = 60
CHANGED_OCCURRENCE = 30
BROKEN_ASK = 240
ASLEEP_HANDOVER = 3


class Tiers(NamedTuple):
    """The parts that are compared, in their order."""

    gap_minutes: int
    missed_musts: int
    change: int
    disturbance: int
    shoulds_dropped: int
    handovers: int
    nices_dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    tiers: Tiers
    rather_not_minutes: int
    ask_minutes: int
    asks: int


def price(problem: Problem, plan: Plan) -> Price:
    """The price of the whole time away, what lies before now included."""
    line = Timeline(problem, plan)
    rather_not = _rather_not_minutes(line)
    ask_minutes = sum(ask.end - ask.start for ask in plan.asks) * problem.grid
    dropped = [problem.occurrences[number].priority for number in not_done(problem, plan)]
    return Price(
        tiers=Tiers(
            gap_minutes=_gap_minutes(line),
            missed_musts=dropped.count(Priority.MUST),
            change=_change(line),
            disturbance=rather_not + ask_minutes + MINUTES_PER_ASK * len(plan.asks),
            shoulds_dropped=dropped.count(Priority.SHOULD),
            handovers=sum(_handovers(line, child) for child in range(len(problem.children))),
            nices_dropped=dropped.count(Priority.NICE),
        ),
        rather_not_minutes=rather_not,
        ask_minutes=ask_minutes,
        asks=len(plan.asks),
    )


def not_done(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """The occurrences that nobody does."""
    done = {row.occurrence for row in plan.done}
    return tuple(number for number in range(len(problem.occurrences)) if number not in done)


def gaps(problem: Problem, plan: Plan) -> Iterator[tuple[int, int, int]]:
    """Child, start and end of every stretch without care."""
    line = Timeline(problem, plan)
    for child in range(len(problem.children)):
        start = None
        for cell in range(problem.cells + 1):
            alone = cell < problem.cells and line.gap(child, cell)
            if alone and start is None:
                start = cell
            elif not alone and start is not None:
                yield child, start, cell
                start = None


def _gap_minutes(line: Timeline) -> int:
    problem = line.problem
    return sum(
        problem.minutes(cell)
        for child in range(len(problem.children))
        for cell in range(problem.cells)
        if line.gap(child, cell)
    )


def _rather_not_minutes(line: Timeline) -> int:
    problem = line.problem
    return sum(
        problem.minutes(cell)
        for carer in range(len(problem.carers))
        for cell in line.busy(carer, (Strength.RATHER_NOT,)).intersection(line.used(carer))
    )


def _handovers(line: Timeline, child: int) -> int:
    count, last = 0, None
    for cell in range(line.problem.cells):
        carer = line.carer_of(child, cell)
        if carer is None or carer == last:
            continue
        if last is not None:
            count += ASLEEP_HANDOVER if line.asleep[child][cell] else 1
        last = carer
    return count


def _change(line: Timeline) -> int:
    problem, before = line.problem, line.problem.previous
    if before is None:
        return 0
    old = Timeline(problem, before)
    changed_care = sum(
        problem.minutes(cell)
        for child in range(len(problem.children))
        for cell in range(problem.cells)
        if _another(old.carer_of(child, cell), line.carer_of(child, cell))
    )
    doers = {row.occurrence: row.carer for row in before.done}
    changed_doers = sum(_another(doers.get(row.occurrence), row.carer) for row in line.plan.done)
    broken = sum(ask.accepted and not kept(ask, line.plan) for ask in before.asks)
    return changed_care + CHANGED_OCCURRENCE * changed_doers + BROKEN_ASK * broken


def kept(ask: Ask, plan: Plan) -> bool:
    """True if one ask of the plan holds the whole of it."""
    return any(row.carer == ask.carer and row.start <= ask.start and ask.end <= row.end for row in plan.asks)


def _another(before: int | None, now: int | None) -> bool:
    return before is not None and now is not None and before != now
