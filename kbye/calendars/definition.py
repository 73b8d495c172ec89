"""The VTIMEZONE of a zone for some years, each change with the wall time that clocks showed before it.

icalendar's own `Timezone.from_tzinfo` writes the wall time after the change when clocks go forward, which puts
the change an hour late (RFC 5545, 3.6.5), so the changes are found here and only written by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone

_STEP = timedelta(days=7)


class _State(NamedTuple):
    offset: timedelta
    name: str
    summer: bool


class _Change(NamedTuple):
    wall: datetime
    before: timedelta
    now: _State


@lru_cache(maxsize=64)
def definition(zone: str, first_year: int, last_year: int) -> Timezone:
    """The zone as clocks go from the start of `first_year` to the end of `last_year`. Do not change it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    groups: dict[tuple[timedelta, _State], list[datetime]] = {}
    for change in _changes(ZoneInfo(zone), first_year, last_year):
        groups.setdefault((change.before, change.now), []).append(change.wall)
    timezone = Timezone()
    timezone.add("tzid", zone)
    for (before, now), walls in groups.items():
        part = TimezoneDaylight() if now.summer else TimezoneStandard()
        part.add("dtstart", walls[0])
        for wall in walls[1:]:
            part.add("rdate", wall)  # a line each: some programs read no more than the first of a list
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", now.offset)
        part.add("tzname", now.name)
        timezone.add_component(part)
    return timezone


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[_Change]:
    at, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    state = _state(zone, at)
    yield _Change((at + state.offset).replace(tzinfo=None), state.offset, state)
    while at < end:
        later = _state(zone, at + _STEP)
        if later != state:
            changed = _moment_of_change(zone, at, state)
            yield _Change((changed + state.offset).replace(tzinfo=None), state.offset, _state(zone, changed))
            at, state = changed, _state(zone, changed)
        else:
            at += _STEP


def _moment_of_change(zone: ZoneInfo, before: datetime, state: _State) -> datetime:
    """The first whole minute within a step at which clocks show something else."""
    low, high = 0, int(_STEP / timedelta(minutes=1))
    while high - low > 1:
        middle = (low + high) // 2
        if _state(zone, before + timedelta(minutes=middle)) == state:
            low = middle
        else:
            high = middle
    return before + timedelta(minutes=high)


def _state(zone: ZoneInfo, at: datetime) -> _State:
    there = at.astimezone(zone)
    return _State(there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst()))
