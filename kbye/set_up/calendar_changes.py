"""What becomes of a calendar that is there: kept, answered, changed, read again, resting, forgotten."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from kbye.household.calendar import Calendar, Doubt, Kind, Means
from kbye.household.calendar_copy import count_anew, follow, forget_titles
from kbye.household.calendar_source import CalendarSource
from kbye.household.event import Event, noted, record
from kbye.household.people import Member


@transaction.atomic
def keep(*, calendar: Calendar, by: Member, now: datetime) -> None:
    """What was tried out counts from now on."""
    calendar.is_draft = False
    calendar.save(update_fields=["is_draft"])
    record(calendar, "kept", by=by, at=now)


@transaction.atomic
def answer(*, calendar: Calendar, question: str, counts: str, by: Member, now: datetime) -> None:
    """Whether whole days, or what is marked as free, count as busy (`question` is the column). Keeps a draft, too."""
    setattr(calendar, question, counts)
    calendar.is_draft = False
    calendar.save(update_fields=[question, "is_draft"])
    source = source_of(calendar)
    if source is not None:
        count_anew(calendar, source)
    record(calendar, "answered", by=by, at=now)


@transaction.atomic
def change(*, calendar: Calendar, about: dict[str, Any], by: Member, now: datetime) -> None:
    """Its name, what it means, titles and buffers; busy times follow at once."""
    before = calendar.keeps_titles
    for name, value in about.items():
        setattr(calendar, name, value)
    calendar.save(update_fields=list(about))
    source = source_of(calendar)
    if source is not None:
        if before and not calendar.keeps_titles:
            forget_titles(source)
        if before != calendar.keeps_titles:
            # Only reading all of it anew brings titles; and takes the last trace of them away.
            _soon(source, now, anew=True)
        count_anew(calendar, source)
    record(calendar, "set", by=by, at=now)


@transaction.atomic
def settle(*, calendar: Calendar, takes_new: bool, by: Member, now: datetime) -> None:
    """What came looked wrong: keep what we have, or take the new one at the next reading, which is now."""
    source = source_of(calendar)
    if source is not None and takes_new:
        source.may_take = calendar.doubt
        source.save(update_fields=["may_take"])
        _soon(source, now, anew=True)
    elif calendar.doubt != Doubt.GONE:
        calendar.doubt = ""
        calendar.save(update_fields=["doubt"])
    record(calendar, "settled", by=by, at=now)


@transaction.atomic
def read_again(*, calendar: Calendar, now: datetime) -> bool:
    """As soon as the background work comes round to it; False for a file, which is as it is."""
    source = source_of(calendar)
    if source is None or source.kind == Kind.FILE:
        return False
    _soon(source, now)
    return True


class NameTaken(Exception):
    """They have a file of that name already; the next one brought under it would not know which to replace."""


def may_move(calendar: Calendar, me: Member) -> bool:
    """Whose titles they are says whether they are kept; so what is an adult's is given away by that adult alone."""
    return not calendar.is_draft and (calendar.member_id == me.pk or not calendar.member.is_adult)


@transaction.atomic
def move(*, calendar: Calendar, member: Member, means: Means, by: Member, now: datetime) -> Event:
    """It is somebody else's from now on, and its busy times with it. Raises `NameTaken`."""
    # What is read just now waits, and finds whose it is.
    list(CalendarSource.objects.of(calendar.household).filter(calendar=calendar).select_for_update())
    theirs = Calendar.objects.of(calendar.household).there().filter(member=member, name=calendar.name)
    if calendar.is_a_file and theirs.exists():
        raise NameTaken
    with noted(calendar, "changed", by=by, at=now) as written:
        calendar.member, calendar.means = member, means
        calendar.save(update_fields=["member", "means"])
    follow(calendar)
    return written[0]


@transaction.atomic
def rest(*, calendar: Calendar, is_resting: bool, by: Member, now: datetime) -> Event:
    with noted(calendar, "changed", by=by, at=now) as written:
        calendar.pause(now if is_resting else None)
    return written[0]


@transaction.atomic
def forget(*, calendar: Calendar, by: Member, now: datetime) -> Event:
    """With every busy time from it; for a day it can be taken back."""
    with noted(calendar, "removed", by=by, at=now) as written:
        calendar.forget(at=now)
    return written[0]


def source_of(calendar: Calendar) -> CalendarSource | None:
    return CalendarSource.objects.of(calendar.household).filter(calendar=calendar).first()


def _soon(source: CalendarSource, now: datetime, *, anew: bool = False) -> None:
    if source.kind == Kind.FILE:
        return
    source.due_at, changed = now, ["due_at"]
    if anew:
        source.etag, source.modified = "", ""
        changed += ["etag", "modified"]
    source.save(update_fields=changed)
