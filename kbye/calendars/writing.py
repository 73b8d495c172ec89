"""kbye's own entries as calendar text that other programs read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbye.calendars.definition import definition

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

PRODUCT = "-//kbye//kbye//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `uid` stays the same for its whole life; `sequence` grows with each change of its times.

    `start` and `end` are aware; they are written as wall times of `zone` (an IANA name). Empty `description`
    and `url` are left out. A `cancelled` entry tells other programs to strike it.
    """

    uid: str
    start: datetime
    end: datetime
    zone: str
    title: str
    description: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar_text(events: tuple[Entry, ...], *, method: str | None = None, now: datetime) -> bytes:
    """The entries as RFC 5545 text in UTF-8: CRLF, lines of 75 octets at most, zones defined inside.

    `method` is PUBLISH, REQUEST or CANCEL for a message, None for a file or a feed. `now` (aware) is written
    as the time of writing. Raises ValueError for an entry that ends before it starts.
    """
    from icalendar import Calendar  # loaded only where something is written

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    _define_zones(calendar, events)
    for entry in events:
        calendar.add_component(_component(entry, now))
    text: bytes = calendar.to_ical()
    return text


def _define_zones(calendar: Calendar, events: tuple[Entry, ...]) -> None:
    years: dict[str, list[int]] = {}
    for entry in events:
        if entry.zone != "UTC":
            years.setdefault(entry.zone, []).extend((entry.start.year, entry.end.year))
    for zone, seen in sorted(years.items()):
        calendar.add_component(definition(zone, min(seen) - 1, max(seen) + 1))


def _component(entry: Entry, now: datetime) -> Event:
    from icalendar import Event

    if entry.end < entry.start:
        raise ValueError(f"An entry cannot end before it starts: {entry.uid}.")
    component = Event()
    component.add("uid", _clean(entry.uid))
    component.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    component.add("dtstart", _written(entry.start, entry.zone))
    component.add("dtend", _written(entry.end, entry.zone))
    component.add("summary", _clean(entry.title))
    component.add("sequence", entry.sequence)
    component.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    if entry.description:
        component.add("description", _clean(entry.description))
    if entry.url:
        component.add("url", _clean(entry.url).replace("\n", ""))
    return component


def _written(at: datetime, zone: str) -> datetime:
    """In UTC where the wall time would be taken for the first of a doubled hour."""
    there = at.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    return at.astimezone(UTC) if there.fold else there


def _clean(text: str) -> str:
    """One kind of line end, and no other control characters: they would start a line of their own."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
