"""Where everybody stands when planning begins in the middle of a plan that was told before."""

from __future__ import annotations

from datetime import date
from typing import Any

from kbye.planning.coverage.baseline import baseline
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.start import Standing, appearances, standing
from tests.planning.coverage.small import alex, at, busy, problem, ruth, school, task, two_places

ALEX, RUTH, MIA, BEN, HOME, SCHOOL = 0, 1, 0, 1, 0, 1
Row = dict[str, Any]


def has(first: int, last: int, carer: str = "alex", place: str | None = "home", child: str = "mia") -> Row:
    return {"child": child, "carer": carer, "from": at(first), "to": at(last), "place": place}


def goes(first: int, last: int, there: str = "school", carer: str = "alex") -> Row:
    here = "home" if there == "school" else "school"
    return {"carer": carer, "from_place": here, "to_place": there, "from": at(first), "to": at(last)}


def does(first: int, last: int, carer: str = "alex", place: str = "home") -> Row:
    return {"occurrence": "inhaler", "carer": carer, "from": at(first), "to": at(last), "place": place}


def asks(first: int, last: int, accepted: bool = True) -> Row:
    return {"carer": "ruth", "from": at(first), "to": at(last), "children": [], "accepted": accepted}


def at_now(now: int, told: dict[str, list[Row]], cells: int = 8, **parts: Any) -> Problem:
    """Two adults, two children and a school; `told` is the plan from before."""
    return problem(
        cells,
        **{
            "children": [{"id": "mia"}, {"id": "ben"}],
            "carers": [alex(), ruth(ask_minutes_min=60)],
            **two_places(60),
            **parts,
            "now": at(now),
            "previous": {"care": [], **told},
        },
    )


def start(now: int, told: dict[str, list[Row]], **parts: Any) -> Standing:
    return standing(at_now(now, told, **parts))


def test_without_a_plan_before_everybody_is_at_home_and_helpers_anywhere() -> None:
    found = standing(problem(carers=[alex(), ruth()], children=[{"id": "mia"}, {"id": "ben"}]))
    assert found.past == Plan()
    assert (found.carer_place, found.carer_from) == ([HOME, None], [0, 0])
    assert (found.child_place, found.child_from) == ([HOME, HOME], [0, 0])
    assert (found.child_waits, found.child_last) == ([False, False], [None, None])
    assert (found.blocked, found.day_used, found.week_used) == ([frozenset()] * 2, {}, {})


def test_what_lies_before_now_stays_and_what_comes_later_is_open() -> None:
    told = {
        "care": [has(0, 2), has(2, 6, "ruth"), has(6, 8)],
        "done": [does(1, 2)],
        "asks": [asks(2, 6), asks(6, 8)],
    }
    past = standing(at_now(4, told, occurrences=[task(0, 8)])).past
    assert past.care == (Care(MIA, 0, 2, ALEX, HOME), Care(MIA, 2, 4, RUTH, HOME))
    assert past.done == (Done(0, 1, 2, ALEX, HOME),)
    assert past.asks == (Ask(RUTH, 2, 4, True),)
    begins_now = standing(at_now(6, told, occurrences=[task(0, 8)])).past
    assert begins_now.asks == (Ask(RUTH, 2, 6, True),)
    assert begins_now.care[-1] == Care(MIA, 2, 6, RUTH, HOME)
    assert standing(at_now(0, told, occurrences=[task(0, 8)])).past == Plan()
    done_now = standing(at_now(1, told, occurrences=[task(0, 8)]))
    assert (done_now.past.done, done_now.past.care) == ((), (Care(MIA, 0, 1, ALEX, HOME),))


def test_a_plan_before_without_a_now_settles_nothing() -> None:
    told = {"care": [has(0, 2)], "asks": [asks(2, 6)]}
    assert standing(problem(8, carers=[alex(), ruth()], previous=told)).past == Plan()


def test_whoever_is_on_the_way_arrives_with_whom_they_took_along() -> None:
    told = {
        "care": [has(0, 2), has(0, 8, child="ben", carer="ruth"), has(2, 4, place=None)],
        "moves": [goes(2, 4)],
        "asks": [asks(0, 8)],
    }
    found = start(3, told)
    assert found.past.moves == (Move(ALEX, 2, 4, HOME, SCHOOL),)
    assert Care(MIA, 3, 4, ALEX, None) in found.past.care
    assert [row for row in found.past.care if row.end > 3] == [Care(MIA, 3, 4, ALEX, None)]
    assert (found.carer_from, found.carer_place) == ([4, 3], [SCHOOL, HOME])
    assert (found.child_from, found.child_place) == ([4, 3], [SCHOOL, HOME])
    assert found.child_last == [ALEX, RUTH]
    there = start(4, told)
    assert [row.place for row in there.past.care if row.start >= 2 and row.child == MIA] == [None]
    assert (there.carer_from, there.child_from) == ([4, 4], [4, 4])
    assert (there.carer_place, there.child_place) == ([SCHOOL, HOME], [SCHOOL, HOME])
    not_yet = start(2, told)
    assert (not_yet.past.moves, not_yet.carer_place[ALEX], not_yet.carer_from[ALEX]) == ((), HOME, 2)


def test_a_child_that_is_not_along_does_not_arrive() -> None:
    told = {"care": [has(0, 2), has(0, 2, child="ben"), has(2, 4, place=None)], "moves": [goes(2, 4)]}
    found = start(3, told)
    assert (found.child_from, found.child_place) == ([4, 3], [SCHOOL, HOME])


def test_what_came_up_blocks_unless_it_is_being_done() -> None:
    told = {"care": [has(0, 4)], "moves": [goes(5, 7)], "done": [does(2, 4)]}
    new = [
        busy("alex", 3, 6),
        busy("ruth", 1, 2, strength="unknown"),
        busy("alex", 6, 8, strength="rather_not"),
    ]
    found = start(3, told, occurrences=[task(0, 8, minutes=60)], busy=new)
    assert found.blocked == [frozenset({4, 5}), frozenset({1})]
    on_the_way = start(6, told, occurrences=[task(0, 8, minutes=60)], busy=new)
    assert on_the_way.blocked == [frozenset({4}), frozenset({1})]


def test_after_a_commitment_one_is_where_it_says() -> None:
    at_school = busy("alex", 1, 3, place="school")
    of = problem(
        8, carers=[alex(), ruth()], **two_places(), busy=[at_school, busy("ruth", 1, 3), busy("alex", 5, 6)]
    )
    assert appearances(of, ALEX) == {3: SCHOOL, 6: None}
    assert appearances(of, RUTH) == {}
    both = problem(8, **two_places(), busy=[at_school, busy("alex", 2, 3, id="b", place=None)])
    assert appearances(both, ALEX) == {3: SCHOOL}
    over = problem(8, busy=[busy("alex", -2, 0), busy("alex", 2, 4, strength="rather_not")])
    assert appearances(over, ALEX) == {}
    assert appearances(problem(8, busy=[busy("alex", -2, 1)]), ALEX) == {1: None}


def test_the_last_that_happened_says_where_a_carer_is() -> None:
    at_school = busy("alex", 1, 3, place="school")
    assert start(2, {}, busy=[at_school]).carer_place[ALEX] == HOME
    assert start(3, {}, busy=[at_school]).carer_place[ALEX] == SCHOOL
    assert start(3, {}, busy=[at_school, busy("alex", 3, 4)]).carer_place[ALEX] == HOME
    assert start(5, {"moves": [goes(3, 5, "home")]}, busy=[at_school]).carer_place[ALEX] == HOME
    assert start(7, {"moves": [goes(0, 2)]}, busy=[busy("alex", 3, 4)]).carer_place[ALEX] is None
    # What was told of them counts more than what came up meanwhile.
    assert start(3, {"care": [has(0, 3)]}, busy=[at_school]).carer_place[ALEX] == HOME
    had_at_school = {"care": [has(3, 5, place="school")]}
    assert start(4, had_at_school).carer_place[ALEX] == SCHOOL
    does_it = {"done": [does(3, 4, place="school")]}
    assert start(4, does_it, occurrences=[task(0, 8, place="school")]).carer_place[ALEX] == SCHOOL


def test_a_helper_is_anywhere_once_asked_anew() -> None:
    told = {"care": [has(0, 2, "ruth")], "asks": [asks(0, 2), asks(3, 6)]}
    assert start(2, told).carer_place[RUTH] == HOME
    assert start(3, told).carer_place[RUTH] == HOME
    assert start(4, told).carer_place[RUTH] is None
    with_mia = {**told, "care": [*told["care"], has(3, 6, "ruth")]}
    assert start(4, with_mia).carer_place[RUTH] == HOME
    goes_there = {"moves": [goes(0, 2, carer="ruth")], "asks": [asks(-2, 4)]}
    assert start(2, goes_there).carer_place[RUTH] == SCHOOL
    assert start(0, {"asks": [asks(-2, 4)]}).carer_place[RUTH] is None


def test_after_school_a_child_waits_until_somebody_had_it() -> None:
    mia = school(1, 3)
    waiting = start(4, {}, supervised=[mia])
    assert (waiting.child_place[MIA], waiting.child_waits[MIA], waiting.child_from[MIA]) == (SCHOOL, True, 4)
    over = start(3, {}, supervised=[mia])
    assert (over.child_place[MIA], over.child_waits[MIA]) == (SCHOOL, True)
    in_it = start(2, {}, supervised=[mia])
    assert (in_it.child_place[MIA], in_it.child_waits[MIA]) == (HOME, False)
    before = {"care": [has(0, 1)]}
    still = start(4, before, supervised=[mia])
    assert (still.child_waits[MIA], still.child_last[MIA]) == (True, ALEX)
    fetched = start(4, {"care": [*before["care"], has(3, 4, place="school")]}, supervised=[mia])
    assert (fetched.child_waits[MIA], fetched.child_place[MIA]) == (False, SCHOOL)
    alone = start(4, before, supervised=[{**mia, "pick_up": False}])
    assert (alone.child_waits[MIA], alone.child_place[MIA]) == (False, HOME)
    twice = start(7, {}, supervised=[mia, school(5, 6, pick_up=False)])
    assert (twice.child_waits[MIA], twice.child_place[MIA]) == (False, HOME)


def test_school_that_ended_as_the_time_away_began() -> None:
    found = standing(problem(4, **two_places(), supervised=[school(-4, 0)]))
    assert (found.child_place, found.child_waits) == ([SCHOOL], [True])


def test_a_child_that_was_taken_along_is_where_the_last_way_led() -> None:
    told = {
        "care": [has(0, 1), has(1, 3, place=None), has(3, 5, place=None), has(0, 5, "ruth", child="ben")],
        "moves": [goes(1, 3), goes(3, 5, "home")],
        "asks": [asks(0, 5)],
    }
    assert start(3, told).child_place == [SCHOOL, HOME]
    assert start(5, told).child_place == [HOME, HOME]
    assert start(6, told).carer_place[ALEX] == HOME


def test_a_child_that_was_brought_does_not_go_back_with_who_brought_it() -> None:
    told = {"care": [has(0, 2), has(2, 4, place=None)], "moves": [goes(2, 4), goes(4, 6, "home")]}
    found = start(5, told)
    assert (found.child_place, found.child_from) == ([SCHOOL, HOME], [5, 5])
    assert (found.carer_place[ALEX], found.carer_from[ALEX]) == (HOME, 6)


def test_what_was_used_counts_by_day_and_week() -> None:
    monday = {"leaver": "sam", "from": "2026-12-06T22:10", "to": "2026-12-07T02:00"}

    def row(first: str, last: str, **more: Any) -> Row:
        return {"carer": "alex", "from": first, "to": last, "place": "home", **more}

    told = {
        "care": [
            row("2026-12-06T22:10", "2026-12-06T23:00", child="mia"),
            row("2026-12-06T22:30", "2026-12-07T01:00", child="ben"),
        ],
        "done": [row("2026-12-07T00:30", "2026-12-07T01:30", occurrence="inhaler")],
    }
    window = {"earliest": "2026-12-06T22:10", "latest": "2026-12-07T02:00"}
    parts: dict[str, Any] = {
        "away": monday,
        "now": "2026-12-07T01:00",
        "occurrences": [{**task(0, 2, minutes=60), **window}],
    }
    found = standing(problem(children=[{"id": "mia"}, {"id": "ben"}], previous=told, **parts))
    sunday = date(2026, 12, 6).toordinal()
    assert dict(found.day_used) == {(ALEX, sunday): 110, (ALEX, sunday + 1): 60}
    assert dict(found.week_used) == {(ALEX, 202649): 110, (ALEX, 202650): 60}


def test_being_on_the_way_is_use_to_its_end() -> None:
    found = start(3, {"moves": [goes(2, 4)]})
    assert list(found.day_used.values()) == [60]


def test_what_is_being_done_is_brought_to_its_end_with_its_children() -> None:
    of = at_now(
        2,
        {"care": [has(0, 1), has(1, 3)], "done": [does(1, 3)]},
        occurrences=[task(0, 8, minutes=60, **{"with": ["mia"]})],
    )
    plan = baseline(of, standing(of))
    assert plan.care == (Care(MIA, 0, 3, ALEX, HOME),)
    assert plan.done == (Done(0, 1, 3, ALEX, HOME),)
    done = at_now(
        3,
        {"care": [has(0, 3)], "done": [does(1, 3)]},
        occurrences=[task(0, 8, minutes=60, **{"with": ["mia"]})],
    )
    assert baseline(done, standing(done)).care == (Care(MIA, 0, 3, ALEX, HOME),)


def asked(now: int, told: dict[str, list[Row]], **parts: Any) -> list[tuple[int, int]]:
    of = at_now(now, told, **parts)
    return [(ask.start, ask.end) for ask in baseline(of, standing(of)).asks]


def test_a_running_ask_is_as_long_as_agreed_if_the_helper_still_can() -> None:
    grandma = {"carers": [alex(), ruth(ask_minutes_min=120)]}
    told = {"care": [has(0, 2, "ruth")], "asks": [asks(0, 6)]}
    assert asked(2, told, **grandma) == [(0, 4)]
    assert asked(5, told, **grandma) == [(0, 5)]
    assert asked(2, told, **grandma, busy=[busy("ruth", 3, 4)]) == [(0, 2)]
    assert asked(2, told, **grandma, busy=[busy("ruth", 4, 5)]) == [(0, 4)]
    assert asked(2, {"asks": [asks(-2, 6)]}, **grandma) == [(-2, 2)]


def test_an_ask_that_is_over_stays_as_it_was() -> None:
    grandma = {"carers": [alex(), ruth(ask_minutes_min=120)]}
    told = {"care": [has(0, 2, "ruth")], "asks": [asks(0, 2)]}
    assert asked(4, told, **grandma) == [(0, 2)]
    assert asked(2, told, **grandma) == [(0, 4)]


def test_a_running_ask_holds_the_way_that_is_being_gone() -> None:
    told = {"moves": [goes(1, 3, carer="ruth")], "asks": [asks(0, 3)]}
    assert asked(2, told) == [(0, 3)]
    assert asked(2, told, busy=[busy("ruth", 2, 8)]) == [(0, 3)]
    of_another = {"moves": [goes(1, 3)], "asks": [asks(0, 6)]}
    assert asked(2, of_another) == [(0, 2)]
