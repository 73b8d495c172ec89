"""What stays as it is while days at home and ways from there are made anew: what is past, and what cannot be parted."""

from __future__ import annotations

from dataclasses import dataclass

from kbye.planning.coverage.baseline import baseline
from kbye.planning.coverage.bits import every, numbered, stretch
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.problem import HOME, Care, Done, Move, Plan
from kbye.planning.coverage.situation import Priority


@dataclass(frozen=True, slots=True)
class Task:
    """An occurrence that can be done at home: when, by whom, with whom."""

    number: int
    cells: int
    window: int
    doers: tuple[int, ...]
    children: tuple[int, ...]
    beside_care: bool
    priority: Priority


class Ground:
    """Per carer `home`, when they can be of use at home, `tied`, when they are used, `away` and `doing`, when not at
    home or at a task. Per child `open`, when it is at home and somebody is to have it, `need`, the same wherever it
    is, `waiting`, when it has to be collected even at home, and `leaving`, the last moment before it should be
    elsewhere: nobody at home can have it then. Per carer and child `has`, who has whom, and `bars`, who has no room.
    """

    def __init__(self, board: Board, rest: Plan) -> None:
        self.board, problem = board, board.problem
        self.carers, self.children = range(len(problem.carers)), range(len(problem.children))
        begun = baseline(problem, board.start)
        self.asks = begun.asks
        self.care: tuple[Care, ...] = (*begun.care, *rest.care)
        self.moves: tuple[Move, ...] = (*begun.moves, *rest.moves)
        self.done: tuple[Done, ...] = (*begun.done, *rest.done)
        self.has, self.bars = self._pairs(), self._pairs()
        self.tied, self.away, self.doing = self._each(), self._each(), self._each()
        self._settle()
        self.night = every(problem.night)
        self.asleep = [every(flags) for flags in board.asleep]
        self.leaving = [self._leaving(child) for child in self.children]
        self.waiting = [0 for _ in self.children]
        self.open = [self._open(child) for child in self.children]
        inside = stretch(problem.fixed, problem.cells)
        self.need = [inside & ~every(one is not None for one in row) for row in board.school]
        self.home = [self._home(carer) for carer in self.carers]
        done = {row.occurrence for row in self.done}
        left = [number for number in range(len(problem.occurrences)) if number not in done]
        at_home = [number for number in left if problem.occurrences[number].place in (HOME, None)]
        self.tasks = tuple(self._task(number) for number in at_home)
        self.dropped = tuple(problem.occurrences[n].priority for n in left if n not in at_home)

    def _each(self) -> list[int]:
        return [0 for _ in self.carers]

    def _pairs(self) -> list[list[int]]:
        return [[0 for _ in self.children] for _ in self.carers]

    def _inside(self, row: Care | Move | Done) -> int:
        return stretch(max(row.start, 0), min(row.end, self.board.problem.cells))

    def _settle(self) -> None:
        rows: list[Care | Move | Done] = [*self.care, *self.moves, *self.done]
        for row in rows:
            self.tied[row.carer] |= self._inside(row)
            if isinstance(row, Move) or row.place != HOME:
                self.away[row.carer] |= self._inside(row)
        for row in self.care:
            self.has[row.carer][row.child] |= self._inside(row)
        for row in self.done:
            self.doing[row.carer] |= self._inside(row)
            one = self.board.problem.occurrences[row.occurrence]
            for child in set() if one.beside_care else set(self.children) - one.children:
                self.bars[row.carer][child] |= self._inside(row)

    def _leaving(self, child: int) -> int:
        spans = (one for one in self.board.problem.supervised if one.child == child and one.start > 0)
        return sum(1 << one.start - 1 for one in spans if one.leave_from not in (None, HOME))

    def _open(self, child: int) -> int:
        board, problem = self.board, self.board.problem
        row_at = {c: row for row in self.care if row.child == child for c in range(row.start, row.end)}
        place, waits = board.start.child_place[child], board.start.child_waits[child]
        found = 0
        for cell in range(problem.fixed, problem.cells):
            over = board.over.get((child, cell))
            if over is not None:
                place, waits = over.then_at, over.collect
            row = row_at.get(cell)
            if row is not None:
                place, waits = self._there(row), False
            elif board.school[child][cell] is None and place == HOME:
                found |= 1 << cell
                self.waiting[child] |= waits << cell
        return found

    def _there(self, row: Care) -> int:
        """Where the child is then, or where its way goes."""
        if row.place is not None:
            return row.place
        ways = (m for m in self.moves if m.carer == row.carer and m.start < row.end and row.start < m.end)
        return max(ways, key=lambda move: move.end).to_place

    def _home(self, carer: int) -> int:
        board, problem = self.board, self.board.problem
        who = problem.carers[carer]
        if not who.used:
            return 0
        free = stretch(board.start.carer_from[carer], problem.cells) & ~self.away[carer]
        free &= ~numbered(board.blocked[carer], 0, problem.cells)
        return free & self._at_home(carer) if who.household else free

    def _at_home(self, carer: int) -> int:
        """When the carer is at home. Who may turn up anywhere turns up where the next way or use is."""
        board, problem = self.board, self.board.problem
        turns_up = {
            cell: place
            for cell, place in board.appears[carer].items()
            if cell > problem.fixed and cell not in board.blocked[carer]
        }
        at = self._whereabouts(carer)
        place, found, unknown = board.start.carer_place[carer], 0, 0
        for cell in range(problem.fixed, problem.cells):
            if cell in turns_up:
                place, found, unknown = turns_up[cell], found | unknown, 0
            place = at.get(cell, place)
            unknown |= 1 << cell
            if place is not None:
                found, unknown = found | unknown if place == HOME else found, 0
        return found | unknown

    def _whereabouts(self, carer: int) -> dict[int, int]:
        """Cells in which it is known where the carer is: in use, or at either end of a way."""
        rows: list[Care | Done] = [*self.care, *self.done]
        at = {
            cell: row.place
            for row in rows
            if row.carer == carer and row.place is not None
            for cell in range(row.start, row.end)
        }
        mine = [move for move in self.moves if move.carer == carer]
        return (
            at | {move.end: move.to_place for move in mine} | {move.start: move.from_place for move in mine}
        )

    def _task(self, number: int) -> Task:
        problem = self.board.problem
        one = problem.occurrences[number]
        window = stretch(max(one.earliest, problem.fixed), one.latest)
        for child in one.children:
            window &= ~self.asleep[child]
        doers = tuple(
            carer
            for carer, who in enumerate(problem.carers)
            if who.used and one.skills <= who.skills and one.children <= who.may_care
            and (one.only is None or carer in one.only)
        )  # fmt: skip
        children = tuple(sorted(one.children))
        return Task(number, one.cells, window, doers, children, one.beside_care, one.priority)
