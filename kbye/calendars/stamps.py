"""Dates, times and lengths as they are written in calendars, including how programs get them wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_STAMP = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is written: a day, perhaps a clock time, perhaps its distance from UTC."""

    day: date
    clock: time | None = None
    offset: timedelta | None = None

    @property
    def wall(self) -> datetime:
        """Day and clock together, without a zone; midnight when there is no clock."""
        return datetime.combine(self.day, self.clock or time())


@dataclass(frozen=True, slots=True)
class Length:
    """How long: first so much by the clock on the wall, then so much time that really passes."""

    wall: timedelta = timedelta()
    exact: timedelta = timedelta()

    @property
    def total(self) -> timedelta:
        """Both together, as it is on a day without a change of clocks."""
        return self.wall + self.exact


def read_stamp(text: str) -> Stamp:
    """`20260307`, `20260307T090000`, `…Z` and their common misspellings. Raises ValueError for the rest.

    24:00 is the midnight after; a leap second counts as the second before it.
    """
    match = _STAMP.fullmatch(text.strip())
    if match is not None:
        try:
            return _stamp(match)
        except (ValueError, OverflowError):  # a thirtieth of February, an hour 25
            pass
    raise ValueError(f"“{text.strip()[:40]}” is not a date.")


def _stamp(match: re.Match[str]) -> Stamp:
    year, month, day, hour, minute, second, offset = match.groups()
    on = date(int(year), int(month), int(day))
    if hour is None:
        return Stamp(on)
    if hour == "24" and int(minute) == 0:
        on, hour = on + timedelta(days=1), "0"
    clock = time(int(hour), int(minute), min(int(second or 0), 59))
    return Stamp(on, clock, read_offset(offset) if offset else None)


def read_offset(text: str) -> timedelta:
    """`Z`, `+0100`, `-03:30`, `+013012` as a distance from UTC. Raises ValueError for the rest."""
    if text in ("Z", "z"):
        return timedelta()
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d):?(\d\d)?", text.strip())
    if match is None:
        raise ValueError(f"“{text[:40]}” is not a distance from UTC.")
    sign, hours, minutes, seconds = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if size >= timedelta(days=1):
        raise ValueError(f"“{text}” is more than a day away from UTC.")
    return -size if sign == "-" else size


def read_length(text: str) -> Length:
    """`P1W`, `P1D`, `PT1H30M`: weeks and days go by the wall clock, the rest passes. Raises ValueError."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or text.strip().upper().lstrip("+-") == "P":
        raise ValueError(f"“{text.strip()[:40]}” is not a length of time.")
    sign = -1 if match[1] == "-" else 1
    weeks, days, hours, minutes, seconds = (int(group or 0) * sign for group in match.groups()[1:])
    return Length(timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds))
