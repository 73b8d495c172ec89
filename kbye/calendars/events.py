"""One VEVENT into the facts that matter, with every moment in the zone it was written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kbye.calendars.content import Property, plain_text
from kbye.calendars.instants import days_up, is_day, wall_time
from kbye.calendars.limits import MAX_LISTED_DATES, MAX_RULES, MAX_TEXT, Refused
from kbye.calendars.outline import Block
from kbye.calendars.stamps import Length, Stamp, read_length, read_stamp
from kbye.calendars.zones import Zones

_ONE_DAY = timedelta(days=1)

Moment = date | datetime
"""A day, or a datetime whose zone is the one it was written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry, a series, or (when it `replaces` a moment) a change of one or all later occurrences."""

    line: int
    uid: str
    title: str
    busy: bool
    tentative: bool
    cancelled: bool
    sequence: int
    start: Moment
    length: Length
    rules: tuple[str, ...]
    more: tuple[tuple[Moment, Length | None], ...]
    without: tuple[Moment, ...]
    replaces: Moment | None
    onward: bool

    @property
    def repeats(self) -> bool:
        """True when a rule or a list of dates makes more of it."""
        return bool(self.rules or self.more)


def read_event(block: Block, zones: Zones) -> Event:
    """The facts of one entry. Raises Refused with a sentence when it cannot be placed in time."""
    if block.fault:
        raise Refused(block.fault)
    if block.first("EXRULE"):
        raise Refused("It leaves out dates by a rule (EXRULE), which kbye does not read.")
    started = block.first("DTSTART")
    if started is None:
        raise Refused("It has no start.")
    start, length = _placed(block, _moment(started, zones, "start"), zones)
    rules = tuple(dict.fromkeys(rule.value for rule in block.all("RRULE") if rule.value))
    if len(rules) > MAX_RULES:
        raise Refused(f"It has more than {MAX_RULES} rules for repeating.")
    replaced = block.first("RECURRENCE-ID")
    return Event(
        line=block.line,
        uid=block.value("UID")[:MAX_TEXT],
        title=plain_text(block.value("SUMMARY"))[:MAX_TEXT],
        busy=_busy(block),
        tentative=_tentative(block),
        cancelled=block.value("STATUS").upper() == "CANCELLED",
        sequence=_sequence(block.value("SEQUENCE")),
        start=start,
        length=length,
        rules=rules,
        more=tuple(_listed(block.all("RDATE"), zones)),
        without=tuple(moment for moment, _ in _listed(block.all("EXDATE"), zones)),
        replaces=_moment(replaced, zones, "occurrence that it changes") if replaced else None,
        onward=bool(replaced and replaced.parameters.get("RANGE", "").upper() == "THISANDFUTURE"),
    )


def counted_as(moment: Moment, start: Moment) -> Moment:
    """`moment` the way a series that begins at `start` counts: a day, or a wall time of its zone, without zone.

    A bare day in a series with clock times means the one at the usual time.
    """
    if not isinstance(start, datetime):
        return moment.date() if isinstance(moment, datetime) else moment
    if not isinstance(moment, datetime):
        return datetime.combine(moment, start.time())
    if moment.tzinfo is start.tzinfo or start.tzinfo is None:
        return moment.replace(tzinfo=None, fold=0)
    try:
        return wall_time(moment, start.tzinfo)
    except OverflowError:  # at the ends of time, where no occurrence lies
        return moment.replace(tzinfo=None, fold=0)


def _busy(block: Block) -> bool:
    said = block.value("TRANSP").upper()
    if said in ("TRANSPARENT", "OPAQUE"):
        return said == "OPAQUE"
    return block.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() != "FREE"


def _tentative(block: Block) -> bool:
    return "TENTATIVE" in (block.value("STATUS").upper(), block.value("X-MICROSOFT-CDO-BUSYSTATUS").upper())


def _sequence(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _moment(found: Property, zones: Zones, what: str) -> Moment:
    try:
        stamp = read_stamp(found.value)
    except ValueError as error:
        raise Refused(f"Its {what} cannot be read: {error}") from None
    return _in_zone(stamp, found, zones)


def _in_zone(stamp: Stamp, found: Property, zones: Zones) -> Moment:
    if stamp.clock is None or found.parameters.get("VALUE", "").upper() == "DATE":
        return stamp.day
    name = found.parameters.get("TZID", "")
    zone: tzinfo = zones.named(name, found.line) if name else zones.usual
    if stamp.offset is None:
        return stamp.wall.replace(tzinfo=zone)
    at = (stamp.wall - stamp.offset).replace(tzinfo=UTC)
    return at.astimezone(zone) if name else at


def _placed(block: Block, start: Moment, zones: Zones) -> tuple[Moment, Length]:
    """Start and length; swapped by some programs, and put right here."""
    length = _length(block, start, zones)
    if length.total >= timedelta():
        return start, length
    turned = Length(-length.wall, -length.exact)
    return start + length.wall + length.exact, turned


def _length(block: Block, start: Moment, zones: Zones) -> Length:
    ended, lasts = block.first("DTEND"), block.value("DURATION")
    end = _end(ended, zones) if ended else None
    if end is not None:
        return _between(start, end)
    try:
        length = read_length(lasts) if lasts else Length()
    except ValueError as error:
        raise Refused(f"How long it takes cannot be read: {error}") from None
    if is_day(start):
        return Length(days_up(length.total) or _ONE_DAY)
    return length


def _end(ended: Property, zones: Zones) -> Moment | None:
    """Programs write `DTEND:None` when there is no end; any other end that cannot be read is a fault."""
    if ended.value.strip().casefold() in ("", "none", "null", "undefined", "nil"):
        return None
    return _moment(ended, zones, "end")


def _between(start: Moment, end: Moment) -> Length:
    if not isinstance(start, datetime):
        days = (end if not isinstance(end, datetime) else _day_up(end)) - start
        return Length(days or _ONE_DAY)
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(), tzinfo=start.tzinfo)
    if start.tzinfo is end.tzinfo:
        return Length(wall=end.replace(tzinfo=None) - start.replace(tzinfo=None))
    return Length(exact=end.astimezone(UTC) - start.astimezone(UTC))


def _day_up(at: datetime) -> date:
    return at.date() if at.time() == time() else at.date() + _ONE_DAY


def _listed(found: list[Property], zones: Zones) -> list[tuple[Moment, Length | None]]:
    listed: list[tuple[Moment, Length | None]] = []
    if sum(one.value.count(",") + 1 for one in found) > MAX_LISTED_DATES:
        raise Refused(f"It lists more than {MAX_LISTED_DATES:,} dates.")
    for one in found:
        listed += [_period(text, one, zones) for text in one.value.split(",") if text.strip()]
    return listed


def _period(text: str, found: Property, zones: Zones) -> tuple[Moment, Length | None]:
    begins, _, rest = text.partition("/")
    try:
        start = _in_zone(read_stamp(begins), found, zones)
        if not rest:
            return start, None
        if rest.strip().upper().startswith(("P", "+P")):
            return start, read_length(rest)
        return start, _between(start, _in_zone(read_stamp(rest), found, zones))
    except ValueError as error:
        raise Refused(f"One of the dates it lists cannot be read: {error}") from None
