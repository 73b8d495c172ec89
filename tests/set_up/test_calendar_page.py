"""A calendar by its address, from its first look to what it means; and everything that can become of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kbye.household.calendar import Calendar, Commitment, Counts, Doubt, Means
from kbye.household.calendar_source import CalendarSource
from kbye.household.event import Event
from kbye.household.own_time import WholeDays
from kbye.set_up import calendar_actions
from tests.conftest import Clock
from tests.outside.servers import Server
from tests.people import FRIDAY_EVENING, Family, family, signed_in
from tests.set_up.calendars_through import (
    Feed,
    address_of,
    read_again,
    read_in_this_process,
    refreshed,
    serving,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "quickly")]
CANARY = "canary-9b1f"
HOUR = timedelta(hours=1)


def entry(uid: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{CANARY} {uid}", *lines, "END:VEVENT"])


EVENING = entry("evening", "DTSTART:20261204T170000Z", "DTEND:20261204T210000Z")
DAYS = entry("days", "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227")
FREE = entry("free", "DTSTART:20261208T170000Z", "DTEND:20261208T180000Z", "TRANSP:TRANSPARENT")
MAYBE = entry("maybe", "DTSTART:20261209T170000Z", "DTEND:20261209T180000Z", "STATUS:TENTATIVE")


def ics(*entries: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""]).encode()


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(monkeypatch)


@pytest.fixture
def feed() -> Feed:
    found = Feed()
    found.gives(ics(EVENING, DAYS, FREE, MAYBE))
    return found


@pytest.fixture
def server(feed: Feed) -> Iterator[Server]:
    with serving(feed) as running:
        yield running


@pytest.fixture
def calendar(cast: Family, alex: Client, server: Server, clock: Clock) -> Calendar:
    """Alex's, at an address, looked at and not kept yet."""
    said = alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address_of(server), "name": ""})
    calendar = Calendar.objects.of(cast.household).get()
    assert said["Location"] == f"/calendars/{calendar.pk}/"
    assert refreshed(clock.at) == 1
    return Calendar.objects.of(cast.household).select_related("household", "member").get()


def shown(browser: Client, calendar: Calendar) -> str:
    return browser.get(f"/calendars/{calendar.pk}/").content.decode()


def say(browser: Client, calendar: Calendar, what: str, **said: object) -> Any:
    return browser.post(f"/calendars/{calendar.pk}/{what}", said)


def starts(cast: Family) -> list[str]:
    rows = Commitment.objects.of(cast.household).counting().order_by("starts_at")
    return [f"{row.starts_at:%d.%H}" for row in rows]


def settings_of(calendar: Calendar, **changed: object) -> dict[str, object]:
    names = ("name", "means", "before_minutes", "after_minutes")
    return {name: getattr(calendar, name) for name in names} | changed


def test_it_is_looked_at_in_the_background_and_the_page_comes_again_until_then(
    cast: Family, alex: Client, server: Server, clock: Clock
) -> None:
    alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address_of(server)})
    assert server.knocks == 0
    calendar = Calendar.objects.of(cast.household).get()
    assert calendar.name == "127.0.0.1"
    answer = alex.get(f"/calendars/{calendar.pk}/")
    assert "kbye is looking at 127.0.0.1" in answer.content.decode()
    assert answer["Refresh"] == "2"
    refreshed(clock.at)
    answer = alex.get(f"/calendars/{calendar.pk}/")
    assert "Refresh" not in answer
    assert "2 busy times until Wednesday 9 December." in answer.content.decode()


def test_nobody_waits_for_ever(cast: Family, alex: Client, server: Server, clock: Clock) -> None:
    alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address_of(server)})
    clock.at += timedelta(minutes=3)
    answer = alex.get(f"/calendars/{Calendar.objects.of(cast.household).get().pk}/")
    assert "Refresh" not in answer


def test_before_it_is_kept_it_counts_for_nothing_and_one_question_comes_after_the_other(
    cast: Family, alex: Client, calendar: Calendar
) -> None:
    assert starts(cast) == []
    page = shown(alex, calendar)
    assert "1 entry lasts all day. Does that mean Alex is away then?" in page
    assert "Keep this calendar" not in page
    answer = say(alex, calendar, "answer/", all_day="free")
    assert answer["Location"] == f"/calendars/{calendar.pk}/"
    assert "2 entries are marked as free or not settled. Do they count?" in shown(alex, calendar)
    # Nobody has said so far: what is not settled is busy, what is free is free.
    assert starts(cast) == ["04.17", "09.17"]
    answer = say(alex, calendar, "answer/", marked_free="busy")
    assert answer["Location"] == f"/people/{cast.alex.pk}/calendar/"
    assert starts(cast) == ["04.17", "08.17", "09.17"]
    say(alex, calendar, "answer/", marked_free="free")
    assert starts(cast) == ["04.17"]


def test_whole_days_are_asked_about_once_and_counted_at_midnight_here(
    cast: Family, alex: Client, calendar: Calendar, feed: Feed, clock: Clock
) -> None:
    assert WholeDays.objects.of(cast.household).count() == 1
    assert not WholeDays.objects.of(cast.household).counting().exists()
    say(alex, calendar, "answer/", all_day="busy")
    row = Commitment.objects.of(cast.household).get(starts_at__day=23)
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 12, 23, 23, tzinfo=UTC),
        datetime(2026, 12, 26, 23, tzinfo=UTC),
    )
    assert not WholeDays.objects.of(cast.household).exists()
    feed.gives(ics(EVENING, DAYS, FREE, MAYBE, DAYS.replace("days", "more").replace("1224", "1225")))
    found = read_again(calendar, clock.at + HOUR)
    assert (found.all_day, found.all_day_count, found.open_question) == (Counts.BUSY, 2, "marked_free")


def test_without_questions_it_is_kept_by_one_tap(
    cast: Family, alex: Client, feed: Feed, calendar: Calendar, clock: Clock
) -> None:
    feed.gives(ics(EVENING))
    read_again(calendar, clock.at)
    assert "Keep this calendar" in shown(alex, calendar)
    assert say(alex, calendar, "keep/")["Location"] == f"/people/{cast.alex.pk}/calendar/"
    assert starts(cast) == ["04.17"]


def test_what_was_never_read_cannot_be_kept(cast: Family, alex: Client, server: Server) -> None:
    alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address_of(server)})
    calendar = Calendar.objects.of(cast.household).get()
    say(alex, calendar, "keep/")
    calendar.refresh_from_db()
    assert calendar.is_draft


def test_what_is_not_reached_is_said_and_tried_once_more(
    cast: Family, alex: Client, feed: Feed, server: Server, clock: Clock
) -> None:
    feed.refuses("500 Oh", b"inside words")
    alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address_of(server)})
    calendar = Calendar.objects.of(cast.household).get()
    refreshed(clock.at)
    page = shown(alex, calendar)
    assert "This address has trouble of its own right now." in page
    assert "inside words" not in page
    feed.gives(ics(EVENING))
    assert say(alex, calendar, "read/")["Location"] == f"/calendars/{calendar.pk}/"
    assert refreshed(clock.at) == 1
    assert "1 busy time until Friday 4 December." in shown(alex, calendar)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Please paste the address."),
        ("http://example.org/a.ics", "has to start with https:// or webcal://"),
        ("file:///etc/passwd", "does not look like"),
        ("https://sam:secret@example.org/a.ics", "leave name and password out"),
        ("https://example.org:22/a.ics", "on the usual ports"),
        ("https://exa mple/a.ics", "does not look like"),
    ],
)
def test_an_address_that_cannot_be_is_said_at_once(
    cast: Family, alex: Client, address: str, words: str
) -> None:
    answer = alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address, "name": "x"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Calendar.objects.of(cast.household).exists()


def test_webcal_is_https(cast: Family, alex: Client) -> None:
    alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": "webcal://calendar.example/a.ics"})
    assert CalendarSource.objects.of(cast.household).get().host == "calendar.example"


def test_the_address_is_sealed_and_never_shown_again(cast: Family, alex: Client, calendar: Calendar) -> None:
    say(alex, calendar, "answer/", all_day="free")
    for path in (f"/calendars/{calendar.pk}/", f"/people/{cast.alex.pk}/calendar/", "/more/"):
        assert "secret-9b1f" not in alex.get(path).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, kept FROM household_calendarsource -- household")
        assert "9b1f" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("means", "blocks", "counts"),
    [
        (Means.CANNOT, 2, 2),
        (Means.TRIP, 3, 3),
        (Means.RATHER_NOT, 0, 2),
        (Means.ASK, 0, 2),
        (Means.INFORMATION, 0, 0),
    ],
)
def test_what_a_calendar_means_is_what_it_does(
    cast: Family, alex: Client, calendar: Calendar, means: Means, blocks: int, counts: int
) -> None:
    say(alex, calendar, "answer/", all_day="free")
    assert say(alex, calendar, "", **settings_of(calendar, means=means)).status_code == 302
    rows = Commitment.objects.of(cast.household)
    assert (rows.blocking().count(), rows.of_own_calendars().count()) == (blocks, counts)


def test_buffers_go_with_each_entry(cast: Family, alex: Client, calendar: Calendar) -> None:
    say(alex, calendar, "answer/", all_day="free")
    say(alex, calendar, "", **settings_of(calendar, before_minutes=30, after_minutes=15))
    row = Commitment.objects.of(cast.household).order_by("starts_at")[0]
    assert row.starts_at == FRIDAY_EVENING.start - timedelta(minutes=30)
    assert row.ends_at == FRIDAY_EVENING.end + timedelta(minutes=15)


def test_titles_come_when_their_owner_says_so_and_go_at_once(
    cast: Family, alex: Client, sam: Client, calendar: Calendar, clock: Clock
) -> None:
    say(alex, calendar, "answer/", all_day="free")
    rows = Commitment.objects.of(cast.household)
    # Sam cannot say it for Alex.
    say(sam, calendar, "", **settings_of(calendar, keeps_titles="on"))
    calendar.refresh_from_db()
    assert not calendar.keeps_titles
    say(alex, calendar, "", **settings_of(calendar, keeps_titles="on"))
    assert not rows.exclude(title="").exists()
    refreshed(clock.at)
    assert rows.filter(title=f"{CANARY} evening").exists()
    assert CANARY in str(CalendarSource.objects.of(cast.household).get().copy)
    say(alex, calendar, "", **settings_of(calendar))
    assert not rows.exclude(title="").exists()
    assert CANARY not in str(CalendarSource.objects.of(cast.household).get().copy)
    assert CANARY not in str(list(Event.objects.of(cast.household).values()))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("before_minutes", "-5", "Please give a number of minutes."),
        ("after_minutes", "500", "Up to four hours, please."),
        ("before_minutes", "soon", "Please give a number of minutes."),
        ("name", "", "Please give it a name"),
    ],
)
def test_settings_that_cannot_be_are_said(
    alex: Client, calendar: Calendar, name: str, value: str, words: str
) -> None:
    say(alex, calendar, "answer/", all_day="free")
    say(alex, calendar, "answer/", marked_free="free")
    answer = say(alex, calendar, "", **settings_of(calendar, **{name: value}))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_resting_and_forgetting_can_be_taken_back(cast: Family, alex: Client, calendar: Calendar) -> None:
    say(alex, calendar, "answer/", all_day="free")
    for what, verb in (("rest/", "changed"), ("remove/", "removed")):
        say(alex, calendar, what)
        assert starts(cast) == []
        seq = Event.objects.of(cast.household).filter(verb=verb).latest("seq").seq
        alex.post(f"/undo/{seq}/")
        assert starts(cast) == ["04.17", "09.17"]


def test_in_doubt_two_answers_are_offered(
    cast: Family, alex: Client, feed: Feed, calendar: Calendar, clock: Clock
) -> None:
    say(alex, calendar, "answer/", all_day="free")
    feed.gives(ics())
    read_again(calendar, clock.at + HOUR)
    page = alex.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    assert "It is suddenly empty." in page
    assert "Keep what we have" in page
    assert "Take the new one" in page
    say(alex, calendar, "settle/", take="ours")
    assert starts(cast) == ["04.17", "09.17"]
    read_again(calendar, clock.at + 2 * HOUR)
    say(alex, calendar, "settle/", take="new")
    refreshed(clock.at + 2 * HOUR)
    assert starts(cast) == []


def test_one_that_is_gone_offers_nothing_new(
    cast: Family, alex: Client, feed: Feed, calendar: Calendar, clock: Clock
) -> None:
    say(alex, calendar, "answer/", all_day="free")
    feed.refuses("410 Gone")
    assert read_again(calendar, clock.at + HOUR).doubt == Doubt.GONE
    page = alex.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    assert "There is no calendar at this address any more." in page
    assert "Take the new one" not in page


def test_its_age_is_said_on_its_card_and_beside_suggested_times(
    cast: Family, alex: Client, sam: Client, calendar: Calendar, clock: Clock
) -> None:
    say(alex, calendar, "answer/", all_day="free")
    clock.at += timedelta(minutes=20)
    assert "Read 20 minutes ago" in alex.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    assert "Alex&#x27;s calendar: read 20 minutes ago." in sam.get("/when/evening/").content.decode()
    clock.at += timedelta(days=3)
    page = sam.get("/when/evening/").content.decode()
    assert "calendar was last read 3 days ago: ask." in page


def test_fifty_calendars_are_enough(
    cast: Family, alex: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_actions, "MOST", 2)
    for _again in range(3):
        answer = alex.post(f"/people/{cast.alex.pk}/calendar/address/", {"address": address_of(server)})
    assert answer.status_code == 422
    assert "up to 2 calendars" in answer.content.decode()
    assert Calendar.objects.of(cast.household).count() == 2


WAYS = ("", "keep/", "answer/", "settle/", "read/", "rest/", "remove/")


@pytest.mark.parametrize("what", WAYS)
def test_strangers_find_nothing_and_nobody_known_signs_in(calendar: Calendar, what: str) -> None:
    stranger = signed_in(family(canary="-next-door").sam)
    assert say(stranger, calendar, what).status_code == 404
    assert say(Client(), calendar, what).status_code == 302
    if what:
        assert stranger.get(f"/calendars/{calendar.pk}/{what}").status_code == 405
    calendar.refresh_from_db()
    assert (calendar.is_draft, calendar.removed_at, calendar.paused_at) == (True, None, None)
