"""Writing down what has to happen. After each change the coming times away are laid out anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kbye.household.event import Event, noted, record
from kbye.household.knowledge import Fact
from kbye.household.occurrences import lay_out_anew
from kbye.household.people import Member
from kbye.household.responsibility import Responsibility
from kbye.household.seeds import Seed, fitting_children
from kbye.household.weekdays import mask_of
from kbye.planning.wallclock import local_day

Wanted = Mapping[str, Any]


@transaction.atomic
def add(*, wanted: Wanted, by: Member, now: datetime) -> Responsibility:
    row = _written(wanted, by=by, now=now)
    lay_out_anew(by.household, now=now)
    return row


@transaction.atomic
def change(*, row: Responsibility, wanted: Wanted, by: Member, now: datetime) -> Event:
    with noted(row, "changed", by=by, at=now) as written:
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save(update_fields=list(wanted))
    lay_out_anew(by.household, now=now)
    return written[0]


@transaction.atomic
def remove(*, row: Responsibility, by: Member, now: datetime) -> Event:
    with noted(row, "removed", by=by, at=now) as written:
        row.removed_at = now
        row.save(update_fields=["removed_at"])
    lay_out_anew(by.household, now=now)
    return written[0]


@transaction.atomic
def take_on(*, seed: Seed, by: Member, now: datetime) -> None:
    """Add what was offered: once, or once for each child it fits."""
    children = Member.objects.of(by.household).children()
    today = local_day(now, by.household.zone)
    for child in fitting_children(seed, children, on=today) if seed.per_child else [None]:
        _written({**columns(seed), "child": child}, by=by, now=now)
    lay_out_anew(by.household, now=now)


@transaction.atomic
def turn_down(*, seed: Seed, by: Member, now: datetime) -> None:
    """Never offer this again: it is kept as something that was taken away."""
    row = Responsibility.objects.create(household=by.household, removed_at=now, **columns(seed))
    record(row, "turned_down", by=by, at=now)


@transaction.atomic
def answer_musts(
    *, medicine: Wanted | None, never: Wanted | None, fetch: Wanted | None, by: Member, now: datetime
) -> int:
    """Write down what the three questions brought, and that they were asked. Returns how much it was."""
    for wanted in (medicine, fetch):
        if wanted:
            _written(wanted, by=by, now=now)
    if never:
        fact = Fact.objects.create(household=by.household, kind=Fact.Kind.ALLERGY, **never)
        record(fact, "added", by=by, at=now)
    by.household.note_musts_asked(at=now)
    lay_out_anew(by.household, now=now)
    return sum(1 for answer in (medicine, never, fetch) if answer)


def _written(wanted: Wanted, *, by: Member, now: datetime) -> Responsibility:
    row = Responsibility.objects.create(household=by.household, **wanted)
    record(row, "added", by=by, at=now)
    return row


def columns(seed: Seed) -> dict[str, Any]:
    return {
        "seed": seed.key,
        "title": seed.title,
        "kind": seed.kind,
        "priority": seed.priority,
        "minutes": seed.minutes,
        "weekdays": mask_of(seed.weekdays),
        "from_minute": seed.from_minute,
        "to_minute": seed.to_minute,
    }
