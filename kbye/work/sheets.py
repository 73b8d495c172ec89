"""Makes emergency sheets anew: those that are behind at once, all others a few times a day.

A change marks its household in its own transaction (`household/event.py`). The mark is taken off only if nothing
happened since the rows were read, so a change in between, or another process at it, only means once more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from kbye.emergency_page import files
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.tripwire import spanning_households
from kbye.urgent.sheet_page import next_look
from kbye.urgent.sheet_readers import write_all

AT_ONCE = 20
LONGEST_PAUSE = timedelta(days=1)
# A full disk is not asked again every second.
TRY_AGAIN = timedelta(seconds=20)
# As long as what was deleted may stay in backups; a database that was lost takes no sheet with it before.
NOBODYS_ARE_KEPT = timedelta(days=35)
log = logging.getLogger("kbye.work")


def write_sheets(now: Callable[[], datetime]) -> int:
    """For up to 20 households whose time has come, those with a change first; returns how many were made."""
    with spanning_households():
        at = now()
        # Nothing is due later than that: it was written by a clock that was wrong then, or is now.
        is_odd = Q(sheet_due_at__gt=at + LONGEST_PAUSE)
        due = Household.objects.filter(Q(sheet_due_at=None) | Q(sheet_due_at__lte=at) | is_odd)
        found = list(due.order_by(F("sheet_due_at").asc(nulls_first=True), "pk")[:AT_ONCE])
        return sum(_write(household, now()) for household in found)


def _write(household: Household, at: datetime) -> int:
    row = Household.objects.filter(pk=household.pk)
    try:
        write_all(household, now=at)
    except Exception:
        # One house with a sheet that cannot be made, or a full disk, keeps no other waiting.
        log.exception("The emergency sheets of household %s are behind", household.pk)
        row.update(sheet_due_at=at + TRY_AGAIN)
        return 0
    unchanged = row.filter(event_seq=household.event_seq)
    if unchanged.update(sheet_due_at=next_look(household.zone, at)) != 1:
        row.update(sheet_due_at=None)
    return 1


def tidy_sheets(now: Callable[[], datetime]) -> int:
    """Files that belong to no address we know go after 35 days: of houses that left, of drafts cut short. Always 0."""
    at = now()
    with spanning_households():
        known = {link.sheet_file for link in Link.objects.that_may_open_sheets()}
    for name, written_at in files.all_in(settings.EMERGENCY_SHEETS):
        if name not in known and at - written_at > NOBODYS_ARE_KEPT:
            files.remove(settings.EMERGENCY_SHEETS, name)
    return 0
