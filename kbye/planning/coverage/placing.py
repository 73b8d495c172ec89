"""Puts occurrences into a plan that says who has whom, where they disturb nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.problem import Ask, Done, Occurrence, Plan
from kbye.planning.coverage.situation import Priority

ORDER = {Priority.MUST: 0, Priority.SHOULD: 1, Priority.NICE: 2}
AskFor = Callable[[Board, Plan], tuple[Ask, ...] | None]


def place_occurrences(board: Board, plan: Plan, ask_for: AskFor) -> Plan:
    """The plan with every further occurrence done that fits in without changing who has whom."""
    whereabouts = _Whereabouts(board, plan)
    done = list(plan.done)
    settled = {row.occurrence for row in done}
    order = sorted(
        (number for number in range(len(board.problem.occurrences)) if number not in settled),
        key=lambda number: _urgency(board.problem.occurrences[number]),
    )
    for number in order:
        must = board.problem.occurrences[number].priority is Priority.MUST
        row = _as_before(whereabouts.chances(number), board.did.get(number), must)
        if row is not None:
            done.append(row)
            whereabouts.take(row)
    return replace(plan, done=tuple(sorted(done)))


def _as_before(chances: Iterator[Done], doer: int | None, must: bool) -> Done | None:
    """The first chance; rather one of whoever was to do it before, and only of them if it need not be."""
    first = next(chances, None)
    if first is None or doer in (None, first.carer):
        return first
    return next((one for one in chances if one.carer == doer), first if must else None)


def _urgency(one: Occurrence) -> tuple[int, int]:
    return ORDER[one.priority], one.latest - one.earliest - one.cells


class _Whereabouts:
    """Where every carer is in every cell while in use or at rest, and with whom."""

    def __init__(self, board: Board, plan: Plan) -> None:
        self.board, self.problem = board, board.problem
        cells = board.problem.cells
        everyone = range(len(board.problem.carers))
        self.place: list[list[int | None]] = [[None] * cells for _ in everyone]
        self.charge: list[list[set[int]]] = [[set() for _ in range(cells)] for _ in everyone]
        self.taken: list[set[int]] = [set() for _ in everyone]
        self.left: dict[tuple[int, int, bool], int] = {}
        for row in plan.care:
            for cell in range(row.start, row.end):
                self.charge[row.carer][cell].add(row.child)
        for carer in everyone:
            self._walk(plan, carer)
        for done in plan.done:
            self.take(done)
        self.asked = {(ask.carer, cell) for ask in plan.asks for cell in range(ask.start, ask.end)}
        self.begun = {(ask.carer, ask.start) for ask in plan.asks}
        self.known = {(row.carer, cell) for row in plan.care for cell in range(row.start, row.end)}

    def _walk(self, plan: Plan, carer: int) -> None:
        spots: dict[int, int] = {}
        for row in plan.care:
            if row.carer == carer and row.place is not None:
                spots.update(dict.fromkeys(range(row.start, row.end), row.place))
        way = {c for move in plan.moves if move.carer == carer for c in range(move.start, move.end)}
        ends = {move.end: move.to_place for move in plan.moves if move.carer == carer}
        place = self.board.start.carer_place[carer]
        blocked, household = self.board.blocked[carer], self.problem.carers[carer].household
        for cell in range(self.problem.fixed, self.problem.cells):
            if cell in self.board.appears[carer] and cell > self.problem.fixed:
                place = self.board.appears[carer][cell]
            place = spots.get(cell, ends.get(cell, place))
            if cell in way or cell in blocked:
                continue
            # Elsewhere only while in use: somebody who may be anywhere is where the next use is.
            self.place[carer][cell] = place if household or cell in spots else None

    def take(self, row: Done) -> None:
        self.taken[row.carer].update(range(row.start, row.end))

    def chances(self, number: int) -> Iterator[Done]:
        """Every way to do it that changes nothing else, the earliest first."""
        one = self.problem.occurrences[number]
        for start in range(max(one.earliest, self.problem.fixed), one.latest - one.cells + 1):
            during = range(start, start + one.cells)
            for carer, who in enumerate(self.problem.carers):
                able = who.used and one.skills <= who.skills and (one.only is None or carer in one.only)
                place = self.place[carer][start]
                if not able or place is None or one.place not in (None, place):
                    continue
                into_another_ask = any((carer, cell) in self.begun for cell in during[1:])
                if not into_another_ask and all(self._can(one, carer, cell, place) for cell in during):
                    yield Done(number, start, start + one.cells, carer, place)

    def _can(self, one: Occurrence, carer: int, cell: int, place: int) -> bool:
        if self.place[carer][cell] != place or cell in self.taken[carer] or not self._free_use(carer, cell):
            return False
        charge = self.charge[carer][cell]
        if not one.children <= charge or any(self.board.asleep[child][cell] for child in one.children):
            return False
        return one.beside_care or charge <= one.children

    def _free_use(self, carer: int, cell: int) -> bool:
        """True if using the carer in this cell costs nothing new: no limit, no ask, nothing they'd rather not."""
        if (carer, cell) in self.known:
            return True
        who = self.problem.carers[carer]
        limited = who.day_limit is not None or who.week_limit is not None
        return who.household and not limited and cell not in self.board.rather_not[carer]
