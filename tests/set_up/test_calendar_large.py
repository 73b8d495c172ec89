"""A calendar file that takes longer than a moment: its owner sees that it is being read, and then what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kbye.calendars.reading import Unreadable
from kbye.household.calendar import Calendar, Commitment
from kbye.household.calendar_source import LEASE, CalendarSource
from kbye.set_up import calendar_actions
from kbye.work.refreshing import Refresh
from tests.conftest import Clock
from tests.people import Family
from tests.set_up.calendars_through import read_in_this_process
from tests.set_up.test_calendar import CANARY, EVENING, WEEKLY, bring, calendar_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class Slow:
    """Somebody who reads files, and is never done before the owner has waited long enough."""

    def __init__(self) -> None:
        self.afterwards: list[Callable[[], None]] = []

    def submit(self, do: Callable[..., Any], *given: Any) -> Future[Any]:
        if do is calendar_actions._in_a_thread:
            calendar, file, reading = given
            self.afterwards.append(lambda: calendar_actions.come_back_with(calendar, file, reading))
            return Future()
        reading = _Late()
        try:
            reading.set_result(do())
        except Unreadable as why:
            reading.set_exception(why)
        return reading

    def come_back(self) -> None:
        self.afterwards.pop(0)()


class _Late(Future[Any]):
    def result(self, timeout: float | None = None) -> Any:
        if timeout is not None:
            raise TimeoutError
        return super().result()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    read_in_this_process(monkeypatch)
    found = Slow()
    monkeypatch.setattr(calendar_actions, "_readers", found)
    return found


def one(cast: Family) -> Calendar:
    return Calendar.objects.of(cast.household).filter(removed_at=None).select_related("source").get()


def times(cast: Family) -> int:
    return Commitment.objects.of(cast.household).counting().count()


def test_the_page_comes_again_until_it_is_read(cast: Family, sam: Client, slow: Slow) -> None:
    answer = bring(sam, cast.sam, calendar_text(EVENING, WEEKLY))
    where = answer.headers["Location"]
    page = sam.get(where)
    assert "kbye is reading the file." in page.text
    assert (page["Refresh"], times(cast)) == ("2", 0)
    assert "Read. What is kept" not in page.text
    slow.come_back()
    page = sam.get(where)
    assert "kbye is reading the file." not in page.text
    assert "Refresh" not in page
    assert (times(cast), one(cast).is_draft) == (5, False)


def test_what_cannot_be_read_is_said_there(cast: Family, sam: Client, slow: Slow) -> None:
    where = bring(sam, cast.sam, b"<html>no").headers["Location"]
    slow.come_back()
    page = sam.get(where)
    assert "Refresh" not in page
    assert one(cast).trouble
    assert one(cast).trouble in page.text
    assert "Choose the file again" in page.text


def test_the_one_before_counts_until_then(cast: Family, sam: Client, slow: Slow) -> None:
    bring(sam, cast.sam, calendar_text(EVENING, WEEKLY))
    slow.come_back()
    bring(sam, cast.sam, calendar_text(EVENING))
    assert (times(cast), one(cast).is_draft) == (5, False)
    slow.come_back()
    assert times(cast) == 1
    assert CalendarSource.objects.of(cast.household).get().lease_until is None


def test_a_fresher_one_is_not_overwritten(cast: Family, sam: Client, slow: Slow, clock: Clock) -> None:
    bring(sam, cast.sam, calendar_text(EVENING, WEEKLY))
    clock.at += timedelta(seconds=2)
    bring(sam, cast.sam, calendar_text(EVENING))
    first, second = slow.afterwards
    second()
    first()
    assert (times(cast), one(cast).is_draft) == (1, False)


def test_whoever_wants_no_titles_any_more_meanwhile_has_none(cast: Family, sam: Client, slow: Slow) -> None:
    bring(sam, cast.sam, calendar_text(EVENING))
    slow.come_back()
    Calendar.objects.of(cast.household).update(keeps_titles=True)
    bring(sam, cast.sam, calendar_text(EVENING, WEEKLY))
    Calendar.objects.of(cast.household).update(keeps_titles=False)
    slow.come_back()
    assert times(cast) == 5
    assert not Commitment.objects.of(cast.household).exclude(title="").exists()
    kept = CalendarSource.objects.of(cast.household).get().copy
    assert kept is not None
    assert CANARY not in json.dumps(kept)


def test_forgotten_meanwhile_it_stays_forgotten(cast: Family, sam: Client, slow: Slow) -> None:
    where = bring(sam, cast.sam, calendar_text(EVENING)).headers["Location"]
    sam.post(f"{where}remove/")
    slow.come_back()
    assert times(cast) == 0


def test_what_broke_off_without_a_word_is_said_after_a_while(
    cast: Family, sam: Client, slow: Slow, clock: Clock
) -> None:
    where = bring(sam, cast.sam, calendar_text(EVENING)).headers["Location"]
    clock.at += LEASE
    page = sam.get(where)
    assert "Reading it broke off. Please bring the file once more." in page.text
    assert "Refresh" not in page
    assert Refresh()(lambda: clock.at) == 0
