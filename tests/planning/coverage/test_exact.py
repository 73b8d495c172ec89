"""The proofs against trying everything, and against plans that were put in."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from kbye.planning.coverage import check, grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.solve import outcome
from kbye.planning.situation_file import answer
from tests.planning.coverage import brute, planted, tiny

exact = pytest.importorskip("kbye.planning.coverage.exact", exc_type=ImportError)
SECONDS = 200.0


def proof(problem: Problem) -> Any:
    hint = Improver(Board(problem), tries=2).best().plan
    return exact.prove(exact.Request(problem, hint, SECONDS), lambda _: None)


def told(document: dict[str, Any]) -> dict[str, Any]:
    """The answer as it comes back as `previous`."""
    problem = grid.problem(reader.situation(document))
    found = proof(problem)
    return dict(json.loads(json.dumps(answer(problem, outcome(problem, found.plan, found.unproven)))))


def agrees(document: dict[str, Any]) -> None:
    problem = grid.problem(reader.situation(document))
    found = proof(problem)
    assert found.unproven is None
    assert check.judge(problem, found.plan) == ()
    assert price(problem, found.plan).tiers == brute.best(problem)


# Eighty in every change, two hundred by night.
TENS = (*range(8), *(pytest.param(ten, marks=pytest.mark.nightly) for ten in range(8, 20)))


@pytest.mark.parametrize("ten", TENS)
def test_the_proven_best_is_the_best_of_everything_that_can_be(ten: int) -> None:
    for seed in range(10 * ten, 10 * ten + 10):
        agrees(tiny.document(seed))


@pytest.mark.parametrize("ten", range(6))
def test_planning_anew_too(ten: int) -> None:
    for seed in range(10 * ten, 10 * ten + 10):
        before = tiny.document(seed)
        agrees(tiny.later(seed, before, told(before)))


@pytest.mark.nightly
@pytest.mark.parametrize("hundred", range(2, 20))
def test_many_more(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        before = tiny.document(seed)
        agrees(before)
        agrees(tiny.later(seed, before, told(before)))


@pytest.mark.parametrize("ten", TENS)
def test_a_plan_that_was_put_in_is_found(ten: int) -> None:
    for seed in range(10 * ten, 10 * ten + 10):
        problem = grid.problem(reader.situation(planted.document(Random(seed))))
        best = Improver(Board(problem), tries=0).best()
        tiers = best.tiers if not (best.tiers.gap_minutes or best.tiers.missed_musts) else None
        tiers = tiers or price(problem, proof(problem).plan).tiers
        assert (tiers.gap_minutes, tiers.missed_musts) == (0, 0)


def test_a_hint_of_nothing_leads_to_the_same_price() -> None:
    for seed in range(10):
        problem = grid.problem(reader.situation(tiny.document(seed)))
        empty = exact.prove(exact.Request(problem, nothing(Board(problem)).plan, SECONDS), lambda _: None)
        assert price(problem, empty.plan).tiers == price(problem, proof(problem).plan).tiers


def test_too_little_time_is_told_honestly() -> None:
    problem = grid.problem(reader.situation(planted.document(Random(4))))
    found = exact.prove(exact.Request(problem, nothing(Board(problem)).plan, 0.0), lambda _: None)
    assert found.unproven is not None
    assert found.unproven.tier == "gap_minutes"
    assert check.judge(problem, found.plan) == ()
