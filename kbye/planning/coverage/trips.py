"""Ways from home and back: what a plan has of them, and what there could be instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kbye.planning.coverage.bits import stretch
from kbye.planning.coverage.problem import HOME, Care, Move, Plan, Problem
from kbye.planning.coverage.situation import Strength

# Two stops at one place that are further apart than this are never worth waiting there for.
LONGEST_WAIT_MINUTES = 240
NEAR_MINUTES = 480


@dataclass(frozen=True, eq=False, slots=True)
class Trip:
    """One carer away from home from `start` to `end`, at one place. A helper may turn up there, or stay behind."""

    carer: int
    start: int
    end: int
    place: int
    moves: tuple[Move, ...]
    care: tuple[Care, ...]

    @property
    def children(self) -> frozenset[int]:
        return frozenset(row.child for row in self.care)

    def takes(self, child: int) -> bool:
        """True if the child leaves home with the carer."""
        out = bool(self.moves) and self.moves[0].from_place == HOME
        return out and any(row.child == child and row.start == self.start for row in self.care)

    def returns(self, child: int) -> bool:
        """True if the child comes home with the carer."""
        back = bool(self.moves) and self.moves[-1].to_place == HOME
        return back and any(row.child == child and row.end == self.end for row in self.care)

    @property
    def crowd(self) -> int:
        """How many children are along at most."""
        return max(
            (sum(one.start <= row.start < one.end for one in self.care) for row in self.care), default=0
        )

    @property
    def used(self) -> int:
        """The cells in which the carer is on the way or has somebody."""
        found = 0
        rows: list[Move | Care] = [*self.moves, *self.care]
        for row in rows:
            found |= stretch(row.start, row.end)
        return found


@dataclass(frozen=True, slots=True)
class Stop:
    """Somebody has to be at the place at the start of this cell, with whom is brought, for whom is collected."""

    place: int
    cell: int
    drops: frozenset[int]
    picks: frozenset[int]


def stops(problem: Problem) -> tuple[Stop, ...]:
    """Everything that is still ahead for which somebody has to leave home, in order."""
    found: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    for one in problem.supervised:
        if one.place == HOME:
            continue
        if one.leave_from == one.place and one.start > problem.fixed:
            found.setdefault((one.start, one.place), (set(), set()))[0].add(one.child)
        if one.collect and one.end > problem.fixed:
            found.setdefault((one.end, one.place), (set(), set()))[1].add(one.child)
    return tuple(
        Stop(place, cell, frozenset(drops), frozenset(picks))
        for (cell, place), (drops, picks) in sorted(found.items())
    )


# What a plan has


def parted(problem: Problem, plan: Plan, whole: bool = False) -> tuple[tuple[Trip, ...], Plan]:
    """The trips of a plan that can be taken out one by one, if it is not left whole; and what else there is of it
    away from home."""
    trips: list[Trip] = []
    rest = Plan(done=tuple(row for row in plan.done if row.place != HOME and row.start >= problem.fixed))
    for carer in range(len(problem.carers)):
        for moves, care in _chains(problem, plan, carer):
            trip = None if whole else _trip(problem, rest, carer, moves, care)
            if trip is None:
                rest = _with(rest, moves, care)
            else:
                trips.append(trip)
    return _apart(problem, trips, rest)


def _chains(problem: Problem, plan: Plan, carer: int) -> Iterator[tuple[list[Move], list[Care]]]:
    """Moves and care away from home, from each way out to the next way back."""
    begun = (replace(row, start=problem.fixed) if _goes_on(problem, row) else row for row in plan.care)
    rows: list[Move | Care] = [*plan.moves, *(row for row in begun if row.place != HOME)]
    mine = [row for row in rows if row.carer == carer and row.start >= problem.fixed]
    moves: list[Move] = []
    care: list[Care] = []
    idle, end = not problem.carers[carer].household, 0
    for row in sorted(mine, key=lambda row: (row.start, isinstance(row, Care))):
        leaves = isinstance(row, Move) and row.from_place == HOME
        back = moves[-1:] and moves[-1].to_place == HOME
        if (moves or care) and row.start >= end and (leaves or back or (idle and row.start > end)):
            yield moves, care
            moves, care = [], []
        if isinstance(row, Move):
            moves.append(row)
        else:
            care.append(row)
        end = max(end, row.end)
    if moves or care:
        yield moves, care


def _goes_on(problem: Problem, row: Care) -> bool:
    """True for what somebody has begun before now who is not on the way."""
    return row.place is not None and row.start < problem.fixed < row.end


def _trip(problem: Problem, rest: Plan, carer: int, moves: list[Move], care: list[Care]) -> Trip | None:
    """The chain as a trip, if it goes from home to one place and back without anything else."""
    places = {row.place for row in care if row.place is not None}
    places |= {place for move in moves for place in (move.from_place, move.to_place)} - {HOME}
    rows: list[Move | Care] = [*moves, *care]
    start, end = min(row.start for row in rows), max(row.end for row in rows)
    out = bool(moves) and moves[0].from_place == HOME and moves[0].start == start
    back = bool(moves) and moves[-1].to_place == HOME and moves[-1].end == end
    helper = not problem.carers[carer].household
    if not out and not helper:
        since = turned_up(problem, carer, start)
        if since is None:
            return None
        start = since
    if len(places) != 1 or len(moves) != out + back or not (helper or back):
        return None
    if any(row.carer == carer and row.start < end and start < row.end for row in rest.done):
        return None
    return Trip(carer, start, end, places.pop(), tuple(moves), tuple(care))


def turned_up(problem: Problem, carer: int, cell: int) -> int | None:
    """Since when somebody of the household may be anywhere who has been busy before."""
    busy = [
        one
        for one in problem.busy
        if one.carer == carer and one.strength is not Strength.RATHER_NOT and one.start <= cell
    ]
    last = max((one.end for one in busy), default=0)
    ends = [one.place for one in busy if one.end == last]
    return last if problem.fixed < last <= cell and not any(place is not None for place in ends) else None


def _with(rest: Plan, moves: Sequence[Move], care: Sequence[Care]) -> Plan:
    return Plan(care=(*rest.care, *care), moves=(*rest.moves, *moves), done=rest.done)


def _apart(problem: Problem, trips: list[Trip], rest: Plan) -> tuple[tuple[Trip, ...], Plan]:
    """What has to do with what stays has to stay as well."""
    while True:
        rows: list[Care | Move] = [*rest.care, *rest.moves]
        stay = [trip for trip in trips if any(_near(problem, trip, row) for row in rows)]
        if not stay:
            return tuple(sorted(trips, key=lambda trip: trip.start)), rest
        trips = [trip for trip in trips if trip not in stay]
        for trip in stay:
            rest = _with(rest, trip.moves, trip.care)


def _near(problem: Problem, trip: Trip, row: Care | Move) -> bool:
    """True if it is about the same carer or child on the same day, or nearly."""
    reach = NEAR_MINUTES // problem.grid
    if row.end < trip.start - reach or trip.end + reach < row.start:
        return False
    return trip.carer == row.carer or (isinstance(row, Care) and row.child in trip.children)


# What there could be


def served(trip: Trip, among: Sequence[Stop], most: int) -> Iterator[Stop]:
    """The stops for which the trip brings or collects somebody, though it may be late by `most` cells."""
    for child in trip.children:
        rows = sorted(row for row in trip.care if row.child == child)
        begins, ends = rows[0].start, rows[-1].end
        here = [stop for stop in among if stop.place == trip.place]
        if not trip.takes(child):
            yield from [stop for stop in here if child in stop.picks and 0 <= begins - stop.cell <= most][-1:]
        if not trip.returns(child):
            yield from [stop for stop in here if child in stop.drops and 0 <= stop.cell - ends <= most][:1]


def together(problem: Problem, missing: Sequence[Stop]) -> Iterator[tuple[Stop, ...]]:
    """Each stop alone, and two in a row for which one could wait there."""
    yield from ((stop,) for stop in missing)
    for one, other in pairwise(missing):
        near = (other.cell - one.cell) * problem.grid <= LONGEST_WAIT_MINUTES
        if one.place == other.place and near:
            yield one, other


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody serves stops: from home or not, back home or not, with whom besides those of the stops.

    Whoever does not come from home is there from `since` on, and those they take home join them at `meets`.
    """

    served: tuple[Stop, ...]
    carer: int
    out: bool = True
    back: bool = True
    brings: frozenset[int] = frozenset()
    takes: frozenset[int] = frozenset()
    since: int | None = None
    meets: int | None = None

    @property
    def place(self) -> int:
        return self.served[0].place

    def span(self, problem: Problem) -> tuple[int, int]:
        """From when to when the carer is away."""
        way = problem.travel[HOME][self.place]
        first, last = self.served[0].cell, self.served[-1].cell
        turned_up = first if self.since is None else self.since
        return first - way if self.out else turned_up, last + way if self.back else last

    def trip(self, problem: Problem) -> Trip:
        start, end = self.span(problem)
        first, last = self.served[0].cell, self.served[-1].cell
        moves = []
        if self.out:
            moves.append(Move(self.carer, start, first, HOME, self.place))
        if self.back:
            moves.append(Move(self.carer, last, end, self.place, HOME))
        phases = ((start if self.out else first, first, None), (first, last, self.place), (last, end, None))
        care = [
            Care(child, max(since, begins), min(until, ends), self.carer, place)
            for child, (since, until) in sorted(self._with_whom(start, end))
            for begins, ends, place in phases
            if max(since, begins) < min(until, ends)
        ]
        return Trip(self.carer, start, end, self.place, tuple(moves), tuple(care))

    def _with_whom(self, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """Every child that is along, from when to when."""
        first = self.served[0].cell
        for stop in self.served:
            yield from ((child, (start, stop.cell)) for child in stop.drops)
            yield from ((child, (stop.cell, end)) for child in stop.picks)
        yield from ((child, (start, end if child in self.takes else first)) for child in self.brings)
        joins = first if self.meets is None else self.meets
        yield from ((child, (joins, end)) for child in self.takes - self.brings)
