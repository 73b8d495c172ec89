"""Days at home and ways from there, made anew: what the quick reckoning says is what it costs, and no rule breaks."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from benchmarks import planner_cases
from kbye.planning.coverage import check, grid, reader
from kbye.planning.coverage.asked import Asked
from kbye.planning.coverage.asking import asks
from kbye.planning.coverage.bits import every, first, in_a_row, in_front, stretch
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.frame import framed
from kbye.planning.coverage.greedy import completed, draft
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.layout import Layout, loaded
from kbye.planning.coverage.masks import cells_of
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.rework import Rework
from kbye.planning.coverage.solve import outcome
from kbye.planning.situation_file import answer
from tests.planning.coverage import tiny


def of(document: dict[str, Any]) -> Problem:
    return grid.problem(reader.situation(document))


def drafted(problem: Problem) -> tuple[Board, Layout, Plan]:
    board = Board(problem)
    found = draft(board)
    assert found is not None
    return board, loaded(framed(board, found.plan), found.plan), found.plan


def after_a_while(problem: Problem, seed: int, steps: int) -> tuple[Board, Rework]:
    board, layout, _ = drafted(problem)
    rework = Rework(layout, Random(seed))
    for _ in range(steps):
        rework.step()
    return board, rework


@pytest.mark.parametrize("ten", range(6))
def test_it_breaks_no_rule_and_costs_what_it_says(ten: int) -> None:
    for seed in range(10 * ten, 10 * ten + 10):
        board, rework = after_a_while(of(tiny.document(seed)), seed, 25)
        found = completed(board, rework.best_plan())
        assert found is not None, seed
        assert found.tiers <= rework.best, seed


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_day_costs_what_it_says(seed: int) -> None:
    board, rework = after_a_while(of(planner_cases.document(planner_cases.DAY, seed)), seed, 60)
    found = completed(board, rework.best_plan())
    assert found is not None
    assert found.tiers == rework.best


def the_day_goes_on(seed: int) -> Problem:
    """At three in the afternoon the first helper who was asked can no longer."""
    document = planner_cases.document(planner_cases.DAY, seed)
    problem = of(document)
    found = draft(Board(problem))
    assert found is not None
    told = json.loads(json.dumps(answer(problem, outcome(problem, found.plan, None))))
    for ask in told["asks"]:
        ask["accepted"] = True
    out = {
        "id": "out", "carer": told["asks"][0]["carer"], "strength": "cannot",
        "from": "2026-12-04T15:00", "to": "2026-12-04T22:00",
    }  # fmt: skip
    return of({**document, "busy": [*document["busy"], out], "previous": told, "now": "2026-12-04T15:00"})


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_planned_anew_the_past_stays_and_costs_nothing_new(seed: int) -> None:
    problem = the_day_goes_on(seed)
    board, layout, plan = drafted(problem)
    past = [mine - theirs for mine, theirs in zip(price(problem, plan).tiers, layout.tiers(), strict=True)]
    rework = Rework(layout, Random(seed))
    for _ in range(60):
        rework.step()
    found = completed(board, rework.best_plan())
    assert found is not None
    assert [mine - theirs for mine, theirs in zip(found.tiers, rework.best, strict=True)] == past


def test_what_a_plan_has_is_what_is_taken_up() -> None:
    for seed in range(40):
        problem = of(tiny.document(seed))
        board, layout, plan = drafted(problem)
        again = completed(board, layout.plan())
        assert layout.frame.fits, seed
        assert again is not None, seed
        assert again.tiers <= price(problem, plan).tiers, seed


def test_it_never_loses_the_best() -> None:
    _, layout, _ = drafted(of(planner_cases.document(planner_cases.DAY, 4)))
    rework = Rework(layout, Random(1))
    before = rework.best
    for _ in range(80):
        rework.step()
        assert rework.best <= before
        before = rework.best
    layout.restore(rework.top)
    assert layout.tiers() == rework.best


# Gaps, missed musts, change and trouble that were found in so many steps: a change of the search may better them. The
# first three days and the sixth are proven to cost 450, 375, 210 and 210 at least.
STEPS = 1_500
FOUND = {
    1: (0, 0, 0, 450),
    2: (0, 1, 0, 375),
    3: (90, 0, 0, 225),
    4: (0, 0, 0, 435),
    5: (0, 0, 0, 360),
    6: (0, 0, 0, 210),
    8: (0, 0, 0, 405),
}


@pytest.mark.parametrize("seed", FOUND)
def test_a_tenth_of_a_second_is_nearly_enough(seed: int) -> None:
    board = Board(of(planner_cases.document(planner_cases.DAY, seed)))
    tiers = Improver(board, lambda: board.effort >= STEPS).best().tiers
    assert tiers[:4] <= FOUND[seed]


@pytest.mark.parametrize("seed", range(4))
def test_asks_cost_as_much_whoever_reckons(seed: int) -> None:
    dice = Random(seed)
    problem = of(planner_cases.document(planner_cases.DAY, seed + 1))
    board = Board(problem)
    for carer, who in enumerate(problem.carers):
        if who.household or not who.used:
            continue
        free = [cell for cell in range(problem.cells) if cell not in board.blocked[carer]]
        for _ in range(40):
            use = every(cell in dice.sample(free, 12) for cell in range(problem.cells))
            uses = [(start, end, dice.random() < 0.1) for start, end in in_a_row(use)]
            found, known = Asked(board, carer).cost(uses, lambda: 0), asks(board, carer, list(uses))
            assert (found is None) == (known is None)
            if found is not None and known is not None:
                assert found[0] == sum((ask.end - ask.start) * problem.grid + 60 for ask in known)
                assert not use & ~found[1]


def test_cells_as_whole_numbers() -> None:
    cells = stretch(2, 4) | stretch(6, 7)
    assert list(cells_of(cells)) == [2, 3, 6]
    assert list(in_a_row(cells)) == [(2, 4), (6, 7)]
    assert (first(cells), in_front(cells >> 2), in_front(cells)) == (2, 2, 0)
    assert stretch(3, 3) == stretch(4, 3) == 0
    assert every([True, False, True]) == 0b101


def test_nothing_to_do_is_no_harm() -> None:
    problem = of(
        {
            "version": 1,
            "zone": "Europe/Berlin",
            "children": [],
            "carers": [],
            "away": {"leaver": "sam", "from": "2026-12-04T15:00", "to": "2026-12-04T16:00"},
        }
    )
    board = Board(problem)
    plan = Improver(board).best().plan
    assert check.judge(problem, plan) == ()
