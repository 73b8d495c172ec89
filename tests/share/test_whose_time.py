"""Rows into own time: what counts, what does not, and what is only asked about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Commitment
from kbye.household.gap import Gap, GapChild
from kbye.household.own_time import Sleep, TripAnswer, WholeDays
from kbye.household.whose_time import house_of, unanswered
from kbye.planning.intervals import Span
from kbye.planning.own_time import Kind, week_span
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, ZONE, Family, busy, calendar_of, family, time_away
from tests.share.rows import (
    LAST_TRIP,
    SATURDAY_MORNING,
    TRIP,
    TUESDAY,
    WEEK,
    know_the_weeks,
    minutes,
    week_of,
)

pytestmark = pytest.mark.django_db
TRIP_WEEK = week_span(TUESDAY + timedelta(days=7), ZONE)


@pytest.fixture
def cast() -> Family:
    made = family()
    know_the_weeks(made)
    return made


def test_an_evening_told_counts_for_both(cast: Family) -> None:
    time_away(cast)
    assert minutes(cast.sam, Kind.OWN) == minutes(cast.alex, Kind.ALONE) == 240
    assert week_of(cast.sam).longest == FRIDAY_EVENING


def test_what_is_only_a_wish_does_not_count(cast: Family) -> None:
    pencilled = time_away(cast, told=False)
    assert minutes(cast.sam, Kind.OWN) == 0
    pencilled.note_told(at=THURSDAY_NOON)
    TimeAway.objects.filter(pk=pencilled.pk).update(manner=TimeAway.Manner.QUESTION)
    assert minutes(cast.sam, Kind.OWN) == 0
    HandOver.objects.filter(time_away=pencilled).update(answer=HandOver.Answer.GOT_IT)
    assert minutes(cast.sam, Kind.OWN) == 240


def test_what_was_called_off_does_not_count_and_back_early_is_back(cast: Family) -> None:
    row = time_away(cast)
    row.come_back(at=FRIDAY_EVENING.start + timedelta(hours=1, seconds=20))
    assert minutes(cast.sam, Kind.OWN) == 60
    row.call_off(at=THURSDAY_NOON)
    assert minutes(cast.sam, Kind.OWN) == 0


def test_a_helper_leaves_both_free_and_a_gap_taken_by_one_does_so_in_between(cast: Family) -> None:
    time_away(cast, stayer=cast.grandma)
    assert minutes(cast.sam, Kind.OWN) == minutes(cast.alex, Kind.OWN) == 240
    row = time_away(cast, span=SATURDAY_MORNING)
    gap = Gap.objects.create(
        household=cast.household,
        time_away=row,
        starts_at=SATURDAY_MORNING.start,
        ends_at=SATURDAY_MORNING.start + timedelta(hours=1),
        state=Gap.State.COVERED,
        covered_by=cast.noor,
        created_at=THURSDAY_NOON,
    )
    for child in cast.children[:2]:
        GapChild.objects.create(household=cast.household, gap=gap, child=child)
    assert minutes(cast.alex, Kind.ALONE) == 300
    GapChild.objects.create(household=cast.household, gap=gap, child=cast.zoe)
    assert (minutes(cast.alex, Kind.ALONE), minutes(cast.alex, Kind.OWN)) == (240, 300)


def test_a_work_trip_is_never_own_time_and_leaves_the_other_alone(cast: Family) -> None:
    row = time_away(cast, leaver=cast.alex, stayer=cast.sam, span=TRIP)
    TimeAway.objects.filter(pk=row.pk).update(reason=TimeAway.Reason.WORK)
    assert minutes(cast.alex, Kind.TRIP, TRIP_WEEK) == TRIP.minutes
    assert minutes(cast.alex, Kind.OWN, TRIP_WEEK) == 0
    # 7:00–22:30, 6:30–20:00, and 630 on three other days.
    assert minutes(cast.sam, Kind.ALONE, TRIP_WEEK) == 930 + 810 + 3 * 630


def test_nights_are_as_one_says(cast: Family) -> None:
    Sleep.objects.create(household=cast.household, member=cast.sam, from_minute=60, to_minute=480)
    assert minutes(cast.sam, Kind.ASLEEP) == 7 * 420
    assert minutes(cast.alex, Kind.ASLEEP) == 7 * 480


def test_a_busy_time_counts_as_work_and_a_long_one_is_asked_about(cast: Family) -> None:
    busy(cast.alex, SATURDAY_MORNING)
    assert minutes(cast.alex, Kind.WORK) == 5 * 630 + 300
    assert unanswered(cast.household, THURSDAY_NOON) == []
    long = busy(cast.alex, TRIP)
    [entry] = unanswered(cast.household, THURSDAY_NOON)
    assert (entry.key, entry.span) == (str(long.pk), TRIP)
    assert minutes(cast.alex, Kind.UNKNOWN, TRIP_WEEK) == TRIP.minutes


@pytest.mark.parametrize(
    ("hours", "asked"), [(7, False), (23, True), (24, True), (24 * 30, True), (24 * 30 + 1, False)]
)
def test_what_is_long(cast: Family, hours: int, asked: bool) -> None:
    """Over a night, a day or more, and not for longer than a month."""
    busy(cast.alex, Span(TRIP.start, TRIP.start + timedelta(hours=hours)))
    assert bool(unanswered(cast.household, THURSDAY_NOON)) is asked


def test_once_answered_it_is_never_asked_again_even_if_the_calendar_moves_it(cast: Family) -> None:
    calendar = calendar_of(cast.alex)
    busy(cast.alex, TRIP, calendar)
    TripAnswer.objects.create(
        household=cast.household,
        member=cast.alex,
        starts_at=TRIP.start,
        ends_at=TRIP.end,
        answered_at=THURSDAY_NOON,
    )
    assert unanswered(cast.household, THURSDAY_NOON) == []
    assert minutes(cast.alex, Kind.UNKNOWN, TRIP_WEEK) == 0
    Commitment.objects.filter(calendar=calendar).delete()
    busy(cast.alex, Span(TRIP.start + timedelta(hours=20), TRIP.end + timedelta(hours=20)), calendar)
    assert unanswered(cast.household, THURSDAY_NOON) == []
    busy(cast.sam, TRIP)
    assert [one.member_id for one in unanswered(cast.household, THURSDAY_NOON)] == [cast.sam.pk]


def test_a_night_that_was_no_trip_was_work(cast: Family) -> None:
    shift = Span(TRIP.start + timedelta(hours=15), TRIP.start + timedelta(hours=23))
    busy(cast.alex, shift)
    TripAnswer.objects.create(
        household=cast.household,
        member=cast.alex,
        starts_at=shift.start,
        ends_at=shift.end,
        answered_at=THURSDAY_NOON,
    )
    assert minutes(cast.alex, Kind.WORK, TRIP_WEEK) == 5 * 630 + 480


def test_whole_days_are_asked_about_and_a_time_away_explains_them(cast: Family) -> None:
    WholeDays.objects.create(
        household=cast.household,
        member=cast.alex,
        calendar=calendar_of(cast.alex),
        first_date=TUESDAY + timedelta(days=7),
        last_date=TUESDAY + timedelta(days=9),
    )
    [entry] = unanswered(cast.household, THURSDAY_NOON)
    assert entry.is_whole_days
    assert entry.span.minutes == 3 * 24 * 60
    time_away(cast, leaver=cast.alex, stayer=cast.sam, span=TRIP)
    assert unanswered(cast.household, THURSDAY_NOON) == []


def test_the_next_one_is_asked_about_first_and_then_the_latest(cast: Family) -> None:
    calendar = calendar_of(cast.alex)
    for span in (LAST_TRIP, TRIP):
        busy(cast.alex, span, calendar)
    assert [one.span for one in unanswered(cast.household, THURSDAY_NOON)] == [TRIP, LAST_TRIP]


def test_no_more_queries_for_more_rows(cast: Family) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            house_of(cast.household, WEEK)
        return len(asked)

    time_away(cast)
    few = queries()
    for _more in range(4):
        time_away(cast, span=SATURDAY_MORNING)
        busy(cast.alex, SATURDAY_MORNING)
    assert queries() == few
