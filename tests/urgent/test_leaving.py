"""Two taps: from now, open end, from what is known; the other is told at once; taken back within a minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.work.notices import send_due
from tests.ask.cast import mail_for
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    family,
    give_account,
    inhaler,
    opened,
    signed_in,
    stay_link,
    time_away,
)
from tests.urgent.cast import HOUR, MINUTE, SECOND, again, leave, says_no, states, who_has, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AROUND_NOON = Span(THURSDAY_NOON - HOUR, THURSDAY_NOON + 3 * HOUR)


@pytest.fixture
def cast() -> Family:
    return family()


def notices(kind: str) -> list[tuple[Member, str]]:
    rows = Notice.objects.filter(kind=kind, channel=None).select_related("person")
    return [(row.person, row.subject) for row in rows]


def test_the_second_tap_needs_nothing_filled_in(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert 'href="/leave-now/"' in sam.get("/").text
    page = sam.get("/leave-now/").text
    assert "Alex has Mia, Ben and Zoe from now, open end" in page
    assert "Grandma and Noor, in this order" in page
    said = sam.post("/leave-now/", follow=True)
    assert "Alex has Mia, Ben and Zoe from now." in said.text
    row = TimeAway.objects.get()
    assert (row.leaver, row.starts_at, row.began_at) == (cast.sam, THURSDAY_NOON, THURSDAY_NOON)
    assert (row.reason, row.open_end, row.is_under_way(THURSDAY_NOON)) == ("emergency", True, True)
    assert notices("emergency") == [(cast.alex, "Emergency: Sam has to leave now, you have the children")]


def test_it_is_told_at_once_whatever_the_hour_and_complete_as_text(cast: Family) -> None:
    inhaler(cast)
    cast.alex.quiet_from_minute, cast.alex.quiet_to_minute = 0, 24 * 60 - 1
    cast.alex.save()
    cast.sam.phone = "030 23125 222"
    cast.sam.save()
    leave(cast.sam, words="My father fell.")
    notice = Notice.objects.get(kind="emergency")
    assert (notice.is_urgent, notice.due_at) == (True, THURSDAY_NOON)
    for words in (
        "You have Mia, Ben and Zoe",
        "from 12:00, open end",
        "My father fell.",
        "18:30 Ben: inhaler",
        "Sam: 030 23125 222",
        "If you cannot, say so at once",
    ):
        assert words in notice.body
    assert "open end" in notice.calendar
    assert send_due(lambda: THURSDAY_NOON) == 1
    notice.refresh_from_db()
    assert notice.state == Notice.State.SENT


def test_a_second_tap_too_many_changes_nothing(cast: Family) -> None:
    sam = signed_in(cast.sam)
    for _ in range(2):
        assert sam.post("/leave-now/").status_code == 302
    assert TimeAway.objects.count() == 1
    assert Notice.objects.filter(kind="emergency").count() == 1


def test_both_press_and_both_have_to_leave(cast: Family) -> None:
    """Then nobody at home has the children, and helpers are asked: one emergency, not two that wait for each other."""
    row = leave(cast.sam)
    assert leave(cast.alex, now=THURSDAY_NOON + SECOND) == row
    assert TimeAway.objects.count() == 1
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])
    assert notices("who_has_them")[0][0] == cast.sam


def test_one_adult_and_helpers_are_asked_at_once(cast: Family) -> None:
    cast.alex.remove(at=THURSDAY_NOON)
    mail_for(cast.grandma, cast.noor)
    page = signed_in(cast.sam).get("/leave-now/").text
    assert "Helpers are asked at once to take Mia, Ben and Zoe" in page
    row = leave(cast.sam)
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])
    work(THURSDAY_NOON + SECOND)
    assert states(row) == {"Grandma": "asked", "Noor": "asked"}


def test_nobody_at_all_to_ask_says_so_and_what_is_left(cast: Family) -> None:
    for one in (cast.alex, cast.grandma, cast.noor):
        one.remove(at=THURSDAY_NOON)
    sam = signed_in(cast.sam)
    assert "kbye knows nobody it could ask." in sam.get("/leave-now/").text
    page = sam.post("/leave-now/", follow=True).text
    assert "Nobody has the children yet." in page
    assert "Please call somebody." in page
    assert "Add somebody who could be asked" in page
    assert 'href="tel:112"' in page


def test_whoever_is_on_duty_calls_back_the_one_who_is_away(cast: Family, clock: Clock) -> None:
    """Off duty is off duty, but not for that; and when they have the children, they are no longer away."""
    away = time_away(cast, span=AROUND_NOON)
    row = leave(cast.alex)
    notice = Notice.objects.get(kind="emergency", person=cast.sam)
    assert (notice.is_urgent, notice.due_at) == (True, THURSDAY_NOON)
    assert "you are away: others are asked" in notice.body
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])
    assert "Alex had to leave at 12:00" in signed_in(cast.sam).get(f"/away/{away.pk}/").text
    signed_in(cast.sam).post(f"/away/{row.pk}/emergency/have-them/")
    assert who_has(row) == ("HAS", ["Sam"])
    assert again(away).back_at == THURSDAY_NOON


def test_whoever_is_away_already_stays_away(cast: Family) -> None:
    away = time_away(cast, span=AROUND_NOON, answer="got_it")
    row = leave(cast.sam, words="My father fell.")
    assert row == away
    assert (row.reason, row.open_end) == ("emergency", True)
    assert who_has(row) == ("HAS", ["Alex"])
    notice = Notice.objects.get(kind="emergency")
    assert (notice.person, notice.subject) == (cast.alex, "Emergency: Sam has to stay away")
    work(THURSDAY_NOON + HOUR)
    assert who_has(row) == ("HAS", ["Alex"])
    says_no(row, cast.alex)
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])


@pytest.mark.parametrize("was_away", [False, True])
def test_a_false_alarm_is_taken_back_within_a_minute(cast: Family, clock: Clock, was_away: bool) -> None:
    before = time_away(cast, span=AROUND_NOON, answer="got_it") if was_away else None
    row = leave(cast.sam)
    if was_away:
        says_no(row, cast.alex)
        work(THURSDAY_NOON + SECOND)
    send_due(lambda: THURSDAY_NOON + SECOND)
    clock.at = THURSDAY_NOON + MINUTE
    page = signed_in(cast.sam).post(f"/away/{row.pk}/emergency/take-back/", follow=True)
    assert "Whoever heard of it hears that it was a false alarm." in page.text
    row = again(row)
    if before is not None:
        assert (row.reason, row.open_end, row.ends_at) == ("own", False, before.ends_at)
    else:
        assert row.called_off_at == THURSDAY_NOON
    assert (cast.alex, "A false alarm: all is as before.") in notices("false_alarm")
    assert not Notice.objects.filter(kind="false_alarm", person=cast.sam).exists()


def test_what_had_not_gone_out_does_not(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    signed_in(cast.sam).post(f"/away/{row.pk}/emergency/take-back/")
    assert not Notice.objects.filter(time_away=row).exists()


def test_a_notice_that_was_just_being_sent_is_followed_by_the_other(cast: Family) -> None:
    row = leave(cast.sam)
    notice = Notice.objects.get(kind="emergency")
    assert Notice.objects.claim(notice, now=THURSDAY_NOON)
    signed_in(cast.sam).post(f"/away/{row.pk}/emergency/take-back/")
    assert notices("false_alarm") == [(cast.alex, "A false alarm: all is as before.")]
    # The mail server was away: tried again later, it does not go out behind the all-clear.
    later = THURSDAY_NOON + 10 * MINUTE
    send_due(lambda: later)
    assert not Notice.objects.filter(kind="emergency").exists()


def test_after_a_minute_it_is_too_late_and_nothing_changes(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    clock.at = THURSDAY_NOON + MINUTE + SECOND
    sam = signed_in(cast.sam)
    assert "A false alarm: take it back" not in sam.get(f"/away/{row.pk}/emergency/").text
    page = sam.post(f"/away/{row.pk}/emergency/take-back/", follow=True)
    assert "That was more than a minute ago." in page.text
    assert again(row).is_emergency


def test_im_back_ends_it_and_the_end_is_then_known(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    clock.at = THURSDAY_NOON + 5 * HOUR
    page = signed_in(cast.sam).post(f"/away/{row.pk}/back/", follow=True).text
    assert "Welcome back" in page
    assert "When next?" not in page
    row = again(row)
    assert (row.span.end, row.span.open_end) == (clock.at, False)
    history = signed_in(cast.sam).get(reverse("come_back:history")).text
    assert "An emergency." in history
    assert "12:00–17:00" in history


def test_an_adult_without_an_account_leaves_from_their_link(cast: Family) -> None:
    away = time_away(cast, span=AROUND_NOON)
    cast.alex.user = None
    cast.alex.save(update_fields=["user"])
    link = stay_link(away)
    phone = opened(link)
    assert f"/l/{link.token}/leave-now/" in phone.get(f"/l/{link.token}/sheet/").text
    page = phone.post(f"/l/{link.token}/leave-now/", follow=True)
    assert page.redirect_chain[-1][0].endswith("/emergency/")
    assert "kbye cannot reach Grandma and Noor by itself: please call." in page.text
    row = TimeAway.objects.emergencies().get()
    assert (row.leaver, row.stayers) == (cast.alex, [cast.sam])
    own = page.redirect_chain[-1][0]
    assert "I'm back" in page.text
    assert "It is over." in phone.post(f"{own}back/", follow=True).text
    assert again(row).back_at == THURSDAY_NOON
    assert phone.post(f"{own}back/").status_code == 409


def test_a_helper_on_their_link_does_not_leave_for_the_adults(cast: Family) -> None:
    away = time_away(cast, span=AROUND_NOON, stayer=cast.grandma)
    link = stay_link(away)
    assert opened(link).get(f"/l/{link.token}/leave-now/").status_code == 403
    assert opened(link).post(f"/l/{link.token}/leave-now/").status_code == 403
    assert not TimeAway.objects.emergencies().exists()


@pytest.mark.parametrize(
    "what",
    ["take-back", "have-them", "cannot", "helpers", "back", "words", "fresh", ""],
    ids=lambda one: one or "now",
)
def test_wrong_methods_strangers_and_those_who_have_no_part(cast: Family, what: str) -> None:
    row = leave(cast.sam)
    where = f"/away/{row.pk}/emergency/{what}/" if what else f"/away/{row.pk}/emergency/"
    before = Event.objects.count()
    ruth = Member.objects.create(household=cast.household, kind="adult", name="Ruth", place=9)
    give_account(ruth, "ruth@example.org")
    is_post = what in {"take-back", "have-them", "cannot", "helpers", "back"}
    sam = signed_in(cast.sam)
    assert (sam.get(where) if is_post else sam.post(where)).status_code == 405
    for client, status in ((signed_in(family(canary="X").sam), 404), (signed_in(ruth), 403)):
        assert (client.post(where) if is_post else client.get(where)).status_code == status
    if what in {"take-back", "helpers", "back"}:
        assert signed_in(cast.alex).post(where).status_code == 403
    assert Event.objects.filter(household=cast.household).count() == before


def test_a_start_without_a_household_is_sent_to_sign_in(cast: Family) -> None:
    assert Client().get("/leave-now/").status_code == 302
    assert signed_in(cast.sam).put("/leave-now/").status_code == 405


def test_when_is_an_ordinary_time_away_coming_it_stays(cast: Family) -> None:
    coming = time_away(cast, span=FRIDAY_EVENING)
    leave(cast.sam)
    coming = again(coming)
    assert (coming.called_off_at, coming.back_at, coming.reason) == (None, None, "own")


def test_one_sentence_is_kept_to_its_length(cast: Family) -> None:
    page = signed_in(cast.sam).post("/leave-now/", {"words": "x" * 301})
    assert page.status_code == 422
    assert not TimeAway.objects.exists()
    assert "x" * 301 in page.text


def test_links_of_helpers_and_stayers_live_as_long_as_it_does(cast: Family) -> None:
    row = leave(cast.sam)
    assert row.links_end_at - THURSDAY_NOON >= timedelta(hours=48)
