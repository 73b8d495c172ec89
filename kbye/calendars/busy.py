"""What a reading says about when somebody is busy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from kbye.calendars.reading import Happening
from kbye.planning.intervals import Span, merged


class Read(Protocol):
    """Whatever has happenings: a reading, or what was kept of one."""

    @property
    def happenings(self) -> tuple[Happening, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What counts as busy beside plain entries, and how much time goes with each entry that has a time.

    Whether a birthday, a holiday or a business trip, only the owner of a whole day knows; so with what is marked as
    free or only tentative. None: nobody has said; then tentative entries are busy and free ones are not.
    """

    whole_days: bool = False
    marked_free: bool | None = None
    before: timedelta = timedelta()
    after: timedelta = timedelta()


PLAIN = Counting()


def busy_spans(reading: Read, zone: str, counting: Counting = PLAIN) -> tuple[Span, ...]:
    """The times taken, merged and sorted. Days are those of `zone`."""
    return merged(span for span, _title in _taken(reading.happenings, zone, counting))


def busy_with_titles(reading: Read, zone: str, counting: Counting = PLAIN) -> tuple[tuple[Span, str], ...]:
    """The same, entry by entry, each time with its title once."""
    return tuple(sorted(set(_taken(reading.happenings, zone, counting))))


def all_day_count(reading: Read, zone: str) -> int:
    """How many occurrences last whole days, to be asked about once."""
    return sum(lasts_whole_days(happening, zone) for happening in reading.happenings)


def marked_free_count(reading: Read, zone: str) -> int:
    """How many that have a time are marked as free or tentative, to be asked about once."""
    return sum(
        is_marked_free(happening) and not lasts_whole_days(happening, zone)
        for happening in reading.happenings
    )


def whole_days(reading: Read, zone: str) -> tuple[tuple[date, date], ...]:
    """First and last day of each busy entry of two whole days or more: a trip, a holiday, only its owner knows."""
    found = set()
    for happening in reading.happenings:
        if happening.busy and lasts_whole_days(happening, zone):
            first, last = _day(happening.start, zone), _day(happening.end, zone) - timedelta(days=1)
            if first < last:
                found.add((first, last))
    return tuple(sorted(found))


def lasts_whole_days(happening: Happening, zone: str) -> bool:
    """True for days, and for what some programs write instead: from one midnight to a later one."""
    if not isinstance(happening.start, datetime) or not isinstance(happening.end, datetime):
        return True
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (happening.start, happening.end))
    return start.time() == end.time() == time() and start.date() < end.date()


def is_marked_free(happening: Happening) -> bool:
    return not happening.busy or happening.tentative


def _taken(happenings: Iterable[Happening], zone: str, counting: Counting) -> Iterator[tuple[Span, str]]:
    for happening in happenings:
        is_whole = lasts_whole_days(happening, zone)
        if not (counting.whole_days if is_whole else _counts(happening, counting)):
            continue
        start, end = _instant(happening.start, zone), _instant(happening.end, zone)
        if start < end:
            margins = (timedelta(), timedelta()) if is_whole else (counting.before, counting.after)
            yield Span(start - margins[0], end + margins[1]), happening.title


def _counts(happening: Happening, counting: Counting) -> bool:
    if counting.marked_free is None:
        return happening.busy
    return counting.marked_free or not is_marked_free(happening)


def _instant(at: datetime | date, zone: str) -> datetime:
    if isinstance(at, datetime):
        return at.astimezone(UTC)
    return datetime.combine(at, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _day(at: datetime | date, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date() if isinstance(at, datetime) else at
