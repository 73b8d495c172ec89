"""An account on a calendar server: asked once for what it has, and read from what was chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kbye.household.calendar import Calendar, Commitment, Kind
from kbye.household.calendar_account import CalendarAccount
from kbye.household.event import Event
from kbye.outside import dav_calendar
from kbye.outside.dav import DavTrouble, Login, Why
from kbye.outside.dav_calendar import Fetched
from kbye.outside.dav_finding import CalendarThere
from kbye.work import calendar_accounts
from kbye.work.calendar_accounts import look_around
from tests.conftest import Clock
from tests.people import Family, family, signed_in
from tests.set_up.calendars_through import read_again, read_in_this_process, refreshed

pytestmark = pytest.mark.django_db
PASSWORD = "app-password-9b1f"
SERVER = "https://dav.example/"
EVENING = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261204T170000Z\r\n"
    b"DTEND:20261204T210000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


class Server:
    """What the client of calendar servers would find there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.there = ("Work", "Choir")
        self.trouble: DavTrouble | None = None
        self.logins: list[Login] = []
        self.versions: list[str] = []
        self.says: Fetched | None = Fetched(EVENING, "version-1")
        monkeypatch.setattr(calendar_accounts, "calendars_at", self.calendars_at)
        monkeypatch.setattr(dav_calendar, "fetched", self.fetched)

    def calendars_at(self, address: str, login: Login) -> tuple[CalendarThere, ...]:
        assert address == SERVER
        self.logins.append(login)
        if self.trouble:
            raise self.trouble
        return tuple(CalendarThere(f"{SERVER}{name}/", name, "", may_write=True) for name in self.there)

    def fetched(
        self, address: str, login: Login, start: Any, end: Any, *, version: str = ""
    ) -> Fetched | None:
        self.logins.append(login)
        self.versions.append(version)
        if self.trouble:
            raise self.trouble
        return self.says


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    read_in_this_process(monkeypatch)
    return Server(monkeypatch)


@pytest.fixture
def account(cast: Family, alex: Client, server: Server, clock: Clock) -> CalendarAccount:
    """Alex's, asked for its calendars."""
    said = {"address": SERVER, "name": "alex", "password": PASSWORD}
    answer = alex.post(f"/people/{cast.alex.pk}/calendar/server/", said)
    account = CalendarAccount.objects.of(cast.household).get()
    path = f"/calendar-accounts/{account.pk}/"
    assert answer["Location"] == path
    waiting = alex.get(path)
    assert "kbye is looking at dav.example" in waiting.content.decode()
    assert waiting["Refresh"] == "2"
    assert look_around(lambda: clock.at) == 1
    assert look_around(lambda: clock.at) == 0
    return CalendarAccount.objects.of(cast.household).get()


def page(browser: Client, account: CalendarAccount) -> str:
    return browser.get(f"/calendar-accounts/{account.pk}/").content.decode()


def test_its_calendars_are_offered_and_the_chosen_one_is_read(
    cast: Family, alex: Client, server: Server, account: CalendarAccount, clock: Clock
) -> None:
    assert server.logins == [Login("alex", PASSWORD)]
    shown = page(alex, account)
    assert all(name in shown for name in server.there)
    answer = alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["1"]})
    calendar = Calendar.objects.of(cast.household).select_related("source").get()
    assert answer["Location"] == f"/calendars/{calendar.pk}/"
    assert (calendar.name, calendar.source.kind, calendar.is_draft) == ("Choir", Kind.DAV, True)
    assert refreshed(clock.at) == 1
    assert Commitment.objects.of(cast.household).count() == 1
    # What is read already is not offered again.
    assert "Choir" not in page(alex, account)
    # Its version goes back the next time, and None is: nothing has changed.
    server.says = None
    found = read_again(calendar, clock.at + timedelta(hours=1))
    assert server.versions == ["", "version-1"]
    assert (found.trouble, found.read_at) == ("", clock.at + timedelta(hours=1))


def test_an_empty_calendar_there_is_no_trouble(
    cast: Family, alex: Client, server: Server, account: CalendarAccount, clock: Clock
) -> None:
    server.says = Fetched(b"", "version-0")
    alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["0"]})
    refreshed(clock.at)
    calendar = Calendar.objects.of(cast.household).get()
    assert (calendar.trouble, calendar.is_read) == ("", True)


@pytest.mark.parametrize("why", [Why.SIGN_IN, Why.NOT_REACHED, Why.ELSEWHERE])
def test_trouble_is_said_and_the_password_nowhere(
    cast: Family, alex: Client, server: Server, clock: Clock, why: Why, caplog: pytest.LogCaptureFixture
) -> None:
    server.trouble = DavTrouble(why, words="That did not work.", cause="status 401")
    said = {"address": SERVER, "name": "alex", "password": PASSWORD}
    alex.post(f"/people/{cast.alex.pk}/calendar/server/", said)
    look_around(lambda: clock.at)
    account = CalendarAccount.objects.of(cast.household).get()
    shown = page(alex, account)
    assert "That did not work." in shown
    assert PASSWORD not in shown + caplog.text


def test_the_password_is_sealed(account: CalendarAccount) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, found FROM household_calendaraccount -- household")
        rows = str(cursor.fetchall())
    assert "9b1f" not in rows
    assert "Choir" not in rows
    assert account.login["password"] == PASSWORD
    assert PASSWORD not in str(list(Event.objects.of(account.household).values()))


def test_with_the_key_lost_it_says_so_and_nothing_breaks(
    cast: Family, alex: Client, server: Server, account: CalendarAccount, clock: Clock, settings: Any
) -> None:
    alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["0"]})
    refreshed(clock.at)
    settings.CHANNEL_KEY = "another key"
    assert alex.get(f"/calendar-accounts/{account.pk}/").status_code == 200
    found = read_again(Calendar.objects.of(cast.household).get(), clock.at + timedelta(hours=1))
    assert found.trouble == "kbye cannot read this address any more. Please add it once more."
    assert Commitment.objects.of(cast.household).count() == 1


def test_a_form_that_comes_back_does_not_say_the_password(cast: Family, alex: Client) -> None:
    said = {"address": "ftp://x", "name": "alex", "password": PASSWORD}
    answer = alex.post(f"/people/{cast.alex.pk}/calendar/server/", said)
    assert answer.status_code == 422
    assert PASSWORD not in answer.content.decode()
    assert 'value="alex"' in answer.content.decode()


def test_trouble_while_reading_costs_nothing(
    cast: Family, alex: Client, server: Server, account: CalendarAccount, clock: Clock
) -> None:
    alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["0"]})
    refreshed(clock.at)
    calendar = Calendar.objects.of(cast.household).get()
    for why, doubt in ((Why.SIGN_IN, ""), (Why.GONE, "gone")):
        server.trouble = DavTrouble(why, words="That did not work.", cause="status")
        found = read_again(calendar, clock.at + timedelta(hours=1))
        assert (found.trouble, found.doubt, found.read_at) == ("That did not work.", doubt, clock.at)
        assert Commitment.objects.of(cast.household).count() == 1


def test_forgetting_the_account_forgets_its_calendars_and_both_come_back(
    cast: Family, alex: Client, server: Server, account: CalendarAccount, clock: Clock
) -> None:
    alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["0", "1"]})
    alex.post(f"/calendar-accounts/{account.pk}/remove/")
    assert alex.get(f"/calendar-accounts/{account.pk}/").status_code == 404
    assert Calendar.objects.of(cast.household).filter(removed_at=None).count() == 0
    assert refreshed(clock.at) == 0
    event = Event.objects.of(cast.household).get(object_kind="calendaraccount", verb="removed")
    alex.post(f"/undo/{event.seq}/")
    assert Calendar.objects.of(cast.household).filter(removed_at=None).count() == 2
    assert CalendarAccount.objects.of(cast.household).there().exists()


def test_a_new_password_for_a_known_account_is_its_new_password(
    cast: Family, alex: Client, server: Server, account: CalendarAccount, clock: Clock
) -> None:
    alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": ["0"]})
    refreshed(clock.at)
    said = {"address": SERVER, "name": "alex", "password": "another one"}
    alex.post(f"/people/{cast.alex.pk}/calendar/server/", said)
    assert CalendarAccount.objects.of(cast.household).get().login["password"] == "another one"
    assert refreshed(clock.at) == 1
    assert server.logins[-1].password == "another one"


@pytest.mark.parametrize("number", ["7", "-1", "x", ""])
def test_what_was_not_offered_is_not_read(
    cast: Family, alex: Client, account: CalendarAccount, number: str
) -> None:
    alex.post(f"/calendar-accounts/{account.pk}/", {"calendar": [number]})
    assert not Calendar.objects.of(cast.household).exists()


def test_strangers_find_nothing(account: CalendarAccount) -> None:
    stranger = signed_in(family(canary="-next-door").sam)
    path = f"/calendar-accounts/{account.pk}/"
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"calendar": ["0"]}).status_code == 404
    assert stranger.post(f"{path}remove/").status_code == 404
    assert stranger.get(f"{path}remove/").status_code == 405
    assert Client().get(path).status_code == 302
