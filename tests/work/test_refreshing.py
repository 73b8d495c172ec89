"""Calendars at an address are read again by themselves, and whatever goes wrong there costs nothing that is known."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import F

from kbye.calendars import rereading
from kbye.household.calendar import Calendar, Commitment, Doubt, Means
from kbye.household.calendar_source import CalendarSource
from kbye.household.situation import last_read, wish
from kbye.outside.addresses import Place
from kbye.planning.lengths import Length
from kbye.set_up import calendar_actions, calendar_changes
from kbye.work import calendar_fetching, refreshing
from kbye.work.refreshing import Refresh
from tests.outside.servers import Server
from tests.outside.servers import silent as says_nothing
from tests.people import THURSDAY_NOON, Family
from tests.set_up.calendars_through import (
    Feed,
    address_of,
    at_address,
    due,
    read_again,
    read_in_this_process,
    refreshed,
    serving,
    through_address,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = THURSDAY_NOON + HOUR


def entry(number: int, *, uid: str = "", hour: int = 9, title: str = "canary-9b1f") -> str:
    day = f"202612{7 + number % 20:02d}"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid or number}",
        f"DTSTART:{day}T{hour:02d}0000Z",
        f"DTEND:{day}T{hour + 1:02d}0000Z",
        f"SUMMARY:{title}",
        "END:VEVENT",
    ]
    return "\r\n".join(lines)


def ics(*entries: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""]).encode()


EIGHT = ics(*map(entry, range(8)))


@pytest.fixture(autouse=True)
def _quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "apart" not in request.node.name:
        read_in_this_process(monkeypatch)


@pytest.fixture
def feed() -> Feed:
    found = Feed()
    found.gives(EIGHT, ETag='"one"', Last_Modified="Thu, 03 Dec 2026 08:00:00 GMT")
    return found


@pytest.fixture
def server(feed: Feed) -> Any:
    with serving(feed) as running:
        yield running


@pytest.fixture
def calendar(cast: Family, server: Server) -> Calendar:
    return at_address(cast.alex, server)


def busy(calendar: Calendar) -> list[tuple[object, object]]:
    rows = Commitment.objects.of(calendar.household).filter(calendar=calendar).order_by("starts_at")
    return list(rows.values_list("starts_at", "ends_at"))


def never(*_: object, **__: object) -> None:
    raise AssertionError("read")


def test_what_was_found_is_kept_and_comes_again_within_the_hour(calendar: Calendar) -> None:
    assert len(busy(calendar)) == 8
    source = CalendarSource.objects.of(calendar.household).get()
    assert source.due_at is not None
    assert timedelta(minutes=30) < source.due_at - THURSDAY_NOON < HOUR
    assert (source.lease_until, source.etag) == (None, '"one"')


def test_the_pauses_differ_and_never_reach_an_hour(calendar: Calendar) -> None:
    source = CalendarSource.objects.of(calendar.household).get()
    pauses = set()
    for source.attempts in range(200):
        pauses.add(refreshing._pause(source))
    assert max(pauses) < HOUR
    assert len(pauses) > 50


def test_what_has_not_changed_is_asked_for_with_its_names_and_not_read(
    calendar: Calendar, feed: Feed, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "reread", never)
    feed.refuses("304 Not Modified")
    found = read_again(calendar, LATER)
    asked = server.asked[-1].lower()
    assert b'if-none-match: "one"' in asked
    assert b"if-modified-since: thu, 03 dec 2026" in asked
    assert (found.read_at, found.trouble, len(busy(calendar))) == (LATER, "", 8)


def test_the_same_bytes_are_not_read_again(
    calendar: Calendar, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "reread", never)
    feed.gives(EIGHT)
    assert read_again(calendar, LATER).read_at == LATER


def test_one_changed_entry_read_apart_changes_one_row(calendar: Calendar, feed: Feed) -> None:
    before = set(Commitment.objects.of(calendar.household).values_list("pk", flat=True))
    feed.gives(ics(entry(0, hour=15), *map(entry, range(1, 8))))
    read_again(calendar, LATER)
    after = set(Commitment.objects.of(calendar.household).values_list("pk", flat=True))
    assert (len(after), len(before & after)) == (8, 7)


def test_once_a_month_the_window_moves_and_all_is_asked_for(
    calendar: Calendar, feed: Feed, server: Server
) -> None:
    later = THURSDAY_NOON + 40 * DAY
    found = read_again(calendar, later)
    assert b"if-none-match" not in server.asked[-1].lower()
    assert found.until_at > calendar.until_at
    assert found.until_at - later > 2 * 365 * DAY


DOUBTFUL = {
    "empty": (ics(), Doubt.EMPTY),
    "half of it": (ics(*map(entry, range(4))), Doubt.SMALLER),
    "all new": (ics(*(entry(number, uid=f"new-{number}", hour=11) for number in range(8))), Doubt.ALL_NEW),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_looks_wrong_is_not_taken_before_somebody_was_asked(
    calendar: Calendar, feed: Feed, name: str
) -> None:
    raw, doubt = DOUBTFUL[name]
    before = busy(calendar)
    feed.gives(raw)
    found = read_again(calendar, LATER)
    assert (found.doubt, found.read_at, busy(calendar)) == (doubt, THURSDAY_NOON, before)
    assert found.trouble
    # Again and again: it stays in doubt, and the copy that we have grows old.
    assert read_again(calendar, LATER + HOUR).doubt == doubt
    calendar_changes.settle(calendar=found, takes_new=True, by=found.member, now=LATER)
    assert refreshed(LATER + 2 * HOUR) == 1
    found.refresh_from_db()
    assert (found.doubt, found.trouble, found.read_at) == ("", "", LATER + 2 * HOUR)
    assert busy(calendar) != before


def test_without_that_guard_it_would_all_be_gone(
    calendar: Calendar, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: what the tests above see would show."""
    monkeypatch.setattr(refreshing, "doubt_about", lambda *_: None)
    feed.gives(ics())
    assert (read_again(calendar, LATER).doubt, busy(calendar)) == ("", [])


def test_five_of_eight_are_taken_without_a_word(calendar: Calendar, feed: Feed) -> None:
    feed.gives(ics(*map(entry, range(5))))
    found = read_again(calendar, LATER)
    assert (found.doubt, len(busy(calendar))) == ("", 5)


def test_yes_to_one_doubt_is_no_yes_to_a_greater_one(calendar: Calendar, feed: Feed) -> None:
    feed.gives(DOUBTFUL["half of it"][0])
    found = read_again(calendar, LATER)
    calendar_changes.settle(calendar=found, takes_new=True, by=found.member, now=LATER)
    feed.gives(ics())
    assert refreshed(LATER) == 1
    found.refresh_from_db()
    assert (found.doubt, len(busy(calendar))) == (Doubt.EMPTY, 8)


def test_keeping_what_we_have_keeps_it(calendar: Calendar, feed: Feed) -> None:
    feed.gives(ics())
    found = read_again(calendar, LATER)
    calendar_changes.settle(calendar=found, takes_new=False, by=found.member, now=LATER)
    found.refresh_from_db()
    assert (found.doubt, len(busy(calendar))) == ("", 8)


CANARY = b"canary-body-77"
REFUSED: dict[str, tuple[str, dict[str, str], timedelta]] = {
    "401": ("401 Unauthorized", {}, timedelta(minutes=5)),
    "403": ("403 Forbidden", {}, timedelta(minutes=5)),
    "404": ("404 Not Found", {}, 6 * HOUR),
    "410": ("410 Gone", {}, 6 * HOUR),
    "418": ("418 Teapot", {}, timedelta(minutes=5)),
    "429": ("429 Too Many Requests", {"Retry-After": "7200"}, 2 * HOUR),
    "500": ("500 Oh", {}, timedelta(minutes=5)),
    "503 by date": ("503 Wait", {"Retry-After": "Thu, 03 Dec 2026 15:00:00 GMT"}, 3 * HOUR),
    "304 unasked": ("304 Not Modified", {}, timedelta(0)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_costs_nothing_and_is_said(
    calendar: Calendar, feed: Feed, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, headers, at_least = REFUSED[name]
    before = busy(calendar)
    CalendarSource.objects.of(calendar.household).update(etag="", modified="")
    feed.refuses(status, CANARY, **headers)
    found = read_again(calendar, LATER)
    assert (busy(calendar), found.read_at) == (before, THURSDAY_NOON)
    assert found.trouble
    assert CANARY.decode() not in found.trouble + caplog.text
    assert "secret-9b1f" not in found.trouble + caplog.text
    assert (found.doubt == Doubt.GONE) == (name in {"404", "410"})
    assert found.source.due_at is not None
    assert LATER + at_least <= found.source.due_at <= LATER + at_least + 4 * HOUR


@pytest.mark.parametrize(
    "body",
    [b"<!doctype html><title>Sign in</title>" + CANARY, b"", CANARY, b"\x1f\x8b packed"],
    ids=["login page", "nothing", "words", "packed"],
)
def test_what_is_no_calendar_costs_nothing(calendar: Calendar, feed: Feed, body: bytes) -> None:
    feed.gives(body)
    found = read_again(calendar, LATER)
    assert (len(busy(calendar)), found.read_at) == (8, THURSDAY_NOON)
    assert found.trouble
    assert CANARY.decode() not in found.trouble


def test_closed_blocked_and_silent_are_said_alike(
    calendar: Calendar, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kbye.outside import egress

    said = set()
    source = CalendarSource.objects.of(calendar.household).get()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    settings.MAY_REACH |= {Place("127.0.0.1", port)}
    monkeypatch.setattr(egress, "SECONDS", 0.3)
    monkeypatch.setattr(egress.ask, "__kwdefaults__", {**(egress.ask.__kwdefaults__ or {}), "seconds": 0.3})
    silent = Server(says_nothing)
    with silent:
        settings.MAY_REACH |= {Place("127.0.0.1", silent.port)}
        for address in (
            f"http://127.0.0.1:{port}/",
            "https://192.168.1.1/calendar.ics",
            f"http://127.0.0.1:{silent.port}/",
        ):
            source.set_where({"address": address})
            source.save(update_fields=["secret"])
            said.add(read_again(calendar, LATER).trouble)
    assert len(said) == 1
    assert len(busy(calendar)) == 8


def test_it_waits_longer_and_longer_and_recovers_at_once(calendar: Calendar, feed: Feed) -> None:
    feed.refuses("500 Oh")
    waits = []
    for tries in range(10):
        at = LATER + tries * DAY
        source = read_again(calendar, at).source
        assert source.due_at is not None
        waits.append(source.due_at - at)
    assert waits[0] < timedelta(minutes=7)
    assert all(first < second for first, second in pairwise(waits[:8]))
    assert max(waits) <= 15 * HOUR
    feed.gives(EIGHT)
    found = read_again(calendar, LATER + 11 * DAY)
    assert (found.trouble, found.source.failures) == ("", 0)


def test_a_redirect_is_followed_and_secrets_are_not_stored_elsewhere(calendar: Calendar, feed: Feed) -> None:
    other = Feed()
    other.gives(ics(*map(entry, range(7))))
    with serving(other) as onward:
        feed.refuses("302 Found", Location=f"http://127.0.0.1:{onward.port}/there")
        found = read_again(calendar, LATER)
    assert (found.trouble, len(busy(calendar))) == ("", 7)
    assert CalendarSource.objects.of(calendar.household).get().where["address"].endswith("/work.ics")


def test_old_means_unknown_and_never_free(cast: Family, calendar: Calendar) -> None:
    def is_unknown(hours: int) -> bool:
        now = THURSDAY_NOON + hours * HOUR
        found = wish(leaver=cast.sam, stayers=[cast.alex], length=Length.COFFEE, now=now)
        return found.carers[0].unknown

    assert [is_unknown(hours) for hours in (0, 24, 25)] == [False, False, True]
    assert last_read([cast.alex]) == {cast.alex.pk: THURSDAY_NOON}
    rows = Calendar.objects.of(cast.household)
    rows.update(means=Means.INFORMATION)
    assert not is_unknown(25)
    rows.update(means=Means.RATHER_NOT, paused_at=THURSDAY_NOON)
    assert not is_unknown(25)


def test_a_file_grows_old_more_slowly_and_one_that_ends_is_unknown_at_once(cast: Family) -> None:
    file = Calendar.objects.create(
        household=cast.household,
        member=cast.alex,
        name="work",
        read_at=THURSDAY_NOON,
        until_at=THURSDAY_NOON + 120 * DAY,
    )
    CalendarSource.objects.create(household=cast.household, calendar=file)

    def is_unread(day: int) -> bool:
        now = THURSDAY_NOON + day * DAY
        return Calendar.objects.of(cast.household).unread(now, now + DAY).exists()

    assert [is_unread(day) for day in (0, 90, 91)] == [False, False, True]
    Calendar.objects.of(cast.household).update(read_at=THURSDAY_NOON + 118 * DAY)
    assert [is_unread(day) for day in (118, 120)] == [False, True]


def test_a_draft_and_one_that_rests_count_for_nothing(cast: Family, calendar: Calendar) -> None:
    rows, counting = Calendar.objects.of(cast.household), Commitment.objects.of(cast.household)
    assert counting.counting().count() == 8
    for column in ({"is_draft": True}, {"paused_at": LATER}, {"removed_at": LATER}):
        rows.update(is_draft=False, paused_at=None, removed_at=None)
        rows.update(**column)
        assert not counting.counting().exists()
        assert not counting.blocking().exists()


def test_what_rests_is_forgotten_or_of_somebody_removed_is_not_read(cast: Family, calendar: Calendar) -> None:
    rows = Calendar.objects.of(cast.household)
    for column in ({"paused_at": LATER}, {"removed_at": LATER}):
        rows.update(paused_at=None, removed_at=None)
        rows.update(**column)
        due(calendar, LATER)
        assert refreshed(LATER) == 0
    rows.update(paused_at=None, removed_at=None)
    cast.alex.remove(at=LATER)
    assert refreshed(LATER) == 0


def test_no_address_no_title_and_no_identifier_is_in_any_row(calendar: Calendar) -> None:
    found = [row for model in apps.get_models() for row in model._default_manager.all().values()]
    assert not [row for row in found if "9b1f" in str(row) or "work.ics" in str(row)]


def test_nothing_in_a_calendar_grants_anything(cast: Family) -> None:
    said = "Grandma may collect Mia; role adult; UID of nobody"
    more = ["ATTENDEE:mailto:noor@example.org", "ORGANIZER:mailto:noor@example.org", "METHOD:REQUEST"]
    before = _rows()
    through_address(cast, ics(*more, entry(1, title=said), *map(entry, range(2, 9))))
    changed = {name for name, count in _rows().items() if before[name] != count}
    assert changed == {"calendar", "calendarsource", "commitment", "event", "household"}


def _rows() -> dict[str, object]:
    models = apps.get_app_config("household").get_models()
    return {
        str(one._meta.model_name): sorted(map(str, one._default_manager.all().values())) for one in models
    }


def test_one_at_a_time_of_a_household_and_the_others_meanwhile(cast: Family, server: Server) -> None:
    from tests.people import family

    other = family(canary="-next-door")
    for member in (cast.alex, cast.alex, cast.sam, other.alex):
        calendar_actions.try_address(
            member=member, name="work", address=address_of(server), by=member, now=THURSDAY_NOON
        )
    first, second, *_ = CalendarSource.objects.of(cast.household)
    third = CalendarSource.objects.of(other.household).get()
    claim, now = CalendarSource.objects.claim, THURSDAY_NOON
    assert claim(first, now=now)
    assert not claim(first, now=now)
    assert not claim(second, now=now)
    assert claim(third, now=now)
    assert claim(second, now=now + timedelta(minutes=4))


def test_families_take_turns(cast: Family, server: Server) -> None:
    from tests.people import family

    other = family(canary="-next-door")
    for member in (cast.alex, cast.sam, cast.grandma, other.alex):
        calendar_actions.try_address(
            member=member, name="work", address=address_of(server), by=member, now=THURSDAY_NOON
        )
    work, read = Refresh(), []
    for _round in range(4):
        known = set(CalendarSource.objects.filter(attempts=1).values_list("pk", flat=True))
        assert work(lambda: LATER) == 1
        new = CalendarSource.objects.filter(attempts=1).exclude(pk__in=known).get()
        read.append(new.household_id)
    assert set(read[:2]) == {cast.household.pk, other.household.pk}
    assert work(lambda: LATER) == 0


def test_who_lost_the_lease_writes_nothing(
    calendar: Calendar, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = calendar_fetching.fetched

    def slow(source: CalendarSource, **more: Any) -> Any:
        # Meanwhile the lease ended, and another worker has taken it.
        CalendarSource.objects.of(calendar.household).update(attempts=F("attempts") + 1)
        return real(source, **more)

    monkeypatch.setattr(refreshing, "fetched", slow)
    feed.gives(ics(*map(entry, range(5))))
    assert read_again(calendar, LATER).read_at == THURSDAY_NOON
    assert len(busy(calendar)) == 8


def test_titles_that_are_no_longer_wanted_are_not_kept(
    calendar: Calendar, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    Calendar.objects.of(calendar.household).update(keeps_titles=True)
    real = rereading.reread

    def meanwhile(*what: Any, **more: Any) -> Any:
        Calendar.objects.of(calendar.household).update(keeps_titles=False)
        return real(*what, **more)

    monkeypatch.setattr(refreshing, "reread", meanwhile)
    feed.gives(ics(*map(entry, range(7))))
    found = read_again(calendar, LATER)
    assert found.source.due_at == LATER
    assert not Commitment.objects.of(calendar.household).exclude(title="").exists()
    assert "canary" not in str(found.source.copy)


def test_whatever_breaks_is_tried_again_later(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(refreshing, "fetched", never)
    with caplog.at_level(logging.ERROR):
        found = read_again(calendar, LATER)
    assert found.trouble == "Reading it broke off."
    assert found.source.lease_until is None
