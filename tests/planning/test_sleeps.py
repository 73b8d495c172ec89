from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.sleeps import childs_day, comes_while_asleep, day_seen, sleeps
from kbye.planning.wallclock import instant, local_day
from tests.planning.strategies import BERLIN, instants, law, zones

FRIDAY = date(2026, 12, 4)
SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)  # the Saturdays before the nights of the clock change


def at(days: int, hour: int, minute: int = 0, *, day: date = FRIDAY) -> datetime:
    return instant(day + timedelta(days=days), hour * 60 + minute, BERLIN)


# From Friday at noon; counted on one's fingers.
BY_HAND = {
    "the same afternoon": (0, 16, 0, 0),
    "just before bedtime": (0, 19, 59, 0),
    "after bedtime: one sleep, and they are there": (0, 22, 0, 1),
    "past midnight is that same night": (1, 1, 0, 1),
    "just before five is that same night": (1, 4, 59, 1),
    "for breakfast": (1, 7, 0, 1),
    "tomorrow afternoon": (1, 16, 0, 1),
    "tomorrow after bedtime": (1, 23, 30, 2),
    "on Sunday": (2, 18, 0, 2),
    "on Monday at two at night": (3, 2, 0, 3),
    "in four days": (4, 12, 0, 4),
}


@pytest.mark.parametrize(("days", "hour", "minute", "count"), BY_HAND.values(), ids=BY_HAND.keys())
def test_from_friday_noon(days: int, hour: int, minute: int, count: int) -> None:
    assert sleeps(at(0, 12), at(days, hour, minute), BERLIN) == count


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (at(0, 12), 2),
        (at(0, 23), 2),
        (at(1, 3), 2),  # awake at three: the night is still Friday's
        (at(1, 4, 59), 2),
        (at(1, 5), 1),
        (at(2, 4), 1),
        (at(2, 5), 0),
        (at(2, 17), 0),
        (at(2, 21), 0),  # late, and not back yet
        (at(4, 12), 0),
    ],
)
def test_it_gets_fewer_while_one_sleeps_and_never_less_than_none(now: datetime, count: int) -> None:
    assert sleeps(now, at(2, 18), BERLIN) == count


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_the_night_of_the_clock_change_is_one_sleep(day: date) -> None:
    assert sleeps(at(0, 12, day=day), at(1, 12, day=day), BERLIN) == 1
    assert sleeps(at(0, 19, day=day), at(1, 5, day=day), BERLIN) == 1
    assert sleeps(at(0, 12, day=day), at(1, 2, 30, day=day), BERLIN) == 1
    assert sleeps(at(1, 4, day=day), at(1, 9, day=day), BERLIN) == 1
    assert sleeps(at(1, 5, day=day), at(1, 9, day=day), BERLIN) == 0


def test_who_comes_while_the_child_sleeps() -> None:
    assert not comes_while_asleep(at(0, 19, 59), BERLIN)
    assert comes_while_asleep(at(0, 20), BERLIN)
    assert comes_while_asleep(at(1, 4, 59), BERLIN)
    assert not comes_while_asleep(at(1, 5), BERLIN)


def test_elsewhere_it_may_be_another_day() -> None:
    now, back = at(0, 12), at(1, 12)
    assert sleeps(now, back, BERLIN) == sleeps(now, back, "America/New_York") == 1
    assert sleeps(at(0, 23), at(1, 6), BERLIN) == 1
    assert sleeps(at(0, 23), at(1, 6), "America/New_York") == 1  # five in the afternoon, until midnight


@law
@given(instants, instants, zones)
def test_one_sleep_fewer_each_day(now: datetime, back: datetime, zone: str) -> None:
    days = (day_seen(back, zone) - childs_day(now, zone)).days
    assert sleeps(now, back, zone) == max(0, days)
    noon = instant(childs_day(now, zone), 12 * 60, zone)
    assert sleeps(noon, back, zone) == sleeps(now, back, zone)
    if sleeps(now, back, zone):
        tomorrow = instant(childs_day(now, zone) + timedelta(days=1), 12 * 60, zone)
        assert sleeps(tomorrow, back, zone) == sleeps(now, back, zone) - 1


@law
@given(instants, st.integers(0, 3000), st.integers(0, 3000), zones)
def test_a_later_return_is_never_fewer_sleeps(now: datetime, first: int, more: int, zone: str) -> None:
    back = now + timedelta(minutes=first)
    assert sleeps(now, back, zone) <= sleeps(now, back + timedelta(minutes=more), zone)


@law
@given(instants, zones)
def test_a_childs_day_lasts_until_five(at: datetime, zone: str) -> None:
    assert local_day(at, zone) - childs_day(at, zone) in {timedelta(0), timedelta(days=1)}
    assert day_seen(at, zone) - childs_day(at, zone) in {timedelta(0), timedelta(days=1)}
    assert (day_seen(at, zone) > childs_day(at, zone)) == comes_while_asleep(at, zone)
