"""The page of one time away: told, off duty, and where it leads the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.planning.intervals import Span
from tests.conftest import Clock
from tests.go.evenings import HOUR, a_full_home, a_third_adult, friday, page_of, the_occurrence, url
from tests.people import FRIDAY_EVENING, Family, family, signed_in, time_away

pytestmark = pytest.mark.django_db
GOT_IT = HandOver.Answer.GOT_IT


def say(row: TimeAway, answer: str, **more: object) -> None:
    HandOver.objects.of(row.household).filter(time_away=row).update(answer=answer, **more)


def tell_alex(row: TimeAway) -> None:
    say(row, "", told_at=row.told_at)


def test_it_works(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast, answer=GOT_IT)
    page = page_of(sam.get(url("go:page", row)))
    assert "Friday 4 December, 18:00–22:00" in page
    assert "Alex knows." in page
    assert "✓ got it" in page
    assert "Worried about something?" in page


def test_it_refuses_the_wrong_method(cast: Family, sam: Client, clock: Clock) -> None:
    assert sam.post(url("go:page", time_away(cast))).status_code == 405


def test_a_stranger_gets_404(cast: Family, clock: Clock) -> None:
    assert signed_in(family(canary="X").sam).get(url("go:page", time_away(cast))).status_code == 404


def test_who_has_no_part_in_it_gets_403(cast: Family, clock: Clock) -> None:
    ruth = a_third_adult(cast.household)
    assert signed_in(ruth).get(url("go:page", time_away(cast))).status_code == 403


def test_alex_said_yes_is_a_tap_as_long_as_there_is_no_answer(
    cast: Family, sam: Client, clock: Clock
) -> None:
    row = time_away(cast)
    tell_alex(row)
    page = page_of(sam.get(url("go:page", row)))
    assert "Alex has not answered yet." in page
    sam.post(url("tell:said_yes", row), {"person": cast.alex.pk})
    page = page_of(sam.get(url("go:page", row)))
    assert "✓ Alex said yes" in page
    assert "has not answered" not in page
    assert url("tell:said_yes", row) not in page


def test_whoever_was_not_told_yet_is_named(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    page = page_of(sam.get(url("go:page", row)))
    assert "Alex has not been told yet." in page
    assert f"{url('tell:message', row)}?person={cast.alex.pk}" in page


def test_another_time_that_would_work_is_taken_with_one_tap(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    saturday = Span(friday(9) + timedelta(days=1), friday(14) + timedelta(days=1))
    say(
        row,
        HandOver.Answer.COUNTER,
        proposed_starts_at=saturday.start,
        proposed_ends_at=saturday.end,
        words="after swimming",
    )
    page = page_of(sam.get(url("go:page", row)))
    assert "Alex: not then, but Saturday 5 December, 09:00–14:00 would work." in page
    assert "after swimming" in page
    sam.post(url("tell:take_proposal", row), {"person": cast.alex.pk})
    assert TimeAway.objects.of(cast.household).get(pk=row.pk).span == saturday


def test_ill_find_someone(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    say(row, HandOver.Answer.FINDING)
    assert "Alex has it, and will find someone." in page_of(sam.get(url("go:page", row))).replace(
        "'", "&#x27;"
    )


def test_the_door_opens_wide_three_hours_before(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    clock.at = friday(14, 59)
    page = page_of(sam.get(url("go:page", row)))
    assert "Leave now" in page
    assert "K, bye!" not in page
    clock.at = friday(15)
    page = page_of(sam.get(url("go:page", row)))
    assert "K, bye!" in page
    assert "Leave now" not in page


def test_what_for_is_kept_and_offered_again(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    sam.post(url("tell:what_for", row), {"what_for": "a bookshop"})
    assert "a bookshop" in page_of(sam.get(url("go:page", row)))
    later = time_away(cast, span=Span(FRIDAY_EVENING.start + 24 * HOUR, FRIDAY_EVENING.end + 24 * HOUR))
    assert 'value="a bookshop"' in page_of(sam.get(url("go:page", later)))


def test_pencilled_in_leads_to_the_message(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast, told=False)
    assert sam.get(url("go:page", row)).headers["Location"] == url("tell:message", row)


def test_the_return_leads_to_the_welcome(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    row.come_back(at=friday(21))
    clock.at = friday(21)
    for client in (sam, signed_in(cast.alex)):
        assert client.get(url("go:page", row)).headers["Location"] == url("come_back:welcome", row)


def test_called_off_is_said_kindly(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    row.call_off(at=friday(10))
    assert "There will be another." in page_of(sam.get(url("go:page", row)))


def test_the_clock_starts_it_and_off_duty_is_off_duty(cast: Family, sam: Client, clock: Clock) -> None:
    a_full_home(cast)
    row = time_away(cast)
    clock.at = friday(18) - timedelta(seconds=1)
    assert "Alex" in page_of(sam.get(url("go:page", row)))
    clock.at = friday(18)
    page = page_of(sam.get(url("go:page", row)))
    assert "page-quiet" in page
    assert "Alex has it." in page
    assert "Back 22:00." in page
    assert "Make dinner" not in page
    assert "choir" not in page
    assert "count" not in page


def test_off_duty_sees_the_doses_that_were_given_and_no_other_tick(
    cast: Family, sam: Client, clock: Clock
) -> None:
    a_full_home(cast)
    row = time_away(cast)
    clock.at = friday(20)
    assert "inhaler" not in page_of(sam.get(url("go:page", row)))
    the_occurrence(row).tick(at=friday(18, 34), by=cast.alex)
    the_occurrence(row, "Make dinner").tick(at=friday(18, 20), by=cast.alex)
    page = page_of(sam.get(url("go:page", row)))
    assert "Ben: inhaler, 2 puffs" in page
    assert "18:34, Alex" in page
    assert "Make dinner" not in page
    assert "18:20" not in page


def test_our_plan_is_not_the_leavers_business(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    TimeAway.objects.of(cast.household).filter(pk=row.pk).update(our_plan="pizza and a den")
    for at in (friday(17), friday(19)):
        clock.at = at
        assert "pizza" not in page_of(sam.get(url("go:page", row)))


def test_coming_back_is_the_next_thing_only_near_the_end(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    for at, is_primary in ((friday(20, 59), False), (friday(21), True), (friday(23), True)):
        clock.at = at
        page = page_of(sam.get(url("go:page", row)))
        assert url("come_back:back", row) in page
        assert ("button-primary" in page) is is_primary
    assert "Back 22:00" not in page_of(sam.get(url("go:page", row)))


def test_several_who_stay_are_all_named(cast: Family, sam: Client, clock: Clock) -> None:
    row = time_away(cast)
    HandOver.objects.create(
        household=cast.household, time_away=row, person=cast.grandma, part=HandOver.Part.STAYS
    )
    clock.at = friday(19)
    assert "Alex and Grandma have it." in page_of(sam.get(url("go:page", row)))


@pytest.mark.parametrize(
    ("now", "back"), [(friday(23, 59), "Saturday 01:00"), (friday(0) + 24 * HOUR, "01:00")]
)
def test_back_is_told_from_todays_side_of_midnight(
    cast: Family, sam: Client, clock: Clock, now: object, back: str
) -> None:
    row = time_away(cast, span=Span(friday(18), friday(18) + 7 * HOUR))
    clock.at = now  # type: ignore[assignment]
    assert f"Back {back}." in page_of(sam.get(url("go:page", row)))


def test_the_one_who_stays_reads_it_before_and_has_the_sheet_meanwhile(cast: Family, clock: Clock) -> None:
    row, alex = time_away(cast), signed_in(cast.alex)
    page = page_of(alex.get(url("go:page", row)))
    assert "Sam is going out." in page
    assert "You have Mia, Ben and Zoe." in page
    assert url("tell:answer_page", row) in page
    assert url("tell:call_off", row) not in page
    assert url("go:begin", row) not in page
    clock.at = friday(18)
    assert alex.get(url("go:page", row)).headers["Location"] == url("go:sheet", row)


def an_offer(cast: Family) -> TimeAway:
    """Alex gives Sam the Friday evening."""
    row = time_away(cast, answer=GOT_IT)
    HandOver.objects.create(
        household=cast.household,
        time_away=row,
        person=cast.sam,
        part=HandOver.Part.LEAVES,
        told_at=friday(8),
    )
    TimeAway.objects.of(cast.household).filter(pk=row.pk).update(
        manner=TimeAway.Manner.OFFER, offered_by=cast.alex
    )
    return row


def test_an_offer_is_answered_by_the_one_who_may_go(cast: Family, sam: Client, clock: Clock) -> None:
    row = an_offer(cast)
    page = page_of(sam.get(url("go:page", row)))
    assert "Alex has the kids." in page
    assert "Alex would like to give you this time." in page
    assert url("tell:answer_page", row) in page


def test_whoever_offers_sees_whether_it_is_taken(cast: Family, clock: Clock) -> None:
    row, alex = an_offer(cast), signed_in(cast.alex)
    page = page_of(alex.get(url("go:page", row)))
    assert "Sam has not answered yet." in page
    assert url("tell:answer_page", row) not in page
    alex.post(url("tell:said_yes", row), {"person": cast.sam.pk})
    page = page_of(alex.get(url("go:page", row)))
    assert "✓ Sam said yes" in page
