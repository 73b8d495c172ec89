"""Where somebody's own commitments leave a gap in a time in which they have the children, and how long to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kbye.planning.decent_hours import decent
from kbye.planning.intervals import Span, merged, without

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=30), timedelta(hours=12)
BINDS_BEFORE_AT_MOST = timedelta(hours=24)
TIME_TO_FIND_ANOTHER = timedelta(hours=1)


def gaps(span: Span, busy: Iterable[Span], already: Iterable[Span] = ()) -> tuple[Span, ...]:
    """The stretches of `span` that are `busy` and not yet seen to (`already`): merged, sorted, as few as can be."""
    inside = [shared for one in busy if (shared := one.shared(span))]
    return without(merged(inside), already)


def time_to_answer(*, now: datetime, start: datetime) -> timedelta:
    """How long one is given before the next is asked: a quarter of the time left, from 30 minutes to 12 hours."""
    return min(max((start - now) / 4, SHORTEST_WAIT), LONGEST_WAIT)


def answer_until(*, now: datetime, start: datetime, zone: str, minutes: int | None = None) -> datetime:
    """Until when one is waited for before the next is asked: `minutes` if they were chosen, else `time_to_answer`.

    Never at night: then at the nearest decent hour by the clock in `zone`, and never sooner than was chosen.
    """
    if minutes:
        at = soonest = now + timedelta(minutes=minutes)
    else:
        at, soonest = now + time_to_answer(now=now, start=start), now + SHORTEST_WAIT
    return decent(at, earliest=soonest, latest=start - TIME_TO_FIND_ANOTHER, zone=zone)


def yes_binds_at(*, now: datetime, start: datetime, zone: str) -> datetime:
    """Until when a yes can be taken back: half-way to the start, or 24 hours before it if that is later.

    Never at night: then until the nearest decent hour by the clock in `zone`. From the start on, at once: `now`.
    """
    if start <= now:
        return now
    at = start - min((start - now) / 2, BINDS_BEFORE_AT_MOST)
    soonest = min(at, now + SHORTEST_WAIT)
    return decent(at, earliest=soonest, latest=start - TIME_TO_FIND_ANOTHER, zone=zone)
