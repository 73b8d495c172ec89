"""The starts of a series, by the kept engine: recurring-ical-events on icalendar.

The engine gets wall times without a zone and rules that are bounded, so that neither a change of clocks nor
an endless rule can lead it astray; what it answers is put back into the zone of the series afterwards.
"""

from __future__ import annotations

import datetime as datetime_module
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from types import ModuleType
from typing import Any

import recurring_ical_events
from dateutil import rrule as rrule_module  # type: ignore[import-untyped]
from icalendar import Calendar, vRecur
from icalendar import Event as Component

from kbye.calendars.events import Event, Moment, counted_as
from kbye.calendars.instants import wall_time
from kbye.calendars.limits import MAX_CHANGES_ONWARD, Allowance, Refused, most_occurrences
from kbye.calendars.rules import Reach, normalised

_MARK = "X-KBYE-CHANGE"
_MARGIN = timedelta(days=2)


class Series:
    """One entry that repeats, with the changes that hold from some occurrence onward.

    `left_out` are moments of which something else takes the place. Raises Refused if a rule cannot be read.
    """

    def __init__(
        self, master: Event, onward: list[Event], left_out: list[Moment], span: tuple[datetime, datetime]
    ) -> None:
        if len(onward) > MAX_CHANGES_ONWARD:
            raise Refused(f"All its later dates are changed more than {MAX_CHANGES_ONWARD} times.")
        self._master, self._changes = master, [master, *onward]
        self.zone = master.start.tzinfo if isinstance(master.start, datetime) else None
        self._left_out = [*master.without, *left_out]
        self._reach = self._within(span)
        self._most = most_occurrences(span[1] - span[0])
        self._rules = [
            normalised(
                rule,
                self._plain(master.start),
                self.zone or _no_zone(span),
                self._reach,
                may_skip=self._may_skip,
            )
            for rule in master.rules
        ]
        self.effort = sum(rule.effort for rule in self._rules) + len(master.more) + len(self._left_out)

    def starts(self, allowance: Allowance) -> list[tuple[date | datetime, Event]]:
        """Wall times or days at which it starts, within two days around the span, with whose words it has."""
        with warnings.catch_warnings(), _years_end_after(self._reach.last.year):
            warnings.simplefilter("ignore")
            found: list[tuple[date | datetime, Event]] = []
            for series in recurring_ical_events.of(self._calendar()).series:
                self._measure(series, allowance)
                found += self._between(series)
            return found

    @property
    def _may_skip(self) -> bool:
        return len(self._changes) == 1 and len(self._master.rules) == 1

    def _within(self, span: tuple[datetime, datetime]) -> Reach:
        longest = max(change.length.total for change in self._changes)
        moved = max((self._shift(change) for change in self._changes[1:]), default=timedelta())
        zone = self.zone or _no_zone(span)
        return Reach(
            wall_time(span[0], zone) - _MARGIN - longest - moved, wall_time(span[1], zone) + _MARGIN + moved
        )

    def _shift(self, change: Event) -> timedelta:
        at, was = _at(self._plain(change.start)), _at(self._plain(change.replaces or change.start))
        return abs(at - was)

    def _plain(self, moment: Moment) -> date | datetime:
        return counted_as(moment, self._master.start)

    def _calendar(self) -> Calendar:
        calendar = Calendar()
        begins = self._rules[0].start if self._may_skip and self._rules else self._plain(self._master.start)
        core = _component(0, begins, self._master.length.total)
        for rule in self._rules:
            core.add("rrule", vRecur.from_ical(rule.text))
        if self._master.more:
            core.add("rdate", [self._plain(moment) for moment, _ in self._master.more])
        if self._left_out:
            core.add("exdate", [each for moment in self._left_out for each in self._excluded(moment)])
        calendar.add_component(core)
        for number, change in enumerate(self._changes[1:], start=1):
            component = _component(number, self._plain(change.start), change.length.total)
            component.add(
                "recurrence-id",
                self._plain(change.replaces or change.start),
                parameters={"RANGE": "THISANDFUTURE"},
            )
            calendar.add_component(component)
        return calendar

    def _excluded(self, moment: Moment) -> list[date | datetime]:
        """A day leaves out whatever starts on it, also in a series with clock times.

        Some programs write the wall time of the series but call it UTC: that leaves out the same occurrence.
        """
        if not isinstance(moment, datetime):
            return [moment]
        plain = self._plain(moment)
        as_written = moment.replace(tzinfo=None, fold=0)
        by_the_hour = any("HOUR" in rule.upper() for rule in self._master.rules)
        return [plain] if self.zone is None or by_the_hour or as_written == plain else [plain, as_written]

    def _measure(self, series: Any, allowance: Allowance) -> None:
        """Runs each rule once (the engine keeps what it finds), so that too much is noticed before it is built."""
        found = 0
        for rule in series.recurrence.rrules[1:] if series.recurrence.has_core else ():
            for number, moment in enumerate(rule):
                found += moment >= self._reach.first
                if found > 2 * self._most:  # what falls just outside is left out and counted later
                    raise Refused(f"It happens more than {self._most:,} times in the time looked at.")
                if number % 500 == 0:
                    allowance.check()

    def _between(self, series: Any) -> Iterator[tuple[date | datetime, Event]]:
        first, last = self._reach
        bounds = (first.date(), last.date()) if self.zone is None else (first, last)
        for occurrence in series.between(*bounds):
            number = 0
            if len(self._changes) > 1:
                number = int(occurrence.as_component(False)[_MARK])
            yield occurrence.start, self._changes[number]


@contextmanager
def _years_end_after(year: int) -> Iterator[None]:
    """dateutil compares a rule's end only with dates it finds: a 30th of February is sought up to the year 9999."""
    until_then = ModuleType("datetime")
    vars(until_then).update(vars(datetime_module), MAXYEAR=min(year + 1, datetime_module.MAXYEAR))
    rrule_module.datetime = until_then
    try:
        yield
    finally:
        rrule_module.datetime = datetime_module


def _component(number: int, start: date | datetime, length: timedelta) -> Component:
    component = Component()
    component.add("uid", "series")
    component.add(_MARK, str(number))
    component.add("dtstart", start)
    component.add("dtend", start + length)
    return component


def _no_zone(span: tuple[datetime, datetime]) -> tzinfo:
    zone = span[0].tzinfo
    if zone is None:
        raise ValueError("The span needs a time zone.")
    return zone


def _at(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())
