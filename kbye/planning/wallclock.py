"""The only place where wall clocks become instants.

A missing hour moves forward by the gap, a doubled hour means the first: both follow from `fold=0` (PEP 495).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kbye.planning.intervals import Span

DAY_MINUTES = 24 * 60
LATEST_MINUTE = 2 * DAY_MINUTES
HOME_FROM_AN_EVENING_BEFORE = time(4)

_ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*")
_LONGEST_ZONE_NAME = 64
# Files beside the zones that hold something else: this machine's zone, no zone, zones with leap seconds.
_NOT_A_ZONE = frozenset({"localtime", "Factory", "posixrules", "posix", "right"})


def instant(day: date, minute: int, zone: str) -> datetime:
    """The instant, in UTC, when clocks in `zone` show `minute` minutes after midnight of `day`.

    `minute` is wall time, 0 to 2880: 1500 is one o'clock on the next day, however long the night was.
    Raises ValueError for a minute outside and for a zone nobody knows.
    """
    if not 0 <= minute <= LATEST_MINUTE:
        raise ValueError(f"A minute of the day must be from 0 to {LATEST_MINUTE}: {minute}.")
    days, rest = divmod(minute, DAY_MINUTES)
    wall = datetime.combine(day + timedelta(days=days), time(rest // 60, rest % 60), tzinfo=_zone(zone))
    return wall.astimezone(UTC)


def wall_span(day: date, from_minute: int, to_minute: int, zone: str) -> Span:
    """From one wall-clock minute of `day` to a later one, both as `instant` takes them.

    When the missing hour swallows the whole of it, it moves forward and keeps its length.
    Raises ValueError as `instant` does, and unless `from_minute` is before `to_minute`.
    """
    if from_minute >= to_minute:
        raise ValueError(f"A time of the day must end after it starts: {from_minute} to {to_minute}.")
    start, end = instant(day, from_minute, zone), instant(day, to_minute, zone)
    if end <= start:
        end = start + timedelta(minutes=to_minute - from_minute)
    return Span(start, end)


def meant_within(at: datetime, whole: Span, zone: str) -> datetime:
    """`at`, which somebody read off a clock in `zone`; in a doubled hour the second one if only that lies in `whole`.

    Clocks show no seconds: the minute in which `whole` begins means its beginning.
    """
    again = local(at, zone).replace(fold=1).astimezone(UTC)
    for one in (at, again):
        if one <= whole.start < one + timedelta(minutes=1):
            return whole.start
        if whole.start <= one <= whole.end:
            return one
    return at


def days_touching(span: Span, zone: str) -> Iterator[date]:
    """Every local day whose wall-clock minutes 0 to 2880 may reach into `span`, in order."""
    day, last = local_day(span.start, zone) - timedelta(days=1), local_day(span.end, zone)
    while day <= last:
        yield day
        day += timedelta(days=1)


def local(at: datetime, zone: str) -> datetime:
    """The same instant as clocks in `zone` show it. Raises ValueError without a zone of its own."""
    if at.utcoffset() is None:
        raise ValueError(f"An instant needs a time zone: {at.isoformat()}.")
    return at.astimezone(_zone(zone))


def local_day(at: datetime, zone: str) -> date:
    """The calendar day in `zone` at that instant."""
    return local(at, zone).date()


def minute_of_day(at: datetime, zone: str) -> int:
    """Minutes that the clock in `zone` shows since midnight, 0 to 1439."""
    shown = local(at, zone)
    return shown.hour * 60 + shown.minute


def nights(span: Span, zone: str) -> int:
    """Local midnights inside, but coming home before four in the morning ends an evening, not a night."""
    end = local(span.end, zone)
    last = end.date() - timedelta(days=1) if end.time() < HOME_FROM_AN_EVENING_BEFORE else end.date()
    return max(0, (last - local_day(span.start, zone)).days)


def known_zone(name: str) -> bool:
    """True for the name of a time zone, such as Europe/Berlin. Safe with any text from outside."""
    try:
        _zone(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    wellformed = len(name) <= _LONGEST_ZONE_NAME and _ZONE_NAME.fullmatch(name)
    if wellformed and name.split("/")[0] not in _NOT_A_ZONE:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # unknown, not a zone file, a folder
            pass
    raise ValueError(f"No time zone is called {name[:_LONGEST_ZONE_NAME]!r}.")
