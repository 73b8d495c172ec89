"""What need not be looked at every second is looked at once in a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from kbye.work.every import Every
from tests.people import THURSDAY_NOON

HOUR = timedelta(hours=1)


def test_at_once_and_then_not_before_the_pause_is_over() -> None:
    done_at: list[datetime] = []

    def chore(now: Callable[[], datetime]) -> int:
        done_at.append(now())
        return 3

    hourly = Every(HOUR, chore)
    moments = [THURSDAY_NOON + minutes * timedelta(minutes=1) for minutes in (0, 59, 60, 61, 119, 120)]
    assert [hourly(lambda: at) for at in moments] == [3, 0, 3, 0, 0, 3]  # noqa: B023
    assert done_at == [moments[0], moments[2], moments[5]]


def test_a_clock_that_was_ahead_and_is_right_again_keeps_nothing_waiting() -> None:
    tries: list[datetime] = []

    def chore(now: Callable[[], datetime]) -> int:
        tries.append(now())
        return 1

    hourly = Every(HOUR, chore)
    a_year_ahead = THURSDAY_NOON + timedelta(days=365)
    moments = [a_year_ahead, THURSDAY_NOON, THURSDAY_NOON + HOUR / 2, THURSDAY_NOON + HOUR]
    assert [hourly(lambda: at) for at in moments] == [1, 1, 0, 1]  # noqa: B023


def test_one_that_fails_pauses_as_well() -> None:
    tries: list[int] = []

    def broken(now: Callable[[], datetime]) -> int:
        tries.append(1)
        raise ZeroDivisionError

    hourly = Every(HOUR, broken)
    for _ in range(2):
        try:
            hourly(lambda: THURSDAY_NOON)
        except ZeroDivisionError:
            continue
    assert len(tries) == 1
