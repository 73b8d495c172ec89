""" "All well at home": what the one who stays chose to send. Only the latest is ever read; nothing is counted."""

from __future__ import annotations

from datetime import datetime

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.planning.wallclock import local_day

ALL_WELL = "all_well"
URGENT = "urgent"


def last_all_well(time_away: TimeAway) -> datetime | None:
    said = Event.objects.of(time_away.household).filter(object_id=time_away.pk, verb=ALL_WELL)
    return said.order_by("-seq").values_list("at", flat=True).first()


def all_well_today(time_away: TimeAway, now: datetime) -> datetime | None:
    """When it was said on this day at home, if it was."""
    at, zone = last_all_well(time_away), time_away.household.zone
    return at if at is not None and local_day(at, zone) == local_day(now, zone) else None
