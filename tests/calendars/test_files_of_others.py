"""The calendar files that come with icalendar and recurring-ical-events: real ones, broken ones, fuzzed ones."""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from time import process_time

import icalendar
import pytest
import recurring_ical_events

from kbye.calendars.reading import Unreadable, expand

from .ics import calendar, event

START, END = datetime(1996, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
LONGEST_SECONDS = 10
FEWEST_FILES = 250
OTHERWISE_ON_PURPOSE = {
    "Germany_Holidays.ics": "a day that ends on itself lasts that day",
    "example.ics": "a day that ends on itself lasts that day",
    "issue_1633_rdate_with_dates.ics": "a bare day in a list means the usual time on it",
    "issue_1633_rdate_with_dates_and_tzid.ics": "a bare day in a list means the usual time on it",
    "issue_201_mixed_datetime_and_date.ics": "what starts on a day lasts days",
    "issue_201_test_matrix.ics": "what starts on a day lasts days; hours without a zone are those asked for",
    "issue_75_range_parameter.ics": "an end that is a day includes that day",
}


@cache
def files() -> tuple[Path, ...]:
    found: list[Path] = []
    for package in ("icalendar", "recurring_ical_events"):
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        folder = Path(spec.origin).parent
        found += sorted([*folder.rglob("*.ics"), *folder.rglob("calendars/*.txt")])
    return tuple(found)


def test_the_files_are_there() -> None:
    assert len(files()) >= FEWEST_FILES


def test_none_of_them_does_worse_than_being_unreadable_or_takes_long() -> None:
    read = 0
    for path in files():
        before = process_time()
        try:
            expand(path.read_bytes(), start=START, end=END, zone="Europe/Berlin")
            read += 1
        except Unreadable as unreadable:
            assert str(unreadable).endswith("."), path.name  # noqa: PT017
        assert process_time() - before < LONGEST_SECONDS, path.name
    assert read > FEWEST_FILES * 3 // 4


def test_none_of_them_harms_a_good_neighbour() -> None:
    good = [event(f"DTSTART:202603{day:02}T090000Z", uid=f"good-{day}") for day in range(1, 11)]
    for path in files():
        entries = entries_of(path.read_bytes())
        raw = calendar(*good[:5], "@", *good[5:]).replace(b"@\r\n", entries + b"\r\n")
        reading = expand(raw, start=START, end=END, zone="Europe/Berlin")
        assert sum(one.uid.startswith("good-") for one in reading.happenings) == 10, path.name


@pytest.mark.parametrize(
    "path", [path for path in files() if "fuzzed" not in path.parts], ids=lambda path: path.name
)
def test_what_the_bare_engine_can_read_is_read_the_same(path: Path) -> None:
    """A window of one year around each file's own dates would hide differences, so all years are compared."""
    raw = path.read_bytes()
    bare = _by_the_bare_engine(raw)
    if bare is None or path.name in OTHERWISE_ON_PURPOSE or b"VCALENDAR" not in raw:
        return
    reading = expand(raw, start=START, end=END, zone="UTC")
    assert {(_text(one.start), _text(one.end), one.title) for one in reading.happenings} == bare


def _by_the_bare_engine(raw: bytes) -> set[tuple[str, str, str]] | None:
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # forgets the zones of the files before, which it would believe
    try:
        found = recurring_ical_events.of(icalendar.Calendar.from_ical(raw)).between(START, END)
    except Exception:
        return None
    return {
        (_text(one["DTSTART"].dt), _text(one["DTEND"].dt), str(one.get("SUMMARY", "")).strip())
        for one in found
        if str(one.get("STATUS", "")).upper() != "CANCELLED"
    }


def _text(moment: date | datetime) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def entries_of(raw: bytes) -> bytes:
    """Without the lines around them, so that they stand in the middle of another calendar."""
    kept = [
        line
        for line in raw.splitlines()
        if not line.upper().startswith((b"BEGIN:VCALENDAR", b"END:VCALENDAR"))
    ]
    return b"\r\n".join(kept)
