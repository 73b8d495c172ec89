from __future__ import annotations

from datetime import date, timedelta

import pytest

from kbye.come_back.next_time import Again, Idea, ideas, moved_to
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.wallclock import instant, local, wall_span
from tests.people import FRIDAY, FRIDAY_EVENING, ZONE

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
WEEKEND = Span(instant(FRIDAY, 17 * 60, ZONE), instant(FRIDAY + timedelta(days=2), 18 * 60, ZONE))


def found(span: Span, now: date) -> dict[Again, Idea]:
    return {idea.again: idea for idea in ideas(span, zone=ZONE, now=instant(now, 23 * 60, ZONE))}


def shown(span: Span) -> tuple[str, str]:
    return f"{local(span.start, ZONE):%a %d %b %H:%M}", f"{local(span.end, ZONE):%a %d %b %H:%M}"


def test_after_an_evening_the_same_again_or_a_night() -> None:
    after = found(FRIDAY_EVENING, FRIDAY)
    assert shown(after[Again.TWO_WEEKS].span) == ("Fri 18 Dec 18:00", "Fri 18 Dec 22:00")
    assert shown(after[Again.FOUR_WEEKS].span) == ("Fri 01 Jan 18:00", "Fri 01 Jan 22:00")
    assert shown(after[Again.NEXT_RUNG].span) == ("Fri 18 Dec 18:00", "Sat 19 Dec 10:00")
    assert after[Again.NEXT_RUNG].length is Length.NIGHT


def test_after_a_night_a_weekend_begins_on_a_friday() -> None:
    monday = FRIDAY + timedelta(days=3)
    night = wall_span(monday, 18 * 60, 34 * 60, ZONE)
    rung = found(night, monday + timedelta(days=1))[Again.NEXT_RUNG]
    assert shown(rung.span)[0].startswith("Fri 25 Dec")


def test_after_the_longest_nothing_longer_is_proposed() -> None:
    four_days = Span(FRIDAY_EVENING.start, FRIDAY_EVENING.end + timedelta(days=4))
    assert Again.NEXT_RUNG not in found(four_days, FRIDAY + timedelta(days=4))


@pytest.mark.parametrize("days_later", [0, 2, 6, 7, 30, 200])
def test_in_two_weeks_is_ahead_whenever_one_looks(days_later: int) -> None:
    now = FRIDAY + timedelta(days=days_later)
    after = found(WEEKEND, now)
    ahead = local(after[Again.TWO_WEEKS].span.start, ZONE).date() - now
    assert timedelta(days=8) <= ahead <= timedelta(days=14)
    assert local(after[Again.TWO_WEEKS].span.start, ZONE).weekday() == 4


@pytest.mark.parametrize("day", [SPRING - timedelta(days=1), SPRING, AUTUMN - timedelta(days=1), AUTUMN])
def test_the_clock_shows_the_same_on_both_nights_of_the_change(day: date) -> None:
    evening, night = (
        moved_to(FRIDAY_EVENING, day, ZONE),
        moved_to(wall_span(FRIDAY, 1080, 2040, ZONE), day, ZONE),
    )
    assert [f"{local(at, ZONE):%H:%M}" for at in (evening.start, evening.end)] == ["18:00", "22:00"]
    assert [f"{local(at, ZONE):%H:%M}" for at in (night.start, night.end)] == ["18:00", "10:00"]


def test_until_midnight_and_past_it() -> None:
    assert shown(moved_to(wall_span(FRIDAY, 1200, 1440, ZONE), SPRING, ZONE)) == (
        "Sun 28 Mar 20:00",
        "Mon 29 Mar 00:00",
    )
    assert shown(moved_to(wall_span(FRIDAY, 1200, 1500, ZONE), SPRING, ZONE)) == (
        "Sun 28 Mar 20:00",
        "Mon 29 Mar 01:00",
    )


def test_a_time_inside_the_missing_hour_keeps_its_length() -> None:
    moved = moved_to(wall_span(FRIDAY, 2 * 60 + 10, 3 * 60 + 5, ZONE), SPRING, ZONE)
    assert moved.minutes == 55
