"""Times away in a calendar on a real server, into which others write, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kbye.feeds.actions import choose, stop_writing
from kbye.feeds.there import places_of
from kbye.household.calendar_out import CalendarOut, EntryOut
from kbye.household.event import noted, undo
from kbye.household.feed import Detail
from kbye.outside import dav_calendar
from kbye.outside.dav import ask
from kbye.web.calendar_entry import text_for
from kbye.work import entries_out
from kbye.work.calendars_out import write_out
from tests.people import THURSDAY_NOON, Family, family
from tests.tools import Radicale, radicale
from tests.work.both_sides import SAM, BothSides, account_of

pytestmark = pytest.mark.django_db
STEPS = (
    *("tell", "tell", "move", "move", "call_off", "take_back", "write", "write", "write", "wait"),
    *("add", "edit", "delete", "note_on_ours", "note_on_ours", "move_ours", "delete_ours"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def sides(server: Radicale, settings: Settings, request: pytest.FixtureRequest) -> BothSides:
    return begun(server, settings, request.node.name)


def begun(server: Radicale, settings: Settings, name: str, seed: int = 0) -> BothSides:
    settings.MAY_REACH = frozenset({server.place})
    safe = "".join(letter if letter.isalnum() else "-" for letter in name)
    return BothSides(family(), server, safe, Random(seed))


def end(sides: BothSides) -> list[str]:
    """Some hours in which nobody does anything but kbye."""
    for _hour in range(3):
        sides.wait()
        sides.write()
    return sides.faults()


def lived_through(sides: BothSides, edits: int) -> None:
    for _edit in range(edits):
        getattr(sides, sides.random.choice(STEPS))()


class Rude:
    """Somebody who writes between kbye's look and kbye's word; and a power cut between a word and its remembering."""

    def __init__(self, sides: BothSides, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sides, self.put, self.remember = sides, dav_calendar.put, entries_out.Writing._remember
        monkeypatch.setattr(dav_calendar, "put", self.interrupted_put)
        monkeypatch.setattr(entries_out.Writing, "_remember", lambda *said: self.forgetful(*said))

    def interrupted_put(self, *said: Any, **more: Any) -> str:
        if self.sides.is_kbyes_turn and self.sides.random.random() < 0.25:
            self.sides.is_kbyes_turn = False
            getattr(self.sides, self.sides.random.choice(("move_ours", "note_on_ours", "delete_ours")))()
            self.sides.is_kbyes_turn = True
        return self.put(*said, **more)

    def forgetful(self, *said: Any) -> None:
        if self.sides.random.random() < 0.15:
            raise OSError("the power is gone")
        self.remember(*said)


def converges(server: Radicale, settings: Settings, seed: int, edits: int) -> None:
    sides = begun(server, settings, f"seed-{seed}", seed)
    with pytest.MonkeyPatch.context() as monkeypatch:
        Rude(sides, monkeypatch)
        lived_through(sides, edits)
    assert end(sides) == []


@pytest.mark.parametrize("seed", range(3))
def test_both_sides_agree_in_the_end(seed: int, server: Radicale, settings: Settings) -> None:
    converges(server, settings, seed, 40)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100, 120))
def test_both_sides_agree_after_a_thousand_edits(seed: int, server: Radicale, settings: Settings) -> None:
    converges(server, settings, seed, 50)


@pytest.mark.parametrize(
    "fault",
    [
        lambda text: text.replace("DTSTART;TZID=Europe/Berlin:2026", "DTSTART;TZID=Europe/Berlin:2025"),
        lambda text: text.replace("X-SOMEBODY", "X-NOBODY"),
        lambda text: "",
    ],
)
def test_the_judge_sees_what_is_wrong(fault: Any, sides: BothSides) -> None:
    sides.tell()
    sides.write()
    sides.note_on_ours()
    assert sides.faults() == []
    (path,) = (sides.server.folder / "calendars").rglob(f"{sides.name}/kbye-*.ics")
    broken = fault(path.read_bytes().decode())
    if broken:
        path.write_bytes(broken.encode())
    else:
        path.unlink()
    assert sides.faults() != []


def test_without_conditions_somebodys_note_would_be_lost(
    server: Radicale, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same writing with a put that overwrites whatever is there."""

    def blunt(address: str, login: Any, text: bytes, *, tag: str = "") -> str:
        if sides.times and not done:
            done.append(1)
            sides.note_on_ours()
        headers = {"content-type": dav_calendar.CALENDAR}
        return ask(address, login, method="PUT", body=text, headers=headers).headers.get("etag", "")

    sides, done = begun(server, settings, "blunt"), list[int]()
    sides.tell()
    sides.write()
    sides.move()
    with monkeypatch.context() as here:
        here.setattr(dav_calendar, "put", blunt)
        here.setattr(BothSides, "_write_ours", _plainly)
        sides.write()
    assert any("lost" in fault for fault in end(sides))


def _plainly(self: BothSides, known: Any, text: str) -> None:
    address = f"{self.address}kbye-{known.row.pk}.ics"
    ask(address, SAM, method="PUT", body=text.encode(), headers={"content-type": dav_calendar.CALENDAR})


def test_nobody_asks_the_server_when_nothing_is_new(
    sides: BothSides, monkeypatch: pytest.MonkeyPatch
) -> None:
    sides.tell()
    sides.write()
    asked: list[int] = []

    def counting(*_said: object) -> dict[str, dav_calendar.Entry]:
        asked.append(1)
        return {}

    monkeypatch.setattr(dav_calendar, "entries_at", counting)
    with noted(sides.cast.ben, "changed", by=sides.cast.sam, at=sides.at):
        pass
    assert write_out(lambda: sides.at) == 1
    assert asked == []
    assert write_out(lambda: sides.at) == 0


def test_what_was_moved_there_is_put_back_and_said(sides: BothSides) -> None:
    sides.tell()
    sides.write()
    sides.move_ours()
    assert sides.faults() != []
    assert end(sides) == []
    row = CalendarOut.objects.get(pk=sides.row.pk, household=sides.cast.household)
    assert row.put_back_at is not None


def test_what_was_deleted_there_stays_so_until_the_time_changes(sides: BothSides) -> None:
    sides.tell()
    sides.write()
    sides.delete_ours()
    end(sides)
    assert sides.server.files(sides.name) == {}
    sides.move()
    sides.write()
    assert len(sides.server.files(sides.name)) == 1


def test_somebody_who_took_it_over_by_hand_has_it_once(sides: BothSides) -> None:
    sides.tell()
    (known,) = sides.times.values()
    mailed = text_for(known.row, sides.cast.sam, now=sides.at).replace(b"METHOD:PUBLISH\r\n", b"")
    dav_calendar.put(f"{sides.address}by-hand.ics", SAM, mailed)
    sides.write()
    end(sides)
    assert list(sides.server.files(sides.name)) == ["by-hand.ics"]


def test_stopping_takes_out_what_is_kbyes_and_undo_brings_it_back(sides: BothSides) -> None:
    sides.tell()
    sides.tell()
    sides.add()
    sides.write()
    assert len(sides.server.files(sides.name)) == 3
    event = stop_writing(calendar=sides.row, by=sides.cast.sam, now=sides.at)
    sides.write()
    assert set(sides.server.files(sides.name)) == set(sides.theirs)
    assert EntryOut.objects.filter(household=sides.cast.household).count() == 0
    assert undo(event, by=sides.cast.sam, at=sides.at)
    sides.write()
    assert sides.faults() == []


def test_another_calendar_instead(sides: BothSides) -> None:
    sides.tell()
    sides.write()
    other = BothSides(sides.cast, sides.server, "another", Random(0))
    other.times = sides.times
    other.write()
    assert sides.server.files(sides.name) == {}
    assert other.faults() == []
    choose(
        member=sides.cast.sam,
        account=other.row.account,
        address=other.address,
        name="home",
        detail=Detail.BUSY,
        now=other.at,
    )
    other.write()
    (text,) = sides.server.files("another").values()
    assert "SUMMARY:Busy" in text


def test_a_wrong_password_is_said_and_not_tried_all_day(sides: BothSides) -> None:
    account = sides.row.account
    account.set_login(address=sides.server.address, name="sam", password="old")
    account.save()
    sides.tell()
    assert write_out(lambda: sides.at) == 1
    assert write_out(lambda: sides.at) == 0
    row = CalendarOut.objects.get(pk=sides.row.pk, household=sides.cast.household)
    assert row.trouble == "The name or the app password does not fit."
    assert row.due_at is not None
    assert row.due_at - sides.at >= timedelta(hours=5)


@pytest.mark.usefixtures("clock")
def test_chosen_on_the_page(
    server: Radicale, settings: Settings, cast: Family, sam: Client, alex: Client
) -> None:
    settings.MAY_REACH = frozenset({server.place})
    account = account_of(cast.sam, server)
    account.set_calendars(
        [
            {"address": f"{server.address}sam/page/", "name": "Home", "may_write": True},
            {"address": f"{server.address}sam/school/", "name": "School", "may_write": False},
        ]
    )
    account.save()
    text = sam.get("/calendars/out/").text
    assert "Home · 127.0.0.1" in text
    assert "School" not in text
    (place,) = places_of(cast.sam)
    said = {"out-calendar": place.key, "out-detail": "names"}
    assert alex.post(reverse("feeds:choose"), said).status_code == 422
    assert sam.post(reverse("feeds:choose"), said).status_code == 302
    row = CalendarOut.objects.get(household=cast.household)
    assert (row.address, row.detail) == (place.address, "names")
    assert place.address not in row.secret
    stop = reverse("feeds:stop_writing", kwargs={"calendarout": row.pk})
    assert alex.post(stop).status_code == 404
    assert sam.post(stop).status_code == 302
    assert CalendarOut.objects.of(cast.household).chosen().count() == 0
    assert row.created_at == THURSDAY_NOON
