"""What was read of a calendar, and what was not, in words for somebody at a console."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from kbye.calendars.busy import all_day_count, busy_spans
from kbye.calendars.reading import Problem, Reading


def in_words(reading: Reading, zone: str) -> Iterator[str]:
    """Line by line; days and hours are those of `zone`."""
    yield f"kbye can read this calendar. Times without a zone are those of {zone}."
    yield f"It found {_found(reading, zone)}."
    busy = busy_spans(reading, zone)
    if busy:
        until = busy[-1].end.astimezone(ZoneInfo(zone))
        yield f"{_many(len(busy), 'busy time', 'busy times')}, until {until:%Y-%m-%d %H:%M}."
    else:
        yield "No busy times."
    if reading.zones:
        yield "Time zones it names: " + "; ".join(_zone(*each) for each in reading.zones) + "."
    if not reading.problems:
        yield "Nothing was left out."
    unread = [problem for problem in reading.problems if not problem.shown]
    if unread:
        yield f"{_many(len(unread), 'entry', 'entries')} could not be read:"
        yield from _list(unread)
    if len(unread) < len(reading.problems):
        yield "Read, but look twice:"
        yield from _list([problem for problem in reading.problems if problem.shown])


def _found(reading: Reading, zone: str) -> str:
    all_day = all_day_count(reading, zone)
    free = sum(not one.busy for one in reading.happenings)
    tentative = sum(one.tentative for one in reading.happenings)
    details = [
        _many(all_day, "lasts all day", "last all day") if all_day else "",
        _many(free, "is marked as free", "are marked as free") if free else "",
        _many(tentative, "is tentative", "are tentative") if tentative else "",
    ]
    told = ", ".join(filter(None, details))
    return _many(len(reading.happenings), "date", "dates") + (f": {told}" if told else "")


def _zone(written: str, meant: str) -> str:
    if not meant:
        return f"{written}, which nobody knows"
    return written if written == meant else f"{written}, read as {meant}"


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _list(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems:
        place = f"line {problem.line}: " if problem.line else ""
        yield f"  {place}{problem.reason}" + (f" ({problem.uid})" if problem.uid else "")
