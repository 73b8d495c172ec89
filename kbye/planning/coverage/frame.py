"""A plan's ways, laid on the ground that stays: who can be with whom at home around them."""

from __future__ import annotations

from kbye.planning.coverage.bits import stretch
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import Spot, spots
from kbye.planning.coverage.ground import Ground
from kbye.planning.coverage.masks import runs
from kbye.planning.coverage.problem import HOME, Plan
from kbye.planning.coverage.trips import Trip, parted


class Frame:
    """The ground with its trips. `able` is per carer and child when one can have the other at home; `has` who has
    whom elsewhere, `tied` who is used, `bars` who has no room because of what they do; `starts` is per task."""

    def __init__(self, ground: Ground, trips: tuple[Trip, ...]) -> None:
        self.ground, self.board = ground, ground.board
        self.trips = tuple(sorted(trips, key=lambda trip: (trip.end, trip.start)))
        self.open, self.home = ground.open[:], ground.home[:]
        self.has, self.tied, self.bars = [row[:] for row in ground.has], ground.tied[:], ground.bars
        self.fits = True
        for trip in self.trips:
            self.fits &= self._fit(trip)
        problem = self.board.problem
        self.able = [
            [self._able(carer, child) if child in who.may_care else 0 for child in ground.children]
            for carer, who in enumerate(problem.carers)
        ]
        self.starts = []
        for task in ground.tasks:
            free = task.window
            for child in task.children:
                free &= self.open[child]
            self.starts.append(runs(free, task.cells))

    def _fit(self, trip: Trip) -> bool:
        """Makes room for the trip; False if somebody is not where it takes them from."""
        away = stretch(trip.start, trip.end)
        fits = not away & ~self.home[trip.carer]
        for child in trip.children:
            cells = 0
            for row in trip.care:
                if row.child == child:
                    cells |= stretch(row.start, row.end)
            elsewhere = ~self.open[child] | sum(row[child] for row in self.has)
            fits = fits and not cells & (elsewhere if trip.takes(child) else ~elsewhere)
            self.open[child] &= ~cells
            self.has[trip.carer][child] |= cells
            if trip.returns(child):
                self.open[child] |= self._from_then_on(child, trip.end)
            elif trip.takes(child):
                self.open[child] &= ~self._from_then_on(child, cells.bit_length())
        self.tied[trip.carer] |= trip.used
        self.home[trip.carer] &= ~away
        return fits

    def _from_then_on(self, child: int, cell: int) -> int:
        """The cells until the child is supervised again, but for those in which it is elsewhere."""
        problem = self.board.problem
        until = min(
            [one.start for one in problem.supervised if one.child == child and one.start >= cell],
            default=problem.cells,
        )
        found = stretch(cell, until)
        for row in self.has:
            found &= ~row[child]
        return found

    def _able(self, carer: int, child: int) -> int:
        ground, who = self.ground, self.board.problem.carers[carer]
        cells = self.open[child] & self.home[carer] & ~ground.leaving[child]
        if not who.overnight:
            cells &= ~ground.night
        return cells if (HOME, child) in who.collects else cells & ~ground.waiting[child]

    @property
    def plan(self) -> Plan:
        """What stays as it is, past and trips, without asks."""
        ground, trips = self.ground, self.trips
        return Plan(
            care=(*ground.care, *(row for trip in trips for row in trip.care)),
            moves=(*ground.moves, *(move for trip in trips for move in trip.moves)),
            done=ground.done,
        )

    def spots(self, carer: int) -> list[Spot]:
        """Where and when a helper is asked for whatever happens at home."""
        return spots(self.board, self.plan, carer)


def framed(board: Board, plan: Plan) -> Frame:
    """The frame of a plan, with as many of its ways as trips as can be."""
    trips, rest = parted(board.problem, plan)
    frame = Frame(Ground(board, rest), trips)
    return frame if frame.fits else Frame(Ground(board, parted(board.problem, plan, whole=True)[1]), ())
