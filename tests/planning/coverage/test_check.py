"""Each rule alone, on a problem of three lines: a plan that keeps it and the same plan broken once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from kbye.planning.coverage import check
from kbye.planning.coverage.check import Finding
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.timeline import Timeline
from tests.planning.coverage.small import alex, asleep, at, busy, problem, ruth, school, task, two_places

Rule = Callable[[Timeline], Iterator[Finding]]
ALEX, RUTH, MIA, BEN, HOME, SCHOOL = 0, 1, 0, 1, 0, 1
WITH_MIA: dict[str, Any] = {"with": ["mia"]}
TWO_CHILDREN = [{"id": "mia"}, {"id": "ben"}]


def broken(rule: Rule, of: Problem, plan: Plan) -> list[str]:
    return [finding.what for finding in rule(Timeline(of, plan))]


def has(first: int, last: int, carer: int = ALEX, child: int = MIA, place: int | None = HOME) -> Care:
    return Care(child, first, last, carer, place)


def test_a_whole_plan_passes() -> None:
    assert check.judge(problem(), Plan(care=(has(0, 4),))) == ()


def test_a_gap_breaks_no_rule() -> None:
    assert check.judge(problem(), Plan()) == ()


def test_the_leaver_is_never_used() -> None:
    of = problem(carers=[alex(), {"id": "sam", "household": True}])
    assert check.judge(of, Plan(care=(has(0, 1, carer=1),)))


@pytest.mark.parametrize("row", [has(-1, 2), has(2, 5), has(2, 2), has(3, 2)])
def test_rows_stay_inside_the_time_away(row: Care) -> None:
    assert check.judge(problem(), Plan(care=(row,)))


def test_rule_1_only_those_who_may() -> None:
    of = problem(carers=[alex(), ruth(may_care=[])])
    assert broken(check.each_child_has_one_who_may, of, Plan(care=(has(0, 1, RUTH),)))
    assert not broken(check.each_child_has_one_who_may, of, Plan(care=(has(0, 1, ALEX),)))


def test_rule_1_one_carer_at_a_time() -> None:
    of = problem(carers=[alex(), ruth()])
    assert broken(check.each_child_has_one_who_may, of, Plan(care=(has(0, 2), has(1, 3, RUTH))))
    assert not broken(check.each_child_has_one_who_may, of, Plan(care=(has(0, 2), has(2, 3, RUTH))))


def test_rule_1_nobody_has_a_supervised_child() -> None:
    of = problem(**two_places(), supervised=[school(1, 3)])
    assert broken(check.each_child_has_one_who_may, of, Plan(care=(has(2, 4, place=SCHOOL),)))
    assert not broken(check.each_child_has_one_who_may, of, Plan(care=(has(3, 4, place=SCHOOL),)))


def test_rule_2_the_household_starts_at_home() -> None:
    of = problem(**two_places())
    assert broken(check.one_place_at_a_time, of, Plan(care=(has(0, 1, place=SCHOOL),)))


def test_rule_2_a_change_of_place_takes_its_time() -> None:
    of = problem(**two_places(60))
    care = (has(0, 1), has(1, 3, place=None), has(3, 4, place=SCHOOL))
    there = Plan(care=care, moves=(Move(ALEX, 1, 3, HOME, SCHOOL),))
    assert not broken(check.one_place_at_a_time, of, there)
    assert broken(check.one_place_at_a_time, of, replace(there, moves=()))
    assert broken(check.one_place_at_a_time, of, replace(there, moves=(Move(ALEX, 2, 3, HOME, SCHOOL),)))


def test_rule_2_nothing_is_done_on_the_way() -> None:
    of = problem(**two_places(60), occurrences=[task(0, 4, place=None)])
    plan = Plan(moves=(Move(ALEX, 1, 3, HOME, SCHOOL),), done=(Done(0, 1, 2, ALEX, HOME),))
    assert broken(check.one_place_at_a_time, of, plan)


def test_rule_2_after_a_commitment_one_is_where_it_was() -> None:
    of = problem(**two_places(), busy=[busy("alex", 0, 2, place="school")])
    assert broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4),)))
    assert not broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4, place=SCHOOL),)))


def test_rule_2_after_a_commitment_anywhere_one_may_be_anywhere() -> None:
    of = problem(**two_places(), busy=[busy("alex", 0, 2)])
    assert not broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4, place=SCHOOL),)))


def test_rule_2_a_helper_appears_where_needed_once_per_ask() -> None:
    of = problem(carers=[alex(), ruth()], **two_places())
    care = (has(0, 1, RUTH, place=SCHOOL), has(2, 4, RUTH))
    assert broken(check.one_place_at_a_time, of, Plan(care=care, asks=(Ask(RUTH, 0, 4),)))
    assert not broken(check.one_place_at_a_time, of, Plan(care=care, asks=(Ask(RUTH, 0, 1), Ask(RUTH, 2, 4))))


def test_rule_3_sleepers_stay_home() -> None:
    of = problem(**two_places(), asleep=[asleep(1, 2)])
    assert broken(check.sleepers_stay_home, of, Plan(care=(has(0, 4, place=SCHOOL),)))
    ride = Plan(care=(has(0, 1), has(1, 2, place=None)), moves=(Move(ALEX, 1, 2, HOME, SCHOOL),))
    assert broken(check.sleepers_stay_home, of, ride)
    assert not broken(check.sleepers_stay_home, of, Plan(care=(has(0, 4),)))


def test_rule_4_the_child_is_brought() -> None:
    of = problem(**two_places(), supervised=[school(2, 4)])
    brought = Plan(care=(has(0, 1), has(1, 2, place=None)), moves=(Move(ALEX, 1, 2, HOME, SCHOOL),))
    assert not broken(check.brought_and_collected, of, brought)
    assert broken(check.brought_and_collected, of, Plan(care=(has(0, 2),)))


def test_rule_4_a_child_that_goes_alone_leaves_from_home() -> None:
    of = problem(**two_places(), supervised=[school(2, 4, drop_off=False)])
    assert not broken(check.brought_and_collected, of, Plan(care=(has(0, 2),)))
    assert broken(check.brought_and_collected, of, Plan(care=(has(1, 2, place=SCHOOL),)))


def test_rule_4_only_those_who_may_collect() -> None:
    carers = [alex(may_collect={}), ruth(may_collect={"school": ["mia"]})]
    of = problem(carers=carers, **two_places(), supervised=[school(0, 2)])
    assert broken(check.brought_and_collected, of, Plan(care=(has(3, 4, ALEX, place=SCHOOL),)))
    assert not broken(
        check.brought_and_collected, of, Plan(care=(has(2, 3, RUTH, place=SCHOOL), has(3, 4, ALEX)))
    )


def test_rule_4_what_begins_before_or_ends_after_is_the_leavers() -> None:
    of = problem(**two_places(), supervised=[school(-2, 6)])
    assert of.supervised[0].leave_from is None
    assert not of.supervised[0].collect


def test_rule_5_a_child_alone_stays_where_it_was() -> None:
    of = problem(**two_places(), supervised=[school(0, 1)])
    assert broken(check.fetched_from_where_they_are, of, Plan(care=(has(2, 4),)))
    moves = (Move(ALEX, 0, 1, HOME, SCHOOL), Move(ALEX, 2, 3, SCHOOL, HOME))
    fetched = Plan(care=(has(2, 3, place=None), has(3, 4)), moves=moves)
    assert not broken(check.fetched_from_where_they_are, of, fetched)


def test_rule_5_who_comes_home_alone_is_at_home() -> None:
    of = problem(**two_places(), supervised=[school(0, 1, pick_up=False)])
    assert not broken(check.fetched_from_where_they_are, of, Plan(care=(has(1, 4),)))


def test_rule_5_nobody_is_handed_over_on_the_way() -> None:
    of = problem(carers=[alex(), ruth()], **two_places(60))
    move = (Move(ALEX, 0, 2, HOME, SCHOOL),)
    assert broken(check.fetched_from_where_they_are, of, Plan(care=(has(0, 1, place=None),), moves=move))
    assert not broken(check.fetched_from_where_they_are, of, Plan(care=(has(0, 2, place=None),), moves=move))


@pytest.mark.parametrize(("strength", "free"), [("cannot", False), ("unknown", False), ("rather_not", True)])
def test_rule_6_commitments(strength: str, free: bool) -> None:
    of = problem(busy=[busy("alex", 1, 2, strength=strength)])
    assert bool(broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 4),)))) is not free
    assert not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 1), has(2, 4))))


def test_rule_6_how_many_at_once() -> None:
    of = problem(children=TWO_CHILDREN, carers=[alex(at_most=1)])
    assert broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 1), has(0, 1, child=BEN))))
    assert not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 1), has(1, 2, child=BEN))))


def test_rule_6_nights() -> None:
    of = problem(cells=44, carers=[alex(overnight=False)])
    assert not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 32), has(42, 44))))
    assert broken(check.nobody_beyond_their_limits, of, Plan(care=(has(32, 33),)))
    assert broken(check.nobody_beyond_their_limits, of, Plan(care=(has(41, 42),)))


@pytest.mark.parametrize("limit", ["max_minutes_per_day", "max_minutes_per_week"])
def test_rule_6_hours(limit: str) -> None:
    of = problem(**two_places(), carers=[alex(**{limit: 60})])
    assert not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 2),)))
    too_long = Plan(care=(has(0, 2),), moves=(Move(ALEX, 3, 4, HOME, SCHOOL),))
    assert broken(check.nobody_beyond_their_limits, of, too_long)


def test_rule_6_the_next_day_counts_anew() -> None:
    of = problem(cells=36, carers=[alex(max_minutes_per_day=60)])
    assert not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(30, 34),)))
    assert broken(check.nobody_beyond_their_limits, of, Plan(care=(has(29, 34),)))


def test_rule_7_every_use_lies_in_an_ask() -> None:
    of = problem(carers=[alex(), ruth()])
    care = (has(0, 2, RUTH),)
    assert broken(check.helpers_within_asks, of, Plan(care=care))
    assert broken(check.helpers_within_asks, of, Plan(care=care, asks=(Ask(RUTH, 1, 3),)))
    assert not broken(check.helpers_within_asks, of, Plan(care=care, asks=(Ask(RUTH, -3, 5),)))


@pytest.mark.parametrize(("length", "right"), [(1, False), (2, True), (3, True), (4, False)])
def test_rule_7_asks_are_as_long_as_agreed(length: int, right: bool) -> None:
    of = problem(carers=[alex(), ruth(ask_minutes_min=45, ask_minutes_max=90)])
    assert bool(broken(check.helpers_within_asks, of, Plan(asks=(Ask(RUTH, 0, length),)))) is not right


def test_rule_7_no_ask_over_a_commitment_even_outside_the_time_away() -> None:
    of = problem(carers=[alex(), ruth()], busy=[busy("ruth", 5, 6)])
    assert broken(check.helpers_within_asks, of, Plan(asks=(Ask(RUTH, 3, 6),)))
    assert not broken(check.helpers_within_asks, of, Plan(asks=(Ask(RUTH, 3, 5),)))


def test_rule_7_two_asks_that_touch_would_be_one() -> None:
    of = problem(cells=8, carers=[alex(), ruth(ask_minutes_max=120)])
    assert broken(check.helpers_within_asks, of, Plan(asks=(Ask(RUTH, 0, 4), Ask(RUTH, 4, 8))))
    assert not broken(check.helpers_within_asks, of, Plan(asks=(Ask(RUTH, 0, 4), Ask(RUTH, 5, 8))))


def test_rule_8_in_the_window_and_whole() -> None:
    of = problem(occurrences=[task(1, 3)])
    assert not broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, HOME),)))
    assert broken(check.occurrences_done_right, of, Plan(done=(Done(0, 0, 1, ALEX, HOME),)))
    assert broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 3, ALEX, HOME),)))


def test_rule_8_at_its_place() -> None:
    of = problem(**two_places(), occurrences=[task(0, 4, place="school")])
    assert broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, HOME),)))
    assert not broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, SCHOOL),)))


@pytest.mark.parametrize("more", [{"skills": ["medicine"]}, {"only": ["ruth"]}])
def test_rule_8_by_those_who_can(more: dict[str, Any]) -> None:
    of = problem(carers=[alex(), ruth(skills=["medicine"])], occurrences=[task(0, 4, **more)])
    assert broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, HOME),)))
    assert not broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, RUTH, HOME),)))


def test_rule_8_once_and_one_at_a_time() -> None:
    of = problem(occurrences=[task(0, 4), task(0, 4) | {"id": "other"}])
    assert broken(
        check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, HOME), Done(1, 1, 2, ALEX, HOME)))
    )
    twice = Plan(done=(Done(0, 1, 2, ALEX, HOME), Done(0, 2, 3, ALEX, HOME)))
    assert check.judge(of, twice)


def test_rule_8_with_the_children_awake_and_in_charge() -> None:
    of = problem(occurrences=[task(0, 4, **WITH_MIA)], asleep=[asleep(3, 4)])
    assert broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, HOME),)))
    assert not broken(
        check.occurrences_done_right, of, Plan(care=(has(0, 4),), done=(Done(0, 1, 2, ALEX, HOME),))
    )
    assert broken(
        check.occurrences_done_right, of, Plan(care=(has(0, 4),), done=(Done(0, 3, 4, ALEX, HOME),))
    )


def test_rule_8_some_things_cannot_be_done_beside_care() -> None:
    of = problem(occurrences=[task(0, 4, beside_care=False)])
    assert broken(
        check.occurrences_done_right, of, Plan(care=(has(0, 4),), done=(Done(0, 1, 2, ALEX, HOME),))
    )
    assert not broken(
        check.occurrences_done_right, of, Plan(care=(has(2, 4),), done=(Done(0, 1, 2, ALEX, HOME),))
    )


def _told(**more: Any) -> dict[str, Any]:
    care = [{"child": "mia", "carer": "alex", "from": at(0), "to": at(4), "place": "home"}]
    return {"now": at(2), "previous": {"care": care, **more}}


def test_what_lies_before_now_stays() -> None:
    of = problem(carers=[alex(), ruth()], **_told())
    later = (has(2, 4, RUTH),)
    ask = (Ask(RUTH, 2, 4),)
    assert check.judge(of, Plan(care=(has(0, 2), *later), asks=ask)) == ()
    assert check.judge(of, Plan(care=later, asks=ask))


def test_no_new_ask_begins_before_now() -> None:
    of = problem(carers=[alex(), ruth()], **_told())
    assert check.judge(of, Plan(care=(has(0, 2),), asks=(Ask(RUTH, 1, 4),)))


def test_the_past_is_not_judged_again() -> None:
    of = problem(busy=[busy("alex", 0, 1)], **_told())
    assert check.judge(of, Plan(care=(has(0, 4),))) == ()
