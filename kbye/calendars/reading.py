"""The text of a calendar into what happens between two instants, and what could not be read.

Nothing here loads the calendar engine: the web process may name these types, a short-lived process does the
reading (`safely.read_apart`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One occurrence: aware datetimes, or dates when it lasts all day (the end is the day after the last).

    `busy` is false for entries marked as free; `tentative` ones are not agreed yet. Bring datetimes to UTC
    before comparing them: in the doubled hour Python counts two datetimes of one zone as equal that are an
    hour apart.
    """

    start: datetime | date
    end: datetime | date
    all_day: bool
    title: str
    uid: str
    busy: bool
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as it stands: where it begins, and a sentence.

    `shown` is true when the entry is shown all the same, so the sentence only explains how.
    """

    line: int | None
    uid: str
    reason: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Happenings in the order of their start, and problems in the order of their lines.

    `crowded` when something was left out only because there was too much of everything else. `zones` are the
    names of zones as they are written, each with what is meant by it; nothing if nobody knows.
    """

    happenings: tuple[Happening, ...]
    problems: tuple[Problem, ...]
    crowded: bool = False
    zones: tuple[tuple[str, str], ...] = ()


class Unreadable(ValueError):
    """Nothing could be read; the message is a sentence for the family."""


def expand(raw: bytes, *, start: datetime, end: datetime, zone: str) -> Reading:
    """All that overlaps `[start, end)`, and entries without length that start inside.

    Times without a zone, and days, are those of `zone` (an IANA name). Every series is read alone: one that
    cannot be read becomes a `Problem` and harms no other. Cancelled occurrences are left out.
    Raises Unreadable when there is nothing to read; ValueError for a bad span or zone.
    """
    from kbye.calendars.expanding import expanded  # loads the engine

    return expanded(raw, start=start, end=end, zone=zone)
