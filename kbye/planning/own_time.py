"""Own time: whose each minute of a week is. Plain counting of what is known, and "not known" for the rest.

For each adult every minute is exactly one of:

- own: child-free, not work, not sleep, not travelling for work;
- alone with the children, or together with them (another adult of the house is there, too);
- at work, or otherwise out by the usual week or the calendar;
- a work trip, its nights and all: a time away, but nobody's own time;
- asleep: by the wall clock, at home and away. A night is neither own time nor time with the children;
- not known.

What decides, the first that applies: what somebody said about it · a work trip · an own time away · having the
children while the other is away · a busy time · an entry nobody has explained · sleep · the usual week. Whoever is at
home has what the children and the others leave them: alone if all others are out, together if one is there, own time
if the children are with a helper or at school; and nothing is guessed where one of these is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kbye.planning.intervals import Span
from kbye.planning.usual_week import HomeTime, UsualWeek
from kbye.planning.wallclock import DAY_MINUTES, instant


class Kind(StrEnum):
    OWN = "own"
    ALONE = "alone"
    TOGETHER = "together"
    WORK = "work"
    TRIP = "trip"
    ASLEEP = "asleep"
    UNKNOWN = "unknown"


class Because(StrEnum):
    """Where a piece comes from; `key` of its source names the row."""

    SAID = "said"
    TIME_AWAY = "time_away"
    BUSY = "busy"
    UNEXPLAINED = "unexplained"
    SLEEP = "sleep"
    USUAL_WEEK = "usual_week"
    CHILDREN_OUT = "children_out"
    WEEK_NOT_SAID = "week_not_said"
    CHILDREN_NOT_SAID = "children_not_said"
    NOT_CLEAR = "not_clear"


@dataclass(frozen=True, slots=True, order=True)
class Source:
    because: Because
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time, and the row that made it."""

    span: Span
    key: str = ""


class What(StrEnum):
    """What somebody can say about a stretch of a week, in place of what kbye made of it."""

    OWN = "own"
    CHILDREN = "children"
    WORK = "work"
    ASLEEP = "asleep"


@dataclass(frozen=True, slots=True)
class Said:
    span: Span
    what: What
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepTime:
    """By the wall clock, in minutes after midnight; `to_minute` may pass midnight, up to 2880.

    Raises ValueError unless it ends after it starts, within a day.
    """

    from_minute: int = 22 * 60 + 30
    to_minute: int = DAY_MINUTES + 6 * 60 + 30

    def __post_init__(self) -> None:
        minutes = self.to_minute - self.from_minute
        if not (0 <= self.from_minute < DAY_MINUTES and 0 < minutes < DAY_MINUTES):
            raise ValueError(f"A night must end within a day: {self.from_minute} to {self.to_minute}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """One adult, and what is known of their time.

    `week`: when they are usually home, None if nobody has said. `on_duty`: they have the children while another is
    away. `unexplained`: long entries of a calendar that may be a work trip. `said`: the later counts.
    """

    id: str
    week: UsualWeek | None = None
    sleep: SleepTime = SleepTime()
    own_away: tuple[Stretch, ...] = ()
    trips: tuple[Stretch, ...] = ()
    on_duty: tuple[Stretch, ...] = ()
    busy: tuple[Stretch, ...] = ()
    unexplained: tuple[Stretch, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """All adults of a house. `with_helper`: a helper has all the children, and no adult of the house.

    `children_out`: when all the children are at school or day care, week in, week out; None if nobody has said.
    """

    zone: str
    adults: tuple[Adult, ...]
    with_helper: tuple[Stretch, ...] = ()
    children_out: UsualWeek | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one adult's week. `is_away`: within a time away of their own, so a night does not end it."""

    span: Span
    kind: Kind
    source: Source
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class AdultWeek:
    """Pieces in order that fill the week without a gap."""

    id: str
    pieces: tuple[Piece, ...]

    def minutes(self, kind: Kind) -> int:
        return sum(piece.span.minutes for piece in self.pieces if piece.kind == kind)

    @property
    def longest(self) -> Span | None:
        return longest_stretch(self.pieces)


def week_span(day: date, zone: str) -> Span:
    """From Monday to Monday, midnight by the wall clock: 167 or 169 hours when the clocks change."""
    monday = day - timedelta(days=day.weekday())
    return Span(instant(monday, 0, zone), instant(monday + timedelta(days=7), 0, zone))


def longest_stretch(pieces: Iterable[Piece]) -> Span | None:
    """The longest own time in one go, from its first own minute to its last; of several, the earliest.

    A night within a time away does not end it: a weekend away is one stretch.
    """
    found: Span | None = None
    for stretch in _stretches(pieces):
        if found is None or stretch.minutes > found.minutes:
            found = stretch
    return found


def _stretches(pieces: Iterable[Piece]) -> Iterator[Span]:
    start: datetime | None = None
    end: datetime | None = None
    for piece in pieces:
        if piece.kind == Kind.OWN:
            start, end = start or piece.span.start, piece.span.end
        elif not (piece.kind == Kind.ASLEEP and piece.is_away):
            if start is not None and end is not None:
                yield Span(start, end)
            start = end = None
    if start is not None and end is not None:
        yield Span(start, end)


def every_week(*, weekdays: Iterable[int], from_minute: int, to_minute: int) -> UsualWeek:
    """The same minutes on each of these weekdays; on none of them it is a week without any."""
    return UsualWeek(
        tuple(HomeTime(weekday=day, from_minute=from_minute, to_minute=to_minute) for day in sorted(weekdays))
    )
