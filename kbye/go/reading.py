"""What the run sheet and the off-duty page read from the household's rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kbye.go.sheet import Dose, Sheet, series_of, sheet, with_child
from kbye.household.away import TimeAway
from kbye.household.gap import Gap
from kbye.household.knowledge import Fact
from kbye.household.ready_query import ReadyQuery
from kbye.household.responsibility import Occurrence, Responsibility

_occurrences = ReadyQuery(
    lambda household, time_away, start: (
        Occurrence.objects.of(household).filter(time_away=time_away, latest_at__gt=start).in_order()
    ),
    household=UUID,
    time_away=UUID,
    start=datetime,
)


def occurrences_of(time_away: TimeAway) -> list[Occurrence]:
    """What falls into this time away; nothing that was over before it began."""
    start = min(time_away.began_at or time_away.starts_at, time_away.starts_at)
    return _occurrences(household=time_away.household_id, time_away=time_away.pk, start=start)


def sheet_of(time_away: TimeAway, facts: Iterable[Fact], now: datetime, gaps: Iterable[Gap] = ()) -> Sheet:
    """`gaps` of this time away, with their children and who covers them."""
    rows = occurrences_of(time_away)
    return sheet(rows, facts, now, doses=_last_doses(time_away, rows), helpers=_helpers(rows, gaps))


def _helpers(rows: list[Occurrence], gaps: Iterable[Gap]) -> dict[UUID, str]:
    """Who said yes to a stretch that holds the whole of an occurrence, for the child it is about."""
    found = {}
    for gap in gaps:
        if gap.state != Gap.State.COVERED or gap.covered_by is None:
            continue
        named = {child.pk for child in gap.named_children}
        for row in rows:
            is_about = row.child_id is not None and (not named or row.child_id in named)
            if is_about and gap.starts_at <= row.earliest_at and row.latest_at <= gap.ends_at:
                found[row.pk] = gap.covered_by.name
    return found


def doses_in(time_away: TimeAway) -> list[Dose]:
    """Medicine given in this time away, in the order in which it was given."""
    rows = Occurrence.objects.of(time_away.household).filter(
        time_away=time_away, kind=Responsibility.Kind.MEDICINE, done_at__isnull=False
    )
    return [_dose(row, row.done_at) for row in rows.in_order().order_by("done_at") if row.done_at]


def _last_doses(time_away: TimeAway, rows: list[Occurrence]) -> dict[tuple[object, ...], Dose]:
    """The last dose of each medicine on the sheet, whoever was away then."""
    children = {row.child_id for row in rows if row.is_medicine}
    titles = {series_of(row) for row in rows if row.is_medicine}
    if not titles:
        return {}
    given = (
        Occurrence.objects.of(time_away.household)
        .filter(kind=Responsibility.Kind.MEDICINE, done_at__isnull=False)
        .in_order()
        .order_by("-done_at")
    )
    if None not in children:
        given = given.filter(child_id__in=children)
    last: dict[tuple[object, ...], Dose] = {}
    for row in given[:100]:
        if row.done_at and series_of(row) in titles:
            last.setdefault(series_of(row), _dose(row, row.done_at))
    return last


def _dose(row: Occurrence, at: datetime) -> Dose:
    return Dose(
        text=with_child(row.child.name if row.child else "", row.title),
        at=at,
        by=row.done_by.name if row.done_by else "",
    )
