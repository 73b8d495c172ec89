"""Plans without ways that nobody needs, and rows that belong together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kbye.planning.coverage import check
from kbye.planning.coverage.joining import joined
from kbye.planning.coverage.problem import Care, Done, Move, Plan, Problem
from kbye.planning.coverage.tidy import just_in_time, tidy
from tests.planning.coverage.small import alex, at, problem, school, task

ALEX, KIM, MIA, BEN, HOME, SCHOOL, POOL = 0, 1, 0, 1, 0, 1, 2
TRIANGLE: dict[str, Any] = {
    "places": ["home", "school", "pool"],
    "travel": [
        {"between": ["home", "school"], "minutes": 30},
        {"between": ["home", "pool"], "minutes": 30},
        {"between": ["school", "pool"], "minutes": 60},
    ],
}
BOTH: dict[str, Any] = {
    "children": [{"id": "mia"}, {"id": "ben"}],
    "carers": [alex(), alex(id="kim")],
}


def way(start: int, there: int, carer: int = ALEX, here: int = HOME, cells: int = 1) -> Move:
    return Move(carer, start, start + cells, here, there)


def has(start: int, end: int, place: int | None = HOME, carer: int = ALEX, child: int = MIA) -> Care:
    return Care(child, start, end, carer, place)


def day(**parts: Any) -> Problem:
    """Mia is at school from the start until 11:00, and Alex collects her there."""
    return problem(8, **{**TRIANGLE, "supervised": [school(0, 6)], **parts})


def ways(
    of: Problem, *moves: Move, care: tuple[Care, ...] = (has(6, 8, SCHOOL),), **more: Any
) -> tuple[Move, ...]:
    """What is left of these ways in a tidy plan that keeps the rules."""
    plan = Plan(care=care, moves=moves, **more)
    assert check.judge(of, plan) == ()
    tidied = tidy(of, plan)
    assert check.judge(of, tidied) == ()
    assert (tidied.done, sum(row.end - row.start for row in tidied.care)) == (
        plan.done,
        sum(row.end - row.start for row in plan.care),
    )
    return tidied.moves


def test_two_ways_with_nothing_between_become_one_as_soon_as_one_can() -> None:
    detour = way(1, POOL), way(3, SCHOOL, here=POOL, cells=2)
    assert ways(day(), *detour) == (way(0, SCHOOL),)
    ben = {
        "children": [{"id": "mia"}, {"id": "ben"}],
        "supervised": [school(0, 6), school(1, 8, child="ben", drop_off=False)],
    }
    assert ways(day(**ben), *detour, care=(has(0, 1, child=BEN), has(6, 8, SCHOOL))) == (way(1, SCHOOL),)


def test_one_way_out_and_back_is_none() -> None:
    assert ways(day(), way(0, POOL), way(2, HOME, here=POOL), way(4, SCHOOL)) == (way(0, SCHOOL),)
    assert ways(day(), way(1, SCHOOL), way(3, HOME, here=SCHOOL), care=()) == ()
    assert ways(day(), way(1, SCHOOL), way(3, POOL, here=SCHOOL, cells=2), care=()) == ()


def test_a_way_to_something_stays() -> None:
    of = day(occurrences=[task(1, 2, place="pool")])
    there = way(0, POOL), way(3, SCHOOL, here=POOL, cells=2)
    assert ways(of, *there, done=(Done(0, 1, 2, ALEX, POOL),)) == (
        way(0, POOL),
        way(2, SCHOOL, here=POOL, cells=2),
    )
    late = day(occurrences=[task(2, 3, place="pool")])
    assert ways(late, *there, done=(Done(0, 2, 3, ALEX, POOL),)) == (
        way(0, POOL),
        way(3, SCHOOL, here=POOL, cells=2),
    )
    long = day(occurrences=[task(1, 3, place="pool", minutes=60)])
    assert ways(long, *there, done=(Done(0, 1, 3, ALEX, POOL),)) == there


def test_what_another_does_is_no_reason_to_go() -> None:
    of = day(
        **BOTH, supervised=[school(0, 6), school(1, 8, child="ben")], occurrences=[task(2, 3, place="pool")]
    )
    kim = way(0, SCHOOL, KIM), way(1, POOL, KIM, here=SCHOOL, cells=2)
    idle = way(0, POOL), way(3, SCHOOL, here=POOL, cells=2)
    with_ben = has(0, 1, None, KIM, BEN)
    care = (with_ben, has(6, 8, SCHOOL))
    of = replace(of, occurrences=(replace(of.occurrences[0], earliest=3, latest=4),))
    done = (Done(0, 3, 4, KIM, POOL),)
    assert ways(of, *idle, *kim, care=care, done=done) == (way(0, SCHOOL), *kim)


def test_a_way_with_a_child_stays() -> None:
    of = problem(8, **TRIANGLE, supervised=[school(1, 6)])
    assert ways(of, way(0, SCHOOL), care=(has(0, 1, None), has(6, 8, SCHOOL))) == (way(0, SCHOOL),)
    back = way(0, SCHOOL), way(1, HOME, here=SCHOOL), way(5, SCHOOL)
    assert ways(of, *back, care=(has(0, 1, None), has(6, 8, SCHOOL))) == (way(0, SCHOOL),)
    with_ben = problem(8, **TRIANGLE, **BOTH, supervised=[school(1, 6), school(4, 8, child="ben")])
    there = way(0, SCHOOL), way(1, HOME, here=SCHOOL), way(3, SCHOOL)
    care = (has(0, 1, None), has(3, 4, None, child=BEN), has(0, 3, carer=KIM, child=BEN), has(6, 8, SCHOOL))
    assert ways(with_ben, *there, care=care) == there


def test_a_way_right_before_or_after_one_with_a_child_is_none_with_a_child() -> None:
    home = way(3, HOME, here=SCHOOL)
    detour = way(0, POOL), way(1, SCHOOL, here=POOL, cells=2)
    collects = day(supervised=[school(0, 3)])
    assert ways(collects, *detour, home, care=(has(3, 4, None), has(4, 8))) == (way(0, SCHOOL), home)
    there = way(0, SCHOOL)
    detour = way(1, POOL, here=SCHOOL, cells=2), way(3, HOME, here=POOL)
    brings = day(supervised=[school(1, 8)])
    assert ways(brings, there, *detour, care=(has(0, 1, None),)) in (
        (there,),
        (there, way(1, HOME, here=SCHOOL)),
    )


def test_nobody_takes_children_somewhere_and_back() -> None:
    of = problem(8, **TRIANGLE)
    outing = way(1, POOL), way(3, HOME, here=POOL)
    care = (has(0, 1), has(1, 2, None), has(2, 3, POOL), has(3, 4, None), has(4, 8))
    assert tidy(of, Plan(care=care, moves=outing)) == Plan(care=(has(0, 8),))
    to_stay = Plan(care=(has(0, 6), has(6, 7, None), has(7, 8, SCHOOL)), moves=(way(6, SCHOOL),))
    assert tidy(of, to_stay) == Plan(care=(has(0, 8),))
    again = (way(5, SCHOOL), way(6, HOME, here=SCHOOL))
    twice = (*care[:-1], has(4, 5), has(5, 6, None), has(6, 7, None), has(7, 8))
    assert tidy(of, Plan(care=twice, moves=(*outing, *again))) == Plan(care=(has(0, 8),))


def test_what_is_done_anywhere_on_an_outing_is_done_at_home() -> None:
    of = problem(8, **TRIANGLE, occurrences=[task(0, 8, place=None, minutes=60, **{"with": ["mia"]})])
    care = (has(0, 1), has(1, 2, None), has(2, 4, POOL), has(4, 5, None), has(5, 8))
    plan = Plan(care=care, moves=(way(1, POOL), way(4, HOME, here=POOL)), done=(Done(0, 2, 4, ALEX, POOL),))
    assert check.judge(of, plan) == ()
    assert tidy(of, plan) == Plan(care=(has(0, 8),), done=(Done(0, 2, 4, ALEX, HOME),))


def test_an_outing_of_one_is_none_of_another() -> None:
    of = problem(8, **TRIANGLE, **BOTH)
    out = (has(0, 1), has(1, 2, None), has(2, 4, POOL), has(4, 5, None), has(5, 8))
    with_kim = tuple(replace(row, carer=KIM, child=BEN) for row in out)
    both = (way(1, POOL), way(4, HOME, here=POOL), way(1, POOL, KIM), way(4, HOME, KIM, here=POOL))
    at_home = Plan(care=(has(0, 8), has(0, 8, carer=KIM, child=BEN)))
    assert tidy(of, Plan(care=(*out, *with_kim), moves=both)) == at_home


def told_before(now: int, plan: Plan) -> Problem:
    """A day without school of which half is over; the plan was told."""
    of = problem(8, **TRIANGLE, now=at(now), previous={"care": []})
    return replace(of, previous=plan)


def test_what_lies_before_now_stays_as_it_was() -> None:
    care = (has(0, 1), has(1, 2, None), has(2, 4, POOL), has(4, 5, None), has(5, 8))
    outing = Plan(care=care, moves=(way(1, POOL), way(4, HOME, here=POOL)))
    assert tidy(told_before(2, outing), outing) == outing
    assert tidy(told_before(1, outing), outing) == Plan(care=(has(0, 8),))
    alone = Plan(moves=(way(1, POOL), way(4, HOME, here=POOL)))
    assert tidy(told_before(2, alone), alone).moves == (way(1, POOL),)
    assert tidy(told_before(1, alone), alone).moves == ()


def late(
    of: Problem, *moves: Move, care: tuple[Care, ...] = (has(6, 8, SCHOOL),), **more: Any
) -> tuple[Move, ...]:
    plan = Plan(care=care, moves=moves, **more)
    assert check.judge(of, plan) == ()
    return just_in_time(of, plan).moves


def test_just_in_time_goes_as_late_as_can_be() -> None:
    assert late(day(), way(0, SCHOOL)) == (way(5, SCHOOL),)
    assert late(day(), way(0, SCHOOL), care=()) == ()
    of = day(occurrences=[task(2, 3, place="school")])
    assert late(of, way(0, SCHOOL), done=(Done(0, 2, 3, ALEX, SCHOOL),)) == (way(1, SCHOOL),)


def test_just_in_time_leaves_ways_with_children_and_what_is_over() -> None:
    of = problem(8, **TRIANGLE, supervised=[school(1, 6)])
    assert late(of, way(0, SCHOOL), care=(has(0, 1, None), has(6, 8, SCHOOL))) == (way(0, SCHOOL),)
    early = Plan(care=(has(0, 2), has(2, 3, None), has(3, 8, POOL)), moves=(way(2, POOL),))
    assert just_in_time(told_before(3, early), early) == early
    alone = Plan(moves=(way(1, POOL), way(4, HOME, here=POOL)))
    assert just_in_time(told_before(2, alone), alone).moves == (way(1, POOL),)


def test_just_in_time_is_not_confused_by_what_others_do() -> None:
    of = problem(8, **TRIANGLE, **BOTH, supervised=[school(1, 6), school(0, 8, child="ben")])
    kim = way(0, SCHOOL, KIM)
    care = (has(0, 1, None, KIM), has(6, 8, SCHOOL))
    assert late(of, way(0, SCHOOL), kim, care=care) == (way(5, SCHOOL), kim)


def test_rows_that_touch_become_one() -> None:
    rows = [
        has(2, 3),
        has(0, 2),
        has(3, 4, SCHOOL),
        has(4, 5, SCHOOL, KIM),
        has(0, 1, child=BEN),
        has(6, 7),
        has(5, 6),
    ]
    assert list(joined(rows)) == [
        has(0, 3),
        has(3, 4, SCHOOL),
        has(4, 5, SCHOOL, KIM),
        has(5, 7),
        has(0, 1, child=BEN),
    ]
    assert list(joined([])) == []


def test_rows_that_do_not_touch_and_ways_stay_apart() -> None:
    apart = [has(0, 1), has(2, 3), has(3, 4, None), has(4, 5, None)]
    assert list(joined(apart)) == apart
    of_two = [has(0, 2), has(2, 4, child=BEN)]
    assert list(joined(of_two)) == of_two
