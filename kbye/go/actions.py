"""Leaving, and what those on duty write down."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kbye.household.agreement import require
from kbye.household.away import TimeAway
from kbye.household.event import Event, noted, record, snapshot
from kbye.household.household import Household
from kbye.household.occurrences import lay_out
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.planning.agreeing import Action

# A kept tap says how long ago it was, and is a while on its way.
CLOCKS_DIFFER_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class GivenAlready:
    """Nothing was changed: a dose was given before, and one more has to be meant.

    `next_at`: only then was the next one to be given; None when `dose` was for the same time of the day.
    """

    dose: Occurrence
    next_at: datetime | None = None


@transaction.atomic
def begin(*, time_away: TimeAway, by: Member, now: datetime) -> Event | None:
    """ "K, bye": off duty from now on, also before the time that was said. None if it began that way already.

    Raises NotNow where the table of states has it so.
    """
    require(time_away, None, by, Action.BEGIN, now=now)
    if time_away.began_at:
        return None
    with noted(time_away, "began", by=by, at=now) as written:
        time_away.begin(at=now)
    if now < time_away.starts_at:
        _lay_out_from(time_away, now)
    return written[0]


def _lay_out_from(time_away: TimeAway, start: datetime) -> None:
    """What falls between leaving and the time that was said belongs to those on duty, too."""
    earlier = copy(time_away)
    earlier.starts_at = start
    lay_out(earlier)


@transaction.atomic
def tick(
    *, occurrence: Occurrence, by: Member, now: datetime, at: datetime | None = None, again: bool = False
) -> Event | GivenAlready | None:
    """It is done, since `at`. A second tick changes nothing (None); a second dose of medicine needs `again`."""
    at = at or now
    if occurrence.is_medicine:
        # One dose after the other, also when two phones tell of them at once.
        Household.objects.select_for_update().get(pk=occurrence.household_id)
        given = given_already(occurrence, by, at)
        if given is not None:
            return _dose_more(occurrence, by=by, now=now, at=at) if again else given
    before = snapshot(occurrence)
    # Of two who tick at once, exactly one has done it.
    rows = Occurrence.objects.of(by.household)
    claimed = rows.filter(pk=occurrence.pk, done_at=None).update(done_at=at, done_by=by)
    if claimed != 1:
        return None
    occurrence.done_at, occurrence.done_by = at, by
    return record(occurrence, "ticked", by=by, at=now, before=before)


def given_already(occurrence: Occurrence, by: Member, at: datetime) -> GivenAlready | None:
    """The same medicine for the same child within the same window, or too soon before or after this one.

    Whoever gave it, and in whichever time away.
    """
    doses = Occurrence.objects.of(by.household).filter(
        kind=Responsibility.Kind.MEDICINE,
        title__iexact=occurrence.title,
        child=occurrence.child_id,
        done_at__isnull=False,
    )
    here = Q(pk=occurrence.pk) | Q(done_at__gte=occurrence.earliest_at, done_at__lt=occurrence.latest_at)
    same = doses.filter(here).in_order().order_by("-done_at").first()
    if same is not None:
        return GivenAlready(same)
    if occurrence.apart_minutes is None:
        return None
    apart = timedelta(minutes=occurrence.apart_minutes)
    near = doses.filter(done_at__gt=at - apart, done_at__lt=at + apart)
    dose = near.in_order().order_by("-done_at").first()
    if dose is None or dose.done_at is None:
        return None
    return GivenAlready(dose, occurrence.next_after(dose.done_at) if dose.done_at <= at else None)


def _dose_more(occurrence: Occurrence, *, by: Member, now: datetime, at: datetime) -> Event:
    """A dose of its own, beside the first: both stay written down."""
    this = Occurrence.objects.of(by.household).filter(pk=occurrence.pk)
    if this.filter(done_at=None).exists():
        with noted(occurrence, "ticked", by=by, at=now) as written:
            occurrence.tick(at=at, by=by)
        return written[0]
    dose = Occurrence.objects.create(
        household_id=occurrence.household_id,
        time_away_id=occurrence.time_away_id,
        responsibility_id=occurrence.responsibility_id,
        kind=occurrence.kind,
        title=occurrence.title,
        priority=occurrence.priority,
        child_id=occurrence.child_id,
        earliest_at=occurrence.earliest_at,
        latest_at=occurrence.latest_at,
        apart_minutes=occurrence.apart_minutes,
        done_at=at,
        done_by=by,
    )
    return record(dose, "ticked_again", by=by, at=now)


@transaction.atomic
def untick(*, occurrence: Occurrence, by: Member, now: datetime, at: datetime | None = None) -> Event | None:
    """Not done after all. A dose that was written down beside the first goes away again.

    What was ticked well after `at` is another tick, by somebody who knew better by then: it stays.
    """
    if occurrence.done_at is None or occurrence.done_at > (at or now) + CLOCKS_DIFFER_BY:
        return None
    rows = Occurrence.objects.of(by.household)
    twins = rows.filter(
        time_away=occurrence.time_away_id,
        responsibility=occurrence.responsibility_id,
        title=occurrence.title,
        child=occurrence.child_id,
        earliest_at=occurrence.earliest_at,
    ).exclude(pk=occurrence.pk)
    if occurrence.is_medicine and twins.exists():
        event = record(occurrence, "took_back_a_dose", by=by, at=now, before=snapshot(occurrence))
        rows.filter(pk=occurrence.pk).delete()
        return event
    with noted(occurrence, "unticked", by=by, at=now) as written:
        occurrence.done_at, occurrence.done_by = None, None
        occurrence.save(update_fields=["done_at", "done_by"])
    return written[0]


@transaction.atomic
def credit(*, occurrence: Occurrence, who: Member, done_at: datetime, by: Member, now: datetime) -> Event:
    """It was somebody else, or at another time."""
    with noted(occurrence, "gave_credit", by=by, at=now) as written:
        occurrence.tick(at=done_at, by=who)
    return written[0]


@transaction.atomic
def plan(*, time_away: TimeAway, words: str, by: Member, now: datetime) -> Event:
    with noted(time_away, "changed", by=by, at=now) as written:
        time_away.our_plan = words
        time_away.save(update_fields=["our_plan"])
    return written[0]
