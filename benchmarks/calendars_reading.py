"""Reading a calendar again, unchanged and with one entry changed, against icalendar and recurring-ical-events bare.

400 series and 3,000 single entries, a year back and two ahead. Everything is checked to be the same before anything is
measured; then one after the other in each round, CPU time, the median of all rounds.
"""

from __future__ import annotations

import random
import resource
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import icalendar
import recurring_ical_events

from kbye.calendars.keeping import Kept
from kbye.calendars.renewing import renewed
from kbye.calendars.rereading import happenings_of, reread, seal_of

ROUNDS = 7
SERIES, SINGLES = 400, 3_000
ZONE = "Europe/Berlin"
FIRST = datetime(2025, 12, 1, tzinfo=UTC)
WINDOW: dict[str, Any] = {"start": FIRST, "end": FIRST.replace(year=2029, month=1), "zone": ZONE}
RULES = (
    *("WEEKLY", "WEEKLY;BYDAY=MO,WE", "WEEKLY;INTERVAL=2", "WEEKLY;UNTIL=20270701T000000Z", "DAILY;COUNT=60"),
    *("MONTHLY;BYMONTHDAY=5", "MONTHLY;BYDAY=2TU", "YEARLY"),
)


def report() -> None:
    raw = _calendar()
    with_single, with_series = raw.replace(b"Single 1700\r", b"X\r"), raw.replace(b"Series 17\r", b"X\r")
    kept = _from_scratch(raw)
    _check(raw, kept)
    for edited in (with_single, with_series):
        assert edited != raw
        assert _again(edited, kept) == reread(edited, kept, **WINDOW).kept == _from_scratch(edited)
    works: dict[str, Callable[[], object]] = {
        "bare": lambda: _bare(raw),
        "kbye, from scratch": lambda: _from_scratch(raw),
        "unchanged": lambda: reread(raw, kept, **WINDOW),
        "one entry changed": lambda: _again(with_single, kept),
        "one series changed": lambda: _again(with_series, kept),
        "one entry, with its process": lambda: reread(with_single, kept, **WINDOW),
        "one series, with its process": lambda: reread(with_series, kept, **WINDOW),
    }
    found: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            found[name].append(_cpu_seconds(work))
    bare = median(found["bare"])
    print(
        f"{SERIES} series, {SINGLES:,} single entries, {len(happenings_of(kept)):,} times, {len(raw) / 1024:.0f} KB"
    )
    for name, took in found.items():
        print(
            f"{name:<30}{median(took) * 1000:9.2f} ms CPU   bare takes {bare / median(took):,.0f} × as long"
        )


def _again(raw: bytes, kept: Kept) -> Kept:
    return renewed(raw, kept, seal_of(raw, **WINDOW))[0]


def _from_scratch(raw: bytes) -> Kept:
    return renewed(raw, None, seal_of(raw, **WINDOW))[0]


def _bare(raw: bytes) -> list[Any]:
    found: list[Any] = recurring_ical_events.of(icalendar.Calendar.from_ical(raw)).between(
        WINDOW["start"], WINDOW["end"]
    )
    return found


def _check(raw: bytes, kept: Kept) -> None:
    """The same times as the bare engine, each as often."""
    ours = Counter((_utc(one.start), _utc(one.end)) for one in happenings_of(kept))
    theirs = Counter((_utc(one["DTSTART"].dt), _utc(one["DTEND"].dt)) for one in _bare(raw))
    assert ours == theirs, (ours - theirs, theirs - ours)


def _utc(at: date) -> datetime:
    assert isinstance(at, datetime)
    return at.astimezone(UTC)


def _cpu_seconds(work: Callable[[], object]) -> float:
    """Of this process and of those it started."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _calendar() -> bytes:
    chance = random.Random(7)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kbye//bench//EN"]
    for number in range(SERIES + SINGLES):
        day = FIRST + timedelta(days=chance.randrange(-300, 900), minutes=15 * chance.randrange(28, 80))
        word, rule = (
            ("Series", f"RRULE:FREQ={RULES[number % len(RULES)]}") if number < SERIES else ("Single", "")
        )
        lines += [
            *("BEGIN:VEVENT", f"UID:{number}@bench", "DTSTAMP:20260101T000000Z"),
            f"DTSTART;TZID={ZONE}:{day:%Y%m%dT%H%M%S}",
            *(
                "DURATION:PT1H",
                f"SUMMARY:{word} {number}",
                "DESCRIPTION:What there is to say about it",
            ),
            *([rule] if rule else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
