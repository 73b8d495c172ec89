"""Rules against a slow reading of RFC 5545 that shares nothing with the engine: it looks at every day."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .ics import calendar, event, read

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = date(2031, 1, 1)
Days = list[tuple[int, int]]


class Rule:
    """The parts of a rule for whole days; weekdays are pairs of a place (0 for all) and a number from Monday."""

    def __init__(self, freq: str, interval: int, wkst: int, parts: dict[str, list[int]], days: Days) -> None:
        self.freq, self.interval, self.wkst, self.parts, self.days = freq, interval, wkst, parts, days

    @property
    def text(self) -> str:
        words = [f"FREQ={self.freq}", f"INTERVAL={self.interval}", f"WKST={CODES[self.wkst]}"]
        words += [f"{name}={','.join(map(str, values))}" for name, values in self.parts.items() if values]
        if self.days:
            words.append("BYDAY=" + ",".join(f"{place or ''}{CODES[day]}" for place, day in self.days))
        return ";".join(words)

    def days_from(self, start: date) -> list[date]:
        periods: dict[int, list[date]] = {}
        first = self._period(start)
        day = start - timedelta(days=400)
        while day < LAST + timedelta(days=400):
            number = self._period(day)
            if (number - first) % self.interval == 0 and self._matches(day, start):
                periods.setdefault(number, []).append(day)
            day += timedelta(days=1)
        chosen = [one for period in periods.values() for one in self._placed(period)]
        return sorted({start, *(one for one in chosen if start <= one < LAST)})

    def _period(self, day: date) -> int:
        if self.freq == "DAILY":
            return day.toordinal()
        if self.freq == "WEEKLY":
            return (day.toordinal() - 1 - self.wkst) // 7
        if self.freq == "MONTHLY":
            return day.year * 12 + day.month
        return day.year

    def _placed(self, period: list[date]) -> list[date]:
        places = self.parts.get("BYSETPOS")
        if not places:
            return period
        return [period[place - 1 if place > 0 else place] for place in places if abs(place) <= len(period)]

    def _matches(self, day: date, start: date) -> bool:
        length, year = monthrange(day.year, day.month)[1], 366 if isleap(day.year) else 365
        of_year = day.timetuple().tm_yday
        return (
            _among(self.parts.get("BYMONTH"), day.month)
            and _among(self.parts.get("BYMONTHDAY"), day.day, day.day - length - 1)
            and _among(self.parts.get("BYYEARDAY"), of_year, of_year - year - 1)
            and self._weekday_matches(day)
            and self._as_the_start(day, start)
        )

    def _weekday_matches(self, day: date) -> bool:
        if not self.days:
            return True
        in_month = self.freq == "MONTHLY" or bool(self.parts.get("BYMONTH"))
        size = monthrange(day.year, day.month)[1] if in_month else 366 if isleap(day.year) else 365
        at = day.day if in_month else day.timetuple().tm_yday
        places = {0, (at - 1) // 7 + 1, -((size - at) // 7 + 1)}
        return any(weekday == day.weekday() and place in places for place, weekday in self.days)

    def _as_the_start(self, day: date, start: date) -> bool:
        """What the start says when the rule does not."""
        if self.days or any(self.parts.get(name) for name in ("BYMONTHDAY", "BYYEARDAY")):
            return True
        if self.freq == "WEEKLY":
            return day.weekday() == start.weekday()
        if self.freq == "MONTHLY":
            return day.day == start.day
        if self.freq == "YEARLY":
            return day.day == start.day and (bool(self.parts.get("BYMONTH")) or day.month == start.month)
        return True


def _among(values: list[int] | None, *numbers: int) -> bool:
    return not values or any(number in values for number in numbers)


def some(low: int, high: int, size: int = 3) -> st.SearchStrategy[list[int]]:
    numbers = st.integers(low, high).filter(bool)
    return st.lists(numbers, max_size=size, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"BYMONTH": draw(some(1, 12))}
    if freq != "WEEKLY":
        parts["BYMONTHDAY"] = draw(some(-31, 31))
    if freq == "YEARLY":
        parts["BYYEARDAY"] = draw(some(-366, 366, 2))
    counted = freq == "MONTHLY" or (freq == "YEARLY" and not parts["BYMONTHDAY"] and not parts["BYYEARDAY"])
    places = st.integers(-5, 5) if counted else st.just(0)
    days = draw(st.lists(st.tuples(places, st.integers(0, 6)), max_size=4, unique=True))
    if freq in ("MONTHLY", "YEARLY") and (days or parts["BYMONTHDAY"]):
        parts["BYSETPOS"] = draw(some(-3, 3, 2))
    elif freq == "WEEKLY" and days and not parts["BYMONTH"]:
        parts["BYSETPOS"] = draw(some(-3, 3, 2))
        size = len(days)
        parts["BYSETPOS"] = [place for place in parts["BYSETPOS"] if abs(place) <= size]
    wkst = draw(st.integers(0, 6))
    return Rule(freq, draw(st.integers(1, 4)), wkst, parts, days)


@settings(max_examples=60, deadline=None)
@given(rules(), st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_whole_days_agree_with_a_slow_reading(rule: Rule, start: date, looked_from: date) -> None:
    agree(rule, start, looked_from)


def agree(rule: Rule, start: date, looked_from: date) -> None:
    expected = [day for day in rule.days_from(start) if day >= looked_from]
    raw = calendar(event(f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"RRULE:{rule.text}"))
    reading = read(raw, f"{looked_from}T00:00:00Z", f"{LAST}T00:00:00Z", zone="UTC")
    assert not reading.problems, rule.text
    assert [one.start for one in reading.happenings] == expected, rule.text


@settings(max_examples=20, deadline=None)
@given(rules(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 30))
def test_a_count_ends_the_same_series_earlier(rule: Rule, start: date, count: int) -> None:
    endless = rule.days_from(start)
    raw = calendar(event(f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"RRULE:{rule.text};COUNT={count}"))
    shown = [
        one.start for one in read(raw, "2020-01-01T00:00:00Z", f"{LAST}T00:00:00Z", zone="UTC").happenings
    ]
    # a start that the rule itself does not hit is shown beside those that are counted
    assert shown in (endless[:count], endless[: count + 1])


@pytest.mark.nightly
@settings(max_examples=3_000, deadline=None)
@given(rules(), st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_many_more_of_them(rule: Rule, start: date, looked_from: date) -> None:
    agree(rule, start, looked_from)
