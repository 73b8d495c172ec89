"""The run sheet: what has to happen now, next and later, from occurrences and facts. No clock, no queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kbye.household.knowledge import Fact
from kbye.household.responsibility import Occurrence

MUST_LINES_MOST = 5
# After that nobody comes back to it; what was forgotten is told by people, not by a list.
LEFT_OPEN_FOR = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """A medicine as it was given: when, and by whom ("" when nobody said)."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sheet: one occurrence, with its window in UTC and who has done it.

    `next_at`: no dose before that, when somebody said how far apart they have to be. `helper` has the child then.
    """

    id: UUID
    series: tuple[object, ...]
    text: str
    is_must: bool
    is_medicine: bool
    earliest: datetime
    latest: datetime
    done_at: datetime | None = None
    done_by: str = ""
    last: Dose | None = None
    next_at: datetime | None = None
    kind: str = ""
    helper: str = ""

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_open(self, now: datetime) -> bool:
        """Its window has come; it stays open after the end, because then it still has to happen."""
        return self.earliest <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`standing` holds at all times; `now`, `next`, `later` are musts; `nice` is the rest; `before` is past."""

    standing: tuple[str, ...]
    now: tuple[Line, ...]
    next: tuple[Line, ...]
    later: tuple[Line, ...]
    nice: tuple[Line, ...]
    before: tuple[Line, ...]

    @property
    def must_lines(self) -> int:
        """How many lines of musts are still ahead, those that stand at the top included."""
        return len(self.standing) + len(self.now) + len(self.next) + len(self.later)


def series_of(row: Occurrence) -> tuple[object, ...]:
    """What makes two occurrences times of the same thing, also when it is noted twice (morning and evening)."""
    return (row.child_id, row.kind, row.title.casefold())


def with_child(name: str, words: str) -> str:
    return f"{name}: {words}" if name else words


def line(row: Occurrence, *, last: Dose | None = None, helper: str = "") -> Line:
    """`child` and `done_by` of the row are loaded."""
    dose_at = row.done_at or (last.at if last else None)
    return Line(
        id=row.pk,
        series=series_of(row),
        text=with_child(row.child.name if row.child else "", row.title),
        is_must=row.is_must,
        is_medicine=row.is_medicine,
        earliest=row.earliest_at,
        latest=row.latest_at,
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
        last=last,
        next_at=row.next_after(dose_at) if dose_at and row.is_medicine else None,
        kind=row.kind,
        helper=helper,
    )


def sheet(
    occurrences: Iterable[Occurrence],
    facts: Iterable[Fact],
    now: datetime,
    *,
    doses: Mapping[tuple[object, ...], Dose] | None = None,
    helpers: Mapping[UUID, str] | None = None,
) -> Sheet:
    """The sheet at that moment.

    Now: windows that have come and what is done within them; nothing is ever called late. What nobody ticked
    moves to `before` when its next time has come, or after twelve hours. Next: the first that is to come, and
    whatever shares its start. `doses` are the last ones given, by `series_of`; `helpers` who has the child meanwhile,
    by occurrence; rows come with child and done_by. What holds all the while stands with the allergies.
    """
    rows = list(occurrences)
    throughout = [
        with_child(row.child.name if row.child else "", row.title) for row in rows if row.is_all_the_while
    ]
    lines = sorted(
        (
            line(row, last=(doses or {}).get(series_of(row)), helper=(helpers or {}).get(row.pk, ""))
            for row in rows
            if not row.is_all_the_while
        ),
        key=lambda one: (one.earliest, one.latest, one.text, str(one.id)),
    )
    before = tuple(one for one in lines if _is_past(one, lines, now))
    ahead = [one for one in lines if one not in before]
    musts = [one for one in ahead if one.is_must]
    coming = [one for one in musts if not one.is_open(now) and not one.is_done]
    nearest = coming[0].earliest if coming else None
    soon = [one for one in musts if one.is_open(now) or one.is_done]
    return Sheet(
        standing=(*_allergies(facts, room=MUST_LINES_MOST - len(musts) - len(throughout)), *throughout),
        now=tuple(sorted(soon, key=lambda one: one.is_done)),
        next=tuple(one for one in coming if one.earliest == nearest),
        later=tuple(one for one in coming if one.earliest != nearest),
        nice=_first_of_each(one for one in ahead if not one.is_must),
        before=before,
    )


def _is_past(one: Line, lines: list[Line], now: datetime) -> bool:
    if one.latest > now:
        return False
    if one.is_done or not one.is_must or now - one.latest > LEFT_OPEN_FOR:
        return True
    return any(other.series == one.series and one.earliest < other.earliest <= now for other in lines)


def _first_of_each(lines: Iterable[Line]) -> tuple[Line, ...]:
    first: dict[tuple[object, ...], Line] = {}
    for one in lines:
        first.setdefault(one.series, one)
    return tuple(first.values())


def _allergies(facts: Iterable[Fact], *, room: int) -> tuple[str, ...]:
    """One line a child; all in one when there is no room for that."""
    words: dict[str, list[str]] = {}
    for fact in facts:
        if fact.is_allergy:
            words.setdefault(fact.child.name if fact.child else "", []).append(fact.line)
    lines = [with_child(name, ", ".join(some)) for name, some in words.items()]
    return tuple(lines) if len(lines) <= max(room, 1) else (" · ".join(lines),)
