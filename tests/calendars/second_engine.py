"""A second engine for rules with clock times, which shares no code with the one that is used: it looks at everything.

Whatever a rule could mean is listed period by period, hour by hour, and what does not match is struck out.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .test_rule_laws import CODES, Days, Rule

TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")


class TimedRule(Rule):
    """Parts may also hold BYHOUR, BYMINUTE, BYSECOND and BYWEEKNO; HOURLY is known."""

    def moments(self, start: datetime, last: datetime) -> list[datetime]:
        """Every time before `last` that the rule itself makes; the start only if it makes that, too."""
        periods: dict[int, list[datetime]] = {}
        for moment in self._candidates(start, last):
            periods.setdefault(self._number(moment), []).append(moment)
        first = self._number(start)
        chosen = [
            moment
            for number, period in periods.items()
            if (number - first) % self.interval == 0
            for moment in self._of_places(sorted(period))
        ]
        return sorted({moment for moment in chosen if start <= moment < last})

    def _candidates(self, start: datetime, last: datetime) -> Iterator[datetime]:
        # From the beginning of the first year to the end of the last: places count within whole periods.
        day = date(start.year, 1, 1) - timedelta(days=7)
        while day < date(last.year + 1, 1, 8):
            if self._matches(day, start.date()) and self._week_matches(day):
                yield from self._times(day, start)
            day += timedelta(days=1)

    def _times(self, day: date, start: datetime) -> Iterator[datetime]:
        every_hour = range(24) if self.freq == "HOURLY" else [start.hour]
        for hour in self.parts.get("BYHOUR") or every_hour:
            for minute in self.parts.get("BYMINUTE") or [start.minute]:
                for second in self.parts.get("BYSECOND") or [start.second]:
                    yield datetime.combine(day, time(hour, minute, second))

    def _number(self, moment: datetime) -> int:
        if self.freq == "HOURLY":
            return moment.toordinal() * 24 + moment.hour
        return self._period(moment.date())

    def _of_places(self, period: list[datetime]) -> list[datetime]:
        places = self.parts.get("BYSETPOS")
        if not places:
            return period
        return [period[place - 1 if place > 0 else place] for place in places if abs(place) <= len(period)]

    def _as_the_start(self, day: date, start: date) -> bool:
        if self.parts.get("BYWEEKNO") and not self.days:
            return day.weekday() == start.weekday()
        return super()._as_the_start(day, start)

    def _week_matches(self, day: date) -> bool:
        """Week 1 is the first with four days in the year; a week belongs to the year that has most of it."""
        weeks = self.parts.get("BYWEEKNO")
        if not weeks:
            return True
        begins = day - timedelta(days=(day.weekday() - self.wkst) % 7)
        year = (begins + timedelta(days=3)).year
        number = ((begins + timedelta(days=3)) - date(year, 1, 1)).days // 7 + 1
        return number in weeks or number - self._weeks_of(year) - 1 in weeks

    def _weeks_of(self, year: int) -> int:
        """53 when the fourth day of a 53rd week still falls into the year."""
        fourth = next(
            date(year, 1, day) for day in range(1, 8) if (date(year, 1, day).weekday() - self.wkst) % 7 == 3
        )
        return ((date(year, 1, 1) + timedelta(days=364 + isleap(year))) - fourth).days // 7 + 1


def rule_of(text: str) -> TimedRule:
    """A rule as it is written, for those parts that are known here. COUNT and UNTIL are left to who asks."""
    said = dict(part.split("=") for part in text.split(";") if part)
    days: Days = [
        (int(each[:-2] or 0), CODES.index(each[-2:])) for each in said.get("BYDAY", "").split(",") if each
    ]
    parts = {
        name: [int(number) for number in value.split(",")]
        for name, value in said.items()
        if name.startswith("BY") and name != "BYDAY"
    }
    return TimedRule(
        said["FREQ"], int(said.get("INTERVAL", 1)), CODES.index(said.get("WKST", "MO")), parts, days
    )
