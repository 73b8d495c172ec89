"""Standing dates: their days, both nights of the clock change, year's ends, and what is noticed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.standing import (
    Absence,
    Conflict,
    Holiday,
    Reason,
    Rhythm,
    conflicts,
    first_on,
    is_possible,
)
from kbye.planning.wallclock import instant, local, local_day

BERLIN = "Europe/Berlin"
THURSDAY = date(2026, 12, 3)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
ZONES = st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])


def rhythm(first: date = THURSDAY, *, every: int = 1, starts: int = 19 * 60, minutes: int = 180) -> Rhythm:
    return Rhythm(first=first, every_weeks=every, from_minute=starts, minutes=minutes)


RHYTHMS = st.builds(
    Rhythm,
    first=DAYS,
    every_weeks=st.sampled_from([1, 2]),
    from_minute=st.integers(0, 1439),
    minutes=st.integers(1, 1440),
)


def test_every_week_from_the_first_on() -> None:
    days = list(rhythm().days(THURSDAY - timedelta(days=20), THURSDAY + timedelta(days=15)))
    assert days == [THURSDAY, THURSDAY + timedelta(days=7), THURSDAY + timedelta(days=14)]


def test_the_end_is_not_among_its_days() -> None:
    assert list(rhythm().days(THURSDAY, THURSDAY)) == []
    assert list(rhythm().days(THURSDAY, THURSDAY + timedelta(days=7))) == [THURSDAY]


@pytest.mark.parametrize("first", [date(2020, 12, 24), date(2026, 12, 24), date(2027, 12, 23)])
def test_every_other_week_keeps_its_parity_across_the_end_of_the_year(first: date) -> None:
    """2020 and 2026 have 53 weeks: odd and even calendar weeks would slip there, counted weeks do not."""
    days = list(rhythm(first, every=2).days(first, first + timedelta(days=60)))
    assert days == [first + timedelta(days=14 * number) for number in range(5)]
    assert not rhythm(first, every=2).is_on(first + timedelta(days=7))


@pytest.mark.parametrize(
    ("day", "starts", "minutes", "real_minutes"),
    [
        (date(2026, 10, 24), 20 * 60, 12 * 60, 13 * 60),
        (date(2027, 3, 27), 20 * 60, 12 * 60, 11 * 60),
        (date(2027, 3, 28), 2 * 60 + 15, 30, 30),
        (date(2027, 3, 28), 2 * 60 + 30, 30, 30),
        (date(2026, 10, 25), 19 * 60, 180, 180),
    ],
)
def test_the_wall_clock_holds_on_both_nights_of_the_clock_change(
    day: date, starts: int, minutes: int, real_minutes: int
) -> None:
    assert rhythm(day, starts=starts, minutes=minutes).on(day, BERLIN).minutes == real_minutes


def test_seven_to_ten_stays_seven_to_ten_across_both_changes() -> None:
    first = date(2026, 10, 22)
    for day in rhythm(first).days(first, first + timedelta(days=300)):
        span = rhythm(first).on(day, BERLIN)
        assert [f"{local(at, BERLIN):%H:%M}" for at in (span.start, span.end)] == ["19:00", "22:00"]


@given(RHYTHMS, DAYS, st.integers(0, 120))
def test_its_days_lie_whole_weeks_apart(one: Rhythm, start: date, length: int) -> None:
    days = list(one.days(start, start + timedelta(days=length)))
    assert all((day - one.first).days % (7 * one.every_weeks) == 0 for day in days)
    assert all(start <= day < start + timedelta(days=length) and day >= one.first for day in days)
    everyday = [start + timedelta(days=ahead) for ahead in range(length)]
    assert days == [day for day in everyday if one.is_on(day)]


@given(RHYTHMS, DAYS, ZONES)
def test_it_is_a_span_on_every_day_of_every_zone(one: Rhythm, day: date, zone: str) -> None:
    span = one.on(day, zone)
    assert span.start < span.end
    assert abs(span.minutes - one.minutes) <= 60
    assert local_day(span.start, zone) == day


@given(st.integers(0, 6), DAYS)
def test_the_first_such_weekday_is_within_a_week(weekday: int, day: date) -> None:
    found = first_on(weekday, day)
    assert found.weekday() == weekday
    assert 0 <= (found - day).days < 7


@pytest.mark.parametrize("wrong", [{"every": 0}, {"starts": 1440}, {"starts": -1}, {"minutes": 0}])
def test_what_no_week_has_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"rhythm|standing date"):
        rhythm(**wrong)


EVENING = rhythm().on(THURSDAY, BERLIN)


def reasons(**around: Any) -> list[Reason]:
    found = conflicts(EVENING, BERLIN, leaver="sam", stayer="alex", **around)
    return [one.reason for one in found]


def absence(leaver: str, *stayers: str, hours: float = 0) -> Absence:
    moved = timedelta(hours=hours)
    span = Span(EVENING.start + moved, EVENING.end + moved)
    return Absence(span=span, leaver=leaver, stayers=frozenset(stayers))


def test_nothing_around_it_is_nothing_to_notice() -> None:
    assert reasons() == []


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (absence("alex", "sam"), Reason.STAYER_AWAY),
        (absence("alex", "grandma"), Reason.STAYER_AWAY),
        (absence("noor", "sam"), Reason.LEAVER_STAYS),
        (absence("sam", "grandma"), Reason.LEAVER_AWAY),
    ],
)
def test_another_time_away_is_noticed(other: Absence, reason: Reason) -> None:
    assert reasons(absences=[other]) == [reason]


def test_touching_is_no_conflict_and_strangers_are_none() -> None:
    assert reasons(absences=[absence("alex", "sam", hours=3), absence("alex", "sam", hours=-3)]) == []
    assert reasons(absences=[absence("noor", "grandma")]) == []


def test_what_the_stayer_has_on_is_noticed_and_stands_in_nobodys_way() -> None:
    assert reasons(stayer_busy=[EVENING]) == [Reason.STAYER_BUSY]
    assert is_possible([Conflict(reason=Reason.STAYER_BUSY, span=EVENING)])
    assert is_possible([Conflict(reason=Reason.LEAVER_AWAY, span=EVENING)])


@pytest.mark.parametrize("reason", [Reason.STAYER_AWAY, Reason.LEAVER_STAYS])
def test_nobody_is_gone_and_has_the_children_at_once(reason: Reason) -> None:
    assert not is_possible([Conflict(reason=Reason.HOLIDAY), Conflict(reason=reason)])


def test_a_holiday_counts_on_the_local_day_and_on_no_other() -> None:
    around = [Holiday(day=THURSDAY + timedelta(days=ahead), name=f"{ahead}") for ahead in (-1, 0, 1)]
    found = conflicts(EVENING, BERLIN, leaver="sam", stayer="alex", holidays=around)
    assert [(one.reason, one.name) for one in found] == [(Reason.HOLIDAY, "0")]


def test_past_midnight_both_days_count() -> None:
    late = Span(EVENING.start, instant(THURSDAY, 25 * 60, BERLIN))
    around = [Holiday(day=THURSDAY + timedelta(days=1), name="Friday")]
    assert [one.name for one in conflicts(late, BERLIN, leaver="sam", stayer="alex", holidays=around)] == [
        "Friday"
    ]


def test_what_makes_it_impossible_comes_first() -> None:
    found = reasons(
        absences=[absence("sam", "grandma"), absence("alex", "sam")],
        holidays=[Holiday(day=THURSDAY, name="a holiday")],
    )
    assert found[0] is Reason.STAYER_AWAY
