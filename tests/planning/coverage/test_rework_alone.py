"""Parts torn out and put back, from a plan in which nobody has anybody."""

from __future__ import annotations

from random import Random

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.frame import framed
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.layout import loaded
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.rework import Rework
from tests.planning.coverage.test_layout_alone import WHOLE

STEPS = 300


def rework(problem: Problem, seed: int = 1) -> Rework:
    board = Board(problem)
    plan = nothing(board).plan
    return Rework(loaded(framed(board, plan), plan), Random(seed))


def stepped(problem: Problem, seed: int = 1) -> Rework:
    found = rework(problem, seed)
    for _ in range(STEPS):
        found.step()
    return found


def test_it_mostly_comes_to_the_best_from_nothing() -> None:
    found = [stepped(one.problem, seed).best == one.best for one in WHOLE for seed in range(2)]
    assert sum(found) >= 38


def test_the_best_so_far_is_a_plan_that_costs_what_it_says() -> None:
    for one in WHOLE:
        found = rework(one.problem)
        for _ in range(20):
            before = found.best
            found.step()
            assert found.best <= before
            assert found.layout.tiers() == found.now
            plan = found.best_plan()
            assert price(one.problem, plan).tiers.gap_minutes == found.best.gap_minutes
            assert found.layout.tiers() == found.now
