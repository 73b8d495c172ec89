"""A plan spread over the cells of its problem, for whoever judges it. The solvers do not use it."""

from __future__ import annotations

from collections.abc import Iterable

from kbye.planning.coverage.problem import Care, Done, Move, Plan, Problem, Supervised
from kbye.planning.coverage.situation import Strength

BLOCKING = (Strength.CANNOT, Strength.UNKNOWN)


class Timeline:
    """Per child and per carer, what each cell of the time away holds. Rows outside of it are cut off."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        cells = problem.cells
        children, carers = range(len(problem.children)), range(len(problem.carers))
        self.care: list[list[Care | None]] = [[None] * cells for _ in children]
        self.supervised: list[list[Supervised | None]] = [[None] * cells for _ in children]
        self.asleep: list[list[bool]] = [[False] * cells for _ in children]
        self.move: list[list[Move | None]] = [[None] * cells for _ in carers]
        self.doing: list[list[Done | None]] = [[None] * cells for _ in carers]
        self.in_charge: list[list[list[int]]] = [[[] for _ in range(cells)] for _ in carers]
        for care in plan.care:
            for cell in self.inside(care.start, care.end):
                self.care[care.child][cell] = care
                self.in_charge[care.carer][cell].append(care.child)
        self._fill(problem, plan)

    def _fill(self, problem: Problem, plan: Plan) -> None:
        for one in problem.supervised:
            self.supervised[one.child][one.start : one.end] = [one] * (one.end - one.start)
        for sleep in problem.asleep:
            self.asleep[sleep.child][sleep.start : sleep.end] = [True] * (sleep.end - sleep.start)
        for move in plan.moves:
            for cell in self.inside(move.start, move.end):
                self.move[move.carer][cell] = move
        for done in plan.done:
            for cell in self.inside(done.start, done.end):
                self.doing[done.carer][cell] = done

    def inside(self, start: int, end: int) -> range:
        return range(max(start, 0), min(end, self.problem.cells))

    def used(self, carer: int) -> list[int]:
        """The cells in which this carer has somebody, does something or is on the way."""
        return [cell for cell in range(self.problem.cells) if self.is_used(carer, cell)]

    def is_used(self, carer: int, cell: int) -> bool:
        return bool(
            self.in_charge[carer][cell] or self.move[carer][cell] or self.doing[carer][cell] is not None
        )

    def carer_of(self, child: int, cell: int) -> int | None:
        care = self.care[child][cell]
        return None if care is None else care.carer

    def gap(self, child: int, cell: int) -> bool:
        return self.care[child][cell] is None and self.supervised[child][cell] is None

    def blocked(self, carer: int) -> set[int]:
        """The cells, also outside the time away, that a firm or unknown commitment touches."""
        return self.busy(carer, BLOCKING)

    def busy(self, carer: int, strengths: Iterable[Strength]) -> set[int]:
        return {
            cell
            for busy in self.problem.busy
            if busy.carer == carer and busy.strength in strengths
            for cell in range(busy.start, busy.end)
        }
