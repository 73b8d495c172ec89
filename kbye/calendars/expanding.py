"""A whole calendar file, one series at a time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from kbye.calendars.events import Event, Moment, counted_as, read_event
from kbye.calendars.folding import unfolded
from kbye.calendars.instants import midnight
from kbye.calendars.limits import (
    MAX_CALENDAR_OCCURRENCES,
    MAX_PROBLEMS,
    Allowance,
    Refused,
    TimeIsUp,
    most_occurrences,
)
from kbye.calendars.not_a_calendar import calendar_bytes
from kbye.calendars.outline import Scope, outlined
from kbye.calendars.reading import Happening, Problem, Reading
from kbye.calendars.same_uid import Family, by_uid, family_of
from kbye.calendars.window import Window
from kbye.calendars.zones import Zones
from kbye.planning.wallclock import known_zone

if TYPE_CHECKING:
    from kbye.calendars.repeating import Series

_COULD_NOT = "It could not be worked out; it is written in a way that kbye does not know."
_FAR_AWAY = "One of its dates lies too far away."


class _Waiting(NamedTuple):
    """A series that is to be worked out, and the moments in it that have a length of their own."""

    effort: int
    order: int
    master: Event
    series: Series


class _Expansion:
    def __init__(self, window: Window) -> None:
        self.window = window
        self.singles: list[Happening] = []
        self.waiting: list[_Waiting] = []
        self.problems: list[Problem] = []
        self.crowded = False
        self.zones: dict[str, str] = {}

    def note(self, line: int | None, uid: str, reason: str, *, shown: bool = False) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(line, uid, reason, shown))
        else:
            self.crowded = True

    def take(self, scope: Scope) -> None:
        if scope.block.value("CALSCALE").upper() not in ("", "GREGORIAN"):
            self.note(scope.block.line, "", "This calendar counts days in another way than kbye can read.")
            return
        zones = self._zones(scope)
        for group in by_uid(self._events(scope, zones)):
            try:
                self._take_family(family_of(group))
            except (ValueError, OverflowError):
                self.note(group[0].line, group[0].uid, _FAR_AWAY)
        self.zones |= zones.told()
        self._explain(scope, zones)

    def _zones(self, scope: Scope) -> Zones:
        years = (self.window.start.year - 2, self.window.end.year + 2)
        zones = Zones(self.window.zone, scope.zones, years)
        named = scope.block.first("X-WR-TIMEZONE")
        if named is not None and named.value:
            zones.usual = zones.published = zones.named(named.value, named.line)
        return zones

    def _events(self, scope: Scope, zones: Zones) -> Iterator[Event]:
        for block in scope.events:
            try:
                event = read_event(block, zones)
            except Refused as refused:
                self.note(block.line, block.value("UID"), str(refused))
            except (ValueError, OverflowError):
                self.note(block.line, block.value("UID"), _FAR_AWAY)
            else:
                if block.unread_line:
                    reason = f"Its line {block.unread_line} could not be read and is left out."
                    self.note(block.unread_line, event.uid, reason, shown=True)
                yield _in_published_zone(event, zones)

    def _take_family(self, family: Family) -> None:
        for change in family.changes:
            if family.still_wanted(change) and not self._outdated(change, family):
                self._single(change)
        for master in family.masters:
            if master.repeats or family.onward:
                self._queue(master, family)
            elif not _replaced(master, family):
                self._single(master)

    def _outdated(self, change: Event, family: Family) -> bool:
        """True for an older version of the whole series that was left behind under one of its dates."""
        if not change.repeats or change.replaces is None:
            return False
        newer = [master for master in family.masters if master.sequence > change.sequence]
        return bool(newer) and not any(self._happens(master, change.replaces) for master in newer)

    def _happens(self, master: Event, moment: Moment) -> bool:
        begins = moment if isinstance(moment, datetime) else midnight(moment, self.window.zone)
        try:
            series = _series(master, [], [], (begins, begins + timedelta(days=1)))
            return any(start == counted_as(moment, master.start) for start, _ in series.starts(Allowance()))
        except (ValueError, OverflowError):
            return False

    def _single(self, event: Event) -> None:
        if event.cancelled:
            return
        try:
            happening = self.window.happening(event, event.start, event.length)
        except (ValueError, OverflowError):
            self.note(event.line, event.uid, _FAR_AWAY)
            return
        if happening:
            self.singles.append(happening)

    def _queue(self, master: Event, family: Family) -> None:
        if master.cancelled:
            return
        try:
            series = _series(master, list(family.onward), family.left_out, self.window.span)
        except Refused as refused:
            self.note(master.line, master.uid, str(refused))
        except (ValueError, OverflowError):
            self.note(master.line, master.uid, _FAR_AWAY)
        else:
            self.waiting.append(_Waiting(series.effort, len(self.waiting), master, series))

    def work_out(self) -> list[Happening]:
        """Cheap series first, so that a heavy one costs no other its place; the largest give way at the limit."""
        allowance = Allowance()
        done: list[tuple[int, int, Event, list[Happening]]] = []
        total = len(self.singles)
        for _, order, master, series in sorted(self.waiting, key=lambda one: one[:2]):
            found = self._occurrences(master, series, allowance)
            heapq.heappush(done, (-len(found), order, master, found))
            total += len(found)
            while total > MAX_CALENDAR_OCCURRENCES and done:
                count, _, dropped, _ = heapq.heappop(done)
                total += count
                self.crowded = True
                self.note(
                    dropped.line, dropped.uid, f"It happens {-count:,} times; the calendar holds too much."
                )
        return [*self.singles, *(one for _, _, _, found in done for one in found)]

    def _occurrences(self, master: Event, series: Series, allowance: Allowance) -> list[Happening]:
        try:
            allowance.check()
            found = {self.window.begins(one): one for one in self._happenings(master, series, allowance)}
            most = most_occurrences(self.window.end - self.window.start)
            if len(found) > most:
                raise Refused(f"It happens more than {most:,} times in the time looked at.")
            return list(found.values())
        except TimeIsUp as refused:
            self.crowded = True
            self.note(master.line, master.uid, str(refused))
        except Refused as refused:
            self.note(master.line, master.uid, str(refused))
        except Exception:  # whatever the engine stumbles over, the others stand
            self.note(master.line, master.uid, _COULD_NOT)
        return []

    def _happenings(self, master: Event, series: Series, allowance: Allowance) -> Iterator[Happening]:
        own_lengths = {counted_as(moment, master.start): length for moment, length in master.more if length}
        for start, event in series.starts(allowance):
            if event.cancelled:
                continue
            length = own_lengths.get(start, event.length) if event is master else event.length
            happening = self.window.occurrence(event, start, length, series.zone)
            if happening:
                yield happening

    def _explain(self, scope: Scope, zones: Zones) -> None:
        for name, line in zones.unknown.items():
            reason = (
                f"Nobody knows the time zone “{name[:60]}”; its times are read in the zone of the calendar."
            )
            self.note(line, "", reason, shown=True)
        if scope.blocks_of_busy_time:
            self.note(scope.block.line, "", "It also holds blocks of busy time, which kbye does not read.")
        if not scope.complete:
            self.note(None, "", "The calendar ends in the middle; entries may be missing.", shown=True)


def expanded(raw: bytes, *, start: datetime, end: datetime, zone: str) -> Reading:
    """See `reading.expand`."""
    if start.utcoffset() is None or end.utcoffset() is None or start >= end:
        raise ValueError("A time to look at needs a start before its end, both with a time zone.")
    if not known_zone(zone):
        raise ValueError(f"Nobody knows the time zone {zone!r}.")
    window = Window(start.astimezone(UTC), end.astimezone(UTC), ZoneInfo(zone))
    return worked_out(outlined(unfolded(calendar_bytes(raw))), window)


def worked_out(scopes: Iterable[Scope], window: Window) -> Reading:
    """What happens in those calendars in that window."""
    expansion = _Expansion(window)
    for scope in scopes:
        expansion.take(scope)
    happenings = sorted(expansion.work_out(), key=window.order)
    problems = sorted(expansion.problems, key=lambda problem: (problem.line is None, problem.line or 0))
    return Reading(
        tuple(happenings), tuple(problems), expansion.crowded, tuple(sorted(expansion.zones.items()))
    )


def _series(
    master: Event, onward: list[Event], left_out: list[Moment], span: tuple[datetime, datetime]
) -> Series:
    from kbye.calendars.repeating import Series  # loads the engine, which single entries do not need

    return Series(master, onward, left_out, span)


def _in_published_zone(event: Event, zones: Zones) -> Event:
    """Programs that write all times in UTC and name the zone once mean that zone when they repeat.

    Not if the day would change by it or the rule names hours, because the rule then counts in UTC.
    """
    if zones.published is None or not event.repeats or not isinstance(event.start, datetime):
        return event
    if any("HOUR" in rule.upper() for rule in event.rules):
        return event
    there = event.start.astimezone(zones.published)
    if event.start.tzinfo is not UTC or there.date() != event.start.date():
        return event
    return replace(event, start=there)


def _replaced(master: Event, family: Family) -> bool:
    own = counted_as(master.start, master.start)
    gone: list[Moment] = [*family.left_out, *master.without]
    return any(own == counted_as(moment, master.start) for moment in gone)
