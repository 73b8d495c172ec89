"""All well, once a day; urgent, at once. Both only when the one on duty chooses to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from tests.conftest import Clock
from tests.people import FRIDAY, ZONE, Family, family, opened, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FOUR_DAYS = Span(instant(FRIDAY, 17 * 60, ZONE), instant(FRIDAY + timedelta(days=4), 18 * 60, ZONE))
WORDS = {"words": "Ben has a fever of 40."}


@pytest.fixture
def row(cast: Family, clock: Clock) -> TimeAway:
    made = time_away(cast, span=FOUR_DAYS)
    clock.at = instant(FRIDAY, 20 * 60 + 14, ZONE)
    return made


def test_all_well_is_a_tap_from_the_link_and_reaches_the_leaver(cast: Family, row: TimeAway) -> None:
    link = stay_link(row)
    token = link.token
    assert "All well" in opened(link).get(f"/l/{token}/sheet/").text
    page = Client().post(f"/l/{token}/all-well/", follow=True)
    assert "Sam knows that all is well (20:14)." in page.text
    notice = Notice.objects.get()
    assert (notice.kind, notice.subject, notice.person) == ("all_well", "All well at home.", cast.sam)
    assert "All well, 20:14" in signed_in(cast.sam).get(f"/away/{row.pk}/").text


def test_signed_in_it_is_a_tap_too(cast: Family, row: TimeAway) -> None:
    page = signed_in(cast.alex).post(f"/away/{row.pk}/all-well/", follow=True)
    assert "Sam will see it." in page.text


def test_once_a_day_is_enough_and_the_day_is_that_of_the_children(
    cast: Family, row: TimeAway, clock: Clock
) -> None:
    alex = signed_in(cast.alex)
    for hour, minute, sent in ((20, 14, 1), (23, 59, 1), (24, 1, 2), (24 + 22, 0, 2)):
        clock.at = instant(FRIDAY, hour * 60 + minute, ZONE)
        alex.post(f"/away/{row.pk}/all-well/")
        assert Notice.objects.count() == sent, hour


def test_the_leaver_sees_the_latest_only_and_nothing_counted(
    cast: Family, row: TimeAway, clock: Clock
) -> None:
    alex, sam = signed_in(cast.alex), signed_in(cast.sam)
    assert "All well" not in sam.get(f"/away/{row.pk}/").text
    for day, minute in enumerate((20 * 60 + 14, 19 * 60 + 3)):
        clock.at = instant(FRIDAY + timedelta(days=day), minute, ZONE)
        alex.post(f"/away/{row.pk}/all-well/")
    page = sam.get(f"/away/{row.pk}/").text
    assert "All well, 19:03" in page
    assert "20:14" not in page


def test_both_nights_of_the_clock_change_have_one_each(cast: Family, clock: Clock) -> None:
    for month, day in ((10, 24), (3, 27)):
        start = FRIDAY.replace(year=2026 if month == 10 else 2027, month=month, day=day)
        row = time_away(
            cast, span=Span(instant(start, 600, ZONE), instant(start + timedelta(days=3), 600, ZONE))
        )
        Notice.objects.all().delete()
        for hours in (23, 26, 27, 47):
            clock.at = instant(start, hours * 60, ZONE)
            signed_in(cast.alex).post(f"/away/{row.pk}/all-well/")
        assert Notice.objects.count() == 2


def test_urgent_goes_at_once_although_they_are_off(cast: Family, row: TimeAway) -> None:
    cast.sam.phone = "030 23125 222"
    cast.sam.quiet_from_minute, cast.sam.quiet_to_minute = 0, 24 * 60 - 1
    cast.sam.save()
    link = stay_link(row)
    token = link.token
    page = opened(link).get(f"/l/{token}/urgent/")
    assert "Calling Sam is faster." in page.text
    assert "tel:03023125222" in page.text
    answer = Client().post(f"/l/{token}/urgent/", WORDS, follow=True)
    assert "On its way to Sam. Calling is faster still." in answer.text
    notice = Notice.objects.get()
    assert (notice.is_urgent, notice.kind, notice.person) == (True, "urgent", cast.sam)
    assert notice.due_at == instant(FRIDAY, 20 * 60 + 14, ZONE)
    assert "Ben has a fever of 40." in notice.body
    off_duty = signed_in(cast.sam).get(f"/away/{row.pk}/").text
    assert "Ben has a fever of 40." in off_duty


def test_urgent_needs_a_sentence(row: TimeAway) -> None:
    page = Client().post(f"/l/{stay_link(row).token}/urgent/", {"words": " "})
    assert page.status_code == 422
    assert "Please say in one sentence what happened." in page.text
    assert not Notice.objects.exists()


def test_it_says_so_when_kbye_cannot_reach_them(cast: Family, row: TimeAway) -> None:
    cast.sam.email = ""
    cast.sam.save(update_fields=["email"])
    page = signed_in(cast.alex).post(f"/away/{row.pk}/urgent/", WORDS, follow=True)
    assert "kbye has no way to reach Sam by itself. Please call." in page.text
    well = signed_in(cast.alex).post(f"/away/{row.pk}/all-well/", follow=True)
    assert well.status_code == 200
    assert "All well, 20:14" in signed_in(cast.sam).get(f"/away/{row.pk}/").text


@pytest.mark.parametrize("what", ["all-well", "urgent"])
def test_only_while_it_is_running(cast: Family, row: TimeAway, clock: Clock, what: str) -> None:
    token = stay_link(row).token
    clock.at = row.starts_at - timedelta(minutes=1)
    early = Client().post(f"/l/{token}/{what}/", WORDS)
    assert (early.status_code, "Sam is not away yet." in early.text) == (409, True)
    row.come_back(at=row.starts_at)
    late = signed_in(cast.alex).post(f"/away/{row.pk}/{what}/", WORDS)
    assert (late.status_code, "Sam is back." in late.text) == (409, True)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("what", ["all-well", "urgent"])
def test_the_wrong_method_strangers_and_those_not_on_duty(cast: Family, row: TimeAway, what: str) -> None:
    where, alex = f"/away/{row.pk}/{what}/", signed_in(cast.alex)
    wrong = alex.get(where) if what == "all-well" else alex.put(where)
    assert wrong.status_code == 405
    assert signed_in(family(canary="X").sam).post(where, WORDS).status_code == 404
    assert signed_in(cast.sam).post(where, WORDS).status_code == 403
    taker = Link.objects.make(
        household=cast.household, purpose="take", member=cast.sam, time_away=row, now=row.starts_at
    )
    assert Client().post(f"/l/{taker.token}/{what}/", WORDS).status_code == 404
    assert not Notice.objects.exists()
    assert not Event.objects.filter(verb__in=["all_well", "urgent"]).exists()
