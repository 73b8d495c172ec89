"""Makes a plan better part by part: all that lies outside a part stays as it is, the part is solved to its best.

A plan for a weekend is too much to be looked at whole in a few seconds; six hours of it are not. The parts overlap,
get longer, and go round until a whole round brought nothing (large neighbourhood search; Shaw 1998). It is no proof.

Needs ortools; imported only by the process that proves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from kbye.planning.coverage import decode
from kbye.planning.coverage.hints import hints
from kbye.planning.coverage.literals import Expr, Var
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.tidy import just_in_time

HOURS = (6, 10, 16)
# Of the solver's own time, for one part.
SHARE = 0.08


@dataclass(slots=True)
class Parts:
    """`model` may hold what is settled already. `handovers` is its cost for changes of carer."""

    problem: Problem
    model: Model
    handovers: Expr
    best: Plan
    spent: float = 0.0

    def better(self, budget: float) -> Iterator[Plan]:
        """Better and better candidates; the caller judges them and keeps `best`. `budget` is solver time."""
        per_hour = max(1, 60 // self.problem.grid)
        whole = self.problem.cells - self.problem.fixed
        for hours in HOURS:
            cells, is_better = hours * per_hour, True
            while is_better:
                is_better = False
                for part in self._over(min(cells, whole)):
                    if self.spent >= budget:
                        return
                    before = self._tiers()
                    found = self._solve(part, min(SHARE * budget, budget - self.spent))
                    if found is not None:
                        yield found
                    is_better = is_better or self._tiers() < before
            if cells >= whole:
                return

    def _tiers(self) -> Tiers:
        return price(self.problem, self.best).tiers

    def _over(self, cells: int) -> Iterator[range]:
        """Overlapping stretches, from beginning to end."""
        step = max(1, cells // 2)
        first = self.problem.fixed
        while True:
            yield range(first, first + cells)
            if first + cells >= self.problem.cells:
                return
            first += step

    def _solve(self, part: range, time: float) -> Plan | None:
        known = just_in_time(self.problem, self.best)
        model: Any = self.model.model.clone()
        model.clear_hints()
        for literal, value in hints(self.model, known):
            model.add_hint(model.get_bool_var_from_proto_index(literal.index), value)
        held = [
            literal if value else ~literal
            for literal, value in (
                (model.get_bool_var_from_proto_index(one.index), value)
                for one, value in self._held(known, part)
            )
        ]
        model.add_bool_and(held)
        model.minimize(self._cost())
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = max(0.01, time)
        status = solver.solve(model)
        self.spent += max(0.001, solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return decode.plan(self.model, lambda literal: int(solver.boolean_value(literal)))

    def _held(self, known: Plan, part: range) -> Iterator[tuple[Var, int]]:
        """What is to stay: whatever does not touch the part."""
        when = self._when()
        for literal, value in hints(self.model, known):
            cells = when.get(literal.index)
            if cells is not None and (cells.stop <= part.start or cells.start >= part.stop):
                yield literal, int(value)

    def _when(self) -> dict[int, range]:
        """The cells of every variable that decides something; the others follow from these."""
        model, travel = self.model, self.problem.travel
        found: dict[int, range] = {}
        for (_, _, _, cell), literal in model.care.items():
            found[literal.index] = range(cell, cell + 1)
        for (_, one, other, cell), literal in model.move.items():
            found[literal.index] = range(cell, cell + travel[one][other])
        for (_, _, one, other, cell), literal in model.ride.items():
            found[literal.index] = range(cell, cell + travel[one][other])
        for (number, _, _, cell), literal in model.begin.items():
            found[literal.index] = range(cell, cell + self.problem.occurrences[number].cells)
        for (_, cell), literal in (*model.on.items(), *model.begins.items()):
            if not isinstance(literal, int):
                found[literal.index] = range(cell, cell + 1)
        return found

    def _cost(self) -> Expr:
        """All tiers in one sum. Each weighs more than all that the later ones cost now, which is enough to look."""
        costs: dict[str, Expr] = {**self.model.costs, "handovers": self.handovers}
        total: Expr = 0
        weight = 1
        for tier in reversed(Tiers._fields):
            total += weight * costs[tier]
            weight *= 2 + min(getattr(self._tiers(), tier), 2000 if tier == "disturbance" else 200)
        return total
