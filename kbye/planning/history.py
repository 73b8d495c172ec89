"""Plain memory: how many times, how long, and what could be next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.wallclock import local_day, nights

_WORTH_SAYING_MINUTES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How one time away stands among the earlier ones.

    `count`: how many came before. `nth`: 1 for the first, 3 for the third. `years`: since the first one,
    rounded up, at least 1. `longest_by_…`: at most one of the two, and only if this is the longest so far
    and not the first: by nights, or, if an earlier one had as many, by minutes, from half an hour on.
    """

    count: int
    nth: int
    longest_by_minutes: int | None
    longest_by_nights: int | None
    years: int


def remember(past: Iterable[Span], current: Span, zone: str) -> Memory:
    """`current` among those of `past` that were over when it began; any others, itself too, do not count."""
    before = sorted(span for span in past if span.end <= current.start)
    more_nights = nights(current, zone) - max((nights(span, zone) for span in before), default=0)
    more_minutes = current.minutes - max((span.minutes for span in before), default=0)
    by_nights = bool(before) and more_nights > 0
    by_minutes = bool(before) and more_nights == 0 and more_minutes >= _WORTH_SAYING_MINUTES
    return Memory(
        count=len(before),
        nth=len(before) + 1,
        longest_by_minutes=more_minutes if by_minutes else None,
        longest_by_nights=more_nights if by_nights else None,
        years=_years(before[0], current, zone) if before else 1,
    )


def next_rung(last: Length) -> Length:
    """What could be next after `last`; a suggestion, never a rule. After a long day, a night."""
    return _NEXT[last]


_NEXT = {
    Length.COFFEE: Length.EVENING,
    Length.EVENING: Length.NIGHT,
    Length.OTHER: Length.NIGHT,
    Length.NIGHT: Length.WEEKEND,
    Length.WEEKEND: Length.LONGER,
    Length.LONGER: Length.LONGER,
}


def _years(first: Span, current: Span, zone: str) -> int:
    begun, today = local_day(first.start, zone), local_day(current.start, zone)
    anniversaries = today.year - begun.year - ((today.month, today.day) < (begun.month, begun.day))
    on_the_day = (today.month, today.day) == (begun.month, begun.day)
    return max(1, anniversaries if on_the_day else anniversaries + 1)
