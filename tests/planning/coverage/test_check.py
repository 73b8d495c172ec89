"""Each rule alone, on a problem of three lines: a plan that keeps it and the same plan broken once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from kbye.planning.coverage import check
from kbye.planning.coverage.check import Finding
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.timeline import Timeline
from tests.planning.coverage.small import alex, asleep, at, busy, problem, ruth, school, task, two_places

Rule = Callable[[Timeline], Iterator[Finding]]
ALEX, RUTH, MIA, BEN, HOME, SCHOOL = 0, 1, 0, 1, 0, 1
WITH_MIA: dict[str, Any] = {"with": ["mia"]}
TWO_CHILDREN = [{"id": "mia"}, {"id": "ben"}]


NUMBERS: dict[Rule, set[int]] = {
    check.each_child_has_one_who_may: {1},
    check.one_place_at_a_time: {2},
    check.sleepers_stay_home: {3},
    check.brought_and_collected: {4},
    check.fetched_from_where_they_are: {5},
    check.nobody_beyond_their_limits: {6},
    check.helpers_within_asks: {7},
    check.occurrences_done_right: {8},
}


def broken(rule: Rule, of: Problem, plan: Plan) -> list[str]:
    found = list(rule(Timeline(of, plan)))
    assert {finding.rule for finding in found} <= NUMBERS[rule]
    return [finding.what for finding in found]


def cells(rule: Rule, of: Problem, plan: Plan) -> list[int]:
    return [finding.cell for finding in rule(Timeline(of, plan))]


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


def test_rule_7_two_asks_may_touch_but_not_overlap() -> None:
    of = problem(cells=8, carers=[alex(), ruth(ask_minutes_max=120)])
    for start, right in ((3, False), (4, True), (5, True)):
        asks = (Ask(RUTH, start, start + 4), Ask(RUTH, 0, 4))
        assert bool(broken(check.helpers_within_asks, of, Plan(asks=asks))) is not right
    assert not broken(
        check.helpers_within_asks, of, Plan(care=(has(0, 8, RUTH),), asks=(*asks[1:], Ask(RUTH, 4, 8)))
    )


def test_rule_7_no_way_and_no_occurrence_goes_on_from_one_ask_into_another() -> None:
    of = problem(**two_places(60), carers=[alex(), ruth(ask_minutes_min=30)], occurrences=[task(0, 4, 60)])
    way, done = Move(RUTH, 1, 3, HOME, SCHOOL), Done(0, 1, 3, RUTH, HOME)
    for border, right in ((1, True), (2, False), (3, True)):
        asks = (Ask(RUTH, 0, border), Ask(RUTH, border, 4))
        assert bool(broken(check.helpers_within_asks, of, Plan(moves=(way,), asks=asks))) is not right
        assert bool(broken(check.helpers_within_asks, of, Plan(done=(done,), asks=asks))) is not right
        others = Plan(moves=(replace(way, carer=ALEX),), done=(replace(done, carer=ALEX),), asks=asks)
        assert not broken(check.helpers_within_asks, of, others)


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


def test_nobody_had_two_carers_at_once_either() -> None:
    row = {"child": "mia", "from": at(0), "to": at(4), "place": "home"}
    care = [row | {"carer": carer} for carer in ("alex", "kim")]
    of = problem(carers=[alex(), alex(id="kim")], now=at(2), previous={"care": care})
    found = check.judge(of, Plan(care=(has(0, 4), has(0, 2, 1))))
    assert [(one.rule, one.cell, one.what) for one in found] == [
        (1, cell, "two carers at once") for cell in (0, 1)
    ]


def everything() -> Problem:
    return problem(
        cells=8,
        children=TWO_CHILDREN,
        carers=[alex(), ruth(ask_minutes_min=90, may_collect="all"), {"id": "sam", "household": True}],
        **two_places(),
        supervised=[school(2, 4)],
        asleep=[asleep(6, 8)],
        occurrences=[task(0, 8), task(4, 8, **WITH_MIA) | {"id": "bath"}],
    )


WHOLE = Plan(
    care=(
        *(has(0, 1, child=child) for child in (MIA, BEN)),
        *(has(1, 2, child=child, place=None) for child in (MIA, BEN)),
        has(2, 4, child=BEN, place=SCHOOL),
        has(4, 5, RUTH, MIA, None),
        has(4, 5, ALEX, BEN, None),
        has(5, 8, RUTH, MIA),
        has(5, 8, ALEX, BEN),
    ),
    moves=(Move(ALEX, 1, 2, HOME, SCHOOL), Move(RUTH, 4, 5, SCHOOL, HOME), Move(ALEX, 4, 5, SCHOOL, HOME)),
    done=(Done(0, 5, 6, ALEX, HOME), Done(1, 5, 6, RUTH, HOME)),
    asks=(Ask(RUTH, 4, 8),),
)


def test_a_plan_with_a_bit_of_everything_passes_all_rules() -> None:
    assert check.judge(everything(), WHOLE) == ()
    assert price(everything(), WHOLE).tiers == Tiers(0, 0, 0, 180, 0, 1, 0)


@pytest.mark.parametrize("number", range(len(WHOLE.care)))
def test_no_row_of_care_may_last_longer(number: int) -> None:
    rows = list(WHOLE.care)
    rows[number] = replace(rows[number], end=rows[number].end + 1)
    assert check.judge(everything(), replace(WHOLE, care=tuple(rows)))


@pytest.mark.parametrize("number", range(len(WHOLE.moves)))
def test_no_way_may_be_left_out_or_taken_later(number: int) -> None:
    others = [move for at, move in enumerate(WHOLE.moves) if at != number]
    later = replace(WHOLE.moves[number], start=WHOLE.moves[number].start + 1, end=WHOLE.moves[number].end + 1)
    assert check.judge(everything(), replace(WHOLE, moves=tuple(others)))
    assert check.judge(everything(), replace(WHOLE, moves=(*others, later)))


def test_what_lies_outside_is_told_with_its_rule_and_cell() -> None:
    of = problem(carers=[alex(), {"id": "sam", "household": True}], occurrences=[task(0, 4)])
    outside = check.judge(of, Plan(care=(has(2, 5),)))
    assert [(one.rule, one.cell) for one in outside] == [(0, 2)]
    assert [(one.rule, one.cell) for one in check.judge(of, Plan(care=(has(3, 4, carer=1),)))] == [(0, 3)]
    for ask in (Ask(ALEX, 1, 3), Ask(ALEX, 2, 2)):
        assert [(one.rule, one.cell) for one in check.judge(of, Plan(asks=(ask,)))] == [(0, ask.start)]
    twice = check.judge(of, Plan(done=(Done(0, 1, 2, ALEX, HOME), Done(0, 2, 3, ALEX, HOME))))
    assert [(one.rule, one.cell) for one in twice] == [(8, 0)]
    assert check.judge(of, Plan(done=(Done(0, 1, 2, ALEX, HOME),))) == ()


def test_an_ask_that_lasts_no_time_is_none() -> None:
    of = problem(carers=[alex(), ruth()])
    assert check.judge(of, Plan(asks=(Ask(RUTH, 2, 2),)))


def test_rule_2_two_ways_at_once_are_one_too_many() -> None:
    of = problem(carers=[alex(), alex(id="kim")], **two_places(60))
    one = Move(ALEX, 0, 2, HOME, SCHOOL)
    assert "two moves at once" in str(
        broken(check.one_place_at_a_time, of, Plan(moves=(one, Move(ALEX, 1, 3, SCHOOL, HOME))))
    )
    there_and_back = (one, Move(ALEX, 2, 4, SCHOOL, HOME))
    assert not broken(check.one_place_at_a_time, of, Plan(moves=there_and_back))
    assert not broken(check.one_place_at_a_time, of, Plan(moves=(one, replace(one, carer=1))))


def test_rule_2_no_way_in_a_part_of_a_cell() -> None:
    away = {"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T09:50"}
    of = problem(away=away, **two_places())
    for start, fits in ((0, False), (1, True), (2, True), (3, False)):
        found = broken(
            check.one_place_at_a_time, of, Plan(moves=(Move(ALEX, start, start + 1, HOME, SCHOOL),))
        )
        assert (not found) is fits


def test_rule_2_one_carer_is_at_one_place() -> None:
    of = problem(children=TWO_CHILDREN, **two_places())
    apart = Plan(care=(has(0, 1), has(0, 1, child=BEN, place=SCHOOL)))
    assert broken(check.one_place_at_a_time, of, apart)
    together = Plan(care=(has(0, 1), has(0, 1, child=BEN)))
    assert not broken(check.one_place_at_a_time, of, together)
    assert broken(check.one_place_at_a_time, of, Plan(care=(has(0, 1, place=None),)))


def test_rule_2_who_is_busy_again_has_not_turned_up() -> None:
    held = [busy("alex", 0, 1, place="school"), busy("alex", 1, 2, place="home")]
    of = problem(**two_places(), busy=held)
    assert not broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4),)))
    assert broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4, place=SCHOOL),)))


def test_rule_2_of_two_commitments_that_end_together_the_one_with_a_place_counts() -> None:
    held = [busy("alex", 0, 2, place="school"), busy("alex", 1, 2)]
    for rows in (held, held[::-1]):
        of = problem(**two_places(), busy=rows)
        assert broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4),)))


def test_rule_2_a_commitment_before_the_time_away_moves_nobody() -> None:
    of = problem(**two_places(), busy=[busy("alex", -2, 0, place="school")])
    assert not broken(check.one_place_at_a_time, of, Plan(care=(has(0, 4),)))


def test_rule_2_rather_not_moves_nobody() -> None:
    of = problem(**two_places(), busy=[busy("alex", 0, 2, place="school", strength="rather_not")])
    assert not broken(check.one_place_at_a_time, of, Plan(care=(has(2, 4),)))


def test_rule_4_who_collects_is_the_first_to_have_the_child() -> None:
    carers = [alex(may_collect={}), ruth(may_collect="all")]
    of = problem(carers=carers, **two_places(), supervised=[school(0, 1), school(2, 3)])
    late = Plan(care=(has(3, 4, ALEX, place=SCHOOL),))
    assert cells(check.brought_and_collected, of, late) == [3]
    early = Plan(care=(has(1, 2, ALEX, place=SCHOOL), has(3, 4, RUTH, place=SCHOOL)))
    assert cells(check.brought_and_collected, of, early) == [1]


def test_rule_4_on_the_way_is_not_there_yet() -> None:
    of = problem(**two_places(60), supervised=[school(2, 4)])
    care = (has(0, 2, place=None),)
    assert not broken(
        check.brought_and_collected, of, Plan(care=care, moves=(Move(ALEX, 0, 2, HOME, SCHOOL),))
    )
    assert broken(check.brought_and_collected, of, Plan(care=care, moves=(Move(ALEX, 1, 3, HOME, SCHOOL),)))


def test_rule_5_on_the_way_a_child_is_nowhere_and_from_where_it_was() -> None:
    of = problem(**two_places())
    move = (Move(ALEX, 1, 2, HOME, SCHOOL),)
    assert broken(check.fetched_from_where_they_are, of, Plan(care=(has(1, 2),), moves=move))
    back = (Move(ALEX, 1, 2, SCHOOL, HOME),)
    assert broken(check.fetched_from_where_they_are, of, Plan(care=(has(1, 2, place=None),), moves=back))


def test_rule_6_just_as_many_and_just_as_long_is_no_more() -> None:
    of = problem(children=TWO_CHILDREN, carers=[alex(at_most=2)])
    assert not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 1), has(0, 1, child=BEN))))
    off = {"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T09:50"}
    for limit, right in ((99, False), (100, True)):
        of = problem(away=off, carers=[alex(max_minutes_per_day=limit)])
        assert (not broken(check.nobody_beyond_their_limits, of, Plan(care=(has(0, 4),)))) is right


def test_rule_7_an_ask_of_somebody_else_is_none() -> None:
    of = problem(carers=[alex(), ruth(), ruth(id="noor")])
    care = (has(0, 2, RUTH),)
    assert broken(check.helpers_within_asks, of, Plan(care=care, asks=(Ask(2, 0, 2),)))
    assert not broken(check.helpers_within_asks, of, Plan(asks=(Ask(RUTH, 0, 2), Ask(2, 1, 3))))


def test_rule_8_the_window_holds_the_whole() -> None:
    of = problem(occurrences=[task(1, 3, 60)])
    for start, fits in ((0, False), (1, True), (2, False)):
        found = broken(check.occurrences_done_right, of, Plan(done=(Done(0, start, start + 2, ALEX, HOME),)))
        assert (not found) is fits


def test_rule_8_two_people_may_do_two_things_at_once() -> None:
    of = problem(carers=[alex(), alex(id="kim")], occurrences=[task(0, 4), task(0, 4) | {"id": "other"}])
    for other, right in ((Done(1, 1, 2, 1, HOME), True), (Done(1, 2, 3, ALEX, HOME), True)):
        found = broken(check.occurrences_done_right, of, Plan(done=(Done(0, 1, 2, ALEX, HOME), other)))
        assert (not found) is right


def begun(**more: Any) -> Problem:
    """Ruth was asked from the start and it is half past nine; she is asked for two hours at least."""
    asks = [{"carer": "ruth", "from": at(0), "to": at(4), "children": []}]
    told = {"care": [], "asks": asks}
    carers = [alex(), ruth(ask_minutes_min=120)]
    return problem(cells=8, carers=carers, now=at(3), previous=told, **more)


@pytest.mark.parametrize(("end", "right"), [(3, False), (4, True), (5, True)])
def test_a_running_ask_is_brought_to_its_length(end: int, right: bool) -> None:
    found = check.judge(begun(), Plan(asks=(Ask(RUTH, 0, end),)))
    assert (found == ()) is right
    assert {(one.rule, one.cell) for one in found} <= {(7, 3)}


def test_a_running_ask_may_break_off_where_the_helper_no_longer_can() -> None:
    assert check.judge(begun(busy=[busy("ruth", 3, 6)]), Plan(asks=(Ask(RUTH, 0, 3),))) == ()
    assert check.judge(begun(busy=[busy("ruth", 4, 6)]), Plan(asks=(Ask(RUTH, 0, 3),)))
    assert check.judge(begun(busy=[busy("ruth", 1, 2)]), Plan(asks=(Ask(RUTH, 0, 3),)))
    assert check.judge(begun(busy=[busy("ruth", 1, 2)]), Plan(asks=(Ask(RUTH, 0, 4),))) == ()
    assert check.judge(begun(busy=[busy("ruth", 3, 6)]), Plan(asks=(Ask(RUTH, 0, 4),)))


def test_a_new_ask_is_never_broken_off() -> None:
    plan = Plan(asks=(Ask(RUTH, 0, 4), Ask(RUTH, 5, 7)))
    assert [one.rule for one in check.judge(begun(busy=[busy("ruth", 7, 8)]), plan)] == [7]


def test_an_ask_that_is_over_stays_whatever_was_agreed_since() -> None:
    told = {"care": [], "asks": [{"carer": "ruth", "from": at(0), "to": at(6), "children": []}]}
    for shortest, longest, now, right in ((240, 480, 7, True), (60, 120, 7, True), (60, 120, 5, False)):
        carers = [alex(), ruth(ask_minutes_min=shortest, ask_minutes_max=longest)]
        of = problem(cells=8, carers=carers, now=at(now), previous=told)
        assert (check.judge(of, Plan(asks=(Ask(RUTH, 0, 6),))) == ()) is right
    assert check.judge(of, Plan(asks=(Ask(RUTH, 0, 5),))) == ()


def test_what_was_begun_is_brought_to_its_end() -> None:
    care = [
        {"child": "mia", "carer": "alex", "from": at(0), "to": at(1), "place": "home"},
        {"child": "mia", "carer": "alex", "from": at(1), "to": at(3)},
    ]
    move = {"carer": "alex", "from_place": "home", "to_place": "school", "from": at(1), "to": at(3)}
    told = {"care": care, "moves": [move]}
    of = problem(**two_places(60), now=at(2), previous=told, busy=[busy("alex", 2, 3)])
    kept = Plan(care=(has(0, 1), has(1, 3, place=None)), moves=(Move(ALEX, 1, 3, HOME, SCHOOL),))
    assert check.judge(of, kept) == ()
    for row in (replace(kept, moves=()), replace(kept, care=kept.care[:1])):
        assert check.judge(of, row)
    assert {one.rule for one in check.judge(of, replace(kept, moves=()))} >= {9}
    assert check.judge(of, replace(kept, care=(*kept.care, has(3, 4, place=SCHOOL)))) == ()
    doing = {"occurrence": "inhaler", "carer": "alex", "from": at(1), "to": at(3), "place": "home"}
    of = problem(
        occurrences=[task(0, 4, 60)],
        now=at(2),
        previous={"care": [], "done": [doing]},
        busy=[busy("alex", 2, 4)],
    )
    assert check.judge(of, Plan(done=(Done(0, 1, 3, ALEX, HOME),))) == ()
    assert check.judge(of, Plan())
    assert check.judge(of, Plan(done=(Done(0, 1, 3, ALEX, HOME),), care=(has(3, 4),)))
