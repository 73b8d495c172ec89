"""kbye's own entries as calendar text that other programs read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
    and `url` are left out. A `cancelled` entry tells other programs to strike it, a `tentative` one that it is
    not settled yet. `written_at` is when it last changed, for texts that stay the same while nothing does.
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
    tentative: bool = False
    written_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a calendar that is fetched again and again says of itself: a name, and how often to ask (RFC 7986)."""

    name: str
    ask_every: timedelta


def calendar_text(
    events: tuple[Entry, ...], *, method: str | None = None, now: datetime, feed: Feed | None = None
) -> bytes:
    """The entries as RFC 5545 text in UTF-8: CRLF, lines of 75 octets at most, zones defined inside.

    `method` is PUBLISH, REQUEST or CANCEL for a message, None for a file or a feed. `now` (aware) is written
    as the time of writing of entries that do not bring their own. Raises ValueError for an entry that ends before
    it starts.
    """
    from icalendar import Calendar  # loaded only where something is written

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if feed:
        _describe(calendar, feed)
    _define_zones(calendar, events)
    for entry in events:
        calendar.add_component(_component(entry, now))
    text: bytes = calendar.to_ical()
    return text


def _describe(calendar: Calendar, feed: Feed) -> None:
    """In the words of the RFC, and in those that older programs know."""
    from icalendar import vText

    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(" ".join(_clean(feed.name).split())))
    calendar.add("refresh-interval", feed.ask_every, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{int(feed.ask_every.total_seconds() // 60)}M")


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
    written_at = (entry.written_at or now).astimezone(UTC).replace(microsecond=0)
    component.add("dtstamp", written_at)
    if entry.written_at:
        component.add("last-modified", written_at)
    component.add("dtstart", _written(entry.start, entry.zone))
    component.add("dtend", _written(entry.end, entry.zone))
    component.add("summary", _clean(entry.title))
    component.add("sequence", entry.sequence)
    status = "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED"
    component.add("status", status)
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
