""" "All well at home": what the one who stays chose to send. Only the latest is ever read; nothing is counted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.ready_query import ReadyQuery
from kbye.planning.wallclock import local_day

ALL_WELL = "all_well"
URGENT = "urgent"
_said = ReadyQuery(
    lambda household, time_away: (
        Event.objects.of(household).filter(object_id=time_away, verb=ALL_WELL).order_by("-seq")[:1]
    ),
    household=UUID,
    time_away=UUID,
)


def last_all_well(time_away: TimeAway) -> datetime | None:
    said = _said(household=time_away.household_id, time_away=time_away.pk)
    return said[0].at if said else None


def all_well_today(time_away: TimeAway, now: datetime) -> datetime | None:
    """When it was said on this day at home, if it was."""
    at, zone = last_all_well(time_away), time_away.household.zone
    return at if at is not None and local_day(at, zone) == local_day(now, zone) else None
