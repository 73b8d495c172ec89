"""A family as a tutorial would see it: who has which child in which stretch, and who does which task when.

For solvers that are measured beside the planner. Less is to be decided than in the planner's own model, as this
leaves out: where carers and children are (all is at home; a way to school and back is part of having the child just
then, and other children need not come along), hand-overs in the middle of a stretch, several asks of one helper on
one day, limits of hours, what was told before, and tasks in times of *rather not*. So its prices are its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kbye.planning.coverage.problem import Asleep, Busy, Occurrence, Problem, Supervised
from kbye.planning.coverage.situation import Strength

TIERS = ("gap_minutes", "missed_musts", "disturbance", "shoulds_dropped", "handovers", "nices_dropped")


class Piece(NamedTuple):
    """A child needs somebody from start up to end."""

    child: int
    start: int
    end: int
    asleep: bool


class Way(NamedTuple):
    """There and back, by whoever has the child in this piece."""

    piece: int
    start: int
    end: int


class Pieces:
    """The pieces in order of children and time, and who may have each."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.carers = [carer for carer, who in enumerate(problem.carers) if who.used]
        self.all = list(self._all())
        self.ways: list[Way] = []
        self.may = [[carer for carer in self.carers if self._may(carer, piece)] for piece in self.all]
        for one in problem.supervised:
            way = problem.travel[0][one.place]
            if one.leave_from == one.place:
                self._way(one, one.start, way, one.start - 1)
            if one.collect:
                self._way(one, one.end, way, one.end)

    def _all(self) -> Iterator[Piece]:
        """Every child's time with nobody's supervision, cut where anything begins or ends for anybody."""
        problem = self.problem
        rows: list[Busy | Supervised | Asleep] = [*problem.busy, *problem.supervised, *problem.asleep]
        nights = {c for c in range(1, problem.cells) if problem.night[c] != problem.night[c - 1]}
        cuts = {0, problem.cells, *nights, *(row.start for row in rows), *(row.end for row in rows)}
        for child in range(len(problem.children)):
            for start, end in pairwise(sorted(cut for cut in cuts if 0 <= cut <= problem.cells)):
                if not any(s.child == child and s.start <= start < s.end for s in problem.supervised):
                    asleep = any(s.child == child and s.start <= start < s.end for s in problem.asleep)
                    yield Piece(child, start, end, asleep)

    def _may(self, carer: int, piece: Piece) -> bool:
        who = self.problem.carers[carer]
        night = self.problem.night[piece.start] and not who.overnight
        firm = any(start < piece.end and piece.start < end for start, end in self.blocked(carer))
        return piece.child in who.may_care and not night and not firm

    def _way(self, one: Supervised, at: int, way: int, then: int) -> None:
        for n, piece in enumerate(self.all):
            if piece.child == one.child and piece.start <= then < piece.end:
                self.ways.append(Way(n, at - way, at + way))
                if then >= at:
                    collects = [self.problem.carers[carer].collects for carer in self.may[n]]
                    able = zip(self.may[n], collects, strict=True)
                    self.may[n] = [carer for carer, places in able if (one.place, one.child) in places]

    def blocked(self, carer: int) -> list[tuple[int, int]]:
        """Firm commitments, those that touch or overlap as one."""
        found: list[tuple[int, int]] = []
        for row in sorted(self.problem.busy, key=lambda row: row.start):
            if row.carer != carer or row.strength is Strength.RATHER_NOT:
                continue
            if found and row.start <= found[-1][1]:
                found[-1] = found[-1][0], max(found[-1][1], row.end)
            else:
                found.append((row.start, row.end))
        return found

    def would_rather_not(self, piece: Piece) -> list[int]:
        """Who minds having somebody then."""
        return [
            row.carer
            for row in self.problem.busy
            if row.strength is Strength.RATHER_NOT and row.start < piece.end and piece.start < row.end
        ]

    def doers(self, one: Occurrence) -> list[int]:
        carers = self.problem.carers
        return [
            carer
            for carer in self.carers
            if one.skills <= carers[carer].skills
            and one.children <= carers[carer].may_care
            and (one.only is None or carer in one.only)
        ]

    def days(self, carer: int) -> list[tuple[int, int]]:
        """From when to when an ask of this helper may last, for every day."""
        problem, longest = self.problem, self.problem.carers[carer].ask_min
        days = [
            [c for c in range(problem.cells) if problem.days[c] == day] for day in sorted(set(problem.days))
        ]
        return [(cells[0] - longest, cells[-1] + 1 + longest) for cells in days]
