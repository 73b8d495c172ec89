"""Recurring responsibilities, and when they fall due in a time away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kbye.planning.intervals import Span
from kbye.planning.wallclock import DAY_MINUTES, LATEST_MINUTE, days_touching, wall_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """On these weekdays (Monday is 0), within this wall-clock window, for about so many minutes.

    `to_minute` may pass midnight, up to 2880; the weekday is that of the start.
    Raises ValueError for days and minutes that no week has.
    """

    id: str
    weekdays: frozenset[int]
    from_minute: int
    to_minute: int
    minutes: int = 15

    def __post_init__(self) -> None:
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError(f"Weekdays must be from 0 (Monday) to 6 (Sunday): {sorted(self.weekdays)}.")
        if not (0 <= self.from_minute < DAY_MINUTES and self.from_minute < self.to_minute <= LATEST_MINUTE):
            raise ValueError(
                f"A window must start within its day and end after that, within two days: "
                f"{self.from_minute} to {self.to_minute}."
            )
        if self.minutes < 0:
            raise ValueError(f"A routine cannot take less than no time: {self.minutes} minutes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One time of a routine, by its id: not before `earliest`, done by `latest`, both in UTC."""

    routine: str
    earliest: datetime
    latest: datetime


def occurrences(routines: Iterable[Routine], span: Span, zone: str) -> tuple[Due, ...]:
    """What falls due inside `span`: one for each local day of a routine, its window clipped, sorted by start.

    A window of which less remains than the routine takes is left out: it belongs to the one who leaves.
    Raises ValueError for a zone nobody knows.
    """
    days = tuple(days_touching(span, zone))
    due = (
        Due(routine=routine.id, earliest=inside.start, latest=inside.end)
        for routine in routines
        for day in days
        if day.weekday() in routine.weekdays
        and (inside := _inside(routine, wall_span(day, routine.from_minute, routine.to_minute, zone), span))
    )
    return tuple(sorted(due, key=lambda one: (one.earliest, one.latest, one.routine)))


def _inside(routine: Routine, window: Span, span: Span) -> Span | None:
    inside = window.shared(span)
    # A window that is shorter than the routine itself must not make it vanish.
    if inside is None or inside.minutes < min(routine.minutes, window.minutes):
        return None
    return inside
