"""Standing dates: which days they fall on, and what is noticed on each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kbye.planning.intervals import Span
from kbye.planning.wallclock import DAY_MINUTES, days_touching, wall_span

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """From `first` on, every so many weeks, from this wall-clock minute for so many wall-clock minutes.

    Raises ValueError unless it starts within its day and lasts from a minute to a whole day.
    """

    first: date
    every_weeks: int
    from_minute: int
    minutes: int

    def __post_init__(self) -> None:
        if self.every_weeks < 1:
            raise ValueError(f"A rhythm is every week, or every so many: {self.every_weeks}.")
        if not (0 <= self.from_minute < DAY_MINUTES and 0 < self.minutes <= DAY_MINUTES):
            raise ValueError(
                f"A standing date starts within its day and lasts a day at most: "
                f"{self.from_minute}, {self.minutes}."
            )

    def is_on(self, day: date) -> bool:
        """Whether this is one of its days: whole weeks are counted, so no year's end disturbs them."""
        weeks, rest = divmod((day - self.first).days, WEEK_DAYS)
        return weeks >= 0 and rest == 0 and weeks % self.every_weeks == 0

    def days(self, start: date, end: date) -> Iterator[date]:
        """Its days from `start` up to and without `end`, in order."""
        step = timedelta(days=WEEK_DAYS * self.every_weeks)
        day = self.first
        if start > day:
            day += step * -(-(start - day) // step)
        while day < end:
            yield day
            day += step

    def on(self, day: date, zone: str) -> Span:
        """When it is on that local day: seven to ten stays seven to ten all year."""
        return wall_span(day, self.from_minute, self.from_minute + self.minutes, zone)


def first_on(weekday: int, day: date) -> date:
    """The first such weekday (Monday is 0) on `day` or after it."""
    return day + timedelta(days=(weekday - day.weekday()) % WEEK_DAYS)


class Reason(StrEnum):
    """What there is to notice about one time of a standing date."""

    STAYER_AWAY = "stayer_away"
    LEAVER_STAYS = "leaver_stays"
    LEAVER_AWAY = "leaver_away"
    STAYER_BUSY = "stayer_busy"
    HOLIDAY = "holiday"


# Nobody can be gone and have the children at once.
IMPOSSIBLE = frozenset({Reason.STAYER_AWAY, Reason.LEAVER_STAYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing noticed: `span` is the other time away or commitment, `day` and `name` those of a holiday."""

    reason: Reason
    span: Span | None = None
    day: date | None = None
    name: str = ""

    @property
    def is_impossible(self) -> bool:
        return self.reason in IMPOSSIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Another time away: who is gone, and who has the children meanwhile."""

    span: Span
    leaver: str
    stayers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    day: date
    name: str


def conflicts(
    span: Span,
    zone: str,
    *,
    leaver: str,
    stayer: str,
    absences: Iterable[Absence] = (),
    stayer_busy: Iterable[Span] = (),
    holidays: Iterable[Holiday] = (),
) -> tuple[Conflict, ...]:
    """What is to be noticed about this time, what makes it impossible first; nothing is a reason of its own.

    Holidays count on every local day that the time touches. Raises ValueError for a zone nobody knows.
    """
    found = [one for absence in absences for one in _with(absence, span, leaver, stayer)]
    found += [Conflict(reason=Reason.STAYER_BUSY, span=busy) for busy in stayer_busy if busy.overlaps(span)]
    touched = {
        day for day in days_touching(span, zone) if wall_span(day, 0, DAY_MINUTES, zone).overlaps(span)
    }
    found += [
        Conflict(reason=Reason.HOLIDAY, day=one.day, name=one.name) for one in holidays if one.day in touched
    ]
    return tuple(sorted(found, key=lambda one: not one.is_impossible))


def _with(absence: Absence, span: Span, leaver: str, stayer: str) -> Iterator[Conflict]:
    if not absence.span.overlaps(span):
        return
    if absence.leaver == stayer:
        yield Conflict(reason=Reason.STAYER_AWAY, span=absence.span)
    elif leaver in absence.stayers:
        yield Conflict(reason=Reason.LEAVER_STAYS, span=absence.span)
    elif absence.leaver == leaver:
        yield Conflict(reason=Reason.LEAVER_AWAY, span=absence.span)


def is_possible(found: Iterable[Conflict]) -> bool:
    """Whether nobody would be gone and have the children at once."""
    return not any(one.is_impossible for one in found)
