"""Why it does not work, and what would make it work, one plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kbye.planning import wallclock
from kbye.planning.coverage.price import Price
from kbye.planning.coverage.situation import Situation


class Why(StrEnum):
    """The reasons in the order in which they are looked for."""

    BUSY = "busy"
    UNKNOWN = "unknown"
    AWAY = "away"
    NOT_ALLOWED = "not_allowed"
    NO_COLLECT = "no_collect"
    SKILL = "skill"
    TOO_MANY = "too_many"
    OVERNIGHT = "overnight"
    DAY_LIMIT = "day_limit"
    WEEK_LIMIT = "week_limit"
    ELSEWHERE = "elsewhere"
    ASK_LENGTH = "ask_length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why this carer cannot fill the gap of a child, or do an occurrence that must be done. Cells and ids."""

    child: str | None
    start: int
    end: int
    carer: str
    why: Why
    ref: str | None
    sentence: str
    occurrence: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to change, in a form that a program can apply."""

    kind: str
    details: dict[str, object] = field(hash=False)

    def row(self) -> dict[str, object]:
        return {"kind": self.kind, **self.details}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Changes that were tried and work, and what the plan then costs: at most, unless `is_sure`."""

    changes: tuple[Change, ...]
    price: Price
    sentence: str
    changed: Situation = field(repr=False)
    is_sure: bool = True


def clock(at: datetime, zone: str, beside: datetime | None = None) -> str:
    """The time of day; with the weekday when it is another day than `beside`."""
    shown = wallclock.local(at, zone)
    same_day = beside is not None and wallclock.local(beside, zone).date() == shown.date()
    return shown.strftime("%H:%M" if same_day else "%a %H:%M")


def rfc3339(at: datetime, zone: str) -> str:
    """The instant for programs, with the offset that holds in the zone then."""
    return wallclock.local(at, zone).isoformat(timespec="minutes")


def quoted(label: str) -> str:
    return f" with “{label}”" if label else ""


def busy(name: str, label: str, until: str) -> str:
    return f"{name} is busy{quoted(label)} until {until}."


def unknown(name: str, until: str) -> str:
    return f"Nobody knows whether {name} is free before {until}."


def why_not(why: Why, name: str, child: str, place: str, task: str) -> str:
    """The sentence for every reason that needs no more than names."""
    whom = child or f"“{task}”"
    return {
        Why.AWAY: f"{name} is the one who is away.",
        Why.NOT_ALLOWED: f"{name} does not look after {whom}." if child else f"“{task}” is not for {name}.",
        Why.NO_COLLECT: f"{name} may not collect {whom} from {place}.",
        Why.SKILL: f"{name} has not learned what “{task}” needs.",
        Why.TOO_MANY: f"{name} already has as many children as they can.",
        Why.OVERNIGHT: f"{name} does not stay overnight.",
        Why.DAY_LIMIT: f"{name} has reached their hours for that day.",
        Why.WEEK_LIMIT: f"{name} has reached their hours for that week.",
        Why.ELSEWHERE: f"{name} would have to be in two places, or do two things at once.",
        Why.ASK_LENGTH: f"{name} is asked for a longer or shorter time than that.",
    }[why]


def it_works(parts: list[str]) -> str:
    return f"It works if {' and '.join(parts)}."


def moves_busy(name: str, label: str, when: str) -> str:
    return f"{name} moves “{label}”" if label else f"{name} moves what they have on {when}"


def cares(name: str, child: str) -> str:
    return f"{name} may look after {child}"


def collects(name: str, place: str, child: str) -> str:
    return f"{name} may collect {child} from {place}"


def stays_overnight(name: str) -> str:
    return f"{name} stays overnight"


def has_longer_days(name: str, minutes: int) -> str:
    return f"{name} helps for up to {hours(minutes)} a day"


def is_asked_longer(name: str, minutes: int) -> str:
    return f"{name} can be asked for up to {hours(minutes)}"


def goes(start: str, end: str) -> str:
    return f"you go {start} and are back {end}"


def becomes_should(title: str) -> str:
    return f"“{title}” may be left out"


def hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole} h" if not rest else f"{whole} h {rest} min" if whole else f"{rest} min"
