"""Bringing a calendar file: its busy times, never its titles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kbye.calendars.reading import Problem, Unreadable
from kbye.calendars.rereading import Reread, reread
from kbye.household.calendar import Calendar, Commitment, Means
from kbye.household.calendar_source import CalendarSource
from kbye.household.event import Event
from kbye.household.people import Member
from kbye.set_up import calendar_actions
from kbye.work.refreshing import tidy_calendars
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, Family, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CANARY = "canary-9b1f"


def calendar_text(*entries: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kbye tests//EN", *entries, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def entry(uid: str, start: str, end: str, *more: str) -> str:
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20260101T000000Z",
            f"SUMMARY:{CANARY} {uid}",
            f"DTSTART{start}",
            f"DTEND{end}",
            *more,
            "END:VEVENT",
        ]
    )


EVENING = entry("evening", ";TZID=Europe/Berlin:20261204T180000", ";TZID=Europe/Berlin:20261204T220000")
WEEKLY = entry("weekly", ":20261207T080000Z", ":20261207T090000Z", "RRULE:FREQ=WEEKLY;COUNT=4")
HOLIDAY = entry("holiday", ";VALUE=DATE:20261224", ";VALUE=DATE:20261227")
BROKEN = entry(f"{CANARY}-broken", ":not a date", ":20261207T090000Z")


def bring(browser: Client, person: Member, raw: bytes, name: str = "work") -> HttpResponse:
    file = SimpleUploadedFile("calendar.ics", raw, content_type="text/calendar")
    answer: Any = browser.post(f"/people/{person.pk}/calendar/file/", {"file": file, "name": name})
    return answer  # type: ignore[no-any-return]


@pytest.fixture
def browser(cast: Family) -> Client:
    return signed_in(cast.sam)


def test_a_good_file_becomes_busy_times(cast: Family, browser: Client) -> None:
    answer = bring(browser, cast.alex, calendar_text(EVENING, WEEKLY, HOLIDAY))
    calendar = Calendar.objects.of(cast.household).get()
    assert (answer.status_code, answer["Location"]) == (302, f"/calendars/{calendar.pk}/")
    rows = Commitment.objects.of(cast.household).order_by("starts_at")
    assert [(row.member_id, row.starts_at) for row in rows[:2]] == [
        (cast.alex.pk, FRIDAY_EVENING.start),
        (cast.alex.pk, datetime(2026, 12, 7, 8, tzinfo=UTC)),
    ]
    assert rows.count() == 5
    page = browser.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    assert "5 busy times until Monday 28 December." in page
    assert "1 entry lasts all day. Does that mean Alex is away then?" in page
    assert "could not be read" not in page.lower()


def test_no_title_and_no_identifier_is_kept_anywhere(cast: Family, browser: Client) -> None:
    bring(browser, cast.alex, calendar_text(EVENING, WEEKLY, HOLIDAY, BROKEN))
    assert Commitment.objects.of(cast.household).exists()
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            assert CANARY not in str(row)
    assert CANARY not in browser.get(f"/people/{cast.alex.pk}/calendar/").content.decode()


def test_what_could_not_be_read_is_said_with_its_line(cast: Family, browser: Client) -> None:
    bring(browser, cast.alex, calendar_text(EVENING, BROKEN))
    calendar = Calendar.objects.of(cast.household).get()
    assert [set(problem) for problem in calendar.problems] == [{"line", "reason", "shown"}]
    page = browser.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    assert "Could not be read" in page
    assert f"Line {calendar.problems[0]['line']}:" in page
    assert "1 busy time until Friday 4 December." in page


def test_problems_of_both_kinds_are_told_apart(
    cast: Family, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems = (Problem(3, "a", "An end is missing.", shown=True), Problem(None, "b", "No start at all."))

    def read(raw: bytes, kept: object, **more: Any) -> Reread:
        return replace(reread(raw, None, **more), problems=problems)

    monkeypatch.setattr(calendar_actions, "reread", read)
    bring(browser, cast.alex, calendar_text())
    page = browser.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    guessed = page.index("Read as well as it could be")
    assert page.index("Could not be read") < page.index("No start at all.") < guessed
    assert guessed < page.index("An end is missing.")
    assert "Is it perhaps an old one?" in page


@pytest.mark.parametrize(
    "raw",
    [
        b"<!doctype html><html><body>Sign in to your calendar</body></html>",
        b"just some words",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sam\r\nEND:VCARD\r\n",
    ],
    ids=["html", "words", "picture", "card"],
)
def test_what_is_no_calendar_is_refused_in_words_and_the_old_one_stays(
    cast: Family, browser: Client, raw: bytes
) -> None:
    bring(browser, cast.alex, calendar_text(EVENING))
    answer = bring(browser, cast.alex, raw)
    assert answer.status_code == 200
    assert 'id="id_file_error"' in answer.content.decode()
    assert Commitment.objects.of(cast.household).count() == 1
    assert Calendar.objects.of(cast.household).count() == 1


def test_an_empty_file_is_refused_in_words(cast: Family, browser: Client) -> None:
    assert "That file is empty." in bring(browser, cast.alex, b"").content.decode()


def test_no_file_is_refused_in_words(cast: Family, browser: Client) -> None:
    page = browser.post(f"/people/{cast.alex.pk}/calendar/file/", {"name": "work"}).content.decode()
    assert "Please choose a calendar file" in page


def test_a_very_large_file_is_refused_unread(
    cast: Family, browser: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = calendar_text(EVENING)
    settings.CALENDAR_BYTES_MAX = len(raw)
    assert bring(browser, cast.alex, raw).status_code == 302

    def never(raw: bytes, kept: object, **more: object) -> Reread:
        raise AssertionError("read")

    monkeypatch.setattr(calendar_actions, "reread", never)
    settings.CALENDAR_BYTES_MAX = len(raw) - 1
    assert "That file is larger than" in bring(browser, cast.alex, raw).content.decode()


def test_a_reason_of_the_reader_is_shown_by_the_file(
    cast: Family, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(raw: bytes, kept: object, **more: object) -> Reread:
        raise Unreadable("This calendar takes too long to read.")

    monkeypatch.setattr(calendar_actions, "reread", refuse)
    assert "This calendar takes too long to read." in bring(browser, cast.alex, b"any").content.decode()


def test_the_same_name_replaces_and_another_adds(cast: Family, browser: Client) -> None:
    bring(browser, cast.alex, calendar_text(EVENING), "work")
    bring(browser, cast.alex, calendar_text(WEEKLY), "choir")
    bring(browser, cast.sam, calendar_text(EVENING), "work")
    bring(browser, cast.alex, calendar_text(), "work")
    counts = {
        (row.member_id, row.name): Commitment.objects.of(cast.household).filter(calendar=row).count()
        for row in Calendar.objects.of(cast.household)
    }
    assert counts == {(cast.alex.pk, "work"): 0, (cast.alex.pk, "choir"): 4, (cast.sam.pk, "work"): 1}


def test_the_only_calendars_name_is_offered_again(cast: Family, browser: Client) -> None:
    path = f"/people/{cast.alex.pk}/calendar/file/"
    assert 'value="Calendar"' in browser.get(path).content.decode()
    bring(browser, cast.alex, calendar_text(EVENING), "work")
    assert 'value="work"' in browser.get(path).content.decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, tzinfo=UTC), datetime(2027, 3, 28, 3, tzinfo=UTC)),
    ],
    ids=["clocks go back", "clocks go forward"],
)
def test_the_nights_of_the_clock_change(
    cast: Family, browser: Client, clock: Clock, first: datetime, last: datetime
) -> None:
    clock.at = first - timedelta(days=1)
    stamps = (f":{at:%Y%m%dT%H%M%SZ}" for at in (first, last))
    bring(browser, cast.alex, calendar_text(entry("night", *stamps)))
    row = Commitment.objects.of(cast.household).get()
    assert (row.starts_at, row.ends_at) == (first, last)


def test_a_year_back_and_two_years_ahead_are_looked_at_in_whole_months(
    cast: Family, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: dict[str, Any] = {}

    def read(raw: bytes, kept: object, **at: Any) -> Reread:
        looked.update(at)
        return reread(raw, None, **at)

    monkeypatch.setattr(calendar_actions, "reread", read)
    bring(browser, cast.alex, calendar_text(HOLIDAY))
    zone = ZoneInfo("Europe/Berlin")
    assert (looked["start"], looked["end"]) == (
        datetime(2025, 12, 1, tzinfo=zone),
        datetime(2029, 1, 1, tzinfo=zone),
    )
    assert (looked["zone"], looked["titles"]) == ("Europe/Berlin", False)
    calendar = Calendar.objects.of(cast.household).get()
    assert (calendar.until_at, calendar.all_day_count) == (looked["end"], 1)


def test_a_forgotten_calendar_counts_no_longer_and_can_be_taken_back(
    cast: Family, browser: Client, clock: Clock
) -> None:
    bring(browser, cast.alex, calendar_text(EVENING), "work")
    bring(browser, cast.alex, calendar_text(WEEKLY), "choir")
    work = Calendar.objects.of(cast.household).get(name="work")
    browser.post(f"/calendars/{work.pk}/remove/")
    assert Commitment.objects.of(cast.household).counting().count() == 4
    assert ">work<" not in browser.get(f"/people/{cast.alex.pk}/calendar/").content.decode()
    assert browser.get(f"/calendars/{work.pk}/").status_code == 404
    event = Event.objects.of(cast.household).get(object_kind="calendar", verb="removed")
    browser.post(f"/undo/{event.seq}/")
    assert Commitment.objects.of(cast.household).counting().count() == 5


def test_a_day_later_nothing_is_left_of_it(cast: Family, browser: Client, clock: Clock) -> None:
    bring(browser, cast.alex, calendar_text(EVENING), "work")
    browser.post(f"/calendars/{Calendar.objects.of(cast.household).get().pk}/remove/")
    tidy_calendars(lambda: clock.at + timedelta(hours=23))
    assert Commitment.objects.of(cast.household).exists()
    tidy_calendars(lambda: clock.at + timedelta(hours=25))
    for model in (Calendar, Commitment, CalendarSource):
        assert not model._default_manager.filter(household=cast.household).exists()


@pytest.mark.parametrize("name", ["mia", "grandma"])
def test_children_and_helpers_have_calendars_too(cast: Family, browser: Client, name: str) -> None:
    person = getattr(cast, name)
    assert bring(browser, person, calendar_text(EVENING)).status_code == 302
    calendar = Calendar.objects.of(cast.household).get()
    wanted = Means.SUPERVISED if person.is_child else Means.CANNOT
    assert (calendar.member_id, calendar.means) == (person.pk, wanted)


def test_other_methods_are_refused(cast: Family, browser: Client) -> None:
    bring(browser, cast.alex, calendar_text(EVENING))
    calendar = Calendar.objects.of(cast.household).get()
    assert browser.post(f"/people/{cast.alex.pk}/calendar/").status_code == 405
    assert browser.put(f"/people/{cast.alex.pk}/calendar/file/").status_code == 405
    assert browser.get(f"/calendars/{calendar.pk}/remove/").status_code == 405
    assert Calendar.objects.of(cast.household).exists()


def test_a_stranger_neither_brings_nor_forgets(cast: Family, browser: Client) -> None:
    bring(browser, cast.alex, calendar_text(EVENING))
    calendar = Calendar.objects.of(cast.household).get()
    stranger = signed_in(family(canary="-next-door").sam)
    assert stranger.get(f"/people/{cast.alex.pk}/calendar/").status_code == 404
    assert bring(stranger, cast.alex, calendar_text(WEEKLY)).status_code == 404
    assert stranger.post(f"/calendars/{calendar.pk}/remove/").status_code == 404
    assert Commitment.objects.of(cast.household).count() == 1


def test_nobody_known_is_sent_to_sign_in(cast: Family) -> None:
    assert bring(Client(), cast.alex, calendar_text(EVENING)).status_code == 302
    assert not Calendar.objects.of(cast.household).exists()
