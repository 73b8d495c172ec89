"""Writing the handbook: adding, changing, taking out. Each can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from kbye.household.event import Event, noted, record, snapshot
from kbye.household.if_then import BROUGHT_ALONG
from kbye.household.knowledge import Collector, Contact, Fact, note_known, write_down
from kbye.household.people import Member
from kbye.household.question import Question
from kbye.web.photos import keep_photo

Row = Fact | Contact | Collector
Wanted = Mapping[str, Any]


@transaction.atomic
def add_fact(*, wanted: Wanted, by: Member, now: datetime) -> Event:
    """A row that kbye brought along is there once: written anew it replaces the one before."""
    seed = wanted.get("seed", "")
    known = Fact.objects.of(by.household).filter(seed=seed).first() if seed else None
    if known is not None:
        return change(row=known, wanted={**wanted, "removed_at": None}, by=by, now=now)
    return _added(write_down(by=by, now=now, **wanted), by=by, now=now)


@transaction.atomic
def add_contact(*, wanted: Wanted, by: Member, now: datetime) -> Event:
    """The new one is called last."""
    here = Contact.objects.of(by.household).filter(removed_at=None)
    last: int | None = here.aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    contact = Contact.objects.create(household_id=by.household_id, place=place, **wanted)
    return _added(contact, by=by, now=now)


@transaction.atomic
def add_collector(*, wanted: Wanted, by: Member, now: datetime) -> Event:
    return _added(Collector.objects.create(household_id=by.household_id, **wanted), by=by, now=now)


def add_photo(*, photo: UploadedFile[Any], wanted: Wanted, by: Member, now: datetime) -> Event:
    """Raises NotAPhoto, with a sentence, if the file is none; then nothing is kept."""
    # Before the transaction: a large photo takes a moment, and nobody else should wait for it.
    name = keep_photo(photo, folder=settings.PHOTOS, now=now)
    try:
        with transaction.atomic():
            columns = {"kind": Fact.Kind.GOOD_TO_KNOW, **wanted, "photo": name}
            return _added(write_down(by=by, now=now, **columns), by=by, now=now)
    except BaseException:
        (settings.PHOTOS / name).unlink(missing_ok=True)
        raise


@transaction.atomic
def add_pasted(
    *, facts: Iterable[Wanted], contacts: Iterable[Wanted], by: Member, now: datetime
) -> Event | None:
    """All that was ticked, as one thing to take back. None if nothing was."""
    first: Event | None = None
    for fact in facts:
        event = _added(write_down(by=by, now=now, **fact), by=by, now=now, part_of=first)
        first = first or event
    for contact in contacts:
        last = Contact.objects.of(by.household).aggregate(last=Max("place"))["last"]
        row = Contact.objects.create(
            household_id=by.household_id, place=0 if last is None else last + 1, **contact
        )
        event = _added(row, by=by, now=now, part_of=first)
        first = first or event
    return first


def _added(row: Row, *, by: Member, now: datetime, part_of: Event | None = None) -> Event:
    # Before it was written down it was not there, which is the same as taken out: undo leads there.
    before = {**snapshot(row), "removed_at": now.isoformat()}
    return record(row, "added", by=by, at=now, before=before, part_of=part_of)


@transaction.atomic
def change(*, row: Row, wanted: Wanted, by: Member, now: datetime) -> Event:
    with noted(row, "changed", by=by, at=now) as written:
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in wanted])
    if isinstance(row, Fact):
        note_known(row, by)
    return written[0]


@transaction.atomic
def remove(*, row: Row, by: Member, now: datetime) -> Event:
    with noted(row, "removed", by=by, at=now) as written:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
    return written[0]


@transaction.atomic
def leave_out(*, seed: str, by: Member, now: datetime) -> Event:
    """A row that kbye brought along and that this house does without."""
    row = Fact.objects.of(by.household).filter(seed=seed).first()
    if row is None:
        words, detail = map(str, BROUGHT_ALONG[seed])
        row = Fact.objects.create(
            household_id=by.household_id, kind=Fact.Kind.IF_THEN, seed=seed, words=words, detail=detail
        )
    return remove(row=row, by=by, now=now)


@transaction.atomic
def call_earlier(*, contact: Contact, by: Member, now: datetime) -> Event | None:
    """One place up in the order in which they are called. None for the first."""
    rows = list(Contact.objects.of(by.household).filter(removed_at=None))
    at = next(place for place, row in enumerate(rows) if row.pk == contact.pk)
    if at == 0:
        return None
    rows[at - 1], rows[at] = rows[at], rows[at - 1]
    first: Event | None = None
    for place, row in enumerate(rows):
        if row.place != place:
            with noted(row, "changed", by=by, at=now, part_of=first) as written:
                row.place = place
                row.save(update_fields=["place"])
            first = first or written[0]
    return first


@transaction.atomic
def let_go(*, question: Question, by: Member, now: datetime) -> Event:
    with noted(question, "changed", by=by, at=now) as written:
        question.let_go_at = now
        question.save(update_fields=["let_go_at"])
    return written[0]


@transaction.atomic
def know_too(*, fact: Fact, by: Member, now: datetime) -> None:
    note_known(fact, by)
    record(fact, "known_too", by=by, at=now)
