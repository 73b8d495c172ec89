"""Where somebody's own commitments leave a gap in a time in which they have the children, and how long to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from kbye.planning.intervals import Span, merged, without

SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=30), timedelta(hours=12)
BINDS_BEFORE_AT_MOST = timedelta(hours=24)


def gaps(span: Span, busy: Iterable[Span], already: Iterable[Span] = ()) -> tuple[Span, ...]:
    """The stretches of `span` that are `busy` and not yet seen to (`already`): merged, sorted, as few as can be."""
    inside = [shared for one in busy if (shared := one.shared(span))]
    return without(merged(inside), already)


def time_to_answer(*, now: datetime, start: datetime) -> timedelta:
    """How long one is given before the next is asked: a quarter of the time left, from 30 minutes to 12 hours."""
    return min(max((start - now) / 4, SHORTEST_WAIT), LONGEST_WAIT)


def yes_binds_at(*, now: datetime, start: datetime) -> datetime:
    """Until when a yes can be taken back: half-way to the start, but never earlier than 24 hours before it.

    From the start on, at once: `now`.
    """
    if start <= now:
        return now
    return start - min((start - now) / 2, BINDS_BEFORE_AT_MOST)
