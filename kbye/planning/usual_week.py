"""When somebody is usually home, week in, week out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kbye.planning.intervals import Span, merged
from kbye.planning.wallclock import DAY_MINUTES, LATEST_MINUTE, days_touching, wall_span


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeTime:
    """Home on one weekday (Monday is 0), in wall-clock minutes after midnight.

    `to_minute` may pass midnight, up to 2880.
    Raises ValueError for days and minutes that no week has.
    """

    weekday: int
    from_minute: int
    to_minute: int

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError(f"A weekday must be from 0 (Monday) to 6 (Sunday): {self.weekday}.")
        if not 0 <= self.from_minute < self.to_minute <= LATEST_MINUTE:
            raise ValueError(
                f"A time at home must end after it starts, within two days: "
                f"{self.from_minute} to {self.to_minute}."
            )


@dataclass(frozen=True, slots=True)
class UsualWeek:
    """Any times at home, in any order; they may overlap."""

    times: tuple[HomeTime, ...]


_WEEKEND = (5, 6)


def _week(*workday: tuple[int, int]) -> UsualWeek:
    """The same minutes from Monday to Friday, and home all weekend."""
    return UsualWeek(
        tuple(
            HomeTime(weekday=day, from_minute=start, to_minute=end)
            for day in range(7)
            for start, end in (((0, DAY_MINUTES),) if day in _WEEKEND else workday)
        )
    )


# Whoever is home of an evening also sleeps there: the night until leaving belongs to it.
_LEAVES, _NOON, _EVENING, _LATE = 7 * 60 + 30, 13 * 60, 18 * 60, 22 * 60
EVENINGS_AND_WEEKENDS = _week((0, _LEAVES), (_EVENING, DAY_MINUTES))
ALWAYS = _week((0, DAY_MINUTES))
MORNINGS = _week((0, _NOON), (_LATE, DAY_MINUTES))
AFTERNOONS = _week((0, _LEAVES), (_NOON, DAY_MINUTES))

PRESETS: Mapping[str, UsualWeek] = MappingProxyType(
    {
        "evenings_weekends": EVENINGS_AND_WEEKENDS,
        "always": ALWAYS,
        "mornings": MORNINGS,
        "afternoons": AFTERNOONS,
    }
)


def home_spans(week: UsualWeek, span: Span, zone: str) -> tuple[Span, ...]:
    """When they are usually home inside `span`, merged and sorted.

    Raises ValueError for a zone nobody knows.
    """
    times = (
        wall_span(day, home.from_minute, home.to_minute, zone)
        for day in days_touching(span, zone)
        for home in week.times
        if home.weekday == day.weekday()
    )
    return merged(shared for time in times if (shared := time.shared(span)) is not None)
