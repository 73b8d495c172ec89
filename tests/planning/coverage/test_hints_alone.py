"""What the exact model is told of a plan: all of it, nothing that cannot be, and at the price it has."""

from __future__ import annotations

from typing import Any

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import Ask, Care, Move, Plan, Problem
from kbye.planning.coverage.tidy import just_in_time
from tests.planning.coverage.hinted import held
from tests.planning.coverage.settled import quick, settled
from tests.planning.coverage.small import alex, at, busy, problem, ruth, school, two_places


def earlier(problem: Problem, plan: Plan) -> dict[str, int]:
    """What the plan costs more than the model says: that lies before now, and is no part of the model."""
    costs = held(problem, just_in_time(problem, plan))
    return {tier: cost - costs[tier] for tier, cost in price(problem, plan).tiers._asdict().items()}


def test_a_plan_is_told_whole_and_at_its_price() -> None:
    for one in settled():
        good, empty = quick(one.problem).plan, nothing(Board(one.problem)).plan
        assert earlier(one.problem, good) == earlier(one.problem, empty)
        assert one.problem.fixed or not any(earlier(one.problem, good).values())


def test_a_way_that_nobody_needs_yet_is_no_part_of_the_model() -> None:
    of = problem(6, **two_places(), supervised=[school(0, 4)])
    home = (Care(0, 4, 5, 0, None), Care(0, 5, 6, 0, 0))

    def going(start: int) -> dict[str, int]:
        return held(of, Plan(care=home, moves=(Move(0, start, start + 1, 0, 1), Move(0, 4, 5, 1, 0))))

    assert any(going(3).values()) is False
    assert going(3)
    assert going(2) == {}


def test_a_way_may_be_gone_early_for_the_sake_of_a_limit() -> None:
    from kbye.planning.coverage.model import Model

    night: dict[str, Any] = {"away": {"leaver": "sam", "from": "2026-12-03T22:00", "to": "2026-12-04T02:00"}}
    by_day, by_week = alex(max_minutes_per_day=60), alex(max_minutes_per_week=60)
    for carer, new in ((by_day, [4]), (by_week, [4]), (alex(), [])):
        model = Model(problem(**night, carers=[carer]))
        assert [cell for cell in range(1, 8) if model._new_day(0, cell)] == new


def test_where_somebody_waits_until_an_ask_is_over() -> None:
    brings = ruth(ask_minutes_min=90)
    noor = {"id": "noor", "may_care": "all"}
    parts: dict[str, Any] = {"children": [{"id": "mia"}, {"id": "ben"}], "carers": [alex(), brings, noor]}
    of = problem(4, **parts, **two_places(), supervised=[school(1, 4)], busy=[busy("alex", 2, 4)])
    care = (Care(0, 0, 1, 1, None), Care(1, 0, 2, 0, 0), Care(1, 2, 4, 2, 0))
    plan = Plan(care=care, moves=(Move(1, 0, 1, 0, 1),), asks=(Ask(1, 0, 3), Ask(2, 2, 4)))
    assert held(of, plan) == price(of, plan).tiers._asdict()


def test_where_somebody_was_when_something_came_up() -> None:
    brings = {"carer": "alex", "from": at(0), "to": at(1)}
    stays = {"child": "mia", "carer": "alex", "from": at(1), "to": at(2), "place": "school"}
    previous = {
        "care": [{**brings, "child": "mia", "place": None}, stays],
        "moves": [{**brings, "from_place": "home", "to_place": "school"}],
    }
    of = problem(
        4, **two_places(), supervised=[school(2, 4)], busy=[busy("alex", 1, 2)], now=at(2), previous=previous
    )
    plan = nothing(Board(of)).plan
    assert held(of, plan) == price(of, plan).tiers._asdict()


def test_who_may_be_anywhere_is_where_the_next_use_is() -> None:
    of = problem(6, **two_places(60), supervised=[school(0, 4)], busy=[busy("alex", 0, 2)])
    plan = Plan(care=(Care(0, 4, 6, 0, 1),))
    assert held(of, plan) == price(of, plan).tiers._asdict()
