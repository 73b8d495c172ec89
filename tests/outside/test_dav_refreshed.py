"""From an account on a real calendar server to busy times that stay fresh, through pages and background work alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as current
from django.test import Client
from pytest_django.fixtures import Settings

from kbye.calendars.writing import Entry, calendar_text
from kbye.household.calendar import Calendar, Commitment
from kbye.household.calendar_account import CalendarAccount
from kbye.outside.dav import Login, ask, xml
from kbye.outside.dav_calendar import put
from kbye.work.calendar_accounts import look_around
from tests.conftest import Clock
from tests.people import Family
from tests.set_up.calendars_through import read_again, refreshed
from tests.tools import NAME, PASSWORD, Radicale, radicale

pytestmark = pytest.mark.django_db
SAM = Login(NAME, PASSWORD)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        settings.MAY_REACH = frozenset({running.place})
        yield running


def put_in(calendar: str, uid: str, day: int) -> None:
    start, end = (datetime(2026, 12, day, hour, tzinfo=UTC) for hour in (17, 21))
    entry = Entry(uid=uid, start=start, end=end, zone="Europe/Berlin", title="away")
    put(f"{calendar}{uid}.ics", SAM, calendar_text((entry,), now=start))


def test_an_account_is_read_and_read_again(cast: Family, sam: Client, server: Radicale, clock: Clock) -> None:
    there = f"{server.address}{NAME}/work/"
    ask(
        there,
        SAM,
        method="MKCALENDAR",
        body=xml("C:mkcalendar", "<set><prop><displayname>Work</displayname></prop></set>"),
    )
    put_in(there, "one", 4)
    said = {"address": server.address, "name": NAME, "password": PASSWORD}
    sam.post(f"/people/{cast.sam.pk}/calendar/server/", said)
    assert look_around(lambda: clock.at) == 1
    account = CalendarAccount.objects.of(cast.household).get()
    assert "Work" in sam.get(f"/calendar-accounts/{account.pk}/").content.decode()
    sam.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["0"]})
    assert refreshed(clock.at) == 1
    calendar = Calendar.objects.of(cast.household).get()
    sam.post(f"/calendars/{calendar.pk}/keep/")
    busy = Commitment.objects.of(cast.household).counting()
    assert [row.starts_at.day for row in busy] == [4]
    # What somebody writes there is seen; what kbye itself wrote there makes nobody busy.
    put_in(there, "two", 9)
    put_in(there, f"{uuid4()}@{current.PUBLIC_HOST}", 11)
    found = read_again(calendar, clock.at + timedelta(hours=1))
    assert found.trouble == ""
    assert sorted(row.starts_at.day for row in busy.all()) == [4, 9]
