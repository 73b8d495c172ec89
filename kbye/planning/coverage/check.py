"""The specification: what makes a plan right. It judges any plan and knows nothing of how it was found.

Each rule is one function that yields what breaks it. What lies before now is not judged again; it must only
be as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from kbye.planning.coverage.problem import HOME, Ask, Care, Done, Move, Plan, Problem, Supervised
from kbye.planning.coverage.timeline import BLOCKING, Timeline


class Finding(NamedTuple):
    """A broken rule: its number, the cell where, and what."""

    rule: int
    cell: int
    what: str


Rule = Callable[[Timeline], Iterator[Finding]]


def judge(problem: Problem, plan: Plan) -> tuple[Finding, ...]:
    """Everything that is wrong with the plan; nothing if it may be shown."""
    misfits = tuple(rows_make_sense(problem, plan))
    if misfits:
        return misfits
    line = Timeline(problem, plan)
    found = [one for rule in RULES for one in rule(line) if one.cell >= problem.fixed]
    return tuple(found) + tuple(the_past_stays(problem, plan))


def rows_make_sense(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """Rows speak of what exists, last some time, and stay inside the time away."""
    rows: list[Care | Move | Done] = [*plan.care, *plan.moves, *plan.done]
    for row in rows:
        if not 0 <= row.start < row.end <= problem.cells:
            yield Finding(0, row.start, f"outside the time away: {row}")
        if not problem.carers[row.carer].used:
            yield Finding(0, row.start, f"the leaver is used: {row}")
    for ask in plan.asks:
        if ask.start >= ask.end or problem.carers[ask.carer].household:
            yield Finding(0, ask.start, f"no ask: {ask}")
    for again in [n for n, count in Counter(row.occurrence for row in plan.done).items() if count > 1]:
        yield Finding(8, problem.fixed, f"done more than once: {problem.occurrences[again].id}")


def each_child_has_one_who_may(line: Timeline) -> Iterator[Finding]:
    """Rule 1: supervised, or in the charge of exactly one carer who may, or in a gap."""
    for child in range(len(line.problem.children)):
        rows = [row for row in line.plan.care if row.child == child]
        for row in rows:
            if child not in line.problem.carers[row.carer].may_care:
                yield Finding(1, row.start, f"may not have the child: {row}")
            yield from (
                Finding(1, cell, f"in charge of a supervised child: {row}")
                for cell in range(row.start, row.end)
                if line.supervised[child][cell]
            )
        count = Counter(cell for row in rows for cell in range(row.start, row.end))
        yield from (Finding(1, cell, "two carers at once") for cell, times in count.items() if times > 1)


def one_place_at_a_time(line: Timeline) -> Iterator[Finding]:
    """Rule 2: whoever is used is where they came from, and nothing is done on the way."""
    for carer in range(len(line.problem.carers)):
        yield from _way_of(line, carer)
    for move in line.plan.moves:
        if move.end - move.start != line.problem.travel[move.from_place][move.to_place]:
            yield Finding(2, move.start, f"takes another time: {move}")
        if move.start < line.problem.first_whole or move.end > line.problem.last_whole:
            yield Finding(2, move.start, f"reaches outside the time away: {move}")
        others = [one for one in line.plan.moves if one.carer == move.carer and one != move]
        if any(one.start < move.end and move.start < one.end for one in others):
            yield Finding(2, move.start, f"two moves at once: {move}")


def _way_of(line: Timeline, carer: int) -> Iterator[Finding]:
    place: int | None = HOME if line.problem.carers[carer].household else None
    appears = _appearances(line, carer)
    for cell in range(line.problem.cells):
        place = appears.get(cell, place)
        move = line.move[carer][cell]
        here = {row.place for row in _stays(line, carer, cell)}
        if move is not None:
            if here - {None}:
                yield Finding(2, cell, f"does something on the way: {move}")
            if move.start == cell and place not in (None, move.from_place):
                yield Finding(2, cell, f"starts elsewhere: {move}")
            place = move.to_place
            continue
        if len(here) > 1 or None in here:
            yield Finding(2, cell, f"carer {carer} is at two places, or on a way that is no move")
        for somewhere in here - {None}:
            if place not in (None, somewhere):
                yield Finding(2, cell, f"carer {carer} is elsewhere")
            place = somewhere


def _stays(line: Timeline, carer: int, cell: int) -> Iterator[Care | Done]:
    for child in line.in_charge[carer][cell]:
        care = line.care[child][cell]
        if care is not None:
            yield care
    done = line.doing[carer][cell]
    if done is not None:
        yield done


def _appearances(line: Timeline, carer: int) -> dict[int, int | None]:
    """Where a carer turns up without a move: after commitments, and a helper at the start of an ask."""
    if not line.problem.carers[carer].household:
        return {max(ask.start, 0): None for ask in line.plan.asks if ask.carer == carer}
    blocked = line.blocked(carer)
    ends: dict[int, int | None] = {}
    for busy in line.problem.busy:
        if busy.carer == carer and busy.strength in BLOCKING and busy.end > 0:
            place = ends.get(busy.end)
            ends[busy.end] = busy.place if busy.place is not None else place
    return {end: place for end, place in ends.items() if end not in blocked}


def sleepers_stay_home(line: Timeline) -> Iterator[Finding]:
    """Rule 3: who has a sleeping child is at home with it."""
    for sleep in line.problem.asleep:
        for cell in range(sleep.start, sleep.end):
            care = line.care[sleep.child][cell]
            if care is not None and (care.place != HOME or line.move[care.carer][cell] is not None):
                yield Finding(3, cell, f"asleep, but not at home: {care}")


def brought_and_collected(line: Timeline) -> Iterator[Finding]:
    """Rule 4: the child is brought where it must be, and the first who has it afterwards may collect it."""
    for one in line.problem.supervised:
        before = line.care[one.child][one.start - 1] if one.start > 0 else None
        here = one.leave_from if before is None else _ends_at(line, before, one.start)
        if one.leave_from not in (None, here):
            yield Finding(4, one.start, f"not brought: {one}")
        first = _first_care_after(line, one) if one.collect else None
        if first is not None and (one.place, one.child) not in line.problem.carers[first.carer].collects:
            yield Finding(4, first.start, f"may not collect: {first}")


def _first_care_after(line: Timeline, one: Supervised) -> Care | None:
    for cell in range(one.end, line.problem.cells):
        if line.supervised[one.child][cell] is not None:
            return None
        if line.care[one.child][cell] is not None:
            return line.care[one.child][cell]
    return None


def _ends_at(line: Timeline, care: Care, cell: int) -> int | None:
    """Where the child is at the start of `cell`, having been in this care just before."""
    move = line.move[care.carer][cell - 1]
    if move is None:
        return care.place
    return move.to_place if move.end == cell else None


def fetched_from_where_they_are(line: Timeline) -> Iterator[Finding]:
    """Rules 2 and 5: a child changes place only with its carer; alone, it stays where it was."""
    for child in range(len(line.problem.children)):
        then_at = {one.end: one.then_at for one in line.problem.supervised if one.child == child}
        place: int | None = HOME
        for cell in range(line.problem.cells):
            place = then_at.get(cell, place)
            care = line.care[child][cell]
            if care is None:
                continue
            move = line.move[care.carer][cell]
            if move is None:
                if care.place != place:
                    yield Finding(5, cell, f"the child is elsewhere: {care}")
                place = care.place
                continue
            yield from _rides(line, care, move, cell, place)
            place = move.to_place


def _rides(line: Timeline, care: Care, move: Move, cell: int, place: int | None) -> Iterator[Finding]:
    if care.place is not None:
        yield Finding(5, cell, f"at a place, but on the way: {care}")
    if move.start == cell and move.from_place != place:
        yield Finding(5, cell, f"leaves without the child: {move}")
    along = {line.carer_of(care.child, one) for one in line.inside(move.start, move.end)}
    if along != {move.carer}:
        yield Finding(5, cell, f"handed over on the way: {move}")


def nobody_beyond_their_limits(line: Timeline) -> Iterator[Finding]:
    """Rule 6: commitments, how many at once, nights, hours in a day and in a week."""
    problem = line.problem
    for carer, who in enumerate(problem.carers):
        blocked, running = line.blocked(carer), _running(line, carer)
        used = line.used(carer)
        for cell in used:
            if cell in blocked and cell not in running:
                yield Finding(6, cell, f"{who.id} is busy")
            if len(line.in_charge[carer][cell]) > who.at_most:
                yield Finding(6, cell, f"{who.id} has too many")
            if line.in_charge[carer][cell] and problem.night[cell] and not who.overnight:
                yield Finding(6, cell, f"{who.id} has nobody overnight")
        yield from _too_long(line, used, who.day_limit, problem.days)
        yield from _too_long(line, used, who.week_limit, problem.weeks)


def _running(line: Timeline, carer: int) -> set[int]:
    """What has begun before now is brought to an end."""
    now = line.problem.fixed
    rows: list[Move | Done] = [*line.plan.moves, *line.plan.done]
    return {
        cell for row in rows if row.carer == carer and row.start < now for cell in range(row.start, row.end)
    }


def _too_long(
    line: Timeline, used: list[int], limit: int | None, periods: tuple[int, ...]
) -> Iterator[Finding]:
    if limit is None:
        return
    minutes: Counter[int] = Counter()
    for cell in used:
        minutes[periods[cell]] += line.problem.minutes(cell)
        if minutes[periods[cell]] > limit:
            yield Finding(6, cell, f"more than {limit} minutes")


def helpers_within_asks(line: Timeline) -> Iterator[Finding]:
    """Rule 7: every use lies in exactly one ask, as long as agreed, at a time when the helper can. Two asks of one
    helper may touch: then no way and no occurrence goes on from one into the other."""
    for carer, who in enumerate(line.problem.carers):
        asks = sorted(ask for ask in line.plan.asks if ask.carer == carer)
        blocked = line.blocked(carer) - _running(line, carer)
        for ask in asks:
            yield from _as_agreed(line.problem, ask, blocked)
        for first, second in pairwise(asks):
            both = min(first.end, second.end) - 1
            if second.start <= both and not line.problem.past(both):
                yield Finding(7, max(both, line.problem.fixed), f"overlaps another: {second}")
        if not who.household:
            yield from _outside_asks(line, carer, asks)
            yield from _across_asks(line, carer, asks)


def _as_agreed(problem: Problem, ask: Ask, blocked: set[int]) -> Iterator[Finding]:
    who, length, now = problem.carers[ask.carer], ask.end - ask.start, problem.now or 0
    if problem.past(ask.end):
        return  # over, and as it was: what was agreed since does not matter
    rest = range(max(ask.end, now), ask.start + who.ask_min)
    begun = problem.past(ask.start)
    broken_off = begun and not blocked.isdisjoint(rest)
    longest = max(who.ask_max, now - ask.start) if begun else who.ask_max
    if length > longest or (length < who.ask_min and not broken_off):
        yield Finding(7, max(ask.end - 1, problem.fixed), f"not as long as agreed: {ask}")
    for cell in blocked.intersection(range(ask.start, ask.end)):
        if not problem.past(cell):
            yield Finding(7, max(cell, problem.fixed), f"busy during {ask}")


def _outside_asks(line: Timeline, carer: int, asks: list[Ask]) -> Iterator[Finding]:
    asked = {cell for ask in asks for cell in range(ask.start, ask.end)}
    yield from (
        Finding(7, cell, f"used without being asked: carer {carer}")
        for cell in line.used(carer)
        if cell not in asked
    )


def _across_asks(line: Timeline, carer: int, asks: list[Ask]) -> Iterator[Finding]:
    rows: list[Move | Done] = [*line.plan.moves, *line.plan.done]
    for row in rows:
        begun = {ask.start for ask in asks if row.start < ask.start < row.end}
        if row.carer == carer and begun:
            yield Finding(7, row.end - 1, f"goes on into another ask: {row}")


def occurrences_done_right(line: Timeline) -> Iterator[Finding]:
    """Rule 8: once, whole, in the window, at the place, by somebody who can, with the children who belong."""
    for row in line.plan.done:
        one, who = line.problem.occurrences[row.occurrence], line.problem.carers[row.carer]
        fits = one.earliest <= row.start and row.end <= one.latest and row.end - row.start == one.cells
        if not fits:
            yield Finding(8, row.start, f"outside its window: {row}")
        if one.place not in (None, row.place):
            yield Finding(8, row.start, f"elsewhere: {row}")
        if (one.only is not None and row.carer not in one.only) or not one.skills <= who.skills:
            yield Finding(8, row.start, f"by somebody who cannot: {row}")
        if any(other.carer == row.carer and _meet(other, row) for other in line.plan.done if other != row):
            yield Finding(8, row.start, f"two at once: {row}")
        yield from _with_the_children(line, row)


def _meet(one: Done, other: Done) -> bool:
    return one.start < other.end and other.start < one.end


def _with_the_children(line: Timeline, row: Done) -> Iterator[Finding]:
    one = line.problem.occurrences[row.occurrence]
    for cell in range(row.start, row.end):
        there = set(line.in_charge[row.carer][cell])
        if not one.children <= there or any(line.asleep[child][cell] for child in one.children):
            yield Finding(8, cell, f"without a child that belongs: {row}")
        if not one.beside_care and there - one.children:
            yield Finding(8, cell, f"with somebody else in charge: {row}")


def the_past_stays(problem: Problem, plan: Plan) -> Iterator[Finding]:
    """What lies before now is as it was, and what was on its way then is brought to its end. It may break any rule
    but that nobody can have been with two carers at once: an answer could not say that."""
    before, now = _past(problem, problem.previous or Plan()), _past(problem, plan)
    yield from (Finding(9, 0, f"the past differs: {one}") for one in sorted(before ^ now, key=str))
    care = [row for row in plan.care if row.start < problem.fixed]
    had = {
        (row.child, cell, row.carer) for row in care for cell in range(row.start, min(row.end, problem.fixed))
    }
    count = Counter((child, cell) for child, cell, _ in sorted(had))
    yield from (Finding(1, cell, "two carers at once") for (_, cell), times in count.items() if times > 1)


def _past(problem: Problem, plan: Plan) -> set[tuple[object, ...]]:
    end = problem.fixed
    care: set[tuple[object, ...]] = {
        ("care", row.child, cell, row.carer, row.place)
        for row in plan.care
        for cell in range(row.start, min(row.end, end))
    }
    rows: list[Move | Done] = [*plan.moves, *plan.done]
    begun: set[tuple[object, ...]] = {(row,) for row in rows if row.start < end}
    asks: set[tuple[object, ...]] = {
        ("ask", row.carer, row.start, min(row.end, problem.now or 0))
        for row in plan.asks
        if problem.past(row.start)
    }
    return care | begun | asks


RULES: tuple[Rule, ...] = (
    each_child_has_one_who_may,
    one_place_at_a_time,
    sleepers_stay_home,
    brought_and_collected,
    fetched_from_where_they_are,
    nobody_beyond_their_limits,
    helpers_within_asks,
    occurrences_done_right,
)
