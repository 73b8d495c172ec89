"""People come, change and go."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from django.db import transaction

from kbye.household.event import Event, noted, record
from kbye.household.household import Household
from kbye.household.people import Member, UsualHome
from kbye.planning.usual_week import PRESETS
from kbye.set_up.colours import free_colour
from kbye.set_up.person_form import AboutPerson


class MustStay(Exception):
    """This person cannot be removed: nobody can remove themselves, and one adult always stays."""


@transaction.atomic
def add(*, household: Household, kind: str, about: AboutPerson, by: Member, now: datetime) -> Member:
    here = list(Member.objects.of(household).here())
    person = Member(
        household=household,
        kind=kind,
        colour=free_colour(one.colour for one in here),
        place=max((one.place for one in here), default=-1) + 1,
    )
    _write(person, about)
    person.save()
    record(person, "added", by=by, at=now)
    return person


@transaction.atomic
def change(*, person: Member, about: AboutPerson, by: Member, now: datetime) -> Event:
    with noted(person, "changed", by=by, at=now) as written:
        person.save(update_fields=_write(person, about))
    return written[0]


@transaction.atomic
def remove(*, person: Member, by: Member, now: datetime) -> Event:
    """Remove somebody; what they did stays. Raises MustStay."""
    # Two adults may remove each other at once: the second waits here and then finds nobody else.
    Household.objects.select_for_update().get(pk=person.household_id)
    adults = Member.objects.of(by.household).adults()
    if person.pk == by.pk or not adults.exclude(pk=person.pk).filter(pk=by.pk).exists():
        raise MustStay
    with noted(person, "removed", by=by, at=now) as written:
        person.remove(at=now)
    return written[0]


@transaction.atomic
def set_week(*, person: Member, preset: str, by: Member, now: datetime) -> None:
    """Say when somebody is usually home. A name that is no preset means: nothing is known."""
    UsualHome.objects.of(by.household).filter(member=person).delete()
    week = PRESETS.get(preset)
    UsualHome.objects.bulk_create(
        UsualHome(
            household=by.household,
            member=person,
            weekday=time.weekday,
            from_minute=time.from_minute,
            to_minute=time.to_minute,
        )
        for time in (week.times if week else ())
    )
    record(person, "set_week", by=by, at=now)


def _write(person: Member, about: AboutPerson) -> list[str]:
    names = [field.name for field in fields(about)]
    for name in names:
        setattr(person, name, getattr(about, name))
    return names
