"""The exact model with every variable as the hints say."""

from __future__ import annotations

import pytest

from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Plan, Problem

cp_model = pytest.importorskip("ortools.sat.python.cp_model", exc_type=ImportError)


def held(problem: Problem, plan: Plan) -> dict[str, int]:
    """What each tier costs in the model if every variable of it is as the hints say; nothing if that cannot be."""
    from kbye.planning.coverage.hints import hints
    from kbye.planning.coverage.model import Model

    model = Model(problem)
    model.no_gaps = price(problem, plan).tiers.gap_minutes == 0
    costs = {**model.costs, "handovers": model.handovers()}
    told = {literal.index: (literal, value) for literal, value in hints(model, plan)}
    assert len(told) == sum(bool(one.name) for one in model.model.proto.variables)
    for literal, value in told.values():
        model.model.add(literal == int(value))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False
    if solver.solve(model.model) != cp_model.OPTIMAL:
        return {}
    return {tier: round(solver.value(cost)) for tier, cost in costs.items()}
