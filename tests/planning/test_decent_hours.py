"""Decent hours: what falls at night moves to the nearest hour at which somebody may be asked to have answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.agreeing import SHORTEST_WAIT, answer_by
from kbye.planning.decent_hours import decent, is_decent
from kbye.planning.gaps import answer_until, yes_binds_at
from kbye.planning.wallclock import instant

BERLIN = "Europe/Berlin"
DAY = date(2026, 12, 3)
ZONES = st.sampled_from([BERLIN, "America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(hour: int, minute: int = 0, *, days: int = 0, day: date = DAY) -> datetime:
    return instant(day + timedelta(days=days), hour * 60 + minute, BERLIN)


def shifted(
    wanted: datetime, *, earliest: datetime | None = None, latest: datetime | None = None
) -> datetime:
    week = timedelta(days=7)
    return decent(wanted, earliest=earliest or wanted - week, latest=latest or wanted + week, zone=BERLIN)


@pytest.mark.parametrize(
    ("wanted", "moved"),
    [
        (at(12), at(12)),
        (at(8), at(8)),
        (at(21), at(21)),
        (at(21, 1), at(21)),
        (at(23), at(21)),
        (at(2, 30, days=1), at(21)),
        (at(2, 31, days=1), at(8, days=1)),
        (at(7, 59, days=1), at(8, days=1)),
    ],
)
def test_the_nearest_decent_time(wanted: datetime, moved: datetime) -> None:
    assert shifted(wanted) == moved


def test_not_before_the_earliest_and_not_after_the_latest() -> None:
    assert shifted(at(23), earliest=at(22)) == at(8, days=1)
    assert shifted(at(6, days=1), latest=at(7, days=1)) == at(21)


def test_where_no_decent_time_lies_between_it_is_at_once() -> None:
    assert shifted(at(2, days=1), earliest=at(22, 30), latest=at(6, days=1)) == at(22, 30)


@pytest.mark.parametrize(
    ("night", "before_the_middle", "after_the_middle", "hours"),
    [
        (date(2026, 3, 28), at(1, 30, day=date(2026, 3, 29)), at(3, 30, day=date(2026, 3, 29)), 10),
        (date(2026, 10, 24), at(1, 30, day=date(2026, 10, 25)), at(3, day=date(2026, 10, 25)), 12),
    ],
)
def test_on_the_nights_when_the_clocks_change_the_wall_clock_counts(
    night: date, before_the_middle: datetime, after_the_middle: datetime, hours: int
) -> None:
    morning = at(8, day=night + timedelta(days=1))
    assert shifted(before_the_middle) == at(21, day=night)
    assert shifted(after_the_middle) == morning
    assert morning - at(21, day=night) == timedelta(hours=hours)


def test_nobody_is_to_answer_or_to_decide_at_three_in_the_morning() -> None:
    asked, starts = at(12), at(18, days=1)
    assert answer_by(asked_at=asked, starts_at=starts, zone=BERLIN) == at(8, days=1)
    assert yes_binds_at(now=asked, start=starts, zone=BERLIN) == at(8, days=1)
    assert answer_until(now=at(20), start=starts, zone=BERLIN) == at(21)
    assert answer_until(now=at(21), start=starts, zone=BERLIN) == at(8, days=1)


def test_a_time_that_was_chosen_is_never_cut_short() -> None:
    asked, starts = at(20), at(18, days=1)
    assert answer_until(now=asked, start=starts, zone=BERLIN, minutes=120) == at(8, days=1)
    assert answer_until(now=asked, start=at(8, 30, days=1), zone=BERLIN, minutes=120) == at(22)


@given(asked=MOMENTS, ahead=st.integers(60 * 24, 60 * 24 * 60), zone=ZONES)
def test_with_a_day_or_more_left_no_time_falls_at_night(asked: datetime, ahead: int, zone: str) -> None:
    starts = asked + timedelta(minutes=ahead)
    until = answer_by(asked_at=asked, starts_at=starts, zone=zone)
    assert until is not None
    for one in (
        until,
        yes_binds_at(now=asked, start=starts, zone=zone),
        answer_until(now=asked, start=starts, zone=zone),
    ):
        assert is_decent(one, zone)
        assert asked < one < starts


@given(asked=MOMENTS, ahead=st.integers(1, 60 * 24 * 60), zone=ZONES)
def test_an_answer_has_an_hour_and_ends_before_the_start(asked: datetime, ahead: int, zone: str) -> None:
    starts = asked + timedelta(minutes=ahead)
    until = answer_by(asked_at=asked, starts_at=starts, zone=zone)
    assert until is not None
    assert asked < until <= starts
    assert until == starts or until - asked >= SHORTEST_WAIT
    assert until - asked <= timedelta(hours=48 + 12)
