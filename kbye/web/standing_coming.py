"""The next time of each standing date, for the first screens: "Thursday 19:00 is yours."."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kbye.household.away import HandOver, TimeAway
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery
from kbye.household.standing import StandingDate
from kbye.household.standing_conflicts import surroundings
from kbye.household.standing_days import BROUGHT_BEFORE
from kbye.planning.wallclock import local_day
from kbye.web.standing_words import coming, noticed

_standing_dates = ReadyQuery(
    lambda household: StandingDate.objects.of(household).with_people(), household=UUID
)


@dataclass(frozen=True, slots=True)
class Coming:
    """`note` is what there is to notice about it, "" if nothing; `to_tell` who gets the message from the reader."""

    time_away: TimeAway
    words: str
    note: str
    to_tell: Member | None = None


def next_ones(rows: Iterable[TimeAway]) -> list[TimeAway]:
    """The first of each standing date among times away in the order of time."""
    first: dict[object, TimeAway] = {}
    for row in rows:
        if row.standing_id is not None:
            first.setdefault(row.standing_id, row)
    return list(first.values())


def lines(
    rows: list[TimeAway], me: Member, now: datetime, *, away: Iterable[TimeAway] | None = None
) -> list[Coming]:
    """What the first screens say about these times of standing dates; `away`: all that are open, if at hand."""
    if not rows:
        return []
    of = {standing.pk: standing for standing in _standing_dates(household=me.household_id)}
    days = [local_day(row.starts_at, me.household.zone) for row in rows]
    around = surroundings(me.household, min(days), max(days), away=away)
    return [
        Coming(
            row,
            coming(row, me, now=now),
            noticed(around.conflicts(of[row.standing_id], row.on_date, own=row.pk), of[row.standing_id], me),
            _to_tell(row, me, now),
        )
        for row in rows
        if row.standing_id in of and row.on_date is not None
    ]


def _to_tell(row: TimeAway, me: Member, now: datetime) -> Member | None:
    """Who has the children soon, cannot sign in and has no address: the one who leaves passes it on."""
    if row.leaver_id != me.pk or row.starts_at > now + BROUGHT_BEFORE:
        return None
    by_hand = (side.person for side in row.hand_overs.all() if side.via == HandOver.Via.NOT_YET)
    return next((one for one in by_hand if not one.email and not one.user_id), None)


def coming_round(me: Member, now: datetime) -> list[Coming]:
    """The next one of each standing date of the household."""
    rows = TimeAway.objects.of(me.household).open().with_people()
    told = rows.filter(standing__isnull=False, told_at__isnull=False, starts_at__gt=now, began_at=None)
    settled = [row for row in told.order_by("starts_at") if row.is_settled]
    return lines(next_ones(settled), me, now)
