"""The fixed cast: two parents, children of different ages, a grandmother, a sitter, and a stranger's household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Calendar, Commitment
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.occurrences import lay_out
from kbye.household.people import Member, User
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.wallclock import instant
from kbye.web.phones import proof_of

ZONE = "Europe/Berlin"
THURSDAY = date(2026, 12, 3)
THURSDAY_NOON = instant(THURSDAY, 12 * 60, ZONE)
FRIDAY = date(2026, 12, 4)
FRIDAY_EVENING = Span(instant(FRIDAY, 18 * 60, ZONE), instant(FRIDAY, 22 * 60, ZONE))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Family:
    household: Household
    sam: Member
    alex: Member
    mia: Member
    ben: Member
    zoe: Member
    grandma: Member
    noor: Member

    @property
    def children(self) -> list[Member]:
        return [self.mia, self.ben, self.zoe]


def family(*, canary: str = "", at: str = "example.org") -> Family:
    """A household; with a `canary`, every name carries it, so that a leak can be found anywhere.

    Addresses are unique: a second household has a canary, or its mail elsewhere (`at`).
    """
    household = Household.objects.create(zone=ZONE, country="DE", created_at=LONG_AGO)

    def person(name: str, kind: str, place: int, born: date | None = None) -> Member:
        return Member.objects.create(
            household=household,
            kind=kind,
            name=f"{name}{canary}",
            place=place,
            colour=place + 1,
            born_date=born,
        )

    adult, child, helper = Member.Kind.ADULT, Member.Kind.CHILD, Member.Kind.HELPER
    cast = Family(
        household,
        person("Sam", adult, 0),
        person("Alex", adult, 1),
        person("Mia", child, 2, date(2020, 3, 1)),
        person("Ben", child, 3, date(2023, 2, 1)),
        person("Zoe", child, 4, date(2025, 6, 1)),
        person("Grandma", helper, 5),
        person("Noor", helper, 6),
    )
    give_account(cast.sam, f"sam{canary}@{at}")
    give_account(cast.alex, f"alex{canary}@{at}")
    return cast


def give_account(member: Member, email: str) -> User:
    user = User(email=email, created_at=LONG_AGO)
    user.set_password("a long enough password")
    user.save()
    member.user = user
    member.email = email
    member.save(update_fields=["user", "email"])
    return user


def time_away(
    cast: Family,
    *,
    span: Span = FRIDAY_EVENING,
    told: bool = True,
    leaver: Member | None = None,
    stayer: Member | None = None,
    answer: str = "",
) -> TimeAway:
    """Sam's Friday evening with Alex told, unless said otherwise; the day's responsibilities laid out."""
    leaver, stayer = leaver or cast.sam, stayer or cast.alex
    row = TimeAway.objects.create(
        household=cast.household,
        leaver=leaver,
        length=Length.EVENING,
        manner=TimeAway.Manner.ANNOUNCEMENT,
        starts_at=span.start,
        ends_at=span.end,
        told_at=THURSDAY_NOON - timedelta(hours=1) if told else None,
        created_at=THURSDAY_NOON - timedelta(hours=2),
    )
    HandOver.objects.create(
        household=cast.household, time_away=row, person=stayer, part=HandOver.Part.STAYS, answer=answer
    )
    lay_out(row)
    return TimeAway.objects.of(cast.household).with_people().get(pk=row.pk)


def stay_link(row: TimeAway, *, member: Member | None = None) -> Link:
    return Link.objects.make(
        household=row.household,
        purpose=Link.Purpose.STAY,
        member=member or row.stayers[0],
        time_away=row,
        now=THURSDAY_NOON,
    )


def opened(link: Link) -> Client:
    """A phone on which this link was opened by a tap before."""
    phone = Client()
    phone.cookies[settings.PHONE_COOKIE_NAME] = proof_of(link)
    return phone


def inhaler(cast: Family) -> Responsibility:
    return Responsibility.objects.create(
        household=cast.household,
        kind=Responsibility.Kind.MEDICINE,
        title="inhaler, 2 puffs",
        priority=Priority.MUST,
        child=cast.ben,
        from_minute=18 * 60 + 30,
        to_minute=19 * 60 + 30,
    )


def signed_in(member: Member) -> Client:
    """A browser in which this adult is signed in."""
    client = Client()
    user = member.user
    assert user is not None
    client.force_login(user)
    return client


def calendar_of(member: Member, *, name: str = "work", **more: Any) -> Calendar:
    """A calendar that was read just now and reaches over a year ahead, unless said otherwise."""
    about = {
        "read_at": THURSDAY_NOON,
        "until_at": THURSDAY_NOON + timedelta(days=400),
        "fingerprint": "0" * 64,
    }
    return Calendar.objects.create(household=member.household, member=member, name=name, **{**about, **more})


def busy(member: Member, span: Span, calendar: Calendar | None = None, *, title: str = "") -> Commitment:
    return Commitment.objects.create(
        household=member.household,
        member=member,
        calendar=calendar or calendar_of(member),
        starts_at=span.start,
        ends_at=span.end,
        title=title,
    )
