"""Which times away the children hear of: what runs, and what is told and near."""

from __future__ import annotations

from datetime import datetime, timedelta

from kbye.household.away import TimeAway
from kbye.household.household import Household
from kbye.planning.intervals import Span

# Small children wait from the moment they know: told not long before, and only what is settled.
ANNOUNCED_BEFORE = timedelta(days=3)
A_DAY_LEFT = timedelta(hours=15)


def known_to_children(household: Household, now: datetime) -> list[TimeAway]:
    """Those under way, and those that begin within three days and are told and settled; the first to come first."""
    rows = TimeAway.objects.of(household).open().exclude(told_at=None)
    near = rows.filter(starts_at__lte=now + ANNOUNCED_BEFORE).with_people().order_by("starts_at")
    return [row for row in near if (_runs(row, now) if row.is_under_way(now) else _is_settled(row))]


def _runs(row: TimeAway, now: datetime) -> bool:
    """Under way, unless nobody has thought of "I'm back" for so long that they surely are."""
    return row.is_under_way(now) and now < row.links_end_at


def _is_settled(row: TimeAway) -> bool:
    return row.manner == TimeAway.Manner.ANNOUNCEMENT or row.is_settled


def away_span(row: TimeAway, now: datetime) -> Span:
    """From when they are not here until when: "K, bye" may come early.

    Whoever is late is not here for what is left of that day.
    """
    start = min(row.began_at or row.starts_at, row.starts_at)
    is_late = row.is_under_way(now) and row.ends_at <= now
    return Span(start, now + A_DAY_LEFT if is_late else row.ends_at)
