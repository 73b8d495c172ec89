"""One way the time away may have gone so far, for the quick search."""

from __future__ import annotations

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.problem import Care, Move

NOBODY = -1
SCHOOL = -2
Row = Care | Move
Trace = tuple["Trace", Row] | None


class State:
    """Everything up to `cell` is decided. `lock` is until when a carer is on the way or tied to a task."""

    __slots__ = (
        "ask",
        "at",
        "cell",
        "change",
        "gap",
        "hand",
        "last",
        "lock",
        "trace",
        "trouble",
        "used",
        "waits",
        "where",
        "who",
    )

    def __init__(self, board: Board) -> None:
        start = board.start
        self.cell = board.problem.fixed
        self.where: list[int | None] = list(start.carer_place)
        self.lock = list(start.carer_from)
        self.who = [NOBODY] * len(board.problem.children)
        self.at = list(start.child_place)
        self.waits = list(start.child_waits)
        self.last = [NOBODY if carer is None else carer for carer in start.child_last]
        self.ask: list[tuple[int, int] | None] = [None] * len(board.problem.carers)
        self.used: dict[tuple[int, int, bool], int] = {}
        for (carer, day), minutes in start.day_used.items():
            self.used[carer, day, True] = minutes
        for (carer, week), minutes in start.week_used.items():
            self.used[carer, week, False] = minutes
        for child, carer in enumerate(self.last):
            if start.child_from[child] > self.cell:
                self.who[child] = carer
        for row in start.past.asks:
            if board.problem.past(row.end - 1) and row.end >= (board.problem.now or 0):
                self.ask[row.carer] = (row.start, row.end)
        self.gap = self.change = self.trouble = self.hand = 0
        self.trace: Trace = None

    def copy(self) -> State:
        other = State.__new__(State)
        other.cell, other.trace = self.cell, self.trace
        other.where, other.lock = self.where[:], self.lock[:]
        other.who, other.at, other.waits, other.last = self.who[:], self.at[:], self.waits[:], self.last[:]
        other.ask, other.used = self.ask[:], dict(self.used)
        other.gap, other.change, other.trouble, other.hand = self.gap, self.change, self.trouble, self.hand
        return other

    @property
    def price(self) -> tuple[int, int, int, int]:
        return self.gap, self.change, self.trouble, self.hand

    def key(self) -> tuple[object, ...]:
        """States that agree in this have the same choices ahead."""
        return (
            tuple(self.where),
            tuple(self.lock),
            tuple(self.who),
            tuple(self.at),
            tuple(self.waits),
            tuple(self.ask),
        )

    def rows(self) -> list[Row]:
        found: list[Row] = []
        trace = self.trace
        while trace is not None:
            trace, row = trace
            found.append(row)
        return found[::-1]
