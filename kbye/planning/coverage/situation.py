"""What is known when somebody wants to leave, in instants and names: before it is laid on a grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kbye.planning.intervals import Span

HOME = "home"


class Strength(StrEnum):
    """How firmly a commitment holds. UNKNOWN counts as CANNOT and is named as unknown."""

    CANNOT = "cannot"
    RATHER_NOT = "rather_not"
    UNKNOWN = "unknown"


class Priority(StrEnum):
    """How much an occurrence matters."""

    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """One adult. `collects` are pairs of place and child. Limits and ask lengths are minutes."""

    id: str
    name: str
    household: bool = False
    may_care: frozenset[str] = frozenset()
    at_most: int | None = None
    overnight: bool = False
    max_minutes_per_day: int | None = None
    max_minutes_per_week: int | None = None
    collects: frozenset[tuple[str, str]] = frozenset()
    skills: frozenset[str] = frozenset()
    ask_rank: int = 0
    ask_minutes_min: int = 60
    ask_minutes_max: int = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    id: str
    carer: str
    span: Span
    strength: Strength = Strength.CANNOT
    movable: bool = False
    label: str = ""
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    child: str
    span: Span
    place: str
    drop_off: bool = True
    pick_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asleep:
    child: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time of a responsibility. `window` runs from the earliest start to the latest end."""

    id: str
    title: str
    priority: Priority
    minutes: int
    window: Span
    place: str | None = HOME
    children: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    beside_care: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A stretch of an earlier plan. Which fields are set depends on what it is a stretch of."""

    carer: str
    span: Span
    child: str = ""
    occurrence: str = ""
    place: str | None = None
    to_place: str = ""
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The plan that was told before."""

    care: tuple[Row, ...] = ()
    moves: tuple[Row, ...] = ()
    done: tuple[Row, ...] = ()
    asks: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything the planner is told. `away` already ends at the horizon when the end is open."""

    zone: str
    grid_minutes: int
    children: tuple[Child, ...]
    carers: tuple[Carer, ...]
    leaver: str
    away: Span
    busy: tuple[Busy, ...] = ()
    supervised: tuple[Supervised, ...] = ()
    asleep: tuple[Asleep, ...] = ()
    places: tuple[str, ...] = (HOME,)
    travel: tuple[tuple[str, str, int], ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    now: datetime | None = None
    previous: Previous | None = None
