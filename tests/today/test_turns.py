"""As long as the first screen says that it holds by itself, it reads the same; and at every turn something turns."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.times_away import open_times
from kbye.planning.intervals import Span
from kbye.today.turns import holds_until
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, signed_in, time_away
from tests.web.test_kept_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SECOND = timedelta(seconds=1)


def until(me: Member, now: datetime) -> datetime:
    return holds_until(open_times(me.household).rows, me, now)


@pytest.mark.parametrize("who", ["sam", "alex"])
def test_it_reads_the_same_until_then(cast: Family, clock: Clock, who: str) -> None:
    row = time_away(cast, span=Span(FRIDAY_EVENING.start + timedelta(minutes=20), FRIDAY_EVENING.end))
    row.ask_until(FRIDAY_EVENING.start - timedelta(hours=3))
    time_away(cast, leaver=cast.alex, stayer=cast.sam, told=False)
    me, turned = getattr(cast, who), 0
    browser, at = signed_in(me), THURSDAY_NOON
    while at < FRIDAY_EVENING.end + timedelta(hours=3):
        clock.at = at
        first, end = words(browser), until(me, at)
        assert at < end
        clock.at = end - SECOND
        assert words(browser) == first, (at, end)
        clock.at = at = end
        turned += words(browser) != first
    # The greeting at 18, 5, 11 and 18, both days' ends, leaving and being back.
    assert turned >= 5


def test_a_suggestion_ends_with_its_day(cast: Family) -> None:
    cast.sam.offer_suggested_at = THURSDAY_NOON - timedelta(hours=23)
    assert until(cast.sam, THURSDAY_NOON) == THURSDAY_NOON + timedelta(hours=1)


def test_two_days_before_a_standing_date_it_may_have_to_be_told_by_hand(cast: Family) -> None:
    time_away(cast)
    TimeAway.objects.of(cast.household).update(
        starts_at=THURSDAY_NOON + timedelta(days=2, minutes=5), ends_at=THURSDAY_NOON + timedelta(days=3)
    )
    assert until(cast.sam, THURSDAY_NOON) == THURSDAY_NOON + timedelta(minutes=5)
