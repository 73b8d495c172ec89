"""Recurrence rules as they are found, into rules that the engine reads rightly and in bounded time.

Differences between RFC 5545 and dateutil, on which the engine stands, are settled here: a week's number
without a weekday, `3MO,WE,FR` mixed, a place in the first week of a weekly rule, ends of another kind than
the start. Old rules are moved forward to just before the time asked for, and none runs on beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from math import gcd
from typing import NamedTuple

from kbye.calendars.instants import is_day, wall_time
from kbye.calendars.limits import MAX_EFFORT, MAX_SERIES_OCCURRENCES, MAX_TIMES_A_DAY, Refused
from kbye.calendars.stamps import read_stamp

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = re.compile(r"([+-]?\d{1,2})?\s*(MO|TU|WE|TH|FR|SA|SU)")
_RANGES = {
    "BYSECOND": range(61),
    "BYMINUTE": range(60),
    "BYHOUR": range(24),
    "BYMONTHDAY": range(-31, 32),
    "BYYEARDAY": range(-366, 367),
    "BYWEEKNO": range(-53, 54),
    "BYMONTH": range(1, 13),
    "BYSETPOS": range(-366, 367),
}
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_RANGES})
_FROM_ONE = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_UNITS = {"HOURLY": timedelta(hours=1), "DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_LENGTHS = {**_UNITS, "MONTHLY": timedelta(days=30), "YEARLY": timedelta(days=365)}
_EFFORTS = {"HOURLY": 1, "DAILY": 1, "WEEKLY": 2, "MONTHLY": 10, "YEARLY": 40}
_LONGEST_INTERVAL = 1_000_000
_ENDLESS_COUNT = 10_000_000


class Reach(NamedTuple):
    """The wall times, without a zone, between which occurrences may matter."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Repeats:
    """A rule for the engine with the start that belongs to it; `effort` is about its steps."""

    text: str
    start: date | datetime
    effort: int


@dataclass(slots=True)
class _Rule:
    freq: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    wkst: str = "MO"
    days: list[tuple[int, str]] = field(default_factory=list)
    lists: dict[str, list[int]] = field(default_factory=dict)

    def has(self, *names: str) -> bool:
        return any(self.lists.get(name) for name in names)

    def text(self, until: datetime, *, days_only: bool) -> str:
        parts = [f"FREQ={self.freq}", f"INTERVAL={self.interval}", f"WKST={self.wkst}"]
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        parts += [f"{name}={','.join(map(str, values))}" for name, values in self.lists.items() if values]
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{nth or ''}{day}" for nth, day in self.days))
        return ";".join([*parts, f"UNTIL={until:%Y%m%d}" if days_only else f"UNTIL={until:%Y%m%dT%H%M%S}"])


def normalised(
    text: str, start: date | datetime, zone: tzinfo, reach: Reach, *, may_skip: bool = True
) -> Repeats:
    """The rule `text` of something that starts at the wall time `start` in `zone`, bounded by `reach`.

    `may_skip` lets an endless rule begin shortly before `reach` instead of at its start.
    Raises Refused with a sentence when the rule cannot be read or would take too long.
    """
    rule = _read(text)
    days_only = is_day(start)
    begins = _at(start)
    _settle_times(rule, days_only=days_only)
    _settle_hours(rule, begins)
    _make_explicit(rule, begins)
    _settle_days(rule)
    last = _last(rule, reach, zone, days_only=days_only)
    if may_skip and rule.count is None:
        begins = _skipped(rule, begins, reach.first)
    # strftime leaves out the leading zeros of early years
    last = max(last, datetime.combine(date(1000, 1, 1), time()))
    return Repeats(
        rule.text(last, days_only=days_only),
        begins.date() if days_only else begins,
        _effort(rule, begins, last),
    )


def moments_of(text: str, begins: datetime, reach: Reach, zone: tzinfo) -> Iterator[datetime]:
    """Every wall time of a rule within `reach`, for rules outside of entries. Raises Refused."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # most calendars define no zone by rules

    repeats = normalised(text, begins, zone, reach)
    found = list(islice(rrulestr(repeats.text, dtstart=repeats.start), MAX_SERIES_OCCURRENCES))
    return iter(found)


def _read(text: str) -> _Rule:
    parts = _parts(text)
    if "RSCALE" in parts or "SKIP" in parts:
        raise Refused("It repeats by another calendar than the usual one (RSCALE), which kbye does not read.")
    unknown = [name for name in parts if name not in _KNOWN and not name.startswith("X-")]
    if unknown:
        raise Refused(f"Its rule for repeating says {unknown[0][:20]}, which nobody knows.")
    freq = parts.get("FREQ", "")
    if freq in ("SECONDLY", "MINUTELY"):
        raise Refused("It repeats every few minutes or seconds, which kbye does not read.")
    if freq not in _LENGTHS:
        raise Refused("It does not say how often it repeats.")
    rule = _Rule(
        freq, _interval(parts.get("INTERVAL", "")), _count(parts.get("COUNT", "")), parts.get("UNTIL", "")
    )
    if "UNTIL" in parts and not rule.until:
        raise Refused("The end of its repetition is empty.")
    if parts.get("WKST", "") in _WEEKDAYS:
        rule.wkst = parts["WKST"]
    rule.days = _days(parts.get("BYDAY", ""))
    rule.lists = {name: _numbers(name, parts[name]) for name in _RANGES if parts.get(name)}
    return rule


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().replace("\\", "").removeprefix("RRULE:").split(";"):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name in parts and parts[name] != value:
            raise Refused(f"Its rule for repeating names {name} twice.")
        if name:
            parts[name] = value
    return parts


def _interval(text: str) -> int:
    if text and not re.fullmatch(r"\+?\d{1,400}", text):
        raise Refused("It does not say at which interval it repeats.")
    interval = int(text or 1)
    if interval < 1:
        raise Refused("It repeats at an interval of nothing.")
    return min(interval, _LONGEST_INTERVAL)


def _count(text: str) -> int | None:
    """None for no limit; some programs write -1 for that."""
    if not text or re.fullmatch(r"-\d{1,400}", text):
        return None
    if not re.fullmatch(r"\+?\d{1,400}", text):
        raise Refused("It does not say how many times it repeats.")
    return int(text) if int(text) < _ENDLESS_COUNT else None


def _days(text: str) -> list[tuple[int, str]]:
    days: dict[tuple[int, str], None] = {}
    for one in filter(None, (piece.strip() for piece in text.split(","))):
        match = _DAY.fullmatch(one)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise Refused(f"It repeats on a weekday that does not exist: {one[:20]}.")
        days[int(match[1] or 0), match[2]] = None
    return list(days)


def _numbers(name: str, text: str) -> list[int]:
    numbers: dict[int, None] = {}
    for one in filter(None, (piece.strip() for piece in text.split(","))):
        number = int(one) if re.fullmatch(r"[+-]?\d{1,3}", one) else 999
        if number not in _RANGES[name] or (number == 0 and name in _FROM_ONE):
            raise Refused(f"Its rule for repeating holds a number that does not exist: {name}={one[:20]}.")
        numbers[number] = None
    return sorted(numbers)


def _settle_times(rule: _Rule, *, days_only: bool) -> None:
    if days_only:
        if rule.freq == "HOURLY":
            raise Refused("It lasts whole days but repeats by the hour.")
        for name in _TIMES:
            rule.lists.pop(name, None)
    if rule.has("BYSECOND"):
        rule.lists["BYSECOND"] = sorted({min(second, 59) for second in rule.lists["BYSECOND"]})
    if _times_a_day(rule) > MAX_TIMES_A_DAY:
        raise Refused(f"It repeats more than {MAX_TIMES_A_DAY} times a day, which kbye does not read.")


def _times_a_day(rule: _Rule) -> int:
    times = 24 if rule.freq == "HOURLY" and not rule.has("BYHOUR") else 1
    for name in _TIMES:
        times *= len(rule.lists.get(name) or [0])
    return times


def _settle_hours(rule: _Rule, begins: datetime) -> None:
    """Hours that its steps never come to are nothing to dateutil, which refuses a rule of only those."""
    if rule.freq != "HOURLY" or not rule.has("BYHOUR"):
        return
    step = gcd(24, rule.interval)
    rule.lists["BYHOUR"] = [hour for hour in rule.lists["BYHOUR"] if (hour - begins.hour) % step == 0]
    if not rule.lists["BYHOUR"]:
        rule.freq, rule.interval, rule.lists = "DAILY", 1, {"BYMONTH": [2], "BYMONTHDAY": [30]}


def _make_explicit(rule: _Rule, begins: datetime) -> None:
    """Writes down what the start says about the day, so that the start may be moved."""
    weekday = _WEEKDAYS[begins.weekday()]
    if rule.days or rule.has("BYMONTHDAY", "BYYEARDAY"):
        return
    if rule.has("BYWEEKNO"):
        if rule.freq == "YEARLY":
            rule.days = [(0, weekday)]
        return
    if rule.freq == "YEARLY" and not rule.has("BYMONTH"):
        rule.lists["BYMONTH"] = [begins.month]
    if rule.freq in ("YEARLY", "MONTHLY"):
        rule.lists["BYMONTHDAY"] = [begins.day]
    elif rule.freq == "WEEKLY":
        rule.days = [(0, weekday)]


def _settle_days(rule: _Rule) -> None:
    counted = rule.freq in ("YEARLY", "MONTHLY") and not rule.has("BYWEEKNO")
    if not counted:
        rule.days = list(dict.fromkeys((0, day) for _, day in rule.days))
    elif any(nth for nth, _ in rule.days) and not all(nth for nth, _ in rule.days):
        most = 5 if rule.freq == "MONTHLY" or rule.has("BYMONTH") else 53
        rule.days = list(
            dict.fromkeys(
                (each, day) for nth, day in rule.days for each in ([nth] if nth else range(1, most + 1))
            )
        )
    if rule.freq == "WEEKLY" and rule.has("BYSETPOS") and not rule.has(*(set(_RANGES) - {"BYSETPOS"})):
        chosen = _chosen_days(rule)
        if chosen:  # else it never repeats, and stays as it is written
            rule.days = chosen
            rule.lists.pop("BYSETPOS")


def _chosen_days(rule: _Rule) -> list[tuple[int, str]]:
    first = _WEEKDAYS.index(rule.wkst)
    week = sorted(rule.days, key=lambda day: (_WEEKDAYS.index(day[1]) - first) % 7)
    places = {place - 1 if place > 0 else len(week) + place for place in rule.lists["BYSETPOS"]}
    return [day for place, day in enumerate(week) if place in places]


def _last(rule: _Rule, reach: Reach, zone: tzinfo, *, days_only: bool) -> datetime:
    if not rule.until:
        return reach.last
    try:
        stamp = read_stamp(rule.until)
    except ValueError as error:
        raise Refused(f"The end of its repetition cannot be read: {error}") from None
    if stamp.clock is None:
        end = datetime.combine(stamp.day, time() if days_only else time(23, 59, 59))
    elif days_only or stamp.offset is None:
        end = datetime.combine(stamp.day, time()) if days_only else stamp.wall
    else:
        end = _wall_end(stamp.wall, stamp.offset, zone, reach)
    return min(end, reach.last)


def _wall_end(wall: datetime, offset: timedelta, zone: tzinfo, reach: Reach) -> datetime:
    try:
        return wall_time((wall - offset).replace(tzinfo=UTC), zone)
    except OverflowError:
        return reach.last


def _skipped(rule: _Rule, begins: datetime, first: datetime) -> datetime:
    """A start in step with the rule, at least two periods before `first`, or the old one if that is later."""
    if begins >= first:
        return begins
    if rule.freq in _UNITS:
        period = _UNITS[rule.freq] * rule.interval
        steps = (first - begins) // period - 2
        return begins + steps * period if steps > 0 else begins
    months = (first.year - begins.year) * 12 + first.month - begins.month
    period_months = rule.interval * (12 if rule.freq == "YEARLY" else 1)
    steps = months // period_months - 2
    if steps <= 0:
        return begins
    year, month = divmod(begins.year * 12 + begins.month - 1 + steps * period_months, 12)
    return begins.replace(year=year, month=1 if rule.freq == "YEARLY" else month + 1, day=1)


def _effort(rule: _Rule, begins: datetime, last: datetime) -> int:
    periods = max(0, (last - begins) // _LENGTHS[rule.freq]) // rule.interval
    effort = periods * _EFFORTS[rule.freq] + max(0, (last - begins).days // 365)
    if effort > MAX_EFFORT:
        raise Refused(
            "It has been repeating for so long, or so often, that it would take too long to work out."
        )
    return effort


def _at(start: date | datetime) -> datetime:
    return start if isinstance(start, datetime) else datetime.combine(start, time())
