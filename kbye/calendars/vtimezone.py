"""A zone as a calendar file defines it itself, for names that nobody else knows."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from kbye.calendars.limits import MAX_CHANGES_OF_A_ZONE, Refused
from kbye.calendars.outline import Block
from kbye.calendars.rules import Reach, moments_of
from kbye.calendars.stamps import read_offset, read_stamp

_ZERO = timedelta()


class _Change(NamedTuple):
    at: datetime
    before: timedelta
    after: timedelta


class DefinedZone(tzinfo):
    """Behaves as zoneinfo does: `fold=0` moves a missing time forward and takes the first of a doubled one."""

    def __init__(self, name: str, changes: list[_Change]) -> None:
        self._name = name
        self._first = changes[0].before
        self._after = [change.after for change in changes]
        self._utc = [change.at for change in changes]
        self._wall = [
            [change.at + pick(change.before, change.after) for change in changes] for pick in (max, min)
        ]

    def utcoffset(self, at: datetime | None) -> timedelta:
        """The distance from UTC that is in force at that wall time."""
        if at is None:
            return self._first
        return self._in_force(bisect_right(self._wall[at.fold], at.replace(tzinfo=None, fold=0)))

    def fromutc(self, at: datetime) -> datetime:
        """The wall time at an instant, with `fold` set for the second of a doubled hour."""
        place = bisect_right(self._utc, at.replace(tzinfo=None))
        wall = at + self._in_force(place)
        earlier = self._in_force(bisect_right(self._wall[0], wall.replace(tzinfo=None)))
        return wall.replace(fold=int(earlier != self._in_force(place)))

    def dst(self, at: datetime | None) -> timedelta:
        """Not known from a definition; calendars need none."""
        return _ZERO

    def tzname(self, at: datetime | None) -> str:
        """As the file calls it."""
        return self._name

    def _in_force(self, place: int) -> timedelta:
        return self._after[place - 1] if place else self._first


def defined_zone(block: Block, years: tuple[int, int]) -> DefinedZone:
    """The zone of a VTIMEZONE, right for instants within `years`. Raises Refused or ValueError."""
    if not 1 <= len(block.parts) <= MAX_CHANGES_OF_A_ZONE:
        raise Refused("The definition of its time zone has no rules, or too many.")
    changes = sorted(change for part in block.parts for change in _changes(part, years))
    if not changes:
        raise Refused("The definition of its time zone has no beginning.")
    return DefinedZone(block.value("TZID"), changes)


def _changes(part: Block, years: tuple[int, int]) -> list[_Change]:
    before, after = read_offset(part.value("TZOFFSETFROM")), read_offset(part.value("TZOFFSETTO"))
    begins = read_stamp(part.value("DTSTART")).wall
    walls = {begins}
    for listed in part.all("RDATE"):
        walls.update(read_stamp(one).wall for one in listed.value.split(",") if one.strip())
    reach = Reach(
        datetime.combine(date(years[0], 1, 1), begins.time()),
        datetime.combine(date(years[1], 1, 1), begins.time()),
    )
    for rule in part.all("RRULE"):
        walls.update(moments_of(rule.value, begins, reach, timezone(before)))
    return [_Change(wall - before, before, after) for wall in walls]
