"""When children are looked after elsewhere (school, day care, a course), from the calendars that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kbye.household.away import TimeAway
from kbye.household.calendar import Calendar, Commitment, Means
from kbye.household.people import Member
from kbye.planning.intervals import Span

SOON = timedelta(days=1)
A_FEW = 6


@dataclass(frozen=True, slots=True)
class LookedAfter:
    child: Member
    where: str
    span: Span


def looked_after(time_away: TimeAway, now: datetime) -> list[LookedAfter]:
    """Within this time away, from now on for a day; nothing from a calendar that is too old to say."""
    household = time_away.household
    until = now + SOON if time_away.open_end else min(now + SOON, time_away.ends_at)
    rows = Commitment.objects.of(household).counting().filter(calendar__means=Means.SUPERVISED)
    rows = rows.filter(
        starts_at__lt=until, ends_at__gt=max(now, time_away.starts_at), member__removed_at=None
    ).exclude(calendar__in=Calendar.objects.of(household).old(now))
    found = rows.select_related("member", "calendar").order_by("starts_at", "member__place")[:A_FEW]
    return [LookedAfter(row.member, row.calendar.name, Span(row.starts_at, row.ends_at)) for row in found]
