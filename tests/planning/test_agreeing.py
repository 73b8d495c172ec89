"""Until when an answer is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kbye.planning.agreeing import Action, Actor, State, answer_by, may, may_ever
from kbye.planning.wallclock import instant

BERLIN = "Europe/Berlin"
DAY = datetime(2026, 12, 3).date()  # noqa: DTZ001


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return instant(DAY + timedelta(days=days), hour * 60 + minute, BERLIN)


@pytest.mark.parametrize(
    ("asked", "starts", "until"),
    [
        (at(12), at(18, days=10), at(12, days=2)),  # 48 hours
        (at(12, 20), at(18, days=10), at(12, days=2)),  # on the full hour
        (at(8), at(18), at(13)),  # half-way
        (at(12), at(18, days=1), at(8, days=1)),  # half-way would be at night
        (at(12), at(13, 30), at(13)),  # at least an hour ahead
        (at(12, 5), at(14), at(13, 15)),  # on the quarter then
        (at(12), at(12, 40), at(12, 40)),  # never after the start
        (at(12), at(12), None),
        (at(12), at(11), None),
    ],
)
def test_until_when(asked: datetime, starts: datetime, until: datetime | None) -> None:
    assert answer_by(asked_at=asked, starts_at=starts, zone=BERLIN) == until


@pytest.mark.parametrize("change", [datetime(2026, 3, 28), datetime(2026, 10, 24)])  # noqa: DTZ001
def test_the_nights_of_the_clock_change_do_not_lengthen_the_wait(change: datetime) -> None:
    asked = instant(change.date(), 20 * 60, BERLIN)
    until = answer_by(asked_at=asked, starts_at=asked + timedelta(days=9), zone=BERLIN)
    assert until == asked + timedelta(hours=48)


def test_what_is_never_theirs_and_what_is_not_theirs_now() -> None:
    assert not may_ever(Actor.STAYER, Action.CALL_OFF)
    assert may_ever(Actor.ASKER, Action.CALL_OFF)
    assert not may(State.BACK, Actor.ASKER, Action.CALL_OFF)
    assert may(State.ASKED, Actor.ASKER, Action.CALL_OFF)
