"""The time that is looked at, and what falls into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from kbye.calendars.events import Event, Moment
from kbye.calendars.instants import end_after, instant, is_day, midnight
from kbye.calendars.reading import Happening
from kbye.calendars.stamps import Length


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` up to `end`, both in UTC; days, and all answers, are in `zone`."""

    start: datetime
    end: datetime
    zone: tzinfo

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Both ends in the zone."""
        return self.start.astimezone(self.zone), self.end.astimezone(self.zone)

    def happening(self, event: Event, start: Moment, length: Length) -> Happening | None:
        """The occurrence at that day or datetime, if any of it falls inside."""
        if not isinstance(start, datetime):
            return self.occurrence(event, start, length, None)
        return self.occurrence(event, start.replace(tzinfo=None, fold=0), length, start.tzinfo)

    def occurrence(
        self, event: Event, start: date | datetime, length: Length, zone: tzinfo | None
    ) -> Happening | None:
        """The same for a day, or for a wall time of `zone`."""
        if not isinstance(start, datetime):
            last = start + length.wall
            return self._kept(event, start, last, midnight(start, self.zone), midnight(last, self.zone))
        begins = instant(start, zone or self.zone)
        ends = end_after(start, length, zone or self.zone)
        return self._kept(event, begins.astimezone(self.zone), ends.astimezone(self.zone), begins, ends)

    def order(self, happening: Happening) -> tuple[datetime, str, str]:
        """By start; whole days begin at midnight."""
        return self.begins(happening), happening.uid, happening.title

    def begins(self, happening: Happening) -> datetime:
        """The start in UTC: two datetimes of one zone are equal in the doubled hour though an hour apart."""
        start = happening.start
        return start.astimezone(UTC) if isinstance(start, datetime) else midnight(start, self.zone)

    def _kept(
        self, event: Event, start: Moment, end: Moment, begins: datetime, ends: datetime
    ) -> Happening | None:
        if begins >= self.end or (ends <= self.start and not begins == ends == self.start):
            return None
        return Happening(
            start=start,
            end=end,
            all_day=is_day(start),
            title=event.title,
            uid=event.uid,
            busy=event.busy,
            tentative=event.tentative,
        )
