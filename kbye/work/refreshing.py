"""Reads calendars again, by themselves: at least once an hour, one of a household at a time, never the worse for it.

Whatever goes wrong on the way, the last good copy stays as it is and grows old in plain sight. A copy that looks as
if something had gone wrong elsewhere (empty, half of it gone, all of it new) is not taken before somebody was asked.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kbye.calendars.reading import Unreadable
from kbye.calendars.rereading import Reread, reread
from kbye.household.calendar import Calendar, Doubt
from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_copy import doubt_about, fingerprint_of, take, window
from kbye.household.calendar_source import CalendarSource
from kbye.household.sealed import NotOurs
from kbye.household.tripwire import spanning_households
from kbye.outside.calendar_address import NotHad
from kbye.work.calendar_fetching import Came, fetched

Now = Callable[[], datetime]
# With up to a quarter of it more, so that not everybody asks at the same minute: always within the hour.
PAUSE = timedelta(minutes=44)
TAKEN_BACK_WITHIN = timedelta(days=1)
SOON, LATEST, GONE_FOR_NOW = timedelta(minutes=5), timedelta(hours=12), timedelta(hours=6)
log = logging.getLogger("kbye.work")


class Refresh:
    """A chore that reads one calendar that is due, and the next time one of another household."""

    def __init__(self) -> None:
        # Only for turns: forgotten with the process, and nothing is missed.
        self.served: set[UUID] = set()

    def __call__(self, now: Now) -> int:
        """How many were tried: 0 or 1."""
        with spanning_households():
            if self._one(now):
                return 1
            # Everybody had a turn: they begin anew.
            self.served.clear()
            return int(self._one(now))

    def _one(self, now: Now) -> bool:
        due = CalendarSource.objects.due(now()).select_related("calendar__household", "account")
        while source := due.exclude(household__in=self.served).order_by("due_at", "pk").first():
            self.served.add(source.household_id)
            if CalendarSource.objects.claim(source, now=now()):
                _refresh(source, now)
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read, of which bytes, up to when, and with which question of the time."""

    came: Came
    found: Reread
    fingerprint: str
    until: datetime
    with_titles: bool


def _refresh(source: CalendarSource, now: Now) -> None:
    calendar = source.calendar
    try:
        outcome = _read(source, calendar, now())
    except (NotHad, Unreadable, NotOurs) as trouble:
        _note_trouble(source, trouble, at=now())
        return
    except Exception as trouble:
        log.exception("Calendar source %s is stuck", source.pk)
        _note_trouble(source, trouble, at=now())
        return
    if isinstance(outcome, _Read):
        _note_read(source, outcome, at=now())
    else:
        _note_unchanged(source, outcome, at=now())


def _read(source: CalendarSource, calendar: Calendar, at: datetime) -> _Read | Came | None:
    """What was read; only what came, or None, if it is what is known already."""
    start, end = window(at, calendar.household.zone)
    has_moved = calendar.until_at != end
    came = fetched(source, start=start, end=end, anew=has_moved or not source.kept, now=at)
    if came is None:
        return None
    fingerprint = fingerprint_of(came.raw, with_titles=calendar.keeps_titles)
    if fingerprint == calendar.fingerprint and not has_moved and source.kept:
        return came
    found = reread(
        came.raw,
        source.copy,
        start=start,
        end=end,
        zone=calendar.household.zone,
        titles=calendar.keeps_titles,
        ours=settings.PUBLIC_HOST,
    )
    return _Read(came, found, fingerprint, end, calendar.keeps_titles)


def _ours(source: CalendarSource) -> CalendarSource | None:
    """The source with its calendar as they are now, if the lease did not end and nobody has forgotten it since."""
    rows = CalendarSource.objects.filter(household_id=source.household_id, pk=source.pk)
    mine = rows.filter(attempts=source.attempts + 1, calendar__removed_at=None)
    return mine.select_related("calendar__household").select_for_update(of=("self",)).first()


@transaction.atomic
def _note_read(source: CalendarSource, read: _Read, *, at: datetime) -> None:
    mine = _ours(source)
    if mine is None:
        return
    calendar = mine.calendar
    if calendar.keeps_titles != read.with_titles:
        _next(mine, at)  # somebody has changed their mind while it was read
        return
    doubt = doubt_about(mine.copy, read.found.kept)
    if doubt and doubt != mine.may_take:
        _say(calendar, _in_doubt(doubt), doubt)
        _next(mine, at + _pause(mine))
        return
    take(calendar, mine, read.found, fingerprint=read.fingerprint, until=read.until, now=at)
    mine.etag, mine.modified, mine.may_take, mine.failures = read.came.etag, read.came.modified, "", 0
    _next(mine, at + _pause(mine), "etag", "modified", "may_take", "failures")


@transaction.atomic
def _note_unchanged(source: CalendarSource, came: Came | None, *, at: datetime) -> None:
    mine = _ours(source)
    if mine is None:
        return
    calendar = mine.calendar
    calendar.read_at, calendar.trouble, calendar.doubt = at, "", ""
    calendar.save(update_fields=["read_at", "trouble", "doubt"])
    if came is not None:
        mine.etag, mine.modified = came.etag, came.modified
    mine.failures = 0
    _next(mine, at + _pause(mine), "etag", "modified", "failures")


@transaction.atomic
def _note_trouble(source: CalendarSource, trouble: Exception, *, at: datetime) -> None:
    mine = _ours(source)
    if mine is None:
        return
    words, doubt, wait = _("Reading it broke off."), mine.calendar.doubt, timedelta()
    if isinstance(trouble, Unreadable):
        words = str(trouble)
    elif isinstance(trouble, NotHad):
        log.warning("Calendar source %s was not read: %s", source.pk, trouble.cause)
        words, wait = trouble.words, trouble.wait or timedelta()
        if trouble.is_gone:
            doubt, wait = Doubt.GONE, max(wait, GONE_FOR_NOW)
    elif isinstance(trouble, NotOurs):
        words = _("kbye cannot read this address any more. Please add it once more.")
    _say(mine.calendar, words, doubt)
    mine.failures = min(mine.failures + 1, 20)
    later = min(SOON * 2 ** (mine.failures - 1), LATEST)
    _next(mine, at + max(later + _jitter(mine, later / 4), wait), "failures")


def _say(calendar: Calendar, words: str, doubt: str) -> None:
    calendar.trouble, calendar.doubt = words[:200], doubt
    calendar.save(update_fields=["trouble", "doubt"])


def _next(source: CalendarSource, at: datetime, *changed: str) -> None:
    source.due_at, source.lease_until = at, None
    source.save(update_fields=["due_at", "lease_until", *changed])


def _pause(source: CalendarSource) -> timedelta:
    return PAUSE + _jitter(source, PAUSE / 4)


def _jitter(source: CalendarSource, most: timedelta) -> timedelta:
    """Another part of `most` each time, the same for the same time."""
    drawn = hashlib.sha256(f"{source.pk}|{source.attempts}".encode()).digest()[0]
    return most * drawn / 255


def _in_doubt(doubt: Doubt) -> str:
    return {
        Doubt.EMPTY: _("It is suddenly empty."),
        Doubt.SMALLER: _("Half of it or more is suddenly gone."),
        Doubt.ALL_NEW: _("Suddenly every entry in it is another one."),
        Doubt.GONE: _("There is no calendar at this address any more."),
    }[doubt]


def tidy_calendars(now: Now) -> int:
    """What was forgotten, or only tried out and never kept, goes for good a day later. Always 0."""
    before = now() - TAKEN_BACK_WITHIN
    with spanning_households():
        Calendar.objects.filter(Q(removed_at__lt=before) | Q(is_draft=True, read_at__lt=before)).delete()
        CalendarAccount.objects.filter(removed_at__lt=before).delete()
    return 0
