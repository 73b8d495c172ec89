"""An evening for the other? Suggested once a week at most, and never to the tired one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.work.offers import suggest_offers
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, family, signed_in, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LINE = "An evening for Sam? You'd only have to say when."


def _was_away(cast: Family, leaver: Member, stayer: Member, *, days_ago: int) -> TimeAway:
    start = THURSDAY_NOON - timedelta(days=days_ago, hours=4)
    row = time_away(cast, span=Span(start, start + timedelta(hours=4)), leaver=leaver, stayer=stayer)
    row.come_back(at=row.ends_at)
    return row


@pytest.fixture
def sam_is_tired(cast: Family) -> None:
    _was_away(cast, cast.sam, cast.alex, days_ago=20)
    _was_away(cast, cast.alex, cast.sam, days_ago=3)


def _round(at: datetime) -> None:
    suggest_offers(lambda: at)


def _sees(member: Member) -> bool:
    return "An evening for" in signed_in(member).get("/").text


def test_the_one_who_was_away_lately_is_asked_in_one_line(cast: Family, sam_is_tired: None) -> None:
    assert not _sees(cast.alex)
    _round(THURSDAY_NOON)
    page = signed_in(cast.alex).get("/").text
    assert LINE in page
    assert "Give Sam a time" in page
    assert "20" not in page[page.index("An evening for") : page.index("Not again")]


def test_never_to_the_tired_one(cast: Family, sam_is_tired: None) -> None:
    _round(THURSDAY_NOON)
    assert not _sees(cast.sam)


def test_whoever_was_never_away_is_asked_only_if_they_offered_before(cast: Family) -> None:
    row = _was_away(cast, cast.sam, cast.alex, days_ago=20)
    _round(THURSDAY_NOON)
    assert not _sees(cast.alex)
    TimeAway.objects.filter(pk=row.pk).update(offered_by=cast.alex)
    _round(THURSDAY_NOON)
    assert _sees(cast.alex)
    assert not _sees(cast.sam)


def test_not_when_it_was_lately_or_something_is_coming(cast: Family, sam_is_tired: None) -> None:
    TimeAway.objects.filter(leaver=cast.sam).update(back_at=THURSDAY_NOON - timedelta(days=14))
    TimeAway.objects.filter(leaver=cast.alex).update(back_at=THURSDAY_NOON - timedelta(days=1))
    _round(THURSDAY_NOON)
    assert not _sees(cast.alex)
    TimeAway.objects.filter(leaver=cast.sam).update(back_at=THURSDAY_NOON - timedelta(days=14, minutes=1))
    coming = time_away(cast)
    _round(THURSDAY_NOON)
    assert not _sees(cast.alex)
    coming.call_off(at=THURSDAY_NOON)
    _round(THURSDAY_NOON)
    assert _sees(cast.alex)


def test_once_a_week_at_most_and_for_a_day(cast: Family, sam_is_tired: None, clock: Clock) -> None:
    _round(THURSDAY_NOON)
    for hours, shown in ((0, True), (23, True), (24, False), (6 * 24, False), (7 * 24, True)):
        clock.at = THURSDAY_NOON + timedelta(hours=hours)
        _round(clock.at)
        assert _sees(cast.alex) == shown, hours


def test_it_goes_as_soon_as_something_is_coming(cast: Family, sam_is_tired: None) -> None:
    _round(THURSDAY_NOON)
    time_away(cast)
    assert not _sees(cast.alex)


def test_not_again_is_one_tap_and_can_be_taken_back(cast: Family, sam_is_tired: None) -> None:
    _round(THURSDAY_NOON)
    alex = signed_in(cast.alex)
    page = alex.post("/no-offers/", follow=True).text
    assert "kbye will not bring it up again." in page
    assert "An evening for" not in page
    cast.alex.refresh_from_db()
    assert not cast.alex.hears_of_offers
    assert "/undo/" in page
    Member.objects.filter(pk=cast.alex.pk).update(offer_suggested_at=None)
    _round(THURSDAY_NOON + timedelta(days=30))
    cast.alex.refresh_from_db()
    assert cast.alex.offer_suggested_at is None


def test_looking_writes_nothing(cast: Family, sam_is_tired: None) -> None:
    signed_in(cast.alex).get("/")
    cast.alex.refresh_from_db()
    assert cast.alex.offer_suggested_at is None
    assert HandOver.objects.count() == 2


def test_the_wrong_method_and_nobody_known(cast: Family) -> None:
    assert signed_in(cast.alex).get("/no-offers/").status_code == 405
    assert "/sign-in/" in Client().post("/no-offers/").headers["Location"]


def test_a_stranger_switches_off_their_own_only(cast: Family) -> None:
    signed_in(family(canary="X").alex).post("/no-offers/")
    cast.alex.refresh_from_db()
    assert cast.alex.hears_of_offers
