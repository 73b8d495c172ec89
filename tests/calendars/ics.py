"""Small calendars for the examples, and short ways to look at what was read from them."""

from __future__ import annotations

from datetime import datetime

from kbye.calendars.reading import Reading, expand

BERLIN = "Europe/Berlin"
YEAR_2026 = ("2026-01-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00")


def calendar(*entries: str, head: str = "") -> bytes:
    """A calendar with these entries; lines may be indented as the test likes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *_lines(head)]
    for entry in entries:
        lines += _lines(entry)
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "one@test", title: str = "Piano") -> str:
    """One VEVENT."""
    named = [f"UID:{uid}"] if uid else []
    return "\n".join(["BEGIN:VEVENT", *named, f"SUMMARY:{title}", *lines, "END:VEVENT"])


def read(raw: bytes, start: str = YEAR_2026[0], end: str = YEAR_2026[1], zone: str = BERLIN) -> Reading:
    """What is in a calendar between two instants; the year 2026 unless told."""
    return expand(raw, start=datetime.fromisoformat(start), end=datetime.fromisoformat(end), zone=zone)


def starts(reading: Reading) -> list[str]:
    """Starts by the clock of the zone asked for, to the minute; days as days."""
    return [_short(happening.start.isoformat()) for happening in reading.happenings]


def times(reading: Reading) -> list[str]:
    """Starts and ends, as `start/end`."""
    return [f"{_short(one.start.isoformat())}/{_short(one.end.isoformat())}" for one in reading.happenings]


def reasons(reading: Reading) -> list[str]:
    """The sentences about what could not be read."""
    return [problem.reason for problem in reading.problems]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n")] if text.strip() else []


def _short(text: str) -> str:
    return text[:16]
