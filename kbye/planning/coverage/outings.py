"""Other ways for the same errands: somebody else goes, somebody else comes along, or two meet there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from random import Random

from kbye.planning.coverage.bits import stretch
from kbye.planning.coverage.frame import Frame
from kbye.planning.coverage.ground import Ground
from kbye.planning.coverage.trips import Stop, Trip, Way, served, stops, together, turned_up

# How often others come along, only some of them, are brought by others; how often the next stop is open as well.
ALONG, SOME, RELAY, BOTH = 0.7, 0.2, 0.5, 0.4
LONGEST_LATE_MINUTES = 480


@dataclass(slots=True)
class Outings:
    """Frames on one ground. What was made once is kept, so that the same trip is the same object."""

    ground: Ground
    dice: Random
    stops: tuple[Stop, ...] = ()
    frames: dict[frozenset[Trip], Frame] = field(default_factory=dict)
    trips: dict[Way, Trip] = field(default_factory=dict)
    errands: dict[Trip, frozenset[Stop]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stops = stops(self.ground.board.problem)

    def others(self, frame: Frame) -> tuple[Frame, range] | None:
        """Another frame, and in which cells it may differ; None if what was tried cannot be."""
        begin = self.dice.randrange(len(self.stops))
        torn = set(self.stops[begin : begin + (2 if self.dice.random() < BOTH else 1)])
        gone = [trip for trip in frame.trips if torn & self._errands(trip)]
        gone += [trip for trip in frame.trips if any(self._brings_to(trip, one) for one in gone)]
        stay = tuple(trip for trip in frame.trips if trip not in gone)
        open_ = torn.union(*(self._errands(trip) for trip in gone))
        open_ = open_.difference(*(self._errands(trip) for trip in stay))
        bare = self._frame(stay)
        new = self._all(bare, [one for one in self.stops if one in open_]) if bare.fits else []
        if not new:
            return None
        found = self._frame((*stay, *new))
        cells = range(min(t.start for t in (*gone, *new)), max(t.end for t in (*gone, *new)))
        return (found, cells) if found.fits else None

    def _brings_to(self, trip: Trip, other: Trip) -> bool:
        """True if the only use of the trip is to bring somebody whom the other takes home."""
        meet = trip.start < other.end and other.start < trip.end and trip.place == other.place
        return meet and not self._errands(trip) and bool(trip.children & other.children)

    def _errands(self, trip: Trip) -> frozenset[Stop]:
        if trip not in self.errands:
            late = LONGEST_LATE_MINUTES // self.ground.board.problem.grid
            self.errands[trip] = frozenset(served(trip, self.stops, late))
        return self.errands[trip]

    def _frame(self, trips: tuple[Trip, ...]) -> Frame:
        key = frozenset(trips)
        if key not in self.frames:
            self.frames[key] = Frame(self.ground, trips)
        return self.frames[key]

    def _trip(self, way: Way) -> Trip:
        if way not in self.trips:
            self.trips[way] = way.trip(self.ground.board.problem)
        return self.trips[way]

    def _all(self, bare: Frame, missing: list[Stop]) -> list[Trip]:
        """Trips for all these stops, alone or two in a row; nothing if one of them stays open."""
        groups = list(together(self.ground.board.problem, missing))
        found: list[Trip] = []
        while missing:
            group = self.dice.choice([group for group in groups if missing and set(group) <= set(missing)])
            missing = [stop for stop in missing if stop not in group]
            trips = self._for(bare, group)
            if not trips:
                return []
            found += trips
        carers = self.ground.board.problem.carers
        return found if all(trip.crowd <= carers[trip.carer].at_most for trip in found) else []

    def _for(self, bare: Frame, group: tuple[Stop, ...]) -> list[Trip]:
        """Whoever can, drawn by lot, with or without others."""
        carers = list(self.ground.carers)
        self.dice.shuffle(carers)
        for carer in carers:
            way = self._way(bare, group, carer)
            if way is not None and not way.out and self.dice.random() < RELAY:
                relay = self._relay(bare, way)
                if relay:
                    return relay
            if way is not None:
                return [self._trip(way)]
        return []

    def _way(self, bare: Frame, group: tuple[Stop, ...], carer: int) -> Way | None:
        who = self.ground.board.problem.carers[carer]
        picks, drops = _all_of(stop.picks for stop in group), _all_of(stop.drops for stop in group)
        may = picks | drops <= who.may_care and all((group[0].place, c) in who.collects for c in picks)
        if not who.used or not may or max(len(picks), len(drops)) > who.at_most:
            return None
        kinds = [(True, True)]
        if not drops:
            kinds.append((False, True))
        if not who.household and not picks:
            kinds.append((True, False))
        out, back = self.dice.choice(kinds)
        way = self._in_time(bare, Way(group, carer, out, back), late=not drops and len(group) == 1)
        if way is not None and out and back and self.dice.random() < ALONG:
            along = self._along(bare, way, way.span(bare.board.problem))
            if self.dice.random() < SOME:
                along = frozenset(self.dice.sample(sorted(along), self.dice.randint(0, len(along))))
            way = replace(way, brings=along, takes=along)
        return way

    def _in_time(self, bare: Frame, way: Way, late: bool) -> Way | None:
        """The same at a time when the carer can: the child may have to wait if nothing else is possible."""
        problem = bare.board.problem
        stop = way.served[0]
        last = min(problem.cells, stop.cell + LONGEST_LATE_MINUTES // problem.grid) if late else stop.cell + 1
        for cell in range(stop.cell, last):
            since = None if way.out else self._since(way.carer, cell)
            if way.out or since is not None:
                option = replace(way, since=since)
                if cell > stop.cell:
                    option = replace(option, served=(replace(stop, cell=cell),))
                if self._can(bare, option):
                    return option
        return None

    def _since(self, carer: int, cell: int) -> int | None:
        """From when on somebody can be there who does not come from home."""
        problem = self.ground.board.problem
        return turned_up(problem, carer, cell) if problem.carers[carer].household else cell

    def _can(self, bare: Frame, way: Way) -> bool:
        problem = bare.board.problem
        start, end = way.span(problem)
        if start < problem.first_whole or end > problem.last_whole:
            return False
        cells = stretch(start, end)
        asleep = 0 if bare.board.problem.carers[way.carer].overnight else self.ground.night
        for child in _all_of(stop.picks | stop.drops for stop in way.served):
            asleep |= self.ground.asleep[child]
        return not cells & (~bare.home[way.carer] | asleep)

    def _along(self, bare: Frame, way: Way, span: tuple[int, int]) -> frozenset[int]:
        """Who is at home and awake all that time and may come along, as many as there is room for."""
        if span[0] < bare.board.problem.first_whole:
            return frozenset()
        who, cells = bare.board.problem.carers[way.carer], stretch(*span)
        own = _all_of(stop.picks | stop.drops for stop in way.served)
        able = [
            child
            for child in sorted(who.may_care - own)
            if not cells & (~bare.open[child] | bare.ground.asleep[child] | bare.ground.waiting[child])
        ]
        room = max(0, who.at_most - len(own))
        return frozenset(able if len(able) <= room else self.dice.sample(able, room))

    def _relay(self, bare: Frame, way: Way) -> list[Trip]:
        """Somebody else brings those who then go home together."""
        problem = bare.board.problem
        carers = [carer for carer in self.ground.carers if carer != way.carer]
        self.dice.shuffle(carers)
        for meets in range(way.served[0].cell, way.served[-1].cell + 1):
            there = Stop(way.place, meets, frozenset(), frozenset())
            takes = self._along(
                bare, way, replace(way, served=(there, way.served[-1]), out=True).span(problem)
            )
            for carer in carers if takes else ():
                who = problem.carers[carer]
                brings = takes & who.may_care
                bringing = Way((there,), carer, True, who.household, brings=brings)
                if who.used and 0 < len(brings) <= who.at_most and self._can(bare, bringing):
                    return [self._trip(bringing), self._trip(replace(way, takes=brings, meets=meets))]
        return []


def _all_of(some: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*some)
