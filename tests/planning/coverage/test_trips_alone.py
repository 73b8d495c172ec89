"""Ways from home and back, one by one: what a plan has of them, and what there could be instead."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import pytest

from kbye.planning.coverage.problem import Care, Done, Move, Plan, Problem
from kbye.planning.coverage.trips import (
    Stop,
    Trip,
    Way,
    parted,
    served,
    stops,
    together,
    turned_up,
)
from tests.planning.coverage.small import alex, at, busy, problem, ruth, school

ALEX, RUTH, MIA, BEN, HOME, SCHOOL, CLUB = 0, 1, 0, 1, 0, 1, 2
NOBODY: frozenset[int] = frozenset()
PLACES: dict[str, Any] = {
    "places": ["home", "school", "club"],
    "travel": [
        {"between": ["home", "school"], "minutes": 30},
        {"between": ["home", "club"], "minutes": 60},
        {"between": ["school", "club"], "minutes": 30},
    ],
}


def family(cells: int = 12, **parts: Any) -> Problem:
    """Alex and Grandma, Mia and Ben, a school half an hour away and a club further out."""
    both = {"children": [{"id": "mia"}, {"id": "ben"}], "carers": [alex(), ruth(may_collect="all")]}
    return problem(cells, **both, **PLACES, **parts)


def after(now: int, **parts: Any) -> Problem:
    """What was told before lies in the past up to now."""
    return family(40, now=at(now), previous={"care": []}, **parts)


def out(start: int, carer: int = ALEX) -> Move:
    return Move(carer, start, start + 1, HOME, SCHOOL)


def back(start: int, carer: int = ALEX) -> Move:
    return Move(carer, start, start + 1, SCHOOL, HOME)


def ride(start: int, carer: int = ALEX, child: int = MIA) -> Care:
    return Care(child, start, start + 1, carer, None)


def there(start: int, end: int, carer: int = ALEX, child: int = MIA) -> Care:
    return Care(child, start, end, carer, SCHOOL)


def drop(cell: int, *children: int, place: int = SCHOOL) -> Stop:
    return Stop(place, cell, frozenset(children), NOBODY)


def pick(cell: int, *children: int, place: int = SCHOOL) -> Stop:
    return Stop(place, cell, NOBODY, frozenset(children))


BRINGS = Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), (ride(1),))
COLLECTS = Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), (ride(2),))
WAITS = Trip(ALEX, 1, 6, SCHOOL, (out(1), back(5)), (ride(5), there(2, 5), ride(1)))
STAYS_BEHIND = Trip(RUTH, 1, 5, SCHOOL, (out(1, RUTH),), (ride(1, RUTH), there(2, 5, RUTH)))
TURNS_UP = Trip(RUTH, 2, 6, SCHOOL, (back(5, RUTH),), (there(2, 5, RUTH), ride(5, RUTH)))
ONLY_THERE = Trip(RUTH, 2, 5, SCHOOL, (), (there(2, 5, RUTH),))


# Trips


@pytest.mark.parametrize(
    ("trip", "takes", "returns"),
    [
        (BRINGS, True, False),
        (COLLECTS, False, True),
        (WAITS, True, True),
        (STAYS_BEHIND, True, False),
        (TURNS_UP, False, True),
        (ONLY_THERE, False, False),
    ],
)
def test_who_leaves_home_and_who_comes_home(trip: Trip, takes: bool, returns: bool) -> None:
    assert (trip.takes(MIA), trip.returns(MIA)) == (takes, returns)
    assert not trip.takes(BEN)
    assert not trip.returns(BEN)


def test_how_many_are_along_and_who_is_used_when() -> None:
    both = Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), (ride(1), ride(2, child=BEN)))
    assert [one.crowd for one in (BRINGS, WAITS, both)] == [1, 1, 1]
    assert Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), (ride(1), ride(1, child=BEN))).crowd == 2
    assert Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), ()).crowd == 0
    assert (BRINGS.used, WAITS.used, ONLY_THERE.used) == (0b110, 0b111110, 0b11100)


# Stops


def test_somebody_has_to_be_there_when_it_begins_and_when_it_ends() -> None:
    of = family(supervised=[school(2, 8), school(2, 6, child="ben")])
    assert stops(of) == (drop(2, MIA, BEN), pick(6, BEN), pick(8, MIA))
    alone = [school(2, 8, drop_off=False), school(2, 6, child="ben", pick_up=False)]
    assert stops(family(supervised=alone)) == (drop(2, BEN), pick(8, MIA))
    assert stops(family(supervised=[school(2, 8, place="home")])) == ()
    elsewhere = [school(2, 8, place="home"), school(2, 8, child="ben")]
    assert stops(family(supervised=elsewhere)) == (drop(2, BEN), pick(8, BEN))


def test_a_stop_is_ahead_until_its_cell() -> None:
    ahead = [len(stops(after(now, supervised=[school(2, 8)]))) for now in (1, 2, 7, 8)]
    assert ahead == [2, 1, 1, 0]


def serves(trip: Trip, *among: Stop, most: int = 9) -> list[Stop]:
    return list(served(trip, among, most))


def test_whoever_brings_serves_the_next_stop_and_whoever_collects_the_last() -> None:
    assert serves(BRINGS, drop(1, MIA), drop(2, MIA), drop(5, MIA)) == [drop(2, MIA)]
    assert serves(BRINGS, drop(3, MIA), pick(1, MIA)) == [drop(3, MIA)]
    assert serves(COLLECTS, pick(0, MIA), pick(1, MIA), pick(3, MIA)) == [pick(1, MIA)]
    assert serves(COLLECTS, pick(2, MIA), drop(3, MIA)) == [pick(2, MIA)]
    assert serves(WAITS, drop(6, MIA), pick(1, MIA)) == []
    all_day = pick(2, MIA), pick(3, MIA), drop(4, MIA), drop(5, MIA)
    assert serves(ONLY_THERE, *all_day) == [pick(2, MIA), drop(5, MIA)]
    assert serves(BRINGS, drop(2, BEN), drop(2, MIA, place=CLUB)) == []


def test_a_trip_that_is_too_early_or_too_late_serves_another_stop() -> None:
    assert [serves(BRINGS, drop(5, MIA), most=most) for most in (2, 3)] == [[], [drop(5, MIA)]]
    assert [serves(COLLECTS, pick(0, MIA), most=most) for most in (1, 2)] == [[], [pick(0, MIA)]]


def test_two_stops_are_served_together_if_one_could_wait_there() -> None:
    first, at_noon, later, afar = drop(2, MIA), pick(10, BEN), pick(19, MIA), pick(20, BEN, place=CLUB)
    found = list(together(family(24), [first, at_noon, later, afar]))
    assert found == [(first,), (at_noon,), (later,), (afar,), (first, at_noon)]


# Ways


def test_a_way_is_as_long_as_it_takes_from_home_and_back() -> None:
    of = family()
    assert Way((drop(4, MIA),), ALEX).span(of) == (3, 5)
    assert Way((drop(4, MIA, place=CLUB),), ALEX).span(of) == (2, 6)
    assert Way((drop(4, MIA), pick(6, MIA)), RUTH, back=False).span(of) == (3, 6)
    assert Way((pick(4, MIA),), RUTH, out=False).span(of) == (4, 5)
    assert Way((pick(4, MIA),), ALEX, out=False, since=2).span(of) == (2, 5)


def made(way: Way) -> tuple[Any, ...]:
    return astuple(way.trip(family()))


def test_whoever_is_brought_is_along_until_there_and_whoever_is_collected_from_there_on() -> None:
    assert made(Way((drop(2, MIA),), ALEX)) == astuple(BRINGS)
    assert made(Way((pick(2, MIA),), ALEX)) == astuple(COLLECTS)
    waiting = (out(1), back(5))
    both = Way((drop(2, MIA), pick(5, BEN)), ALEX)
    assert made(both) == astuple(Trip(ALEX, 1, 6, SCHOOL, waiting, (ride(1), ride(5, child=BEN))))
    early = Way((pick(2, MIA), drop(5, BEN)), ALEX)
    mia, ben = (there(2, 5), ride(5)), (ride(1, child=BEN), there(2, 5, child=BEN))
    assert made(early) == astuple(Trip(ALEX, 1, 6, SCHOOL, waiting, (*mia, *ben)))


def test_others_come_along_there_and_back_or_one_way_only() -> None:
    ben = frozenset({BEN})
    there_and_back = (ride(1), ride(1, child=BEN), ride(2, child=BEN))
    along = Way((drop(2, MIA),), ALEX, brings=ben, takes=ben)
    assert made(along) == astuple(Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), there_and_back))
    one_way = Way((pick(2, MIA),), ALEX, brings=ben)
    only_there = (ride(2), ride(1, child=BEN))
    assert made(one_way) == astuple(Trip(ALEX, 1, 3, SCHOOL, (out(1), back(2)), only_there))
    only_back = Way((pick(2, MIA),), RUTH, out=False, takes=ben)
    home = (ride(2, RUTH), ride(2, RUTH, BEN))
    assert made(only_back) == astuple(Trip(RUTH, 2, 3, SCHOOL, (back(2, RUTH),), home))
    stays = Way((drop(2, MIA),), RUTH, back=False, brings=ben)
    assert made(stays) == astuple(
        Trip(RUTH, 1, 2, SCHOOL, (out(1, RUTH),), (ride(1, RUTH), ride(1, RUTH, BEN)))
    )


def test_two_who_meet_go_home_together_from_then_on() -> None:
    meeting = Way((pick(2, MIA), pick(5, MIA)), RUTH, out=False, takes=frozenset({BEN}), meets=4)
    joins = (there(4, 5, RUTH, BEN), ride(5, RUTH, BEN))
    assert [row for row in meeting.trip(family()).care if row.child == BEN] == list(joins)


def test_whoever_was_busy_may_turn_up_anywhere_afterwards() -> None:
    of = family(busy=[busy("alex", 1, 3), busy("ruth", 0, 9), busy("alex", 5, 8)])
    assert [turned_up(of, ALEX, cell) for cell in range(10)] == [
        None,
        None,
        None,
        3,
        3,
        None,
        None,
        None,
        8,
        8,
    ]
    assert turned_up(family(), ALEX, 5) is None
    assert turned_up(family(busy=[busy("alex", 1, 3, strength="rather_not")]), ALEX, 4) is None


def test_whoever_was_busy_somewhere_is_there() -> None:
    at_school = busy("alex", 1, 3, place="school")
    assert turned_up(family(busy=[at_school]), ALEX, 4) is None
    assert turned_up(family(busy=[at_school, busy("alex", 2, 3)]), ALEX, 4) is None
    assert turned_up(family(busy=[at_school, busy("alex", 2, 4)]), ALEX, 4) == 4


def test_whoever_turned_up_before_now_is_somewhere() -> None:
    assert [turned_up(after(now, busy=[busy("alex", 1, 3)]), ALEX, 6) for now in (2, 3, 4)] == [3, None, None]


# What a plan has


def trips_of(of: Problem, plan: Plan, whole: bool = False) -> list[tuple[Any, ...]]:
    """The trips; with what stays they have to make up all that is away from home."""
    trips, rest = parted(of, plan, whole)
    care = [*rest.care, *(row for trip in trips for row in trip.care)]
    assert sorted(care, key=astuple_of) == sorted((r for r in plan.care if r.place != HOME), key=astuple_of)
    assert sorted([*rest.moves, *(row for trip in trips for row in trip.moves)]) == sorted(plan.moves)
    return [astuple(trip) for trip in trips]


def astuple_of(row: Care) -> tuple[int, ...]:
    return row.start, row.child, row.end


def plan(*rows: Care | Move, done: tuple[Done, ...] = ()) -> Plan:
    return Plan(
        care=tuple(row for row in rows if isinstance(row, Care)),
        moves=tuple(row for row in rows if isinstance(row, Move)),
        done=done,
    )


def trip(carer: int, start: int, end: int, *rows: Care | Move) -> tuple[Any, ...]:
    made_of = plan(*rows)
    return astuple(Trip(carer, start, end, SCHOOL, made_of.moves, made_of.care))


AT_HOME = Care(MIA, 0, 1, ALEX, HOME)
MORNING = (out(1), back(2), ride(1))
EVENING = (out(7), back(8), ride(8))


def test_each_way_there_and_back_is_a_trip() -> None:
    found = trips_of(family(), plan(AT_HOME, *EVENING, *MORNING))
    assert found == [trip(ALEX, 1, 3, *MORNING), trip(ALEX, 7, 9, *EVENING)]
    at_once = (out(3), back(4), ride(4))
    found = trips_of(family(), plan(*MORNING, *at_once))
    assert found == [trip(ALEX, 1, 3, *MORNING), trip(ALEX, 3, 5, *at_once)]
    waits = (out(1), back(5), ride(1), there(2, 5), ride(5))
    assert trips_of(family(), plan(*waits)) == [trip(ALEX, 1, 6, *waits)]
    assert trips_of(family(), plan(*waits), whole=True) == []


def test_of_two_carers_each_has_their_own() -> None:
    hers = (out(3, RUTH), back(4, RUTH), ride(4, RUTH))
    assert trips_of(family(), plan(*hers, *MORNING)) == [trip(ALEX, 1, 3, *MORNING), trip(RUTH, 3, 5, *hers)]


def test_a_helper_turns_up_there_or_stays_behind() -> None:
    comes = (there(2, 5, RUTH), back(5, RUTH), ride(5, RUTH))
    assert trips_of(family(), plan(*comes)) == [trip(RUTH, 2, 6, *comes)]
    stays = (out(1, RUTH), ride(1, RUTH), there(2, 5, RUTH))
    assert trips_of(family(), plan(*stays)) == [trip(RUTH, 1, 5, *stays)]
    here, again = there(2, 5, RUTH), there(7, 8, RUTH)
    assert trips_of(family(), plan(here, again)) == [trip(RUTH, 2, 5, here), trip(RUTH, 7, 8, again)]
    at_once = there(5, 8, RUTH, BEN)
    assert trips_of(family(), plan(here, at_once)) == [trip(RUTH, 2, 8, here, at_once)]


def test_somebody_of_the_household_who_was_busy_before_turns_up_there() -> None:
    comes = (there(4, 5), back(5), ride(5))
    assert trips_of(family(busy=[busy("alex", 0, 3)]), plan(*comes)) == [trip(ALEX, 3, 6, *comes)]
    assert trips_of(family(), plan(*comes)) == []


def test_what_does_not_come_back_to_home_stays() -> None:
    assert trips_of(family(), plan(out(1), ride(1), there(2, 5))) == []


def test_a_round_by_two_places_stays() -> None:
    around = (out(1), ride(1), Move(ALEX, 2, 3, SCHOOL, CLUB), Move(ALEX, 3, 5, CLUB, HOME))
    assert trips_of(family(), plan(*around)) == []
    back_from_there = (out(1), ride(1), Move(ALEX, 3, 5, CLUB, HOME))
    assert trips_of(family(), plan(*back_from_there)) == []


def test_where_something_is_done_on_the_way_all_of_it_stays() -> None:
    task = {
        "id": "t",
        "priority": "must",
        "minutes": 30,
        "earliest": at(0),
        "latest": at(40),
        "place": "school",
    }
    of = family(40, occurrences=[task])
    waits = (out(1), back(5), ride(1), there(2, 5), ride(5))
    assert [len(trips_of(of, plan(*waits, done=(Done(0, c, c + 1, ALEX, SCHOOL),)))) for c in (0, 1, 5, 6)] == [
        1, 0, 0, 1,
    ]  # fmt: skip
    assert len(trips_of(of, plan(*waits, done=(Done(0, 3, 4, RUTH, SCHOOL),)))) == 1
    assert len(trips_of(of, plan(*waits, done=(Done(0, 3, 4, ALEX, HOME),)))) == 1
    assert parted(of, plan(done=(Done(0, 3, 4, ALEX, SCHOOL),)))[1].done == (Done(0, 3, 4, ALEX, SCHOOL),)


ROUND = (Move(ALEX, 20, 22, HOME, CLUB), Move(ALEX, 22, 23, CLUB, SCHOOL), back(23), ride(23))


@pytest.mark.parametrize(("start", "apart"), [(1, True), (2, False), (40, False), (41, True)])
def test_what_has_to_do_with_what_stays_stays_too(start: int, apart: bool) -> None:
    """The round lasts from 20 to 24; eight hours around it are too near."""
    near = (out(start), back(start + 1), ride(start))
    assert bool(trips_of(family(60), plan(*near, *ROUND))) == apart


def test_it_has_to_do_with_the_same_carer_or_child() -> None:
    def hers(child: int) -> tuple[Care | Move, ...]:
        return out(26, RUTH), back(27, RUTH), ride(26, RUTH, child)

    assert trips_of(family(60), plan(*ROUND, *hers(MIA))) == []
    assert trips_of(family(60), plan(*ROUND, *hers(BEN))) == [trip(RUTH, 26, 28, *hers(BEN))]
    # What is near to what stays because of another is no further away.
    again = (out(42, RUTH), back(43, RUTH), ride(42, RUTH))
    assert trips_of(family(60), plan(*ROUND, *hers(MIA), *again)) == []


def test_what_was_begun_before_now_is_no_trip_but_what_goes_on_there_is() -> None:
    waits = (out(1), back(5), ride(1), there(2, 5), ride(5))
    trips, rest = parted(after(3), plan(*waits))
    assert trips == ()
    assert (rest.moves, rest.care) == ((back(5),), (there(3, 5), ride(5)))
    trips, rest = parted(after(1), plan(*waits))
    assert [astuple(one) for one in trips] == [trip(ALEX, 1, 6, *waits)]
    trips, rest = parted(after(5), plan(*waits))
    assert (rest.moves, rest.care) == ((back(5),), (ride(5),))
    on_the_way = plan(Move(ALEX, 2, 4, HOME, SCHOOL), Care(MIA, 2, 4, ALEX, None))
    assert parted(after(3), on_the_way) == ((), Plan())
