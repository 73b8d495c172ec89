from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.wallclock import (
    days_touching,
    instant,
    known_zone,
    local,
    local_day,
    minute_of_day,
    nights,
    wall_span,
)

from .strategies import BERLIN, ZONES, days, instants, law, minutes, spans, zones

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOSTILE = ["", " ", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/", "Europe/../Europe/Berlin", "a\0b"]
HOSTILE += [
    "Europe/Berlin\n",
    "x" * 100_000,
    "Nowhere/Town",
    "tzdata.zi",
    "leapseconds",
    "localtime",
    "Ünited",
]
HOSTILE += ["right/Europe/Berlin", "posixrules", "Factory", "+VERSION", "\ud800", "Europe//Berlin", "."]


def clock(day: date, minute: int, zone: str = BERLIN) -> str:
    return local(instant(day, minute, zone), zone).strftime("%d %H:%M %Z")


def berlin(day: date, start: int, end_day: date, end: int) -> Span:
    return Span(instant(day, start, BERLIN), instant(end_day, end, BERLIN))


def test_an_instant_is_in_utc() -> None:
    assert instant(date(2026, 12, 4), 18 * 60, BERLIN) == datetime(2026, 12, 4, 17, tzinfo=UTC)
    assert instant(date(2026, 12, 4), 18 * 60, BERLIN).tzinfo is UTC


def test_kathmandu_is_three_quarters_of_an_hour_off() -> None:
    assert instant(date(2026, 12, 4), 0, "Asia/Kathmandu") == datetime(2026, 12, 3, 18, 15, tzinfo=UTC)


def test_a_missing_hour_moves_forward_by_the_gap() -> None:
    assert clock(SPRING, 119) == "29 01:59 CET"
    assert clock(SPRING, 120) == "29 03:00 CEST"
    assert clock(SPRING, 150) == "29 03:30 CEST"
    assert clock(SPRING, 180) == "29 03:00 CEST"


def test_lord_howe_misses_and_doubles_half_an_hour_only() -> None:
    lord_howe = "Australia/Lord_Howe"
    assert clock(date(2026, 10, 4), 125, lord_howe) == "04 02:35 +11"
    doubled = instant(date(2026, 4, 5), 105, lord_howe)
    assert minute_of_day(doubled + timedelta(minutes=30), lord_howe) == 105


def test_a_doubled_hour_means_the_first() -> None:
    assert clock(AUTUMN, 150) == "25 02:30 CEST"
    assert clock(AUTUMN, 180) == "25 03:00 CET"


def test_minutes_past_midnight_are_wall_time_of_the_next_day() -> None:
    assert clock(SPRING - timedelta(days=1), 1500) == "29 01:00 CET"
    assert clock(SPRING - timedelta(days=1), 1440 + 8 * 60) == "29 08:00 CEST"
    assert clock(AUTUMN - timedelta(days=1), 1440 + 8 * 60) == "25 08:00 CET"
    assert clock(date(2026, 12, 31), 2880) == "02 00:00 CET"


def test_a_midnight_that_is_missing_is_the_first_minute_of_that_day() -> None:
    cairo = "Africa/Cairo"
    assert clock(date(2026, 4, 24), 0, cairo) == "24 01:00 EEST"
    assert instant(date(2026, 4, 23), 1440, cairo) == instant(date(2026, 4, 24), 0, cairo)


@pytest.mark.parametrize("minute", [-1, 2881])
def test_a_minute_outside_is_refused(minute: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 2880"):
        instant(SPRING, minute, BERLIN)


def test_a_window_inside_the_missing_hour_moves_forward_and_keeps_its_length() -> None:
    window = wall_span(SPRING, 150, 180, BERLIN)
    assert local(window.start, BERLIN).strftime("%H:%M") == "03:30"
    assert window.minutes == 30


def test_a_window_must_end_after_it_starts() -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        wall_span(SPRING, 150, 150, BERLIN)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_from_outside_is_taken_for_a_zone(name: str) -> None:
    assert not known_zone(name)
    with pytest.raises(ValueError, match="No time zone is called") as refused:
        instant(SPRING, 0, name)
    assert len(str(refused.value)) < 500


def test_every_zone_of_the_world_is_known() -> None:
    strange = {name for name in available_timezones() if not known_zone(name)}
    assert strange <= {"Factory", "localtime"}


def test_an_instant_without_a_zone_has_no_local_time() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        local(datetime(2026, 12, 4, 12), BERLIN)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "days_later", "end", "expected"),
    [
        (18 * 60, 0, 22 * 60, 0),
        (18 * 60, 1, 0, 0),
        (18 * 60, 1, 60, 0),
        (18 * 60, 1, 239, 0),
        (18 * 60, 1, 240, 1),
        (18 * 60, 1, 600, 1),
        (17 * 60, 2, 18 * 60, 2),
        (17 * 60, 3, 60, 2),
        (60, 0, 120, 0),
        (0, 0, 1440, 0),
    ],
)
@pytest.mark.parametrize("day", [date(2026, 12, 4), SPRING - timedelta(days=1), AUTUMN - timedelta(days=1)])
def test_a_night_is_a_midnight_that_one_does_not_come_home_from(
    day: date, start: int, days_later: int, end: int, expected: int
) -> None:
    assert nights(berlin(day, start, day + timedelta(days=days_later), end), BERLIN) == expected


def test_nights_are_local() -> None:
    evening = Span(datetime(2026, 12, 4, 22, tzinfo=UTC), datetime(2026, 12, 5, 5, tzinfo=UTC))
    assert nights(evening, BERLIN) == 1
    assert nights(evening, "America/New_York") == 0


@law
@given(days, minutes, zones)
def test_a_wall_clock_time_that_exists_comes_back_as_it_was(day: date, minute: int, zone: str) -> None:
    at = instant(day, minute, zone)
    if minute_of_day(at, zone) == minute:
        assert local_day(at, zone) == day
    else:
        gap = minute_of_day(at, zone) - minute
        assert gap in (30, 60)
        assert local(at, zone).dst()


@law
@given(instants, zones)
def test_an_instant_comes_back_from_its_wall_clock_or_is_the_second_of_a_doubled_hour(
    at: datetime, zone: str
) -> None:
    again = instant(local_day(at, zone), minute_of_day(at, zone), zone)
    assert at == again or (local(at, zone).fold == 1 and at > again)


@law
@given(days, st.integers(0, 1440), zones)
def test_tomorrow_is_reached_from_today(day: date, minute: int, zone: str) -> None:
    assert instant(day, 1440 + minute, zone) == instant(day + timedelta(days=1), minute, zone)


@law
@given(spans(), zones)
def test_whatever_reaches_into_a_span_starts_on_one_of_its_days(span: Span, zone: str) -> None:
    touching = list(days_touching(span, zone))
    first, last = touching[0], touching[-1]
    assert instant(first - timedelta(days=1), 2880, zone) <= span.start
    assert instant(last + timedelta(days=1), 0, zone) > span.end
    assert len(touching) == (last - first).days + 1


@law
@given(spans(), zones)
def test_a_week_later_has_the_same_nights(span: Span, zone: str) -> None:
    week = timedelta(days=7)
    later = Span(span.start + week, span.end + week)
    assume(local(span.start, zone).utcoffset() == local(later.end, zone).utcoffset())
    assume(local(span.end, zone).utcoffset() == local(later.start, zone).utcoffset())
    assume(local(span.start, zone).utcoffset() == local(span.end, zone).utcoffset())
    assert nights(later, zone) == nights(span, zone)


def test_the_zones_that_the_laws_are_tried_on_are_known() -> None:
    assert all(known_zone(zone) for zone in ZONES)
