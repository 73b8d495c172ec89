"""The planner as a whole: the process that proves, honesty without it, and plans that people can read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kbye.planning.coverage import check, grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.outcome import Outcome, Status, Unproven
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Care, Move, Plan
from kbye.planning.coverage.prove import Prover, possible
from kbye.planning.coverage.solve import best_plan, without_proof
from kbye.planning.coverage.tidy import tidy
from tests.planning.coverage import brute, tiny
from tests.planning.coverage.example import EXAMPLE
from tests.planning.coverage.small import alex, at, busy, problem, school, task, two_places

solver = pytest.mark.skipif(not possible(), reason="needs ortools")


@solver
def test_one_process_proves_many_problems() -> None:
    with Prover() as prover:
        for seed in (5, 11, 25, 63, 106):
            of = grid.problem(reader.situation(tiny.document(seed)))
            found = best_plan(of, prover, 60.0, tries=1)
            assert found.unproven is None
            assert found.price.tiers == brute.best(of)


@solver
def test_better_plans_are_seen_on_the_way() -> None:
    seen: list[Outcome] = []
    of = grid.problem(reader.situation(tiny.document(63)))
    with Prover() as prover:
        best = best_plan(of, prover, 60.0, tries=0, watch=seen.append)
    prices = [one.price.tiers for one in seen]
    assert prices == sorted(prices, reverse=True)
    assert best.price.tiers <= prices[-1]


@solver
def test_a_process_that_dies_leaves_a_good_plan() -> None:
    of = grid.problem(reader.situation(EXAMPLE))
    with Prover() as prover:
        prover.begin()
        assert prover._process is not None
        prover._process.kill()
        prover._process.wait()
        found = best_plan(of, prover, tries=1)
    assert (found.status, found.price.tiers.disturbance) == (Status.FEASIBLE, 300)


def test_without_a_proof_only_nothing_is_the_least() -> None:
    assert without_proof(Tiers(0, 0, 0, 0, 0, 0, 0)) is None
    assert without_proof(Tiers(0, 0, 0, 300, 0, 2, 1)) == Unproven("disturbance", 1.0)


def test_the_same_question_gives_the_same_plan() -> None:
    of = grid.problem(reader.situation(EXAMPLE))
    assert best_plan(of, tries=5) == best_plan(of, tries=5)


def test_ways_that_nobody_needs_are_taken_out() -> None:
    of = problem(cells=6, **two_places(), supervised=[school(0, 6)])
    wandering = Plan(moves=(Move(0, 1, 2, 0, 1), Move(0, 3, 4, 1, 0)))
    assert check.judge(of, wandering) == ()
    assert tidy(of, wandering).moves == ()


def test_nobody_takes_children_out_for_nothing() -> None:
    of = problem(cells=6, **two_places())
    there, back = Move(0, 1, 2, 0, 1), Move(0, 3, 4, 1, 0)
    stays = (Care(0, 0, 1, 0, 0), Care(0, 2, 3, 0, 1), Care(0, 4, 6, 0, 0))
    rides = (Care(0, 1, 2, 0, None), Care(0, 3, 4, 0, None))
    outing = Plan(care=(*stays, *rides), moves=(there, back))
    assert check.judge(of, outing) == ()
    assert tidy(of, outing) == Plan(care=(Care(0, 0, 6, 0, 0),))
    to_school = problem(cells=6, **two_places(), supervised=[school(2, 3)])
    needed = replace(outing, care=tuple(row for row in outing.care if row.start != 2))
    assert check.judge(to_school, needed) == ()
    assert tidy(to_school, needed) == needed


def test_an_open_end_holds_until_its_horizon() -> None:
    of = problem(away={"leaver": "sam", "from": "2026-12-03T08:00"})
    found = best_plan(of, tries=1)
    assert (found.status, of.cells) == (Status.OPTIMAL, 96)


def test_what_is_being_done_goes_on_with_its_children_whatever_comes_up() -> None:
    parts: dict[str, Any] = {
        "carers": [alex(), alex(id="kim")],
        "occurrences": [task(0, 2, minutes=60, **{"with": ["mia"]})],
        "now": at(1),
    }
    row = {"carer": "alex", "from": at(0), "to": at(2), "place": "home"}
    previous = {"care": [{"child": "mia", **row}], "done": [{"occurrence": "inhaler", **row}]}
    of = problem(4, busy=[busy("alex", 1, 4)], previous=previous, **parts)
    found = best_plan(of, tries=1)
    assert check.judge(of, found.plan) == ()
    assert check.judge(of, nothing(Board(of)).plan) == ()
    assert [(care.carer, care.start, care.end) for care in found.plan.care] == [(0, 0, 2), (1, 2, 4)]


def test_nothing_is_a_plan_too() -> None:
    of = problem()
    assert price(of, nothing(Board(of)).plan).tiers.gap_minutes == 120
