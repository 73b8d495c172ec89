"""Two asks of one helper that touch: each as long as agreed, and nothing that goes on from one into the other."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from kbye.planning.coverage import check, grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import draft, nothing
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Ask, Plan, Problem
from kbye.planning.coverage.solve import outcome
from kbye.planning.situation_file import answer
from tests.planning.coverage import brute, tiny
from tests.planning.coverage.small import alex, at, busy, document, ruth, task, two_places

exact = pytest.importorskip("kbye.planning.coverage.exact", exc_type=ImportError)
RUTH = 1
LONG = 24 * 60


def situation(cells: int, longest: int, **parts: Any) -> dict[str, Any]:
    """Alex is gone all the time; Grandma may be asked for `longest` minutes at most."""
    grandma = ruth(ask_minutes_max=longest, may_collect="all")
    parts["busy"] = [busy("alex", 0, cells), *parts.get("busy", [])]
    return document(cells=cells, carers=[alex(), grandma], **parts)


SITUATIONS: dict[str, dict[str, Any]] = {
    "longer than an ask": situation(8, 120),
    "three in a row, as short as they may be": situation(6, 60),
    "the last would be too short": situation(5, 120, busy=[busy("ruth", -2, 0), busy("ruth", 5, 9)]),
    "needed elsewhere": document(
        cells=4,
        **two_places(60),
        carers=[alex(), ruth(skills=["medicine"])],
        occurrences=[
            task(0, 2, 60, skills=["medicine"]),
            task(2, 4, 60, skills=["medicine"], place="school") | {"id": "drops"},
        ],
    ),
    "a task at the border": situation(7, 120, occurrences=[task(3, 6, 90)]),
    "a way at the border": situation(
        7, 90, **two_places(60), occurrences=[task(4, 5, place="school") | {"with": ["mia"]}]
    ),
    "one is kept": situation(
        7,
        120,
        previous={"care": [], "asks": [{"carer": "ruth", "from": at(1), "to": at(5), "accepted": True}]},
    ),
}


def problem(name: str) -> Problem:
    return grid.problem(reader.situation(SITUATIONS[name]))


def best(of: Problem) -> Plan:
    hint = draft(Board(of)) or nothing(Board(of))
    found = exact.prove(exact.Request(of, hint.plan, 200.0), lambda _: None)
    assert found.unproven is None
    assert check.judge(of, found.plan) == ()
    plan: Plan = found.plan
    return plan


def touching(plan: Plan) -> int:
    pairs = pairwise(sorted(plan.asks))
    return sum((first.carer, first.end) == (second.carer, second.start) for first, second in pairs)


def told(document: dict[str, Any]) -> dict[str, Any]:
    """The answer as it comes back as `previous`."""
    of = grid.problem(reader.situation(document))
    return dict(json.loads(json.dumps(answer(of, outcome(of, best(of), None)))))


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_proven_best_is_the_best_of_everything_that_can_be(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = problem(name)
    plan = best(of)
    known = price(of, plan).tiers
    assert touching(plan)
    assert known == brute.best(of)
    # As if no ask could begin where another ends.
    monkeypatch.setattr(brute._Brute, "under_way", lambda *_: True)
    assert known < brute.best(of)


def test_the_quick_search_asks_twice_in_a_row_too() -> None:
    for name in ("longer than an ask", "three in a row, as short as they may be", "one is kept"):
        of = problem(name)
        found = draft(Board(of))
        assert found is not None
        assert found.tiers == price(of, best(of)).tiers


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_row_of_the_answer_lies_in_exactly_one_ask(name: str) -> None:
    rows = told(SITUATIONS[name])
    for row in [*rows["care"], *rows["moves"], *rows["done"]]:
        mine = [ask for ask in rows["asks"] if ask["carer"] == row["carer"]]
        around = [ask for ask in mine if ask["from"] <= row["from"] and row["to"] <= ask["to"]]
        assert len(around) == (row["carer"] == "ruth")


@pytest.mark.parametrize("now", range(0, 8, 2))
def test_planning_anew_while_one_of_them_runs(now: int) -> None:
    for name in ("longer than an ask", "a way at the border", "one is kept"):
        before = SITUATIONS[name]
        told = json.loads(
            json.dumps(answer(problem(name), outcome(problem(name), best(problem(name)), None)))
        )
        asks = [{**ask, "accepted": n != 1} for n, ask in enumerate(told["asks"])]
        later = {**before, "now": at(now), "previous": {**told, "asks": asks}}
        of = grid.problem(reader.situation({**later, "busy": [*before["busy"], busy("ruth", 5, 6)]}))
        assert price(of, best(of)).tiers == brute.best(of)


def short_asks(seed: int) -> dict[str, Any]:
    """A random situation whose helpers may do everything, but never for long."""
    dice, found = Random(seed), tiny.document(seed)
    for carer in found["carers"]:
        if not carer["household"]:
            longest = dice.choice((30, 60, 90))
            carer |= {"may_care": "all", "may_collect": "all", "overnight": True}
            carer |= {"ask_minutes_min": dice.choice((30, 30, longest)), "ask_minutes_max": longest}
    return found


def agrees(situation_: dict[str, Any]) -> int:
    of = grid.problem(reader.situation(situation_))
    plan = best(of)
    assert price(of, plan).tiers == brute.best(of)
    return touching(plan)


@pytest.mark.parametrize("seed", [12, 14, 25, 36, 43, 49, 54])
def test_random_situations_with_short_asks(seed: int) -> None:
    before = short_asks(seed)
    assert agrees(before) + agrees(tiny.later(seed, before, told(before)))


@pytest.mark.nightly
@pytest.mark.parametrize("ten", range(30))
def test_many_more(ten: int) -> None:
    for seed in range(10 * ten, 10 * ten + 10):
        before = short_asks(seed)
        agrees(before)
        agrees(tiny.later(seed, before, told(before)))


def test_an_ask_is_kept_by_one_that_holds_it_not_by_two() -> None:
    of = problem("one is kept")
    rows = Plan(care=best(of).care, asks=(Ask(RUTH, 0, 3), Ask(RUTH, 3, 7)))
    assert price(of, rows).tiers.change == 240
    assert price(of, best(of)).tiers.change == 0
