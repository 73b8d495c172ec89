"""Names of time zones as calendar programs write them, into zones with rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from kbye.calendars.limits import MAX_DEFINED_ZONES, Refused
from kbye.calendars.outline import Block
from kbye.calendars.vtimezone import DefinedZone, defined_zone
from kbye.planning.wallclock import known_zone

_COPY_NUMBER = re.compile(r"\s+\d+$")
_DISPLAY_NAME = re.compile(r"\((?:UTC|GMT)\s*(?:([+-])\s*(\d{1,2})(?::?(\d\d))?)?\)\s*(.*)", re.IGNORECASE)
_DISTANCE = re.compile(r"(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?()", re.IGNORECASE)


class Zones:
    """The zones that one calendar file names, each looked up once.

    `usual` is for times without a zone and for names that nobody knows; those are kept in `unknown`, with
    the line on which they were met first. `published` is the zone that the whole calendar names, if any.
    """

    def __init__(self, usual: tzinfo, definitions: list[Block], years: tuple[int, int]) -> None:
        self.usual = usual
        self.published: tzinfo | None = None
        self.unknown: dict[str, int] = {}
        self._years = years
        self._definitions = {_bare(block.value("TZID")): block for block in definitions}
        self._worked_out = 0
        self._found: dict[str, tzinfo] = {}

    def named(self, name: str, line: int) -> tzinfo:
        """The zone called `name`, else the usual one."""
        if name not in self._found:
            found = self._look_up(_bare(name))
            if found is None:
                self.unknown[name] = line
            self._found[name] = found or self.usual
        return self._found[name]

    def told(self) -> dict[str, str]:
        """Each name that was met, with the zone that is meant; nothing for one that nobody knows."""
        return {name: "" if name in self.unknown else _called(zone) for name, zone in self._found.items()}

    def _look_up(self, name: str) -> tzinfo | None:
        return known_name(name) or self._defined(name) or _from_display_name(name, self.usual)

    def _defined(self, name: str) -> tzinfo | None:
        block = self._definitions.get(name)
        if block is None or self._worked_out >= MAX_DEFINED_ZONES:
            return None
        place = known_name(block.value("X-LIC-LOCATION"))
        if place is not None:
            return place
        self._worked_out += 1
        try:
            return defined_zone(block, self._years)
        except (Refused, ValueError, OverflowError):
            return None


@cache
def known_name(name: str) -> tzinfo | None:
    """The zone for an IANA name, a Windows name or one with a vendor's prefix."""
    if name.upper() in ("UTC", "Z", "GMT", "ETC/UTC"):
        return UTC
    if known_zone(name):
        return ZoneInfo(name)
    windows = _windows_names().get(_COPY_NUMBER.sub("", name).casefold())
    if windows:
        return ZoneInfo(windows)
    return _after_prefix(name) or _other_spelling(name)


def _after_prefix(name: str) -> tzinfo | None:
    """`/freeassociation.sourceforge.net/Tzfile/Europe/Berlin` and its kind; the longest ending wins."""
    parts = name.split("/")
    for at in range(1, min(len(parts) - 1, 8)):
        ending = "/".join(parts[at:])
        if known_zone(ending):
            return ZoneInfo(ending)
    return None


def _other_spelling(name: str) -> tzinfo | None:
    folded = name.casefold().replace(" ", "_")
    found = _zones_by_folded_name().get(folded) or _zones_by_folded_name().get(folded.replace("-", "/", 1))
    return ZoneInfo(found) if found else None


def _from_display_name(name: str, usual: tzinfo) -> tzinfo | None:
    """`(UTC+01:00) Amsterdam, Berlin, Bern`: a city with that winter time, else the usual zone if it has it,
    else the bare distance from UTC."""
    match = _DISPLAY_NAME.fullmatch(name) or _DISTANCE.fullmatch(name)
    if match is None:
        return None
    sign, hours, minutes, cities = match.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    for city in re.split(r"[,/&]", cities.casefold()):
        for key in _zones_by_city().get(city.strip().replace(" ", "_"), ()):
            if _winter_offset(ZoneInfo(key)) == offset:
                return ZoneInfo(key)
    if cities and _winter_offset(usual) == offset:
        return usual
    return timezone(offset) if abs(offset) < timedelta(days=1) else None


def _called(zone: tzinfo) -> str:
    if isinstance(zone, DefinedZone):
        return "the file defines it"
    return zone.key if isinstance(zone, ZoneInfo) else str(zone)


def _winter_offset(zone: tzinfo) -> timedelta | None:
    at = [datetime(2024, month, 1, tzinfo=zone) for month in (1, 7)]
    return min((moment.utcoffset() or timedelta()) - (moment.dst() or timedelta()) for moment in at)


def _bare(name: str) -> str:
    return name.strip().strip('"').strip("/").strip()


@cache
def _windows_names() -> dict[str, str]:
    # Loads all of icalendar, which a calendar with names that everybody knows never needs.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _zones_by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones()) if known_zone(name)}


@cache
def _zones_by_city() -> dict[str, tuple[str, ...]]:
    cities: dict[str, tuple[str, ...]] = {}
    for folded, name in _zones_by_folded_name().items():
        city = folded.rpartition("/")[2]
        cities[city] = (*cities.get(city, ()), name)
    return cities
