"""The week of Sam and Alex as rows: Sam is always home, Alex evenings and weekends, one of them has the children."""

from __future__ import annotations

from datetime import timedelta

from kbye.household.own_time import ChildrenWeek
from kbye.household.people import Member, UsualHome
from kbye.household.whose_time import house_of
from kbye.planning.intervals import Span
from kbye.planning.own_time import AdultWeek, Kind, week_span
from kbye.planning.own_weeks import weeks_of
from kbye.planning.usual_week import ALWAYS, EVENINGS_AND_WEEKENDS
from kbye.planning.wallclock import instant
from tests.people import FRIDAY, THURSDAY, ZONE, Family

WEEK = week_span(THURSDAY, ZONE)
MONDAY = "2026-11-30"
TUESDAY = THURSDAY - timedelta(days=2)
# Tuesday to Wednesday of next week, with a night.
TRIP = Span(
    instant(TUESDAY + timedelta(days=7), 7 * 60, ZONE), instant(TUESDAY + timedelta(days=8), 20 * 60, ZONE)
)
LAST_TRIP = Span(TRIP.start - timedelta(days=14), TRIP.end - timedelta(days=14))
SATURDAY_MORNING = Span(
    instant(FRIDAY + timedelta(days=1), 9 * 60, ZONE), instant(FRIDAY + timedelta(days=1), 14 * 60, ZONE)
)


def know_the_weeks(cast: Family) -> None:
    for member, week in ((cast.sam, ALWAYS), (cast.alex, EVENINGS_AND_WEEKENDS)):
        UsualHome.objects.bulk_create(
            UsualHome(
                household=cast.household,
                member=member,
                weekday=one.weekday,
                from_minute=one.from_minute,
                to_minute=one.to_minute,
            )
            for one in week.times
        )
    ChildrenWeek.objects.create(household=cast.household, weekdays=0, from_minute=480, to_minute=900)


def week_of(member: Member, span: Span = WEEK) -> AdultWeek:
    return next(one for one in weeks_of(house_of(member.household, span), span) if one.id == str(member.pk))


def minutes(member: Member, kind: Kind, span: Span = WEEK) -> int:
    return week_of(member, span).minutes(kind)
