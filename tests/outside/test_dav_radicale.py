"""Our client against a real calendar server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from kbye.calendars.writing import Entry, calendar_text
from kbye.outside.dav import DavTrouble, Login, Why, ask, xml
from kbye.outside.dav_calendar import delete, entries_at, entries_within, fetched, put, version_of
from kbye.outside.dav_finding import calendars_at
from tests.tools import NAME, PASSWORD, Radicale, radicale

SAM = Login(NAME, PASSWORD)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
DECEMBER = (NOW, datetime(2026, 12, 31, tzinfo=UTC))
NO_SIGNS = str.maketrans("[]/.", "----")
ABOUT = "<prop><displayname>{name}</displayname><A:calendar-color>#00aa33ff</A:calendar-color></prop>"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def calendar(server: Radicale, settings: Settings, request: pytest.FixtureRequest) -> str:
    settings.MAY_REACH = frozenset({server.place})
    address = f"{server.address}{NAME}/{request.node.name.translate(NO_SIGNS)}/"
    about = xml("C:mkcalendar", f"<set>{ABOUT.format(name='Ours &amp; mine')}</set>")
    ask(address, SAM, method="MKCALENDAR", body=about)
    return address


def text(key: str, day: int = 4) -> bytes:
    start, end = (datetime(2026, 12, day, hour, tzinfo=UTC) for hour in (17, 21))
    entry = Entry(
        uid=f"{key}@kbye.example", start=start, end=end, zone="Europe/Berlin", title="Ä, away; \\ ☕"
    )
    return calendar_text((entry,), now=NOW)


@pytest.mark.parametrize("path", ["", "sam/", ".well-known/caldav", "nothing/of/the/kind"])
def test_all_ways_lead_to_the_calendars(path: str, server: Radicale, calendar: str) -> None:
    found = {one.address: one for one in calendars_at(server.address + path, SAM)}
    one = found[calendar]
    assert (one.name, one.colour, one.may_write) == ("Ours & mine", "#00aa33", True)


def test_the_address_of_one_calendar_is_that_calendar(calendar: str) -> None:
    assert [one.address for one in calendars_at(calendar, SAM)] == [calendar]


def test_a_wrong_password(server: Radicale, calendar: str) -> None:
    with pytest.raises(DavTrouble) as trouble:
        calendars_at(server.address, Login(NAME, "wrong"))
    assert trouble.value.why is Why.SIGN_IN


def test_written_read_changed_and_taken_away(calendar: str) -> None:
    address = f"{calendar}a.ics"
    tag = put(address, SAM, text("a"))
    (found,) = entries_within(calendar, SAM, *DECEMBER)
    assert (found.address, found.tag) == (address, tag)
    assert "SUMMARY:Ä\\, away\\; \\\\ ☕" in found.text
    with pytest.raises(DavTrouble) as trouble:
        put(address, SAM, text("a"))
    assert trouble.value.why is Why.CHANGED
    newer = put(address, SAM, text("a", 5), tag=tag)
    assert entries_at(calendar, SAM, [address, f"{calendar}b.ics"])[address].tag == newer != tag
    for late in (lambda: put(address, SAM, text("a"), tag=tag), lambda: delete(address, SAM, tag=tag)):
        with pytest.raises(DavTrouble) as trouble:
            late()
        assert trouble.value.why is Why.CHANGED
    assert [one.tag for one in entries_within(calendar, SAM, *DECEMBER)] == [newer]
    delete(address, SAM, tag=newer)
    delete(address, SAM, tag=newer)
    assert entries_within(calendar, SAM, *DECEMBER) == ()


def test_a_name_that_is_taken_at_another_address(calendar: str) -> None:
    put(f"{calendar}mine.ics", SAM, text("a"))
    with pytest.raises(DavTrouble) as trouble:
        put(f"{calendar}a.ics", SAM, text("a"))
    assert trouble.value.why is Why.CHANGED


def test_only_what_has_changed_is_fetched(calendar: str) -> None:
    first = fetched(calendar, SAM, *DECEMBER)
    assert first is not None
    assert fetched(calendar, SAM, *DECEMBER, version=first.version) is None
    put(f"{calendar}a.ics", SAM, text("a"))
    put(f"{calendar}b.ics", SAM, text("b", 24))
    second = fetched(calendar, SAM, *DECEMBER, version=first.version)
    assert second is not None
    assert second.text.count(b"BEGIN:VEVENT") == 2
    assert version_of(calendar, SAM) == second.version
    early = entries_within(calendar, SAM, NOW, datetime(2026, 12, 10, tzinfo=UTC))
    assert [one.address for one in early] == [f"{calendar}a.ics"]


def test_a_calendar_that_is_gone(calendar: str) -> None:
    ask(calendar, SAM, method="DELETE")
    with pytest.raises(DavTrouble) as trouble:
        version_of(calendar, SAM)
    assert trouble.value.why is Why.GONE
