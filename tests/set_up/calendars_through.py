"""A calendar on the ways it really comes: uploaded in a browser, or fetched from a server by the background work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kbye.calendars import rereading
from kbye.calendars.renewing import renewed
from kbye.household.calendar import Calendar
from kbye.household.calendar_source import CalendarSource
from kbye.household.people import Member
from kbye.outside.addresses import Place
from kbye.set_up import calendar_actions
from kbye.work.refreshing import Refresh
from tests.outside.servers import Server, answer, question
from tests.people import THURSDAY_NOON, Family


def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it matters what is made of a reading, not how: a process for each would take most of the time."""
    monkeypatch.setattr(rereading, "renew_apart", renewed)


class Feed:
    """What a server says next: bytes of an answer, changed at will."""

    def __init__(self, said: bytes = b"") -> None:
        self.said = said

    def __call__(self, guest: Any, server: Server) -> None:
        server.asked.append(question(guest))
        guest.sendall(self.said)

    def gives(self, calendar: bytes, **headers: str) -> None:
        self.said = answer(calendar, Content_Type="text/calendar", **headers)

    def refuses(self, status: str, body: bytes = b"", **headers: str) -> None:
        self.said = answer(body, status, **headers)


@contextmanager
def serving(feed: Feed) -> Iterator[Server]:
    """A real server on this computer that kbye may reach."""
    before = settings.MAY_REACH
    with Server(feed) as server:
        settings.MAY_REACH = before | {Place("127.0.0.1", server.port)}
        try:
            yield server
        finally:
            settings.MAY_REACH = before


def address_of(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/secret-9b1f/work.ics"


def at_address(member: Member, server: Server, *, now: datetime = THURSDAY_NOON) -> Calendar:
    """Found, read and kept; the next reading comes by itself."""
    calendar = calendar_actions.try_address(
        member=member, name="work", address=address_of(server), by=member, now=now
    )
    refreshed(now)
    Calendar.objects.of(member.household).filter(pk=calendar.pk).update(is_draft=False)
    calendar.refresh_from_db()
    return calendar


def refreshed(now: datetime) -> int:
    return Refresh()(lambda: now)


def due(calendar: Calendar, now: datetime) -> CalendarSource:
    """As if its pause were over."""
    rows = CalendarSource.objects.of(calendar.household).filter(calendar=calendar)
    rows.update(due_at=now, lease_until=None)
    return rows.get()


def read_again(calendar: Calendar, now: datetime) -> Calendar:
    due(calendar, now)
    assert refreshed(now) == 1
    return Calendar.objects.of(calendar.household).select_related("source").get(pk=calendar.pk)


def through_upload(browser: Client, person: Member, raw: bytes, name: str = "work") -> HttpResponse:
    file = SimpleUploadedFile("calendar.ics", raw, content_type="text/calendar")
    said: Any = browser.post(f"/people/{person.pk}/calendar/file/", {"file": file, "name": name})
    return said  # type: ignore[no-any-return]


def through_address(family: Family, raw: bytes, *, now: datetime = THURSDAY_NOON) -> Calendar:
    """Served by a real server, fetched and read by one round of the background work; a draft as a person sees it."""
    feed = Feed()
    feed.gives(raw)
    with serving(feed) as server:
        calendar = calendar_actions.try_address(
            member=family.alex, name="work", address=address_of(server), by=family.sam, now=now
        )
        assert refreshed(now) == 1
    calendar.refresh_from_db()
    return calendar
