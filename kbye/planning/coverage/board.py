"""What the quick search looks up again and again, worked out once per problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kbye.planning.coverage.problem import Care, Move, Plan, Problem, Supervised
from kbye.planning.coverage.situation import Strength
from kbye.planning.coverage.start import Standing, appearances, standing


@dataclass(frozen=True, slots=True)
class Pin:
    """An occurrence that is to be done by this carer, here, from this cell on."""

    occurrence: int
    carer: int
    place: int
    start: int
    end: int


class Board:
    """Tables by carer or child and cell."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.effort = 0  # steps looked at so far, by all who search on this board
        self.start: Standing = standing(problem)
        cells = problem.cells
        carers, children = range(len(problem.carers)), range(len(problem.children))
        self.blocked = [self.start.blocked[carer] for carer in carers]
        self.rather_not = [
            frozenset(
                cell
                for busy in problem.busy
                if busy.carer == carer and busy.strength is Strength.RATHER_NOT
                for cell in range(busy.start, busy.end)
            )
            for carer in carers
        ]
        self.appears = [appearances(problem, carer) for carer in carers]
        self.asleep = [[False] * cells for _ in children]
        for sleep in problem.asleep:
            self.asleep[sleep.child][sleep.start : sleep.end] = [True] * (sleep.end - sleep.start)
        self.school: list[list[Supervised | None]] = [[None] * cells for _ in children]
        for one in problem.supervised:
            self.school[one.child][one.start : one.end] = [one] * (one.end - one.start)
        self.over = {(one.child, one.end): one for one in problem.supervised}
        self.next_school = {(one.child, one.start): one for one in problem.supervised}
        # What was told before: who had each child, who set out when and where to, who did what.
        self.had: list[list[int | None]] = [[None] * cells for _ in children]
        before = problem.previous or Plan()
        for row in before.care:
            self.had[row.child][row.start : row.end] = [row.carer] * (row.end - row.start)
        self.went = {(move.carer, move.start): move.to_place for move in before.moves}
        self.did = {row.occurrence: row.carer for row in before.done}

    @cached_property
    def kept_asks(self) -> tuple[tuple[int, int, int], ...]:
        """Carer, start and end of what helpers said yes to and can still do."""
        before = self.problem.previous
        return tuple(
            (ask.carer, ask.start, ask.end)
            for ask in (before.asks if before else ())
            if ask.accepted
            and self.problem.carers[ask.carer].used
            and ask.end - ask.start <= self.problem.carers[ask.carer].ask_max
            and all(
                self.problem.past(c) or c not in self.blocked[ask.carer] for c in range(ask.start, ask.end)
            )
        )

    @cached_property
    def promised(self) -> frozenset[tuple[int, int]]:
        """Carer and cell of what is asked already, so that using it costs nothing more."""
        return frozenset((carer, cell) for carer, start, end in self.kept_asks for cell in range(start, end))

    @cached_property
    def events(self) -> tuple[int, ...]:
        """The cells where somebody's choice can change; between them everything goes on."""
        problem = self.problem
        cells = {problem.fixed, problem.first_whole}
        for busy in problem.busy:
            cells |= {busy.start, busy.end}
        for sleep in problem.asleep:
            cells |= {sleep.start, sleep.end}
        ways = {minutes for row in problem.travel for minutes in row}
        for one in problem.supervised:
            cells |= {one.start - 1}
            cells |= {edge + way for edge in (one.start, one.end) for way in ways}
            cells |= {edge - way for edge in (one.start, one.end) for way in ways}
        for cell in range(1, problem.cells):
            if problem.days[cell] != problem.days[cell - 1] or problem.night[cell] != problem.night[cell - 1]:
                cells.add(cell)
        for _, start, end in self.kept_asks:
            cells |= {start, end}
        before = problem.previous or Plan()
        told: list[Care | Move] = [*before.care, *before.moves]
        for row in told:
            cells |= {row.start, row.end}
        return tuple(sorted(cell for cell in cells if problem.fixed <= cell < problem.cells))

    def run(self, carer: int, cell: int, since: int | None = None) -> tuple[int, int]:
        """The unbroken time around this cell in which a helper can be asked, as far as it matters, from `since`
        on."""
        who, blocked = self.problem.carers[carer], self.blocked[carer]
        first = cell
        while first - 1 not in blocked and cell - first < who.ask_min and not self.problem.past(first - 1):
            if first == since:
                break
            first -= 1
        last = cell + 1
        while last not in blocked and last - first < who.ask_min:
            last += 1
        return first, last
