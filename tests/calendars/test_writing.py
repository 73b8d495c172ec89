"""kbye's own entries, for other programs and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbye.calendars.folding import unfolded
from kbye.calendars.outline import outlined
from kbye.calendars.reading import expand
from kbye.calendars.vtimezone import defined_zone
from kbye.calendars.writing import Entry, calendar_text

from .ics import BERLIN, read

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
WEEKEND = Entry(
    uid="away-1@kbye.test",
    start=datetime(2026, 3, 27, 18, tzinfo=ZoneInfo(BERLIN)),
    end=datetime(2026, 3, 29, 18, tzinfo=ZoneInfo(BERLIN)),
    zone=BERLIN,
    title="Sam is away",
)
ZONES = [
    *(
        "Europe/Berlin",
        "Europe/Dublin",
        "Africa/Casablanca",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
    ),
    *("Australia/Lord_Howe", "Pacific/Chatham", "Asia/Gaza", "Africa/Cairo", "America/Santiago", "UTC"),
]


def lines(raw: bytes) -> list[str]:
    return raw.decode().replace("\r\n ", "").split("\r\n")


def test_an_entry_in_full() -> None:
    entry = replace(
        WEEKEND, description="Mia, Ben; Zoe\nPick-up 15:10", url="https://kbye.test/x?a=1;b=2", sequence=3
    )
    written = lines(calendar_text((entry,), method="PUBLISH", now=NOW))
    for line in (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "UID:away-1@kbye.test",
        "DTSTAMP:20260301T083000Z",
        "DTSTART;TZID=Europe/Berlin:20260327T180000",
        "DTEND;TZID=Europe/Berlin:20260329T180000",
        "SUMMARY:Sam is away",
        r"DESCRIPTION:Mia\, Ben\; Zoe\nPick-up 15:10",
        "URL:https://kbye.test/x?a=1;b=2",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "TZID:Europe/Berlin",
    ):
        assert written.count(line) == 1, line
    assert written[-2:] == ["END:VCALENDAR", ""]


def test_a_cancelled_entry_keeps_its_uid() -> None:
    written = lines(calendar_text((replace(WEEKEND, cancelled=True, sequence=1),), method="CANCEL", now=NOW))
    assert {"UID:away-1@kbye.test", "STATUS:CANCELLED", "SEQUENCE:1", "METHOD:CANCEL"} <= set(written)


def test_no_method_no_description_no_address_unless_given() -> None:
    names = {line.split(":")[0] for line in lines(calendar_text((WEEKEND,), now=NOW))}
    assert not {"METHOD", "DESCRIPTION", "URL"} & names


def test_an_entry_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="end before it starts"):
        calendar_text((replace(WEEKEND, end=WEEKEND.start - timedelta(minutes=1)),), now=NOW)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_stays_inside_its_line(title: str, description: str) -> None:
    title, description = (text.encode("utf-8", "replace").decode() for text in (title, description))
    raw = calendar_text((replace(WEEKEND, title=title, description=description),), now=NOW)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    names = {line.split(":")[0].split(";")[0] for line in lines(raw)}
    assert names <= {
        *(
            "BEGIN",
            "END",
            "VERSION",
            "PRODID",
            "CALSCALE",
            "TZID",
            "DTSTART",
            "DTEND",
            "RDATE",
            "TZNAME",
            "UID",
        ),
        *(
            "TZOFFSETFROM",
            "TZOFFSETTO",
            "DTSTAMP",
            "SUMMARY",
            "DESCRIPTION",
            "SEQUENCE",
            "STATUS",
            "TRANSP",
            "",
        ),
    }


def test_no_field_can_begin_a_line_of_its_own() -> None:
    text = "x\r\nATTENDEE:mailto:a@test\nBEGIN:VALARM\rX:y\x0b"
    entry = replace(WEEKEND, uid=text, title=text, description=text, url=text)
    written = lines(calendar_text((entry,), now=NOW))
    assert not [line for line in written if line.startswith(("ATTENDEE", "BEGIN:VALARM", "X:"))]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001
    st.integers(0, 10_000),
    st.text("abcäß😀 ,;\\\n:", max_size=100).map(str.strip),
)
def test_what_is_written_is_read_back(zone: str, start: datetime, minutes: int, title: str) -> None:
    at = start.replace(tzinfo=UTC, microsecond=0)
    entry = replace(WEEKEND, start=at, end=at + timedelta(minutes=minutes), zone=zone, title=title)
    raw = calendar_text((entry,), now=NOW)
    reading = expand(raw, start=at - timedelta(days=1), end=at + timedelta(days=9), zone="UTC")
    [happening] = reading.happenings
    assert (happening.start, happening.end, happening.title) == (entry.start, entry.end, title)
    assert reading.problems == ()


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_the_zone_that_is_written_is_the_zone_that_is_meant(zone: str) -> None:
    """By our own reading of definitions, which a test holds to the real zones, at every half hour of a year."""
    entry = replace(WEEKEND, zone=zone)
    [scope] = outlined(unfolded(calendar_text((entry,), now=NOW)))
    defined, meant = defined_zone(scope.zones[0], (2024, 2029)), ZoneInfo(zone)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    while at.year == 2026:
        assert at.astimezone(defined).replace(tzinfo=None) == at.astimezone(meant).replace(tzinfo=None), at
        at += timedelta(minutes=30)


def test_icalendar_itself_reads_the_same() -> None:
    [event] = icalendar.Calendar.from_ical(calendar_text((WEEKEND,), now=NOW)).events
    assert (event.start, event.end) == (WEEKEND.start, WEEKEND.end)


def test_a_doubled_hour_is_written_so_that_it_cannot_be_mistaken() -> None:
    end = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    entry = replace(WEEKEND, start=datetime(2026, 10, 24, 18, tzinfo=UTC), end=end)
    raw = calendar_text((entry,), now=NOW)
    assert "DTEND:20261025T013000Z" in lines(raw)
    assert read(raw).happenings[0].end.isoformat() == "2026-10-25T02:30:00+01:00"


def test_it_is_quick_enough_for_a_request() -> None:
    calendar_text((WEEKEND,), now=NOW)
    before = process_time()
    for _ in range(20):
        calendar_text((WEEKEND,), now=NOW)
    assert (process_time() - before) / 20 < 0.05
