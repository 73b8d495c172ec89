"""Telling: the page, the ways to send, and what each leaves behind."""

from __future__ import annotations

import pytest

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.pencilling import pencil_in
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, signed_in, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def row(cast: Family) -> TimeAway:
    made = pencil_in(
        leaver=cast.sam, stayers=[cast.alex], span=FRIDAY_EVENING, by=cast.sam, now=THURSDAY_NOON
    )
    return TimeAway.objects.of(cast.household).with_people().get(pk=made.pk)


def test_the_message_stands_on_the_page_with_every_way_to_send_it(cast: Family, row: TimeAway) -> None:
    page = signed_in(cast.sam).get(f"/away/{row.pk}/message/")
    assert page.status_code == 200
    for words in (
        "Tell Alex",
        "Cereal is fine.",
        "data-share=",
        "data-copy=",
        "mailto:",
        "/kbye.ics",
        "http://kbye.test/l/",
    ):
        assert words in page.text, words


def test_the_wrong_method_is_refused(cast: Family, row: TimeAway) -> None:
    sam = signed_in(cast.sam)
    assert sam.post(f"/away/{row.pk}/message/").status_code == 405
    for route in ("send", "told", "said-yes", "take-proposal", "call-off", "end-link", "what-for", "who"):
        assert sam.get(f"/away/{row.pk}/{route}/").status_code == 405, route


def test_a_stranger_gets_404(row: TimeAway) -> None:
    stranger = signed_in(family(canary="X").sam)
    assert stranger.get(f"/away/{row.pk}/message/").status_code == 404
    for route in ("send", "told", "said-yes", "take-proposal", "call-off", "end-link", "what-for", "who"):
        assert stranger.post(f"/away/{row.pk}/{route}/").status_code == 404, route


def test_another_adult_who_has_no_part_in_it_gets_403(cast: Family) -> None:
    with_grandma = time_away(cast, stayer=cast.grandma)
    assert signed_in(cast.alex).get(f"/away/{with_grandma.pk}/message/").status_code == 403


def test_a_mail_goes_through_the_outbox_and_the_address_is_kept(cast: Family, row: TimeAway) -> None:
    answer = signed_in(cast.sam).post(
        f"/away/{row.pk}/send/", {"person": cast.alex.pk, "address": "alex.new@example.org"}
    )
    assert answer.headers["Location"] == f"/away/{row.pk}/"
    notice = Notice.objects.get()
    assert (notice.address, notice.state, notice.reply_to) == (
        "alex.new@example.org",
        "waiting",
        cast.sam.email,
    )
    assert "BEGIN:VCALENDAR" in notice.calendar
    cast.alex.refresh_from_db()
    assert cast.alex.email == "alex.new@example.org"
    row.refresh_from_db()
    assert row.told_at == THURSDAY_NOON


def test_an_incomplete_address_is_said_and_kept(cast: Family, row: TimeAway) -> None:
    page = signed_in(cast.sam).post(f"/away/{row.pk}/send/", {"person": cast.alex.pk, "address": "alex@"})
    assert page.status_code == 422
    assert "That address is not complete." in page.text
    assert 'value="alex@"' in page.text
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("via", "expected"), [("share", "share"), ("", "by_hand")])
def test_told_by_hand_or_by_the_share_sheet(cast: Family, row: TimeAway, via: str, expected: str) -> None:
    signed_in(cast.sam).post(f"/away/{row.pk}/told/", {"person": cast.alex.pk, "via": via})
    assert HandOver.objects.get(person=cast.alex).via == expected
    assert Event.objects.filter(verb="told").count() == 1


def test_alex_said_yes_is_a_tap_and_can_be_taken_back(cast: Family, row: TimeAway) -> None:
    sam = signed_in(cast.sam)
    sam.post(f"/away/{row.pk}/said-yes/", {"person": cast.alex.pk})
    said = HandOver.objects.get(person=cast.alex)
    assert (said.answer, said.answered_for) == ("got_it", True)
    seq = Event.objects.get(verb="said_yes_for").seq
    sam.post(f"/undo/{seq}/")
    said.refresh_from_db()
    assert said.answer == ""


def test_calling_off_ends_the_link_and_tells_by_mail_unless_taken_back(
    cast: Family, row: TimeAway, clock: Clock
) -> None:
    sam, link = signed_in(cast.sam), Link.objects.get()
    sam.post(f"/away/{row.pk}/send/", {"person": cast.alex.pk, "address": "alex@example.org"})
    sam.post(f"/away/{row.pk}/call-off/")
    assert sam.get(f"/l/{link.token}/").status_code == 404
    off = Notice.objects.get(key__startswith="called_off:")
    assert off.due_at > THURSDAY_NOON
    assert "METHOD:CANCEL" in off.calendar
    sam.post(f"/undo/{Event.objects.get(verb='called_off').seq}/")
    assert not Notice.objects.filter(key__startswith="called_off:").exists()
    assert sam.get(f"/l/{link.token}/").status_code == 200


def test_a_link_can_be_ended_and_a_new_one_takes_its_place(cast: Family, row: TimeAway) -> None:
    old = Link.objects.get()
    signed_in(cast.sam).post(f"/away/{row.pk}/end-link/", {"person": cast.alex.pk})
    new = Link.objects.exclude(pk=old.pk).get()
    nobody = signed_in(cast.sam)
    assert nobody.get(f"/l/{old.token}/").status_code == 404
    assert nobody.get(f"/l/{new.token}/").status_code == 200


def test_somebody_else_or_several_can_have_the_children(cast: Family, row: TimeAway) -> None:
    alex_link = Link.objects.get()
    sam = signed_in(cast.sam)
    sam.post(f"/away/{row.pk}/who/", {"stays": [cast.grandma.pk, cast.noor.pk]})
    assert {one.person.name for one in HandOver.objects.select_related("person")} == {"Grandma", "Noor"}
    assert sam.get(f"/l/{alex_link.token}/").status_code == 404
    assert "Tell Grandma" in sam.get(f"/away/{row.pk}/message/").text


def test_nobody_at_all_is_not_possible(cast: Family, row: TimeAway) -> None:
    page = signed_in(cast.sam).post(f"/away/{row.pk}/who/", {}, follow=True)
    assert "Somebody has to have the children." in page.text
    assert HandOver.objects.get().person_id == cast.alex.pk


def test_a_person_of_another_household_cannot_be_chosen(cast: Family, row: TimeAway) -> None:
    other = family(canary="X")
    signed_in(cast.sam).post(f"/away/{row.pk}/who/", {"stays": [other.grandma.pk]})
    assert HandOver.objects.filter(household=cast.household).get().person_id == cast.alex.pk
    assert signed_in(cast.sam).post(f"/away/{row.pk}/told/", {"person": other.alex.pk}).status_code == 404


def test_the_calendar_file_is_for_the_one_who_asks(cast: Family, row: TimeAway) -> None:
    mine = signed_in(cast.sam).get(f"/away/{row.pk}/kbye.ics")
    assert mine.headers["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Away" in mine.content
    theirs = signed_in(cast.sam).get(f"/l/{Link.objects.get().token}/kbye.ics").content
    assert b"You have Mia\\, Ben and Zoe" in theirs
    assert b"TZID=Europe/Berlin:20261204T180000" in theirs


def test_without_an_address_for_other_phones_the_link_is_left_out(
    cast: Family, row: TimeAway, settings: object
) -> None:
    settings.PUBLIC_ADDRESS = "http://localhost:8000"  # type: ignore[attr-defined]
    page = signed_in(cast.sam).get(f"/away/{row.pk}/message/")
    assert "can only be opened on this computer" in page.text
    message = page.text[page.text.index("Hi Alex") : page.text.index("can only be opened")]
    assert "/l/" not in message
