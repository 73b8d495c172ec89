"""Calls helpers when nobody at home answers in an emergency, and moves an open end on while it lasts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from kbye.household.away import TimeAway, TimeAwayQuerySet
from kbye.household.event import noted
from kbye.household.leaving_now import PRESUMED, follow_the_end, presumed_end
from kbye.household.notice import Notice
from kbye.household.occurrences import lay_out
from kbye.household.tripwire import spanning_households
from kbye.urgent.staying import when_nobody_answered

AT_ONCE = 50
log = logging.getLogger("kbye.work")


def call_helpers(now: Callable[[], datetime]) -> int:
    """For emergencies in which nobody at home has answered in time; returns how many."""
    at = now()
    with spanning_households():
        silent = TimeAway.objects.emergencies().filter(answer_by_at__lte=at)
        return _each(silent, lambda row: when_nobody_answered(row, now=at))


def keep_open(now: Callable[[], datetime]) -> int:
    """What has no known end is reckoned with for another day, from half a day before it would seem to be over."""
    at = now()
    with spanning_households():
        rows = TimeAway.objects.open().filter(open_end=True, began_at__isnull=False)
        return _each(rows.filter(ends_at__lte=at + PRESUMED / 2), lambda row: _moved_on(row, at))


@transaction.atomic
def _moved_on(row: TimeAway, at: datetime) -> bool:
    """False if somebody said meanwhile when it ends, or is back."""
    was, end = row.ends_at, presumed_end(at)
    rows = TimeAway.objects.of(row.household).open().filter(pk=row.pk, open_end=True, ends_at=was)
    with noted(row, "kept_open", by=None, at=at):
        if rows.update(ends_at=end) != 1:
            transaction.set_rollback(True)
            return False
        row.ends_at = end
    lay_out(row)
    follow_the_end(row)
    held = Notice.objects.of(row.household).filter(person=row.leaver_id, state=Notice.State.WAITING)
    held.filter(attempts=0, due_at=was).update(due_at=end)
    return True


def _each(rows: TimeAwayQuerySet, do: Callable[[TimeAway], bool]) -> int:
    done = 0
    for row in rows.with_people().order_by("starts_at", "pk")[:AT_ONCE]:
        try:
            done += do(row)
        except Exception:
            # What is wrong with one keeps no other waiting.
            log.exception("Time away %s is stuck", row.pk)
    return done
