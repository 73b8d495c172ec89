"""The plan that comes at once: always right, mostly the best already."""

from __future__ import annotations

from random import Random

import pytest

from kbye.planning.coverage import check, grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import draft, nothing
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Ask, Problem
from tests.planning.coverage import brute, planted, tiny
from tests.planning.coverage.small import alex, busy, problem, ruth, school, task, two_places


def best(of: Problem) -> tuple[int, ...]:
    board = Board(of)
    return Improver(board, lambda: board.effort >= 2_000, tries=1).best().tiers


@pytest.mark.parametrize("fifty", range(4))
def test_every_draft_passes_the_check(fifty: int) -> None:
    for seed in range(50 * fifty, 50 * fifty + 50):
        of = grid.problem(reader.situation(tiny.document(seed)))
        board = Board(of)
        assert check.judge(of, nothing(board).plan) == ()
        found = draft(board, width=3)
        assert found is not None
        assert check.judge(of, found.plan) == ()
        assert price(of, found.plan).tiers == found.tiers


def test_it_is_never_better_than_the_best_and_here_always_as_good() -> None:
    same = 0
    for seed in range(30):
        of = grid.problem(reader.situation(tiny.document(seed)))
        found, least = best(of), brute.best(of)
        assert found >= least
        same += found == least
    assert same == 30


def test_plans_that_were_put_in_are_found_at_once() -> None:
    whole = 0
    for seed in range(25):
        tiers = best(grid.problem(reader.situation(planted.document(Random(seed)))))
        whole += tiers[:2] == (0, 0)
    assert whole == 25


def test_the_same_seed_gives_the_same_plan() -> None:
    of = grid.problem(reader.situation(tiny.document(63)))
    assert Improver(Board(of), tries=2).best().plan == Improver(Board(of), tries=2).best().plan


def test_it_stops_when_told() -> None:
    of = grid.problem(reader.situation(tiny.document(63)))
    assert len(list(Improver(Board(of), enough=lambda: True).drafts())) <= 2


def test_a_helper_fills_in_and_is_asked_long_enough() -> None:
    of = problem(carers=[alex(), ruth(ask_minutes_min=90)], busy=[busy("alex", 1, 2)])
    found = draft(Board(of))
    assert found is not None
    assert found.tiers[:4] == (0, 0, 0, 150)


def test_an_ask_may_begin_before_the_time_away_to_be_long_enough() -> None:
    of = problem(carers=[alex(), ruth(ask_minutes_min=120)], busy=[busy("alex", 0, 1), busy("ruth", 1, 9)])
    found = draft(Board(of))
    assert found is not None
    assert found.plan.asks == (Ask(1, -3, 1),)


def test_children_come_along_to_school_and_back() -> None:
    of = problem(cells=8, children=[{"id": "mia"}, {"id": "ben"}], **two_places(), supervised=[school(2, 5)])
    assert best(of) == (0, 0, 0, 0, 0, 0, 0)


def test_a_must_elsewhere_is_travelled_to() -> None:
    of = problem(cells=6, **two_places(), occurrences=[task(2, 4, place="school")])
    assert best(of) == (0, 0, 0, 0, 0, 0, 0)
