"""The next time of each standing date, for the first screens: "Thursday 19:00 is yours."."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.household.standing_conflicts import surroundings
from kbye.planning.wallclock import local_day
from kbye.web.standing_words import coming, noticed


@dataclass(frozen=True, slots=True)
class Coming:
    """`note` is what there is to notice about it, "" if nothing."""

    time_away: TimeAway
    words: str
    note: str


def next_ones(rows: Iterable[TimeAway]) -> list[TimeAway]:
    """The first of each standing date among times away in the order of time."""
    first: dict[object, TimeAway] = {}
    for row in rows:
        if row.standing_id is not None:
            first.setdefault(row.standing_id, row)
    return list(first.values())


def lines(rows: list[TimeAway], me: Member, now: datetime) -> list[Coming]:
    """What the first screens say about these times of standing dates."""
    if not rows:
        return []
    found = (
        StandingDate.objects.of(me.household).with_people().filter(pk__in=[row.standing_id for row in rows])
    )
    of = {standing.pk: standing for standing in found}
    days = [local_day(row.starts_at, me.household.zone) for row in rows]
    around = surroundings(me.household, min(days), max(days))
    return [
        Coming(
            row,
            coming(row, me, now=now),
            noticed(around.conflicts(of[row.standing_id], row.on_date, own=row.pk), of[row.standing_id], me),
        )
        for row in rows
        if row.standing_id in of and row.on_date is not None
    ]


def coming_round(me: Member, now: datetime) -> list[Coming]:
    """The next one of each standing date of the household."""
    rows = TimeAway.objects.of(me.household).open().with_people()
    told = rows.filter(standing__isnull=False, told_at__isnull=False, starts_at__gt=now, began_at=None)
    settled = [row for row in told.order_by("starts_at") if row.is_settled]
    return lines(next_ones(settled), me, now)
