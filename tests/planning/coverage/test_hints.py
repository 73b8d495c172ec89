"""What the exact model is told of a plan that is known: all of it, and nothing that cannot be."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from random import Random

import pytest

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.tidy import just_in_time
from tests.planning.coverage import planted, roomy, tiny

cp_model = pytest.importorskip("ortools.sat.python.cp_model", exc_type=ImportError)


def held(problem: Problem, plan: Plan) -> tuple[bool, dict[str, int]]:
    """Whether the model can be as the hints say, every variable of it, and what each tier costs then."""
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
    works = solver.solve(model.model) == cp_model.OPTIMAL
    return works, {tier: round(solver.value(cost)) for tier, cost in costs.items()} if works else {}


def agrees(document: roomy.Document) -> None:
    problem = grid.problem(reader.situation(document))
    plan = just_in_time(problem, Improver(Board(problem), tries=0).best().plan)
    works, costs = held(problem, plan)
    assert works
    assert costs == price(problem, plan).tiers._asdict()


@pytest.mark.parametrize(
    "four", [0, *(pytest.param(four, marks=pytest.mark.nightly) for four in range(1, 25))]
)
def test_a_plan_is_told_whole_and_costs_the_same(four: int) -> None:
    for seed in range(4 * four, 4 * four + 4):
        agrees(tiny.document(seed))
        agrees(roomy.document(seed, cells=20))
        agrees(planted.document(Random(seed)))


def test_what_is_false_would_be_noticed() -> None:
    problem = grid.problem(reader.situation(planted.document(Random(1))))
    plan = Improver(Board(problem), tries=0).best().plan
    assert held(problem, plan)[0]
    assert plan.moves
    assert not held(problem, replace(plan, moves=()))[0]


def test_the_solver_is_not_loaded_by_those_who_do_not_prove() -> None:
    code = (
        "import sys, kbye.planning.plan_command; sys.exit(any(m.startswith('ortools') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
