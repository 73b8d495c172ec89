"""Who is away, who is here, who fetches whom: worked out from rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbye.children import actions
from kbye.children.days import Day
from kbye.children.picture import Picture, picture, pieces
from kbye.household.afterwards import First
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, undo
from kbye.household.gap import Gap, GapChild
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning.intervals import Span
from tests.children.away import WEEKEND, at, weekend
from tests.people import LONG_AGO, THURSDAY_NOON, Family, family, time_away

pytestmark = pytest.mark.django_db


def names(day: Day) -> list[str]:
    return [one.name for one in day.here]


def seen(cast: Family, days: int, hour: int) -> Picture:
    return picture(cast.household, at(days, hour))


def test_a_weekend_as_it_goes_by() -> None:
    cast = family()
    weekend(cast)
    thursday = picture(cast.household, THURSDAY_NOON)
    assert thursday.everybody_is_here
    assert not thursday.away[0].has_gone
    assert (names(thursday.today), names(thursday.tomorrow)) == (["Sam", "Alex"], ["Sam", "Alex"])
    friday = seen(cast, 0, 16)
    assert not friday.everybody_is_here
    assert (friday.away[0].sleeps, [night.past for night in friday.away[0].nights]) == (2, [False, False])
    assert (names(friday.today), names(friday.tomorrow)) == (["Alex"], ["Alex"])
    saturday = seen(cast, 1, 12)
    assert (saturday.away[0].sleeps, [night.past for night in saturday.away[0].nights]) == (1, [True, False])
    assert (names(saturday.today), names(saturday.tomorrow)) == (["Alex"], ["Sam", "Alex"])
    sunday = seen(cast, 2, 9)
    assert (sunday.away[0].sleeps, sunday.away[0].part_of_day) == (0, "in the afternoon")


def test_after_i_am_back_everybody_is_here() -> None:
    cast = family()
    row = weekend(cast)
    row.come_back(at=at(1, 10))
    found = seen(cast, 1, 11)
    assert found.everybody_is_here
    assert found.away == ()
    assert names(found.today) == ["Sam", "Alex"]


def test_a_return_that_is_late_is_still_away_and_not_forever() -> None:
    cast = family()
    weekend(cast)
    assert seen(cast, 2, 19).away[0].sleeps == 0
    assert "Sam" not in names(seen(cast, 2, 19).today)
    assert seen(cast, 5, 12).everybody_is_here


@pytest.mark.parametrize("before", [timedelta(days=3, minutes=1), timedelta(days=10)])
def test_what_is_further_away_than_three_days_is_not_announced(before: timedelta) -> None:
    cast = family()
    weekend(cast)
    found = picture(cast.household, WEEKEND.start - before)
    assert found.everybody_is_here
    assert found.away == ()


def test_only_what_is_told_and_settled_is_announced() -> None:
    cast = family()
    row = weekend(cast, told=False)
    assert picture(cast.household, THURSDAY_NOON).away == ()
    TimeAway.objects.of(cast.household).update(told_at=LONG_AGO, manner=TimeAway.Manner.QUESTION)
    assert picture(cast.household, THURSDAY_NOON).away == ()
    HandOver.objects.of(cast.household).filter(time_away=row).update(answer="got_it")
    assert len(picture(cast.household, THURSDAY_NOON).away) == 1
    row.call_off(at=THURSDAY_NOON)
    assert picture(cast.household, THURSDAY_NOON).away == ()


def test_a_helper_who_stays_is_here_and_adults_as_children_call_them() -> None:
    cast = family()
    cast.grandma.called = "Oma"
    cast.grandma.save(update_fields=["called"])
    cast.sam.called = "Mama"
    cast.sam.save(update_fields=["called"])
    weekend(cast, stayer=cast.grandma)
    weekend(cast, leaver=cast.alex, stayer=cast.grandma)
    found = seen(cast, 1, 12)
    assert names(found.today) == ["Oma"]
    assert [one.who.name for one in found.away] == ["Mama", "Alex"]
    assert found.away[0].who.initials == "M"


def fetching(cast: Family, hour: int, *, everybody: bool = False) -> None:
    Responsibility.objects.create(
        household=cast.household,
        kind=Responsibility.Kind.FETCH,
        title="the blue house, Garden Street 5, bell 3",
        priority=Priority.MUST,
        child=None if everybody else cast.mia,
        from_minute=hour * 60,
        to_minute=hour * 60 + 30,
    )


def fetches(day: Day) -> list[tuple[list[str], list[str], bool]]:
    return [
        ([one.name for one in fetch.who], [one.name for one in fetch.children], fetch.brings)
        for fetch in day.fetches
    ]


def gap(cast: Family, row: TimeAway, *, state: str = Gap.State.COVERED, children: bool = True) -> Gap:
    made = Gap.objects.create(
        household=cast.household,
        time_away=row,
        starts_at=at(1, 15),
        ends_at=at(1, 18),
        state=state,
        covered_by=cast.grandma if state == Gap.State.COVERED else None,
        created_at=LONG_AGO,
    )
    if children:
        GapChild.objects.create(household=cast.household, gap=made, child=cast.mia)
    return made


def test_the_one_who_stays_brings_and_fetches() -> None:
    cast = family()
    fetching(cast, 8)
    fetching(cast, 16, everybody=True)
    weekend(cast)
    assert fetches(seen(cast, 1, 6).today) == [
        (["Alex"], ["Mia"], True),
        (["Alex"], ["Mia", "Ben", "Zoe"], False),
    ]
    assert fetches(seen(cast, 1, 9).today) == [(["Alex"], ["Mia", "Ben", "Zoe"], False)]
    on_bens = picture(cast.household, at(1, 9), child=cast.ben)
    assert fetches(on_bens.today) == [(["Alex"], ["Ben"], False)]
    assert fetches(seen(cast, 1, 18).today) == []


def test_a_helper_who_said_yes_fetches_and_is_here() -> None:
    cast = family()
    fetching(cast, 16, everybody=True)
    row = weekend(cast)
    gap(cast, row)
    found = seen(cast, 1, 9).today
    assert fetches(found) == [(["Grandma"], ["Mia"], False), (["Alex"], ["Ben", "Zoe"], False)]
    assert names(found) == ["Alex", "Grandma"]


def test_what_is_open_is_promised_to_nobody() -> None:
    cast = family()
    fetching(cast, 16)
    row = weekend(cast)
    gap(cast, row, state=Gap.State.OPEN, children=False)
    assert fetches(seen(cast, 1, 9).today) == []


def test_went_and_came_back() -> None:
    cast = family()
    for weeks in (1, 2, 3, 4):
        ago = timedelta(weeks=weeks)
        row = time_away(cast, span=Span(WEEKEND.start - ago, WEEKEND.end - ago))
        if weeks > 1:  # the last time nobody thought of "I'm back"
            row.come_back(at=row.ends_at)
    weekend(cast)
    off = time_away(cast, span=Span(at(-20, 9), at(-20, 12)))
    off.call_off(at=at(-21, 9))
    assert seen(cast, 1, 12).away[0].times_back == 4


def test_a_return_that_moved_is_told_that_day() -> None:
    cast = family()
    row = weekend(cast)
    event = actions.move_return(time_away=row, back_at=at(3, 16), by=cast.sam, now=at(1, 10))
    found = seen(cast, 1, 12).away[0]
    assert found.sleeps == 2
    assert found.moved is not None
    assert (found.moved.is_later, found.moved.count, found.moved.seq) == (True, 1, event.seq)
    assert seen(cast, 2, 4).away[0].moved is not None
    assert seen(cast, 2, 6).away[0].moved is None


def test_sooner_and_the_same_day_and_taken_back() -> None:
    cast = family()
    row = weekend(cast)
    event = actions.move_return(time_away=row, back_at=at(1, 16), by=cast.sam, now=at(0, 19))
    found = seen(cast, 0, 19).away[0].moved
    assert found is not None
    assert (found.is_later, found.count) == (False, 1)
    assert undo(Event.objects.of(cast.household).get(pk=event.pk), by=cast.sam, at=at(0, 19))
    assert seen(cast, 0, 19).away[0].moved is None
    assert seen(cast, 0, 19).away[0].sleeps == 2
    row.refresh_from_db()
    actions.move_return(time_away=row, back_at=at(2, 18), by=cast.sam, now=at(0, 19))
    assert seen(cast, 0, 19).away[0].moved is None


def test_pieces_of_the_strip() -> None:
    cast = family()
    row = weekend(cast)
    found = pieces(row, THURSDAY_NOON)
    assert [one.sleeps for one in found] == [2, 1, 0]
    assert [[face.name for face in one.day.here] for one in found] == [
        ["Sam", "Alex"],
        ["Alex"],
        ["Sam", "Alex"],
    ]
    assert [one.sleeps for one in pieces(row, at(1, 12))] == [1, 0]
    in_pencil = weekend(cast, told=False)
    assert len(pieces(in_pencil, THURSDAY_NOON)) == 3


def test_the_latest_firsts() -> None:
    cast = family()
    row = weekend(cast)
    for number, child in enumerate((cast.mia, cast.ben, None, cast.ben)):
        First.objects.create(
            household=cast.household,
            time_away=row,
            child=child,
            told_by=cast.alex,
            words=f"first {number}",
            created_at=LONG_AGO + timedelta(hours=number),
        )
    assert [one.words for one in seen(cast, 1, 12).firsts] == ["first 3", "first 2", "first 1"]
    on_mias = picture(cast.household, at(1, 12), child=cast.mia)
    assert [one.words for one in on_mias.firsts] == ["first 2", "first 0"]
