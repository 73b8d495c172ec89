"""What a reading says about when somebody is busy."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kbye.calendars.reading import Happening, Reading
from kbye.planning.intervals import Span, merged


def busy_spans(reading: Reading, zone: str) -> tuple[Span, ...]:
    """The times taken by entries that are marked as busy, merged and sorted.

    Entries that last whole days of `zone` are left out: whether a birthday or a business trip, only their
    owner knows.
    """
    spans = []
    for happening in reading.happenings:
        if not happening.busy or lasts_whole_days(happening, zone):
            continue
        start, end = happening.start, happening.end
        if isinstance(start, datetime) and isinstance(end, datetime):
            start, end = start.astimezone(UTC), end.astimezone(UTC)
            if start < end:
                spans.append(Span(start, end))
    return merged(spans)


def all_day_count(reading: Reading, zone: str) -> int:
    """How many occurrences last whole days, to be asked about once."""
    return sum(lasts_whole_days(happening, zone) for happening in reading.happenings)


def whole_days(reading: Reading, zone: str) -> tuple[tuple[date, date], ...]:
    """First and last day of each busy entry of two whole days or more: a trip, a holiday, only its owner knows."""
    found = set()
    for happening in reading.happenings:
        if happening.busy and lasts_whole_days(happening, zone):
            first, last = _day(happening.start, zone), _day(happening.end, zone) - timedelta(days=1)
            if first < last:
                found.add((first, last))
    return tuple(sorted(found))


def _day(at: datetime | date, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date() if isinstance(at, datetime) else at


def lasts_whole_days(happening: Happening, zone: str) -> bool:
    """True for days, and for what some programs write instead: from one midnight to a later one."""
    if not isinstance(happening.start, datetime) or not isinstance(happening.end, datetime):
        return True
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (happening.start, happening.end))
    return start.time() == end.time() == time() and start.date() < end.date()
