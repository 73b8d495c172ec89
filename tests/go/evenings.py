"""Sam's evenings, as the tests of one time away need them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.household import Household
from kbye.household.knowledge import Contact, Fact
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from kbye.planning.wallclock import instant
from tests.people import FRIDAY, ZONE, Family, give_account, inhaler


def friday(hour: int, minute: int = 0) -> datetime:
    return instant(FRIDAY, hour * 60 + minute, ZONE)


def url(name: str, row: TimeAway, **more: object) -> str:
    return reverse(name, kwargs={"time_away": row.pk, **more})


def page_of(response: object) -> str:
    assert isinstance(response, HttpResponse)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def a_full_home(cast: Family) -> None:
    """What three yes/no questions and a few seeds leave behind in a home with three children."""
    inhaler(cast)
    responsibility(
        cast, "fetch from the choir", Responsibility.Kind.FETCH, 20 * 60, 20 * 60 + 30, child=cast.mia
    )
    for title, start in (("Make dinner", 17), ("Brush teeth", 18), ("Read a story", 18), ("Lock up", 21)):
        care = Responsibility.Kind.CARE
        responsibility(cast, title, care, start * 60, start * 60 + 150, priority=Priority.SHOULD)
    fact(cast, "no nuts", cast.zoe)
    fact(cast, "no bee stings", cast.zoe)
    fact(cast, "no cow's milk", cast.ben)
    fact(cast, "the rabbit must be found before bed", cast.ben, Fact.Kind.COMFORT)
    Contact.objects.create(
        household=cast.household, name="Dr. Wolke", phone="+49 30 / 123-45", note="children's doctor"
    )


def responsibility(
    cast: Family,
    title: str,
    kind: str,
    from_minute: int,
    to_minute: int,
    *,
    child: Member | None = None,
    priority: str = Priority.MUST,
) -> Responsibility:
    return Responsibility.objects.create(
        household=cast.household,
        kind=kind,
        title=title,
        priority=priority,
        child=child,
        from_minute=from_minute,
        to_minute=to_minute,
    )


def fact(cast: Family, words: str, child: Member | None, kind: str = Fact.Kind.ALLERGY) -> Fact:
    return Fact.objects.create(household=cast.household, kind=kind, child=child, words=words)


def the_occurrence(row: TimeAway, title: str = "inhaler, 2 puffs") -> Occurrence:
    return Occurrence.objects.of(row.household).select_related("done_by").get(time_away=row, title=title)


def a_third_adult(household: Household) -> Member:
    """Lives here too, and has no part in the time away."""
    member = Member.objects.create(
        household=household, kind=Member.Kind.ADULT, name="Ruth", place=9, colour=8
    )
    give_account(member, "ruth@example.org")
    return member


HOUR = timedelta(hours=1)
