"""A Friday evening of Sam's that Alex stays for, and a stretch of it for which Alex asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from kbye.ask import actions
from kbye.ask.helper_link import open_help_link
from kbye.household.away import TimeAway
from kbye.household.gap import Ask, Gap
from kbye.household.knowledge import Contact, Fact
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from tests.people import FRIDAY, THURSDAY_NOON, ZONE, Family, give_account, opened

HOUR = timedelta(hours=1)


def friday(hour: int, minute: int = 0) -> datetime:
    return instant(FRIDAY, hour * 60 + minute, ZONE)


STRETCH = Span(friday(19), friday(20, 30))


def url(name: str, row: TimeAway, **more: object) -> str:
    return reverse(name, kwargs={"time_away": row.pk, **more})


def by_link(name: str, token: str, **more: object) -> str:
    return reverse(f"{name}_by_link", kwargs={"token": token, **more})


def mail_for(*people: Member) -> None:
    for number, person in enumerate(people):
        person.email = f"helper{number}@example.org"
        person.save(update_fields=["email"])


def gap(row: TimeAway, *, span: Span = STRETCH, now: datetime = THURSDAY_NOON, **more: object) -> Gap:
    made = actions.open_gap(time_away=row, span=span, by=row.stayers[0], now=now, **more)  # type: ignore[arg-type]
    return again(made)


def again(row: Gap) -> Gap:
    return Gap.objects.of(row.household).whole().get(pk=row.pk)


def ask(
    row: Gap,
    *people: Member,
    one_by_one: bool = True,
    now: datetime = THURSDAY_NOON,
    minutes: int | None = None,
) -> dict[str, Ask]:
    """The asks by the name of who is asked."""
    actions.ask_people(
        gap=row,
        people=people,
        by=row.asked_by or row.time_away.stayers[0],
        now=now,
        one_by_one=one_by_one,
        answer_minutes=minutes,
    )
    return asks(row)


def asks(row: Gap) -> dict[str, Ask]:
    rows = Ask.objects.of(row.household).filter(gap=row).select_related("helper", "household")
    return {one.helper.name: one for one in rows}


def states(row: Gap) -> dict[str, str]:
    return {name: one.state for name, one in asks(row).items()}


def link_of(helper: Member, now: datetime = THURSDAY_NOON) -> Link:
    link = open_help_link(helper, now)
    assert link is not None
    return link


def token_of(helper: Member, now: datetime = THURSDAY_NOON) -> str:
    return link_of(helper, now).token


def help_page(helper: Member, now: datetime = THURSDAY_NOON) -> str:
    """On a phone on which the link was opened before."""
    link = link_of(helper, now)
    page = opened(link).get(reverse("ask:help", kwargs={"token": link.token}))
    assert page.status_code == 200
    return page.content.decode()


def known_things(cast: Family) -> None:
    """Facts about two children, and whom to call."""
    house, kinds = cast.household, Fact.Kind
    Fact.objects.create(household=house, kind=kinds.ALLERGY, child=cast.ben, words="no nuts")
    Fact.objects.create(household=house, kind=kinds.COMFORT, child=cast.ben, words="the rabbit")
    Fact.objects.create(household=house, kind=kinds.COMFORT, child=cast.zoe, words="the blue cup")
    Contact.objects.create(household=house, name="Dr. Wolke", phone="+49 30 23125 014")
    cast.alex.phone = "+49 30 23125 015"
    cast.alex.save(update_fields=["phone"])


def a_third_adult(cast: Family) -> Member:
    member = Member.objects.create(
        household=cast.household, kind=Member.Kind.ADULT, name="Ruth", place=9, colour=8
    )
    give_account(member, "ruth@example.org")
    return member
