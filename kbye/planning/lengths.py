"""How long one is away: the rungs from a coffee to longer, and when each usually starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kbye.planning.intervals import Span
from kbye.planning.wallclock import DAY_MINUTES, LATEST_MINUTE, instant, local, nights, wall_span


class Length(StrEnum):
    """What people call it. `OTHER` is a day without a night that is neither a coffee nor an evening."""

    COFFEE = "coffee"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"
    LONGER = "longer"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A usual time: on these weekdays (Monday is 0), from this minute of the day, for so many minutes.

    Both are read off the wall clock: six to ten stays six to ten all year.
    """

    weekdays: frozenset[int]
    from_minute: int
    minutes: int

    def on(self, day: date, zone: str) -> Span:
        """This shape, starting on that local day. Raises ValueError for a zone nobody knows."""
        to_minute = self.from_minute + self.minutes
        if to_minute <= LATEST_MINUTE:
            return wall_span(day, self.from_minute, to_minute, zone)
        days, minute = divmod(to_minute, DAY_MINUTES)
        return Span(
            instant(day, self.from_minute, zone),
            instant(day + timedelta(days=days), minute, zone),
        )


_ANY_HOUR_COFFEE_MINUTES = 150
_DAYTIME_COFFEE_MINUTES = 5 * 60
_EVENING_ENDS_AFTER = 18 * 60 + 30

_WORKDAYS = frozenset({0, 1, 2, 3, 4})
_FRIDAY = frozenset({4})
_FRIDAY_AND_SATURDAY = frozenset({4, 5})
_SATURDAY_AND_SUNDAY = frozenset({5, 6})
_EVERY_DAY = frozenset(range(7))


def _shape(weekdays: frozenset[int], *, starts: int, hours: int) -> Shape:
    return Shape(weekdays=weekdays, from_minute=starts, minutes=hours * 60)


_USUAL_SHAPES: dict[Length, tuple[Shape, ...]] = {
    Length.COFFEE: (
        _shape(_SATURDAY_AND_SUNDAY, starts=10 * 60, hours=2),
        _shape(_SATURDAY_AND_SUNDAY, starts=15 * 60, hours=2),
        _shape(_WORKDAYS, starts=16 * 60, hours=2),
        _shape(_WORKDAYS, starts=19 * 60 + 30, hours=2),  # the children asleep
    ),
    Length.EVENING: (
        _shape(_EVERY_DAY, starts=18 * 60, hours=4),
        _shape(_FRIDAY_AND_SATURDAY, starts=19 * 60, hours=4),
    ),
    Length.NIGHT: (_shape(_EVERY_DAY, starts=18 * 60, hours=16),),
    Length.WEEKEND: (
        _shape(_FRIDAY, starts=17 * 60, hours=49),
        _shape(_FRIDAY, starts=18 * 60, hours=48),  # after the other is home from work
    ),
    Length.LONGER: (_shape(frozenset({3}), starts=17 * 60, hours=96),),
    Length.OTHER: (),
}
_BY_NIGHTS = {1: Length.NIGHT, 2: Length.WEEKEND}


def usual_shapes(length: Length) -> tuple[Shape, ...]:
    """When such a length usually starts and ends, the more usual first. Empty for `OTHER`."""
    return _USUAL_SHAPES[length]


def length_of(span: Span, zone: str) -> Length:
    """What people would call this time away.

    Without a night: up to two and a half hours at any time, or five that end by half past six, are a coffee;
    more that ends by then is `OTHER`; the rest is an evening. Two nights are a weekend on any days.
    """
    count = nights(span, zone)
    if count:
        return _BY_NIGHTS.get(count, Length.LONGER)
    limit = _DAYTIME_COFFEE_MINUTES if _ends_by_day(span, zone) else _ANY_HOUR_COFFEE_MINUTES
    if span.minutes <= limit:
        return Length.COFFEE
    return Length.OTHER if _ends_by_day(span, zone) else Length.EVENING


# A day without a night weighs as much as an evening.
_WEIGHTS = {
    Length.COFFEE: 0,
    Length.OTHER: 1,
    Length.EVENING: 1,
    Length.NIGHT: 2,
    Length.WEEKEND: 3,
    Length.LONGER: 4,
}


def is_question(span: Span, zone: str, *, announces_up_to: Length = Length.EVENING) -> bool:
    """Whether it is asked for: it is longer than what may be announced. `LONGER` announces everything."""
    return _WEIGHTS[length_of(span, zone)] > _WEIGHTS[announces_up_to]


def _ends_by_day(span: Span, zone: str) -> bool:
    start, end = local(span.start, zone), local(span.end, zone)
    return start.date() == end.date() and end.hour * 60 + end.minute <= _EVENING_ENDS_AFTER
