"""Where everybody stands when planning begins: at the start of the time away, or at now in the middle of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from kbye.planning.coverage.problem import HOME, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.situation import Strength


@dataclass(slots=True)
class Standing:
    """Per carer and per child from when on they can be planned, and where they are then.

    A carer at None may appear anywhere. `past` are the rows that stay, with what is on its way brought to an end.
    """

    past: Plan
    carer_from: list[int]
    carer_place: list[int | None]
    child_from: list[int]
    child_place: list[int]
    child_waits: list[bool]
    child_last: list[int | None]
    blocked: list[frozenset[int]]
    day_used: Counter[tuple[int, int]] = field(default_factory=Counter)
    week_used: Counter[tuple[int, int]] = field(default_factory=Counter)

    @property
    def running(self) -> tuple[Done, ...]:
        """What was begun and goes on."""
        return self.past.done


def standing(problem: Problem) -> Standing:
    """The standing at the first cell that is still open."""
    past = _past(problem)
    now = problem.fixed
    start = Standing(
        past=past,
        carer_from=[now] * len(problem.carers),
        carer_place=[_place(problem, past, carer) for carer in range(len(problem.carers))],
        child_from=[now] * len(problem.children),
        child_place=[HOME] * len(problem.children),
        child_waits=[False] * len(problem.children),
        child_last=[None] * len(problem.children),
        blocked=[_blocked(problem, past, carer) for carer in range(len(problem.carers))],
    )
    for move in past.moves:
        if move.end > now:
            start.carer_from[move.carer] = move.end
    for child in range(len(problem.children)):
        _follow(problem, past, child, start)
    for carer, cell in _used(problem, past):
        start.day_used[carer, problem.days[cell]] += problem.minutes(cell)
        start.week_used[carer, problem.weeks[cell]] += problem.minutes(cell)
    return start


def _past(problem: Problem) -> Plan:
    before, now = problem.previous, problem.fixed
    if before is None or problem.now is None:
        return Plan()
    until = problem.now
    moves = tuple(move for move in before.moves if move.start < now)
    care = [replace(row, end=min(row.end, now)) for row in before.care if row.start < now]
    for move in moves:
        riders = {
            row.child for row in before.care if row.carer == move.carer and row.start <= now - 1 < row.end
        }
        if move.end > now:
            care += [Care(child, now, move.end, move.carer, None) for child in sorted(riders)]
    return Plan(
        care=tuple(care),
        moves=moves,
        done=tuple(done for done in before.done if done.start < now),
        asks=tuple(replace(ask, end=min(ask.end, until)) for ask in before.asks if ask.start < until),
    )


def _blocked(problem: Problem, past: Plan, carer: int) -> frozenset[int]:
    """Where commitments forbid everything, but what is running is brought to its end."""
    rows: list[Move | Done] = [*past.moves, *past.done]
    running = {cell for row in rows if row.carer == carer for cell in range(row.start, row.end)}
    return frozenset(
        cell
        for busy in problem.busy
        if busy.carer == carer and busy.strength is not Strength.RATHER_NOT
        for cell in range(busy.start, busy.end)
    ).difference(running)


def appearances(problem: Problem, carer: int) -> dict[int, int | None]:
    """When a firm commitment of the household ends, and where the carer is then; None: anywhere."""
    ends: dict[int, int | None] = {}
    if problem.carers[carer].household:
        for busy in problem.busy:
            if busy.carer == carer and busy.strength is not Strength.RATHER_NOT and busy.end > 0:
                place = ends.get(busy.end)
                ends[busy.end] = busy.place if busy.place is not None else place
    return ends


def _place(problem: Problem, past: Plan, carer: int) -> int | None:
    household, now = problem.carers[carer].household, problem.fixed
    events: list[tuple[int, int, int | None]] = [(0, 0, HOME if household else None)]
    # A commitment that ends where another begins leaves the carer nowhere yet: the later one decides.
    blocked = _blocked(problem, past, carer)
    events += [
        (end, 1, at) for end, at in appearances(problem, carer).items() if end <= now and end not in blocked
    ]
    if not household:
        events += [(max(ask.start, 0), 1, None) for ask in past.asks if ask.carer == carer]
    stays: list[Care | Done] = [*past.care, *past.done]
    events += [
        (min(row.end, now), 2, row.place) for row in stays if row.carer == carer and row.place is not None
    ]
    events += [(move.end, 2, move.to_place) for move in past.moves if move.carer == carer]
    return max(events, key=lambda event: event[:2])[2] if now else events[0][2]


def _follow(problem: Problem, past: Plan, child: int, start: Standing) -> None:
    now = problem.fixed
    rows = sorted(row for row in past.care if row.child == child)
    spans = [one for one in problem.supervised if one.child == child and one.end <= now]
    last_span = max(spans, key=lambda one: one.end, default=None)
    if last_span is not None and (last_span.start < last_span.end or last_span.end == 0):
        start.child_place[child] = last_span.then_at
        start.child_waits[child] = last_span.collect
    since = last_span.end if last_span else 0
    for row in rows:
        start.child_last[child] = row.carer
        if row.end <= since and last_span is not None:
            continue
        start.child_waits[child] = False
        start.child_from[child] = max(now, row.end)
        ways = [m for m in past.moves if m.carer == row.carer and m.start < row.end and row.start < m.end]
        if row.place is not None:
            start.child_place[child] = row.place
        elif ways:
            start.child_place[child] = max(ways, key=lambda move: move.end).to_place


def _used(problem: Problem, past: Plan) -> set[tuple[int, int]]:
    rows: list[Care | Move | Done] = [*past.care, *past.moves, *past.done]
    ends = {id(row): problem.fixed if isinstance(row, Done) else row.end for row in rows}
    return {
        (row.carer, cell)
        for row in rows
        for cell in range(max(row.start, 0), min(row.end, ends[id(row)], problem.cells))
    }
