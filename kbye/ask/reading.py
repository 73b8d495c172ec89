"""What the pages of gaps and asks read, always within the household of the visitor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kbye.household.away import TimeAway
from kbye.household.gap import Ask, Gap, GapQuerySet
from kbye.planning.intervals import Span
from kbye.web import access
from kbye.web.access import Request


def gaps_of(time_away: TimeAway) -> GapQuerySet:
    rows: GapQuerySet = Gap.objects.of(time_away.household).filter(time_away=time_away)
    return rows.whole()


def ask_of(request: Request, time_away: TimeAway, key: UUID) -> tuple[Ask, Gap]:
    """One ask of this time away and its gap, or 404."""
    rows = Ask.objects.of(time_away.household).filter(gap__time_away=time_away)
    found = access.one_of(request, rows.select_related("helper__household", "household"), key)
    return found, gaps_of(time_away).get(pk=found.gap_id)


def asked_of_me(request: Request, key: UUID, now: datetime) -> tuple[Ask, Gap]:
    """One of the visitor's own asks that is still to come, or 404."""
    me = access.me(request)
    rows = Ask.objects.of_helper(me).still_to_come(now)
    found = access.one_of(request, rows.select_related("helper", "household"), key)
    return found, Gap.objects.of(me.household).whole().get(pk=found.gap_id)


def my_asks(request: Request, now: datetime) -> list[tuple[Ask, Gap]]:
    """All of the visitor's own asks that are still to come, by the clock."""
    me = access.me(request)
    rows_of_mine = Ask.objects.of_helper(me).still_to_come(now).select_related("helper")
    asks = list(rows_of_mine.order_by("gap__starts_at", "pk"))
    rows = Gap.objects.of(me.household).whole().filter(pk__in=[ask.gap_id for ask in asks])
    gaps = {gap.pk: gap for gap in rows}
    return [(ask, gaps[ask.gap_id]) for ask in asks]


def stretch_named(start: str, end: str, time_away: TimeAway) -> Span | None:
    """The stretch that an address or a form names, cut to the time away; None if it names none."""
    try:
        return Span(datetime.fromisoformat(start), datetime.fromisoformat(end)).shared(time_away.span)
    except (ValueError, OverflowError):
        return None
