"""Adding to the handbook, and taking off what no longer holds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kbye.household.event import Event, noted, record
from kbye.household.knowledge import Contact, Fact
from kbye.household.people import Member


@transaction.atomic
def add_fact(*, words: str, kind: str, child: Member | None, by: Member, now: datetime) -> None:
    fact = Fact.objects.create(household=by.household, words=words, kind=kind, child=child)
    record(fact, "added", by=by, at=now)


@transaction.atomic
def add_contact(*, name: str, phone: str, note: str, by: Member, now: datetime) -> None:
    """The new one is called last."""
    here = Contact.objects.of(by.household).filter(removed_at=None)
    last: int | None = here.aggregate(last=Max("place"))["last"]
    place = 0 if last is None else last + 1
    contact = Contact.objects.create(household=by.household, name=name, phone=phone, note=note, place=place)
    record(contact, "added", by=by, at=now)


@transaction.atomic
def remove(*, row: Fact | Contact, by: Member, now: datetime) -> Event:
    with noted(row, "removed", by=by, at=now) as written:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
    return written[0]
