"""Who lives in the sample household, and when they are usually home."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kbye.household.calendar import Calendar, Commitment
from kbye.household.household import Household
from kbye.household.own_time import ChildrenWeek
from kbye.household.people import Member, User, UsualHome
from kbye.planning.intervals import Span
from kbye.planning.usual_week import AFTERNOONS, ALWAYS, EVENINGS_AND_WEEKENDS, UsualWeek
from kbye.planning.wallclock import local_day, wall_span

TUESDAY = 1
CHOIR_WEEKS = 8
# Numbers kept free for invented people, so that none of these ever rings.
GRANDMAS_PHONE, NOORS_PHONE = "+49 30 23125 014", "+49 30 23125 027"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    household: Household
    sam: Member
    alex: Member
    mia: Member
    ben: Member
    zoe: Member
    grandma: Member
    noor: Member


def people(household: Household, *, now: datetime) -> Cast:
    today = local_day(now, household.zone)
    adult, child, helper = Member.Kind.ADULT, Member.Kind.CHILD, Member.Kind.HELPER

    def person(name: str, kind: Member.Kind, place: int, *, months: int = 0, phone: str = "") -> Member:
        return Member.objects.create(
            household=household,
            kind=kind,
            name=name,
            place=place,
            colour=place + 1,
            born_date=_born(today, months) if months else None,
            phone=phone,
        )

    cast = Cast(
        household=household,
        sam=person("Sam", adult, 0),
        alex=person("Alex", adult, 1),
        mia=person("Mia", child, 2, months=6 * 12 + 5),
        ben=person("Ben", child, 3, months=3 * 12 + 4),
        zoe=person("Zoe", child, 4, months=12 + 7),
        grandma=person("Grandma Ruth", helper, 5, phone=GRANDMAS_PHONE),
        noor=person("Noor", helper, 6, phone=NOORS_PHONE),
    )
    cast.sam.user = User.objects.start(now=now)
    cast.sam.save(update_fields=["user"])
    _usually_home(cast)
    _busy(cast.alex, today=today, now=now)
    return cast


def following(weekday: int, today: date) -> date:
    """The next such weekday after today; Monday is 0."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _born(today: date, months: int) -> date:
    return today - timedelta(days=round(months * 30.4375))


def _usually_home(cast: Cast) -> None:
    weeks: list[tuple[Member, UsualWeek]] = [
        (cast.sam, ALWAYS),
        (cast.alex, EVENINGS_AND_WEEKENDS),
        (cast.grandma, AFTERNOONS),
    ]
    UsualHome.objects.bulk_create(
        UsualHome(
            household=cast.household,
            member=member,
            weekday=home.weekday,
            from_minute=home.from_minute,
            to_minute=home.to_minute,
        )
        for member, week in weeks
        for home in week.times
    )
    ChildrenWeek.objects.create(household=cast.household, weekdays=0, from_minute=8 * 60, to_minute=15 * 60)


def _busy(alex: Member, *, today: date, now: datetime) -> None:
    """A choir on Tuesdays, and two days in five weeks that may be a work trip: kbye asks."""
    zone = alex.household.zone
    first = following(TUESDAY, today)
    trip = following(TUESDAY, today + timedelta(days=35)) + timedelta(days=1)
    spans = [
        *(_on(first + timedelta(weeks=week), "19:00", "21:30", zone) for week in range(CHOIR_WEEKS)),
        Span(
            _on(trip, "07:00", "23:00", zone).start, _on(trip + timedelta(days=1), "07:00", "20:00", zone).end
        ),
    ]
    calendar = Calendar.objects.create(
        household=alex.household,
        member=alex,
        name="alex.ics",
        read_at=now - timedelta(days=2),
        fingerprint=hashlib.sha256(b"the sample household").hexdigest(),
        until_at=now + timedelta(days=365),
    )
    Commitment.objects.bulk_create(
        Commitment(
            household=alex.household, member=alex, calendar=calendar, starts_at=span.start, ends_at=span.end
        )
        for span in spans
    )


def _on(day: date, start: str, end: str, zone: str) -> Span:
    return wall_span(day, minute(start), minute(end), zone)


def minute(clock: str) -> int:
    """Minutes after midnight: 1110 for "18:30"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
