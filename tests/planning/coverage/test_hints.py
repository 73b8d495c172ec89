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
from kbye.planning.coverage.tidy import just_in_time
from tests.planning.coverage import planted, roomy, tiny
from tests.planning.coverage.hinted import held


def agrees(document: roomy.Document) -> None:
    problem = grid.problem(reader.situation(document))
    plan = just_in_time(problem, Improver(Board(problem), tries=0).best().plan)
    costs = held(problem, plan)
    assert costs
    assert costs == price(problem, plan).tiers._asdict()


@pytest.mark.parametrize(
    "four", [0, *(pytest.param(four, marks=pytest.mark.nightly) for four in range(1, 25))]
)
def test_a_plan_is_told_whole_and_costs_the_same(four: int) -> None:
    for seed in range(4 * four, 4 * four + 4):
        agrees(tiny.document(seed))
        agrees(roomy.document(seed, cells=20))
        agrees(planted.document(Random(seed)))


def test_a_child_whom_nobody_ever_has_is_told_too() -> None:
    agrees(tiny.document(18))


def test_what_is_false_would_be_noticed() -> None:
    problem = grid.problem(reader.situation(planted.document(Random(1))))
    plan = Improver(Board(problem), tries=0).best().plan
    assert held(problem, plan)
    assert plan.moves
    assert not held(problem, replace(plan, moves=()))


def test_the_solver_is_not_loaded_by_those_who_do_not_prove() -> None:
    code = (
        "import sys, kbye.planning.plan_command; sys.exit(any(m.startswith('ortools') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
