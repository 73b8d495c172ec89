"""The loop: at once while there is work, never stopped by one chore, and quick to end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from django.contrib.sessions.models import Session
from django.db.utils import ConnectionHandler

from kbye.household.door import SignInTry
from kbye.work import loop as loop_module
from kbye.work.every import Every
from kbye.work.loop import IDLE_SECONDS, LONGEST_PAUSE_SECONDS, Loop
from kbye.work.tidy import tidy
from tests.people import THURSDAY_NOON

pytestmark = pytest.mark.django_db
Now = Callable[[], datetime]
HOUR = timedelta(hours=1)


def noon() -> datetime:
    return THURSDAY_NOON


def failing(now: Now) -> int:
    raise ZeroDivisionError


def test_a_chore_that_fails_holds_up_no_other() -> None:
    done: list[datetime] = []

    def chore(now: Now) -> int:
        done.append(now())
        return 1

    loop = Loop(now=noon, chores=[failing, chore])
    assert loop.round() == 1
    assert done == [THURSDAY_NOON]


def test_the_heartbeat_is_the_end_of_the_last_round() -> None:
    loop = Loop(now=noon, chores=[])
    assert loop.last_round_at is None
    loop.round()
    assert loop.last_round_at == THURSDAY_NOON


def test_it_looks_once_a_second_and_less_often_while_something_fails() -> None:
    broken = [failing]
    loop = Loop(now=noon, chores=broken)
    assert loop.pause_seconds == IDLE_SECONDS
    pauses = []
    for _ in range(12):
        loop.round()
        pauses.append(loop.pause_seconds)
    assert pauses[0] > IDLE_SECONDS
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    broken.clear()
    loop.round()
    assert loop.pause_seconds == IDLE_SECONDS


def test_it_goes_on_at_once_while_there_is_work_and_wakes_when_told() -> None:
    left, idle, woken = [3], Event(), Event()

    def chore(now: Now) -> int:
        if left[0]:
            left[0] -= 1
            return 1
        (woken if idle.is_set() else idle).set()
        return 0

    loop = Loop(now=noon, chores=[chore])
    loop.start()
    assert idle.wait(5)
    assert left == [0]
    loop.wake()
    assert woken.wait(5)
    assert loop.stop(within_seconds=5)


def test_it_finishes_its_round_before_it_ends() -> None:
    begun, may_finish, finished = Event(), Event(), Event()

    def chore(now: Now) -> int:
        begun.set()
        assert may_finish.wait(5)
        finished.set()
        return 0

    loop = Loop(now=noon, chores=[chore])
    loop.start()
    assert begun.wait(5)
    assert not loop.stop(within_seconds=0)
    may_finish.set()
    assert loop.stop(within_seconds=5)
    assert finished.is_set()


def test_at_rest_nothing_is_being_done() -> None:
    begun = Event()

    def chore(now: Now) -> int:
        begun.set()
        return 0

    loop = Loop(now=noon, chores=[chore])
    with loop.at_rest():
        loop.start()
        assert not begun.wait(0.05)
    assert begun.wait(5)
    assert loop.stop(within_seconds=5)


def test_at_rest_no_sqlite_connection_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "k.sqlite3", "CONN_MAX_AGE": 300}
    files = ConnectionHandler({"default": file})
    monkeypatch.setattr(loop_module, "connections", files)
    was_open: list[bool] = []

    def chore(now: Now) -> int:
        was_open.append(files["default"].connection is not None)
        files["default"].ensure_connection()
        was_open.append(files["default"].connection is not None)
        return 1

    loop = Loop(now=noon, chores=[chore])
    loop.round()
    assert files["default"].connection is None
    loop.round()
    assert was_open == [False, True, False, True]


def test_old_tries_to_sign_in_and_ended_sessions_are_forgotten_once_an_hour() -> None:
    def remember(at: datetime) -> None:
        SignInTry.objects.create(account="a", address="b", at=at)
        Session.objects.create(session_key=f"{at:%d%H%M}", session_data="", expire_date=at)

    once_an_hour = Every(HOUR, tidy)
    remember(THURSDAY_NOON - timedelta(days=2))
    remember(THURSDAY_NOON + timedelta(minutes=1))
    once_an_hour(noon)
    assert [row.at for row in SignInTry.objects.all()] == [THURSDAY_NOON + timedelta(minutes=1)]
    assert Session.objects.count() == 1
    remember(THURSDAY_NOON - timedelta(days=3))
    once_an_hour(lambda: THURSDAY_NOON + timedelta(minutes=59))
    assert SignInTry.objects.count() == 2
    once_an_hour(lambda: THURSDAY_NOON + timedelta(minutes=60))
    assert SignInTry.objects.count() == 1
