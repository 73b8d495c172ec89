"""Writes somebody's times into the calendar they chose: what should stand there, against what does.

What is due are rows: a calendar is behind when something was done in its household since, and once an hour kbye
looks whether its entries are still in their place. Every step is remembered before the next; one that was done and
not remembered comes out the same when it is done again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.calendar_out import CalendarOut, CalendarOutQuerySet, EntryOut
from kbye.household.feed import Feed
from kbye.household.sealed import NotOurs
from kbye.household.tripwire import spanning_households
from kbye.outside.dav import DavTrouble, Why
from kbye.work.calendar_accounts import login_of
from kbye.work.entries_out import Writing

Now = Callable[[], datetime]
LOOK_EVERY = timedelta(hours=1)
SOON, LATEST = timedelta(minutes=2), timedelta(hours=6)
REMEMBERED = timedelta(days=60)
TAKEN_BACK_WITHIN = timedelta(days=1)
# Trying again does not help; somebody has to do something first.
_FOR_PEOPLE = {Why.SIGN_IN, Why.NOT_ALLOWED, Why.GONE, Why.NOT_DAV, Why.ELSEWHERE}
log = logging.getLogger("kbye.work")


def write_out(now: Now) -> int:
    """One calendar that is behind; returns how many were tried."""
    with spanning_households():
        due = CalendarOut.objects.due(now()).select_related("household", "member", "account")
        row = due.order_by("due_at", "pk").first()
        if row is None or not CalendarOut.objects.claim(row, now=now()):
            return 0
        _bring(row, now)
        return 1


def _bring(row: CalendarOut, now: Now) -> None:
    try:
        writing = Writing(row, login_of(row.account), now=now())
        is_done = writing.run()
    except DavTrouble as trouble:
        log.warning("Calendar %s was not written: %s", row.pk, trouble.cause)
        _note_trouble(row, trouble.words, trouble.wait, at=now(), is_for_people=trouble.why in _FOR_PEOPLE)
    except NotOurs:
        words = _("kbye cannot read this password any more. Please enter it once more.")
        _note_trouble(row, words, None, at=now(), is_for_people=True)
    except Exception:
        log.exception("Calendar %s is stuck", row.pk)
        _note_trouble(row, _("Writing broke off."), None, at=now())
    else:
        _note_done(row, is_done=is_done, at=now())


@transaction.atomic
def _note_done(row: CalendarOut, *, is_done: bool, at: datetime) -> None:
    """Up to the event that was known when it began; with `is_done` False there is more to do at once."""
    jitter = timedelta(seconds=hashlib.sha256(row.pk.bytes).digest()[0])
    due_at: datetime | None = at + LOOK_EVERY + jitter if is_done else at
    if is_done and row.stopped_at:
        due_at = None  # until somebody takes the stopping back
    seen_seq = row.household.event_seq if is_done else row.seen_seq
    _mine(row).update(seen_seq=seen_seq, due_at=due_at, failures=0, trouble="", lease_until=None)


def _note_trouble(
    row: CalendarOut, words: str, wait: timedelta | None, *, at: datetime, is_for_people: bool = False
) -> None:
    """Later and later; at once again when somebody chooses or stops a calendar."""
    failures = min(row.failures + 1, 20)
    later = LATEST if is_for_people else min(SOON * 2**failures, LATEST)
    due_at = at + max(later, wait or timedelta())
    _mine(row).update(trouble=words[:200], failures=failures, due_at=due_at, lease_until=None)


def _mine(row: CalendarOut) -> CalendarOutQuerySet:
    """The row, if nobody has taken it since."""
    return CalendarOut.objects.filter(household=row.household_id, pk=row.pk, attempts=row.attempts + 1)


def tidy_out(now: Now) -> int:
    """What ended long ago is remembered no longer, nor what a stopped address showed. Always 0."""
    at = now()
    with spanning_households():
        EntryOut.objects.filter(ends_at__lt=at - REMEMBERED).delete()
        Feed.objects.filter(link__revoked_at__lt=at - TAKEN_BACK_WITHIN).delete()
        CalendarOut.objects.filter(stopped_at__lt=at - REMEMBERED).delete()
    return 0
