"""When children are looked after elsewhere (school, day care, a course), from the calendars that say so.

Nobody of the house is needed then; bringing and fetching takes as long as the calendar's minutes before and after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kbye.household.away import TimeAway
from kbye.household.calendar import (
    A_FILE_IS_OLD_AFTER,
    OLD_AFTER,
    Calendar,
    Commitment,
    CommitmentQuerySet,
    Means,
)
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery
from kbye.planning.intervals import Span, without

SOON = timedelta(days=1)
A_FEW = 6


@dataclass(frozen=True, slots=True)
class LookedAfter:
    child: Member
    where: str
    span: Span


def looked_after(time_away: TimeAway, now: datetime) -> list[LookedAfter]:
    """Within this time away, from now on for a day; nothing from a calendar that is too old to say."""
    until = now + SOON if time_away.open_end else min(now + SOON, time_away.ends_at)
    found = _the_first(
        household=time_away.household_id,
        start=max(now, time_away.starts_at),
        end=until,
        live=now - OLD_AFTER,
        file=now - A_FILE_IS_OLD_AFTER,
    )
    return [LookedAfter(row.member, row.calendar.name, Span(row.starts_at, row.ends_at)) for row in found]


def supervised(household: Household, start: datetime, end: datetime, now: datetime) -> CommitmentQuerySet:
    """What says so between the two; nothing from a calendar that is too old to say."""
    return _supervised(household.pk, start, end, now - OLD_AFTER, now - A_FILE_IS_OLD_AFTER)


def _supervised(
    household: UUID, start: datetime, end: datetime, live: datetime, file: datetime
) -> CommitmentQuerySet:
    rows = Commitment.objects.of(household).counting().filter(calendar__means=Means.SUPERVISED)
    rows = rows.filter(starts_at__lt=end, ends_at__gt=start)
    rows = rows.filter(member__kind=Member.Kind.CHILD, member__removed_at=None)
    old = Calendar.objects.of(household).read_before(live, file=file)
    return rows.exclude(calendar__in=old).select_related("member", "calendar")


_the_first = ReadyQuery(
    lambda household, start, end, live, file: _supervised(household, start, end, live, file).order_by(
        "starts_at", "member__place"
    )[:A_FEW],
    household=UUID,
    start=datetime,
    end=datetime,
    live=datetime,
    file=datetime,
)


def nobody_needed(household: Household, start: datetime, end: datetime, now: datetime) -> tuple[Span, ...]:
    """When all the children are looked after elsewhere, but for the ways there and back, which somebody goes."""
    children = Member.objects.of(household).children().values_list("pk", flat=True)
    there: dict[object, list[Span]] = {key: [] for key in children}
    for row in supervised(household, start, end, now):
        first = row.starts_at + timedelta(minutes=row.calendar.before_minutes)
        last = row.ends_at - timedelta(minutes=row.calendar.after_minutes)
        if first < last:
            there[row.member_id].append(Span(first, last))
    if not there:
        return ()
    whole = Span(start, end)
    return without((whole,), [span for spans in there.values() for span in without((whole,), spans)])
