"""Starting a household: the people of the first minutes, and a way in for this browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kbye.household.door import SetUpCode
from kbye.household.event import record
from kbye.household.household import Household
from kbye.household.people import Member, User
from kbye.planning.wallclock import known_zone, local_day
from kbye.set_up import sample
from kbye.set_up.quick_names import Named

COLOURS = 8


class CodeIsUsed(Exception):
    """Somebody else was quicker with this set-up code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said in the first minutes. An unknown `zone` becomes the server's."""

    mine: str
    others: tuple[str, ...]
    first_is_partner: bool
    children: tuple[Named, ...]
    zone: str
    clock24: bool


@transaction.atomic
def start(said: Said, *, code: str, now: datetime) -> Member:
    """The new household's first adult, who can be signed in. Raises CodeIsUsed for all but the first."""
    if not SetUpCode.use(code, now=now):
        raise CodeIsUsed
    for looked_around_in in Household.objects.filter(is_sample=True):
        sample.remove(looked_around_in)
    household = Household.objects.create(
        zone=said.zone if known_zone(said.zone) else settings.DEFAULT_ZONE, created_at=now
    )
    clock = Member.Clock.H24 if said.clock24 else Member.Clock.H12
    me = _person(household, Member.Kind.ADULT, Named(said.mine), 0, clock, now, User.objects.start(now=now))
    for place, name in enumerate(said.others, start=1):
        is_partner = place == 1 and said.first_is_partner
        kind = Member.Kind.ADULT if is_partner else Member.Kind.HELPER
        _person(household, kind, Named(name), place, clock, now)
    for place, child in enumerate(said.children, start=1 + len(said.others)):
        _person(household, Member.Kind.CHILD, child, place, clock, now)
    record(me, "started", by=me, at=now)
    return me


def _person(
    household: Household,
    kind: Member.Kind,
    named: Named,
    place: int,
    clock: Member.Clock,
    now: datetime,
    user: User | None = None,
) -> Member:
    return Member.objects.create(
        household=household,
        kind=kind,
        name=named.name,
        born_date=named.born_about(local_day(now, household.zone)),
        place=place,
        colour=place % COLOURS + 1,
        clock=clock,
        user=user,
    )
