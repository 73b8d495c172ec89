"""From what usually has to happen to what has to happen in one time away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kbye.household.away import TimeAway
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from kbye.planning.intervals import Span
from kbye.planning.routines import Due, occurrences
from kbye.planning.wallclock import local_day

_responsibilities = ReadyQuery(
    lambda household, while_away: (
        Responsibility.objects.of(household)
        .filter(Q(child=None) | Q(child__removed_at=None), removed_at=None, while_away=while_away)
        .select_related("child")
    ),
    household=UUID,
    while_away=str,
)


def lay_out(time_away: TimeAway) -> None:
    """Bring the occurrences of this time away up to date with what usually has to happen.

    What was ticked stays as it is, and so does every line that is still right: a sheet that is open somewhere
    goes on working.
    """
    household = time_away.household
    wanted = {str(row.pk): row for row in _in_force(household)}
    due = {
        (one.routine, one.earliest, one.latest): one
        for one in occurrences((row.routine for row in wanted.values()), time_away.span, household.zone)
        if _is_on_that_day(wanted[one.routine], one, household.zone)
    }
    kept, ticked_days = set(), set()
    for row in Occurrence.objects.of(household).filter(time_away=time_away, responsibility__isnull=False):
        key = (str(row.responsibility_id), row.earliest_at, row.latest_at)
        if row.done_at:
            ticked_days.add((key[0], local_day(row.earliest_at, household.zone)))
        elif key in due and _says_the_same(row, wanted[key[0]]):
            kept.add(key)
        else:
            Occurrence.objects.of(household).filter(pk=row.pk).delete()
    Occurrence.objects.bulk_create(
        _occurrence(time_away, wanted[one.routine], one)
        for key, one in due.items()
        if key not in kept and (one.routine, local_day(one.earliest, household.zone)) not in ticked_days
    )
    Occurrence.objects.of(household).filter(time_away=time_away, is_all_the_while=True).update(
        earliest_at=time_away.starts_at, latest_at=time_away.ends_at
    )


def lay_out_anew(household: Household, *, now: datetime) -> None:
    """The same for every time away that is not over."""
    coming = TimeAway.objects.of(household).open().filter(ends_at__gt=now)
    for time_away in coming.select_related("household"):
        lay_out(time_away)


def waiting(time_away: TimeAway) -> list[Responsibility]:
    """What would fall into this time away and waits until the return: an overlay, no row anywhere says so."""
    household = time_away.household
    rows = _in_force(household, Responsibility.WhileAway.WAITS)
    due = occurrences((row.routine for row in rows), time_away.span, household.zone)
    by_key = {str(row.pk): row for row in rows}
    found = [one.routine for one in due if _is_on_that_day(by_key[one.routine], one, household.zone)]
    return [by_key[key] for key in dict.fromkeys(found)]


def due_in(household: Household, span: Span) -> list[tuple[Responsibility, Due]]:
    """What would fall into this time, if it were a time away."""
    rows = {str(row.pk): row for row in _in_force(household)}
    due = occurrences((row.routine for row in rows.values()), span, household.zone)
    found = ((rows[one.routine], one) for one in due)
    return [(row, one) for row, one in found if _is_on_that_day(row, one, household.zone)]


def _in_force(
    household: Household, while_away: str = Responsibility.WhileAway.GOES_OVER
) -> list[Responsibility]:
    return _responsibilities(household=household.pk, while_away=while_away)


def _is_on_that_day(row: Responsibility, due: Due, zone: str) -> bool:
    return row.only_on_date is None or row.only_on_date == local_day(due.earliest, zone)


def _says_the_same(row: Occurrence, responsibility: Responsibility) -> bool:
    names = ("title", "kind", "priority", "child_id", "apart_minutes")
    return all(getattr(row, name) == getattr(responsibility, name) for name in names)


def _occurrence(time_away: TimeAway, row: Responsibility, due: Due) -> Occurrence:
    return Occurrence(
        household=time_away.household,
        time_away=time_away,
        responsibility=row,
        kind=row.kind,
        title=row.title,
        priority=row.priority,
        child=row.child,
        earliest_at=due.earliest,
        latest_at=due.latest,
        apart_minutes=row.apart_minutes,
    )


def add_all_the_while(time_away: TimeAway, title: str, *, child: Member | None) -> Occurrence:
    """A must of this one time away that has no hour: it holds from the going to the return."""
    return Occurrence.objects.create(
        household=time_away.household,
        time_away=time_away,
        kind=Responsibility.Kind.CARE,
        title=title,
        priority=Priority.MUST,
        child=child,
        earliest_at=time_away.starts_at,
        latest_at=time_away.ends_at,
        is_all_the_while=True,
    )
