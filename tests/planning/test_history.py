from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.history import next_rung, remember
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.wallclock import instant

from .strategies import BERLIN, law, spans, zones

FRIDAY = date(2026, 12, 4)


def away(day: date, nights: int, *, hours: float = 4) -> Span:
    """From six in the evening, for hours; or until six some nights later."""
    start = instant(day, 18 * 60, BERLIN)
    if nights:
        return Span(start, instant(day + timedelta(days=nights), 18 * 60, BERLIN))
    return Span(start, start + timedelta(hours=hours))


def test_the_first_time_is_the_first_and_not_the_longest() -> None:
    memory = remember((), away(FRIDAY, 1), BERLIN)
    assert (memory.count, memory.nth, memory.years) == (0, 1, 1)
    assert memory.longest_by_nights is None
    assert memory.longest_by_minutes is None


def test_the_third_time_the_longest_by_a_night() -> None:
    past = (away(FRIDAY - timedelta(days=60), 0), away(FRIDAY - timedelta(days=30), 1))
    memory = remember(past, away(FRIDAY, 2), BERLIN)
    assert (memory.nth, memory.longest_by_nights, memory.longest_by_minutes) == (3, 1, None)


@pytest.mark.parametrize(("hours", "longer"), [(5, 60), (4.5, 30), (4.4, None), (4, None), (3, None)])
def test_the_longest_evening_is_said_from_half_an_hour_on(hours: float, longer: int | None) -> None:
    memory = remember((away(FRIDAY - timedelta(days=7), 0),), away(FRIDAY, 0, hours=hours), BERLIN)
    assert memory.longest_by_minutes == longer
    assert memory.longest_by_nights is None


def test_shorter_than_an_earlier_one_by_nights_is_no_longest() -> None:
    memory = remember((away(FRIDAY - timedelta(days=30), 2),), away(FRIDAY, 1), BERLIN)
    assert (memory.longest_by_nights, memory.longest_by_minutes) == (None, None)


def test_itself_and_later_ones_do_not_count() -> None:
    current = away(FRIDAY, 1)
    memory = remember((current, away(FRIDAY + timedelta(days=7), 3)), current, BERLIN)
    assert memory.nth == 1


def test_one_that_was_not_over_yet_does_not_count() -> None:
    assert remember((away(FRIDAY, 0, hours=1),), away(FRIDAY, 0), BERLIN).nth == 1


def test_one_that_ended_the_moment_this_one_began_counts() -> None:
    assert remember((away(FRIDAY - timedelta(days=1), 1),), away(FRIDAY, 1), BERLIN).nth == 2


@pytest.mark.parametrize(("days", "years"), [(1, 1), (364, 1), (365, 1), (366, 2), (730, 2), (800, 3)])
def test_years_are_rounded_up(days: int, years: int) -> None:
    assert remember((away(FRIDAY - timedelta(days=days), 0),), away(FRIDAY, 0), BERLIN).years == years


def test_a_leap_day_has_its_year_full_on_the_first_of_march() -> None:
    first = away(date(2024, 2, 29), 0)
    assert remember((first,), away(date(2025, 2, 28), 0), BERLIN).years == 1
    assert remember((first,), away(date(2025, 3, 1), 0), BERLIN).years == 2


def test_next_is_one_rung_up_and_longer_stays_longer() -> None:
    ladder = [Length.COFFEE]
    while (step := next_rung(ladder[-1])) is not ladder[-1]:
        ladder.append(step)
    assert ladder == [Length.COFFEE, Length.EVENING, Length.NIGHT, Length.WEEKEND, Length.LONGER]
    assert next_rung(Length.OTHER) is Length.NIGHT


@law
@given(st.lists(spans(), max_size=6), spans(), zones)
def test_memory_does_not_depend_on_the_order_and_says_one_longest_at_most(
    past: list[Span], current: Span, zone: str
) -> None:
    memory = remember(past, current, zone)
    assert memory == remember(reversed(past), current, zone)
    assert memory.nth == memory.count + 1 <= len(past) + 1
    assert memory.longest_by_nights is None or memory.longest_by_minutes is None
    assert (memory.longest_by_nights or 1) > 0
    assert memory.years == 1
