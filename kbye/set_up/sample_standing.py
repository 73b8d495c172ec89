"""The sample household's standing date: Mondays are Sam's, agreed last week."""

from __future__ import annotations

from datetime import datetime, timedelta

from kbye.household import standing_days
from kbye.household.standing import StandingDate
from kbye.household.standing_days import Wanted
from kbye.planning.wallclock import local_day
from kbye.set_up.sample_people import Cast, following, minute

MONDAY = 0
AGREED = timedelta(days=5)


def standing(cast: Cast, *, now: datetime) -> None:
    """From next Monday on, so that none of them has begun yet."""
    wanted = Wanted(
        weekday=MONDAY,
        from_minute=minute("19:30"),
        minutes=120,
        every_weeks=1,
        from_date=following(MONDAY, local_day(now, cast.household.zone)),
    )
    row = standing_days.propose(
        leaver=cast.sam, stayer=cast.alex, wanted=wanted, by=cast.sam, now=now - AGREED
    )
    row = StandingDate.objects.of(cast.household).with_people().get(pk=row.pk)
    standing_days.agree(row, by=cast.alex, now=now - AGREED)
    row = StandingDate.objects.of(cast.household).with_people().get(pk=row.pk)
    standing_days.come_round(row, now=now)
