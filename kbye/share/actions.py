"""Putting a stretch right, writing a work trip down, and what the weeks are counted from."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, noted, record
from kbye.household.household import Household
from kbye.household.own_time import ChildrenWeek, Correction, Sleep, TripAnswer
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.household.weekdays import mask_of
from kbye.household.whose_time import Entry, unanswered
from kbye.planning.intervals import Span
from kbye.planning.own_time import SleepTime


@transaction.atomic
def correct(*, member: Member, span: Span, what: str, by: Member, now: datetime) -> Event:
    """It counts from now on; taking it back is like removing it."""
    row = Correction.objects.create(
        household=by.household,
        member=member,
        starts_at=span.start,
        ends_at=span.end,
        what=what,
        said_by=by,
        created_at=now,
        removed_at=now,
    )
    with noted(row, "changed", by=by, at=now) as written:
        row.set_removed(None)
    return written[0]


@transaction.atomic
def remove_correction(*, correction: Correction, by: Member, now: datetime) -> Event:
    with noted(correction, "removed", by=by, at=now) as written:
        correction.set_removed(now)
    return written[0]


@transaction.atomic
def write_trip_down(*, leaver: Member, span: Span, by: Member, now: datetime) -> tuple[TimeAway, Event]:
    """A time away for work; the other adult has the children. The event undoes it.

    Whoever travels still has to tell the other. If the other wrote it down they know; and what is over was known.
    """
    adults = Member.objects.of(by.household).adults().exclude(pk=leaver.pk)
    stayer = by if by.pk != leaver.pk else adults.first()
    row = pencil_in(
        leaver=leaver,
        stayers=[stayer] if stayer else [],
        span=span,
        by=by,
        now=now,
        reason=TimeAway.Reason.WORK,
    )
    is_over = span.end <= now
    if is_over or by.pk != leaver.pk:
        _is_known(row, by, now)
    if is_over:
        row.begin(at=span.start)
        row.come_back(at=span.end)
    row.call_off(at=now)
    with noted(row, "changed", by=by, at=now) as written:
        row.called_off_at = None
        row.save(update_fields=["called_off_at"])
    return row, written[0]


def _is_known(row: TimeAway, by: Member, now: datetime) -> None:
    row.note_told(at=now)
    for one in HandOver.objects.of(row.household).filter(time_away=row, part=HandOver.Part.STAYS):
        one.note_told(HandOver.Via.BY_HAND, at=now)
        one.say(HandOver.Answer.GOT_IT, at=now, answered_for=one.person_id != by.pk)


@transaction.atomic
def say_trip(*, entry: Entry, leaver: Member, by: Member, now: datetime) -> tuple[TimeAway, Event] | None:
    """The entry was, or will be, a work trip. None if somebody has answered in the meantime."""
    if _is_answered(entry, by, now):
        return None
    row, event = write_trip_down(leaver=leaver, span=entry.span, by=by, now=now)
    answer = _answer(entry, by, now, time_away=row)
    with noted(answer, "changed", by=by, at=now, part_of=event):
        answer.set_forgotten(None)
    return row, event


@transaction.atomic
def say_no_trip(*, entry: Entry, by: Member, now: datetime) -> Event | None:
    """It is none, and is not asked about again. None if somebody has answered in the meantime."""
    if _is_answered(entry, by, now):
        return None
    answer = _answer(entry, by, now)
    with noted(answer, "changed", by=by, at=now) as written:
        answer.set_forgotten(None)
    return written[0]


def _is_answered(entry: Entry, by: Member, now: datetime) -> bool:
    # Two taps at once: the second waits here, and finds it answered.
    household = Household.objects.select_for_update().get(pk=by.household_id)
    return entry.key not in {one.key for one in unanswered(household, now)}


def _answer(entry: Entry, by: Member, now: datetime, *, time_away: TimeAway | None = None) -> TripAnswer:
    """As if it had been forgotten, so that saying it is a change that can be undone."""
    return TripAnswer.objects.create(
        household=by.household,
        member_id=entry.member_id,
        starts_at=entry.span.start,
        ends_at=entry.span.end,
        time_away=time_away,
        answered_at=now,
        forgotten_at=now,
    )


@transaction.atomic
def say_basis(
    *,
    sleeps: list[tuple[Member, SleepTime]],
    weekdays: frozenset[int],
    minutes: tuple[int, int],
    by: Member,
    now: datetime,
) -> None:
    household = by.household
    for member, sleep in sleeps:
        times = {"from_minute": sleep.from_minute, "to_minute": sleep.to_minute}
        night, _made = Sleep.objects.of(household).update_or_create(
            member=member, defaults={"household": household, **times}
        )
        record(night, "said", by=by, at=now)
    week, _made = ChildrenWeek.objects.of(household).update_or_create(
        household=household,
        defaults={
            "weekdays": mask_of(weekdays),
            "from_minute": minutes[0],
            "to_minute": minutes[1],
        },
    )
    record(week, "said", by=by, at=now)
