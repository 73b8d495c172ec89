"""A standing date was proposed and nobody said yes before its first day: it can still be answered, and sent again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.standing import StandingDate
from kbye.planning.wallclock import instant
from kbye.work.standing import ask_on
from tests.conftest import Clock
from tests.decide.standing import make, mine
from tests.people import ZONE, Family, inhaler, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIRST, NEXT = date(2026, 12, 10), date(2026, 12, 17)
AFTERWARDS = instant(FIRST, 22 * 60, ZONE)


@pytest.fixture
def asked(cast: Family) -> TimeAway:
    """Every Thursday from 10 December on, told and not answered."""
    sam = signed_in(cast.sam)
    row = make(sam, mine(cast))
    sam.post(f"/away/{row.pk}/told/", {"person": cast.alex.pk, "via": "share"})
    return row


def again(row: TimeAway) -> TimeAway:
    return TimeAway.objects.with_people().get(household=row.household_id, pk=row.pk)


def test_while_it_lasts_nothing_moves(asked: TimeAway) -> None:
    assert ask_on(lambda: AFTERWARDS - timedelta(minutes=1)) == 0
    assert again(asked).on_date == FIRST


def test_afterwards_the_next_one_asks(cast: Family, asked: TimeAway) -> None:
    inhaler(cast)
    assert ask_on(lambda: AFTERWARDS) == 1
    assert ask_on(lambda: AFTERWARDS) == 0
    row = again(asked)
    assert (row.on_date, row.starts_at) == (NEXT, instant(NEXT, 19 * 60, ZONE))
    assert row.phase(AFTERWARDS) == TimeAway.Phase.COMING
    assert not Notice.objects.of(cast.household).exists(), "nobody is nudged by that"


def test_the_old_link_still_answers(cast: Family, asked: TimeAway, clock: Clock) -> None:
    token = Link.objects.of(cast.household).get(time_away=asked, member=cast.alex).token
    clock.at = AFTERWARDS + timedelta(days=1)
    ask_on(lambda: clock.at)
    alex = Client()
    page = alex.get(f"/l/{token}/").text
    assert "every Thursday, 19:00–22:00, from 17 December on" in page
    alex.post(f"/l/{token}/answer/", {"answer": "got_it"})
    assert StandingDate.objects.of(cast.household).get().is_agreed
    days = TimeAway.objects.of(cast.household).order_by("on_date").values_list("on_date", flat=True)
    assert list(days)[:2] == [NEXT, NEXT + timedelta(days=7)]


def test_it_can_be_sent_again(cast: Family, asked: TimeAway, clock: Clock) -> None:
    clock.at = AFTERWARDS + timedelta(days=1)
    ask_on(lambda: clock.at)
    sam = signed_in(cast.sam)
    assert f'href="/away/{asked.pk}/message/"' in sam.get("/standing/").text
    assert "from 17 December on" in sam.get(f"/away/{asked.pk}/message/").text
    sam.post(f"/away/{asked.pk}/send/", {"person": cast.alex.pk, "address": "alex@example.org"})
    notice = Notice.objects.of(cast.household).get()
    assert "Please answer by Sunday 13 December, 21:00." in notice.body
    assert again(asked).answer_by_at is not None


def test_what_really_happened_stays_and_a_new_one_asks(cast: Family, asked: TimeAway) -> None:
    asked.begin(at=asked.starts_at)
    asked.come_back(at=AFTERWARDS)
    assert ask_on(lambda: AFTERWARDS) == 1
    assert again(asked).on_date == FIRST
    new = TimeAway.objects.of(cast.household).get(on_date=NEXT)
    assert (new.phase(AFTERWARDS), new.manner) == ("pencilled", "question")
    assert ask_on(lambda: AFTERWARDS) == 0


def test_found_someone_counts_as_happened(cast: Family, asked: TimeAway) -> None:
    side = HandOver.objects.of(cast.household).get(time_away=asked)
    side.say(HandOver.Answer.FINDING, at=asked.told_at or AFTERWARDS)
    ask_on(lambda: AFTERWARDS)
    assert again(asked).on_date == FIRST


@pytest.mark.parametrize("what", ["called off", "ended", "agreed"])
def test_what_is_off_or_settled_asks_no_more(cast: Family, asked: TimeAway, what: str) -> None:
    standing = StandingDate.objects.of(cast.household).get()
    if what == "called off":
        asked.call_off(at=asked.created_at)
    elif what == "ended":
        standing.end(at=asked.created_at)
    else:
        signed_in(cast.alex).post(f"/standing/{standing.pk}/agree/")
    before = again(asked).on_date
    assert ask_on(lambda: AFTERWARDS) == 0
    assert again(asked).on_date == before


def test_an_offer_goes_on_asking_as_well(cast: Family) -> None:
    row = make(signed_in(cast.sam), mine(cast, whose=str(cast.alex.pk)))
    assert ask_on(lambda: AFTERWARDS) == 1
    assert (again(row).on_date, again(row).manner) == (NEXT, "offer")
