"""What is done with a list: several lines at once, ticks, not this time, I'll do it. Any change writes it down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from kbye.household.away import TimeAway
from kbye.household.event import Event, noted, record, snapshot
from kbye.household.people import Member
from kbye.household.preparation import Preparation, ToSay
from kbye.household.preparing import list_of, remembered, thing_of, write_down, write_down_remembered
from kbye.household.responsibility import Occurrence
from kbye.planning.quick_entry import Entered
from kbye.planning.remembering import Thing
from kbye.planning.safety_words import is_about_safety


class Change(StrEnum):
    DONE = "done"
    OPEN = "open"
    OFF = "off"
    ON = "on"


class Answer(StrEnum):
    SKIP = "skip"
    KEEP = "keep"
    ALWAYS = "always"


@transaction.atomic
def add(*, time_away: TimeAway, entries: Iterable[Entered], by: Member, now: datetime) -> list[Event]:
    """These stand on the list; one that is there already is not doubled, one that was left off is back."""
    write_down_remembered(time_away, by, now=now)
    there = {thing_of(row).key: row for row in list_of(time_away, by)}
    place = max((row.place for row in there.values()), default=0) + 1
    events: list[Event] = []
    for entry in entries:
        thing = Thing(entry.heading, entry.words, is_about_safety(entry.words))
        row = there.get(thing.key)
        first = events[0] if events else None
        if row is None:
            row = there[thing.key] = _new(thing, time_away, by, place=place, now=now)
            events.append(_note_new(row, by=by, now=now, part_of=first))
            place += 1
        elif row.left_off_at is not None:
            with noted(row, "changed", by=by, at=now, part_of=first) as written:
                row.leave_off(at=None)
            events += written
    return events


def _new(
    thing: Thing,
    time_away: TimeAway,
    owner: Member,
    *,
    place: int,
    now: datetime,
    is_missing: bool = False,
) -> Preparation:
    return Preparation.objects.create(
        household=owner.household,
        time_away=time_away,
        owner=owner,
        heading=thing.heading,
        words=thing.words,
        is_safety=thing.is_safety,
        is_missing=is_missing,
        place=place,
        created_at=now,
    )


@transaction.atomic
def note_missing(
    *, time_away: TimeAway, entries: Iterable[Entered], by: Member, now: datetime
) -> list[Event]:
    """It would have helped and was not there: the next list of `by` begins with it."""
    rows = Preparation.objects.of(by.household).kept()
    known = {thing_of(row).key for row in rows.filter(time_away=time_away, owner=by, is_missing=True)}
    events: list[Event] = []
    for entry in entries:
        thing = Thing(entry.heading, entry.words, is_about_safety(entry.words))
        if thing.key not in known:
            row = _new(thing, time_away, by, place=len(events), now=now, is_missing=True)
            events.append(_note_new(row, by=by, now=now, part_of=events[0] if events else None))
    return events


def _note_new(row: Preparation, *, by: Member, now: datetime, part_of: Event | None = None) -> Event:
    # Before it was written there was none, which is the same as one taken back: undo leads there.
    before = {**snapshot(row), "removed_at": now.isoformat()}
    return record(row, "changed", by=by, at=now, before=before, part_of=part_of)


@transaction.atomic
def change(*, row: Preparation, change: Change, by: Member, now: datetime) -> Event:
    """For a line that was only remembered there is a row from now on, as for all the others on the list."""
    time_away = row.time_away
    write_down_remembered(time_away, by, now=now)
    if row._state.adding:
        written_down = list_of(time_away, by).filter(pk=row.pk).first()
        row = written_down or write_down(thing_of(row), time_away, by, now=now)
    verb = {Change.DONE: "ticked", Change.OPEN: "unticked"}.get(change, "changed")
    with noted(row, verb, by=by, at=now) as written:
        if change in {Change.DONE, Change.OPEN}:
            row.tick(at=now if change is Change.DONE else None)
        else:
            row.leave_off(at=now if change is Change.OFF else None)
    return written[0]


@transaction.atomic
def take_over(*, row: Preparation, by: Member, now: datetime) -> Event:
    """I'll do it: from now on it is on the list of `by`, this time and the next."""
    write_down_remembered(row.time_away, by, now=now)
    with noted(row, "changed", by=by, at=now) as written:
        row.leave_off(at=now)
    mine = {thing_of(one).key: one for one in list_of(row.time_away, by)}.get(thing_of(row).key)
    if mine is None:
        copy = _new(thing_of(row), row.time_away, by, place=row.place, now=now)
        _note_new(copy, by=by, now=now, part_of=written[0])
    elif mine.left_off_at is not None:
        with noted(mine, "changed", by=by, at=now, part_of=written[0]):
            mine.leave_off(at=None)
    return written[0]


@transaction.atomic
def answer(*, time_away: TimeAway, question: str, answer: Answer, by: Member, now: datetime) -> list[Event]:
    """ "Skip them?", answered for all it was asked about; nothing if it is not asked (any more)."""
    asked = remembered(time_away, by, now=now).asked
    write_down_remembered(time_away, by, now=now)
    known = {thing_of(row).key for row in list_of(time_away, by)}
    events: list[Event] = []
    for thing in (thing for one in asked if one.key == question for thing in one.things):
        if thing.key in known:
            continue
        row = write_down(thing, time_away, by, now=now)
        row.is_safety = row.is_safety or answer is Answer.ALWAYS
        row.left_off_at = now if answer is Answer.SKIP else None
        row.save(update_fields=["is_safety", "left_off_at"])
        events.append(_note_new(row, by=by, now=now, part_of=events[0] if events else None))
    return events


@transaction.atomic
def take_back_words(*, to_say: ToSay, by: Member, now: datetime) -> Event:
    with noted(to_say, "removed", by=by, at=now) as written:
        to_say.removed_at = now
        to_say.save(update_fields=["removed_at"])
    return written[0]


@transaction.atomic
def drop_must(*, must: Occurrence, by: Member, now: datetime) -> None:
    """It stands nowhere any more: neither in the message nor on the sheet."""
    record(must, "took_off", by=by, at=now, before=snapshot(must))
    Occurrence.objects.of(by.household).filter(pk=must.pk).delete()
