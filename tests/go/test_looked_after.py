"""Where the children are looked after meanwhile, on the run sheet, from their calendars."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from kbye.household.calendar import Calendar, Kind, Means
from kbye.household.calendar_source import CalendarSource
from kbye.household.looked_after import looked_after
from kbye.planning.intervals import Span
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, busy, calendar_of, time_away

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = Span(THURSDAY_NOON - HOUR, THURSDAY_NOON + 10 * HOUR)


def course(cast: Family, start: datetime, means: str = Means.SUPERVISED) -> Calendar:
    calendar = calendar_of(cast.mia, name="Swimming", means=means, until_at=THURSDAY_NOON + 1000 * HOUR)
    busy(cast.mia, Span(start, start + HOUR), calendar)
    return calendar


def test_it_stands_on_the_sheet(cast: Family, alex: Client, clock: Clock) -> None:
    row = time_away(cast, span=DAY)
    course(cast, THURSDAY_NOON + 3 * HOUR)
    page = alex.get(f"/away/{row.pk}/sheet/").content.decode()
    assert "Mia: Swimming" in page
    assert "15:00–16:00" in page


@pytest.mark.parametrize("hours", [-3, 11, 40])
def test_only_what_is_still_to_come_while_away(cast: Family, hours: int) -> None:
    course(cast, THURSDAY_NOON + hours * HOUR)
    assert looked_after(time_away(cast, span=DAY), THURSDAY_NOON) == []


def test_other_calendars_and_old_ones_say_nothing(cast: Family) -> None:
    row = time_away(cast, span=DAY)
    course(cast, THURSDAY_NOON + HOUR, Means.INFORMATION)
    assert looked_after(row, THURSDAY_NOON) == []
    calendar = course(cast, THURSDAY_NOON + HOUR)
    assert [one.child for one in looked_after(row, THURSDAY_NOON)] == [cast.mia]
    CalendarSource.objects.create(household=cast.household, calendar=calendar, kind=Kind.ADDRESS)
    Calendar.objects.of(cast.household).update(read_at=THURSDAY_NOON - 25 * HOUR)
    assert looked_after(row, THURSDAY_NOON) == []
