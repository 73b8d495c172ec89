"""Calendars come and go. Only busy times are kept: no title, no place, no name, no identifier."""

from __future__ import annotations

import hashlib
import threading
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kbye.calendars.busy import all_day_count, busy_spans, whole_days
from kbye.calendars.reading import Reading
from kbye.calendars.safely import read_apart
from kbye.household.calendar import Calendar, Commitment
from kbye.household.event import record, snapshot
from kbye.household.household import Household
from kbye.household.own_time import WholeDays
from kbye.household.people import Member
from kbye.household.tripwire import spanning_households

BACK, AHEAD = timedelta(days=1), timedelta(days=400)
# Each reading may take half a gigabyte of memory: one after the other, so that a small machine holds.
_one_at_a_time = threading.Lock()


def bring(*, member: Member, name: str, raw: bytes, by: Member, now: datetime) -> Calendar:
    """Read a calendar file and keep its busy times in place of those of the same name.

    `member` has its household loaded. Raises `kbye.calendars.reading.Unreadable` with a sentence; then the
    calendar from before stays as it was. Reads in a process of its own, before the database is touched.
    """
    zone = member.household.zone
    with _one_at_a_time:
        reading = read_apart(raw, start=now - BACK, end=now + AHEAD, zone=zone)
    return _keep(member, name, hashlib.sha256(raw).hexdigest(), reading, by, now)


@transaction.atomic
def _keep(
    member: Member, name: str, fingerprint: str, reading: Reading, by: Member, now: datetime
) -> Calendar:
    household = member.household
    calendar = _of_that_name(member, name)
    calendar.read_at, calendar.until_at, calendar.fingerprint = now, now + AHEAD, fingerprint
    calendar.all_day_count = all_day_count(reading, household.zone)
    calendar.problems = _problems(reading)
    calendar.save()
    Commitment.objects.of(household).filter(calendar=calendar).delete()
    Commitment.objects.bulk_create(
        (
            Commitment(
                household=household, member=member, calendar=calendar, starts_at=span.start, ends_at=span.end
            )
            for span in busy_spans(reading, household.zone)
        ),
        batch_size=500,
    )
    WholeDays.objects.of(household).filter(calendar=calendar).delete()
    WholeDays.objects.bulk_create(
        WholeDays(household=household, member=member, calendar=calendar, first_date=first, last_date=last)
        for first, last in whole_days(reading, household.zone)
    )
    record(calendar, "brought", by=by, at=now)
    return calendar


def _of_that_name(member: Member, name: str) -> Calendar:
    # Two files of one name may arrive at once: the second waits here, and replaces the first.
    household = Household.objects.select_for_update().get(pk=member.household_id)
    known = Calendar.objects.of(household).filter(member=member, name=name).first()
    return known or Calendar(household=household, member=member, name=name)


@transaction.atomic
def take_away(*, calendar: Calendar, by: Member, now: datetime) -> None:
    """Forget a calendar and every busy time from it."""
    record(calendar, "took_away", by=by, at=now, before=snapshot(calendar))
    with spanning_households():  # its busy times go with it, asked for by their calendar alone
        calendar.delete()


def _problems(reading: Reading) -> list[dict[str, Any]]:
    """Where and why, without the identifiers, which may say more than one thinks."""
    return [
        {"line": problem.line, "reason": problem.reason, "shown": problem.shown}
        for problem in reading.problems
    ]
