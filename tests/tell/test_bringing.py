"""Whoever has the children at a standing date and cannot sign in: the message with the link reaches them by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from kbye.household.away import HandOver, TimeAway
from kbye.household.link import Link
from kbye.household.notice import LINK_HERE, Notice
from kbye.household.people import Member
from kbye.web.links import address_of
from kbye.work.standing import bring_links
from tests.conftest import Clock
from tests.decide.standing import agreed, times
from tests.people import THURSDAY_NOON, Family, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def cast(settings: Settings) -> Family:
    settings.PUBLIC_ADDRESS = "https://kbye.example.org"
    return family()


def next_week(cast: Family, stayer: Member) -> TimeAway:
    """Thursday 10 December, 19:00; this week's is told already."""
    this_one, that_one = times(agreed(cast, stayer=stayer))[:2]
    HandOver.objects.of(cast.household).filter(time_away=this_one).update(via=HandOver.Via.SHARE)
    return that_one


def with_address(person: Member) -> Member:
    person.email = "noor@example.org"
    person.save(update_fields=["email"])
    return person


def look(at: datetime) -> int:
    return bring_links(lambda: at)


def test_two_days_before_it_goes_by_mail_once(cast: Family) -> None:
    row = next_week(cast, with_address(cast.noor))
    assert look(row.starts_at - 2 * DAY - HOUR) == 0
    assert look(row.starts_at - 2 * DAY) == 1
    notice = Notice.objects.of(cast.household).get()
    assert (notice.person, notice.kind, notice.address) == (cast.noor, "told", "noor@example.org")
    assert "Thursday 10 December, 19:00–22:00" in notice.body
    assert LINK_HERE in notice.body
    assert f"UID:{row.pk}@" in notice.calendar
    assert notice.reply_to == "sam@example.org"
    assert look(row.starts_at - DAY) == 0
    assert Notice.objects.of(cast.household).count() == 1


def test_the_link_in_it_opens_their_side_without_an_account(cast: Family, clock: Clock) -> None:
    row = next_week(cast, with_address(cast.noor))
    look(row.starts_at - 2 * DAY)
    notice = Notice.objects.of(cast.household).select_related("link").get()
    link = Link.objects.of(cast.household).get(time_away=row, member=cast.noor)
    assert notice.body_as_it_leaves(address_of).count(link.token) == 1


def test_one_that_starts_late_is_told_at_a_decent_hour(cast: Family) -> None:
    row = next_week(cast, with_address(cast.noor))
    night = row.starts_at - 2 * DAY + 7 * HOUR
    look(night)
    assert Notice.objects.of(cast.household).get().due_at == night + 6 * HOUR


def test_who_signs_in_needs_none(cast: Family) -> None:
    row = next_week(cast, cast.alex)
    assert look(row.starts_at - DAY) == 0
    assert not Notice.objects.of(cast.household).exists()


def test_without_an_address_the_one_who_leaves_passes_it_on(cast: Family, clock: Clock) -> None:
    row = next_week(cast, cast.noor)
    clock.at = row.starts_at - DAY
    assert look(clock.at) == 1
    assert look(clock.at + HOUR) == 0
    notice = Notice.objects.of(cast.household).get()
    assert (notice.person, notice.kind) == (cast.sam, "send_by_hand")
    assert notice.body.startswith("There is no e-mail address for Noor: please send this message yourself.")
    assert "Hi Noor," in notice.body
    sam = signed_in(cast.sam)
    page = sam.get("/").text
    assert "Noor has no e-mail address here: send the message." in page
    assert f'href="/away/{row.pk}/message/?person={cast.noor.pk}"' in page
    assert "Hi Noor," in sam.get(f"/away/{row.pk}/message/?person={cast.noor.pk}").text
    sam.post(f"/away/{row.pk}/told/", {"person": cast.noor.pk, "via": "share"})
    assert "send the message" not in sam.get("/").text


def test_too_early_nothing_is_said(cast: Family, clock: Clock) -> None:
    next_week(cast, cast.noor)
    clock.at = THURSDAY_NOON + DAY
    assert "send the message" not in signed_in(cast.sam).get("/").text


def test_what_is_skipped_is_not_brought(cast: Family) -> None:
    row = next_week(cast, with_address(cast.noor))
    row.call_off(at=THURSDAY_NOON)
    assert look(row.starts_at - DAY) == 0


def test_skipping_it_strikes_it_for_them_too(cast: Family, clock: Clock) -> None:
    row = next_week(cast, with_address(cast.noor))
    clock.at = row.starts_at - DAY
    look(clock.at)
    signed_in(cast.sam).post(f"/away/{row.pk}/skip/")
    off = Notice.objects.of(cast.household).get(kind="called_off")
    assert (off.person, "STATUS:CANCELLED" in off.calendar) == (cast.noor, True)


def test_the_end_of_it_strikes_what_was_brought_and_nothing_else(cast: Family, clock: Clock) -> None:
    row = next_week(cast, with_address(cast.noor))
    clock.at = row.starts_at - DAY
    look(clock.at)
    signed_in(cast.sam).post(f"/standing/{row.standing_id}/end/")
    ended = Notice.objects.of(cast.household).get(kind="called_off")
    assert f"UID:{row.pk}@" in ended.calendar
    assert ended.calendar.count("BEGIN:VEVENT") == 1
