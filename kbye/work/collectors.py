"""Thirty days before somebody may no longer collect, the adults are reminded: once, and again only if the day moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kbye.household.knowledge import Collector
from kbye.household.language import written_for
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.household.tripwire import spanning_households
from kbye.planning.wallclock import local_day

AHEAD = timedelta(days=30)
KIND = "collector_ends"


def remind_of_collectors(now: Callable[[], datetime]) -> int:
    """Puts it into the outbox for each adult of the house. Always 0: there is never more of it to be done at once."""
    at = now()
    with spanning_households():
        for row in _ending(at):
            _remind(row, at)
    return 0


def _ending(at: datetime) -> list[Collector]:
    # A day more on either side: whether it is that day is for the household's own zone to say.
    day = timedelta(days=1)
    rows = Collector.objects.filter(
        removed_at=None,
        until_date__gte=(at - day).date(),
        until_date__lte=(at + AHEAD + day).date(),
        household__is_sample=False,
    ).exclude(reminded_of_date=F("until_date"))
    return [row for row in rows.select_related("household", "child") if _is_near(row, at)]


def _is_near(row: Collector, at: datetime) -> bool:
    today = local_day(at, row.household.zone)
    return row.until_date is not None and today <= row.until_date <= today + AHEAD


@transaction.atomic
def _remind(row: Collector, at: datetime) -> None:
    mine = Collector.objects.filter(household=row.household_id, pk=row.pk, until_date=row.until_date)
    if mine.exclude(reminded_of_date=F("until_date")).update(reminded_of_date=row.until_date) != 1:
        return
    assert row.until_date is not None
    for adult in Member.objects.of(row.household).adults():
        with written_for(adult):
            said = {"name": row.name, "day": date_format(row.until_date, _("j F Y"))}
            body = _(
                "%(name)s may collect until %(day)s. If that should go on, change the day in the handbook."
            )
            subject = _("Who may collect: %(name)s, until %(day)s")
        tell(
            adult,
            kind=KIND,
            subject=subject % said,
            body=body % said,
            time_away=None,
            key=f"{KIND}:{row.pk}:{row.until_date.isoformat()}:{adult.pk}",
            due_at=at,
        )
