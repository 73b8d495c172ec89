""" "I can't", or no answer: helpers in the agreed order, more and more of them, until somebody has the children."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kbye.ask import answers
from kbye.ask.helper_link import open_help_link
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.work.emergencies import call_helpers
from tests.ask.cast import ask, gap
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, family, opened, signed_in, time_away
from tests.urgent.cast import (
    MINUTE,
    SECOND,
    again,
    ask_of,
    leave,
    says_no,
    says_yes,
    seven_helpers,
    states,
    who_has,
    work,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def cast() -> Family:
    return family()


def told(kind: str, person: Member) -> list[str]:
    rows = Notice.objects.filter(kind=kind, person=person, channel=None).order_by("due_at", "pk")
    return list(rows.values_list("subject", flat=True))


def test_got_it_and_everybody_knows(cast: Family) -> None:
    row = leave(cast.sam)
    assert who_has(row) == ("TOLD", ["Alex"])
    alex = signed_in(cast.alex)
    sheet = alex.get(f"/away/{row.pk}/sheet/").text
    assert "You have Mia, Ben and Zoe." in sheet
    assert "Sam had to leave at 12:00, open end." in sheet
    alex.post(f"/away/{row.pk}/emergency/have-them/")
    assert who_has(row) == ("HAS", ["Alex"])
    assert told("who_has_them", cast.sam) == ["Alex has the children."]
    assert "Alex has Mia, Ben and Zoe." in signed_in(cast.sam).get("/").text
    work(THURSDAY_NOON + 10 * MINUTE)
    assert not Notice.objects.filter(kind="ask").exists()


def test_i_cant_asks_two_and_then_ever_more_until_one_says_yes(cast: Family) -> None:
    everybody = seven_helpers(cast)
    row = leave(cast.sam)
    signed_in(cast.alex).post(f"/away/{row.pk}/emergency/cannot/")
    at, asked = THURSDAY_NOON + SECOND, []
    for _ in range(5):
        assert not told("nobody_can", cast.sam)
        work(at)
        asked.append([name for name, state in states(row).items() if state == "asked"])
        at += 5 * MINUTE
    names = [one.name for one in everybody]
    assert asked == [names[:2], names[:6], names, names, names]
    first = Notice.objects.filter(kind="ask").order_by("due_at").first()
    assert first is not None
    assert first.subject.startswith("Emergency: could you take Mia, Ben and Zoe?")
    assert "Sam has to leave at once" in first.body
    assert "from 12:00, open end" in first.body
    assert first.is_urgent
    assert told("nobody_can", cast.sam)
    # Silence is no answer: a yes still counts, also that of the first who were asked.
    answers.say_yes(ask=ask_of(row, cast.grandma), by=cast.grandma, now=at)
    assert who_has(row) == ("HAS", ["Grandma"])
    assert set(states(row).values()) == {"yes", "covered"}
    for one in everybody[1:]:
        assert told("covered", one)[0].startswith("Somebody has it already")
        assert Notice.objects.get(kind="covered", person=one).is_urgent
    assert told("helper_yes", cast.sam)[0].startswith("Grandma has Mia, Ben and Zoe, ")


def test_who_was_silent_is_asked_once_more_and_who_said_no_is_not(cast: Family) -> None:
    everybody = seven_helpers(cast)
    cast.noor.refresh_from_db()
    row = leave(cast.sam)
    says_no(row, cast.alex)
    at = THURSDAY_NOON + SECOND
    work(at)
    answers.say_no(ask=ask_of(row, cast.noor), by=cast.noor, now=at)
    for _ in range(5):
        at += 5 * MINUTE
        work(at)
    asked = {one.name: told("ask", one) for one in everybody}
    assert {name: len(lines) for name, lines in asked.items()} == {
        one.name: 1 if one == cast.noor else 2 for one in everybody
    }
    again = Notice.objects.filter(kind="ask", person=cast.grandma, channel=None).order_by("due_at")
    once_more = "Nobody has the children yet, so I ask you once more. A no helps, too."
    assert [once_more in one.body for one in again] == [False, True]
    assert again[1].is_urgent
    assert len(told("nobody_can", cast.sam)) == 1
    # Their answer counts as ever; a no after the second time does not ask anybody a third time.
    answers.say_no(ask=ask_of(row, cast.grandma), by=cast.grandma, now=at)
    work(at + 6 * MINUTE)
    assert Notice.objects.filter(kind="ask", channel=None).count() == 13
    answers.say_yes(ask=ask_of(row, everybody[3]), by=everybody[3], now=at + 7 * MINUTE)
    assert who_has(row) == ("HAS", ["Neighbour 1"])


def test_who_was_silent_is_asked_again_at_once_when_nobody_else_is_left(cast: Family) -> None:
    cast.grandma.email = "grandma@example.org"
    cast.grandma.save(update_fields=["email"])
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    work(THURSDAY_NOON + 6 * MINUTE)
    assert (len(told("ask", cast.grandma)), told("nobody_can", cast.sam)) == (2, [])
    work(THURSDAY_NOON + 12 * MINUTE)
    assert (len(told("ask", cast.grandma)), len(told("nobody_can", cast.sam))) == (2, 1)


def test_a_no_of_all_who_were_asked_goes_on_at_once(cast: Family) -> None:
    seven_helpers(cast)
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    for one in (cast.grandma, cast.noor):
        answers.say_no(ask=ask_of(row, one), by=one, now=THURSDAY_NOON + 2 * SECOND)
    assert list(states(row).values()) == ["no", "no", *["asked"] * 4, "waiting"]


@pytest.mark.parametrize("hour", [0, 15])
def test_no_answer_within_five_minutes_asks_helpers_at_any_hour(cast: Family, hour: int) -> None:
    start = THURSDAY_NOON + hour * 60 * MINUTE
    row = leave(cast.sam, now=start)
    assert call_helpers(lambda: start + 5 * MINUTE - SECOND) == 0
    work(start + 5 * MINUTE)
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])
    assert told("who_has_them", cast.sam)[0].startswith(
        "Nobody has answered yet. kbye cannot reach Grandma and Noor by itself: please call."
    )
    assert call_helpers(lambda: start + 6 * MINUTE) == 0
    # Alex was only slow: then nobody else is needed, and those who were asked hear so.
    says_yes(row, cast.alex, start + 7 * MINUTE)
    work(start + 7 * MINUTE + SECOND)
    assert who_has(row) == ("HAS", ["Alex"])
    assert set(states(row).values()) == {"ended"}
    for one in (cast.grandma, cast.noor):
        one.refresh_from_db()
        assert not one.email or told("ask_ended", one)


def test_the_leaver_writes_down_what_was_said_on_the_phone(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    sam = signed_in(cast.sam)
    page = sam.get(f"/away/{row.pk}/emergency/").text
    assert "Alex said yes" in page
    sam.post(f"/away/{row.pk}/emergency/cannot/", {"person": cast.alex.pk})
    work(THURSDAY_NOON + SECOND)
    page = sam.get(f"/away/{row.pk}/emergency/").text
    assert "Nobody has said yes yet." in page
    assert "Grandma said yes" in page
    said = reverse("ask:said_now", kwargs={"time_away": row.pk, "ask": ask_of(row, cast.grandma).pk})
    page = sam.post(said, {"answer": "yes"}, follow=True).text
    assert "Grandma has Mia, Ben and Zoe." in page
    page = sam.post(said, {"answer": "no"}, follow=True).text
    assert "Nobody has said yes yet." in page
    assert states(row) == {"Grandma": "withdrawn", "Noor": "asked"}


def test_the_leaver_need_not_wait_for_the_five_minutes(cast: Family) -> None:
    row = leave(cast.sam)
    signed_in(cast.sam).post(f"/away/{row.pk}/emergency/helpers/")
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])
    says_yes(row, cast.alex)
    assert who_has(row) == ("HAS", ["Alex"])


def test_a_helper_answers_on_their_one_link(cast: Family) -> None:
    seven_helpers(cast)
    row = leave(cast.sam, words="My father fell.")
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    link = open_help_link(cast.grandma, THURSDAY_NOON)
    assert link is not None
    phone = opened(link)
    page = phone.get(f"/h/{link.token}/").text
    assert "from 12:00, open end" in page
    assert "My father fell." in page
    ask = ask_of(row, cast.grandma)
    page = phone.post(f"/h/{link.token}/{ask.pk}/answer/", {"answer": "yes"}, follow=True).text
    assert "Thank you. You have it." in page
    assert who_has(row) == ("HAS", ["Grandma"])
    sheet = signed_in(cast.alex).get(f"/away/{row.pk}/sheet/").text
    assert "Grandma has Mia, Ben and Zoe." in sheet
    other = open_help_link(cast.noor, THURSDAY_NOON)
    assert other is not None
    late = opened(other).post(
        f"/h/{other.token}/{ask_of(row, cast.noor).pk}/answer/", {"answer": "yes"}, follow=True
    )
    assert "Somebody has it already. Thank you all the same." in late.text


def test_i_cant_any_more_after_days(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    says_yes(row, cast.alex)
    clock.at = THURSDAY_NOON + 20 * 60 * MINUTE
    page = signed_in(cast.alex).get(f"/away/{row.pk}/sheet/").text
    assert "I can't any more" in page
    says_no(row, cast.alex, clock.at)
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])


def test_a_helper_who_is_added_meanwhile_is_asked_as_well(cast: Family) -> None:
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    ruth = Member.objects.create(household=cast.household, kind="helper", name="Ruth", place=9)
    signed_in(cast.sam).post(f"/away/{row.pk}/emergency/helpers/")
    assert states(row)[ruth.name] == "waiting"
    work(THURSDAY_NOON + 6 * MINUTE)
    assert states(row)[ruth.name] == "asked"


def test_an_ordinary_gap_of_others_is_not_for_the_leaver(cast: Family) -> None:
    row = time_away(cast)
    asked = ask(gap(row), cast.noor)["Noor"]
    where = reverse("ask:said_now", kwargs={"time_away": row.pk, "ask": asked.pk})
    assert signed_in(cast.sam).post(where, {"answer": "yes"}).status_code == 403
    assert signed_in(cast.sam).get(where).status_code == 405
    assert signed_in(cast.alex).post(where, {"answer": "yes"}).status_code == 403
    assert signed_in(family(canary="X").sam).post(where, {"answer": "yes"}).status_code == 404


def test_a_yes_that_was_noted_elsewhere_counts_as_well(cast: Family) -> None:
    row = leave(cast.sam)
    signed_in(cast.sam).post(f"/away/{row.pk}/said-yes/", {"person": cast.alex.pk})
    work(THURSDAY_NOON + 6 * MINUTE)
    assert who_has(row) == ("HAS", ["Alex"])
    assert not Notice.objects.filter(kind="ask").exists()


def test_whoever_has_them_hears_when_it_is_over(cast: Family) -> None:
    seven_helpers(cast)
    row = leave(cast.sam)
    says_no(row, cast.alex)
    work(THURSDAY_NOON + SECOND)
    answers.say_yes(ask=ask_of(row, cast.noor), by=cast.noor, now=THURSDAY_NOON + MINUTE)
    again(row).come_back(at=THURSDAY_NOON + 90 * MINUTE)
    work(THURSDAY_NOON + 91 * MINUTE)
    assert not told("ask_ended", cast.noor)
    work(THURSDAY_NOON + 92 * MINUTE)
    assert told("ask_ended", cast.noor) == ["Sam is back. Thank you for being there."]
    assert not told("ask_ended", cast.grandma)


def test_when_it_is_over_nothing_can_be_said_any_more(cast: Family, clock: Clock) -> None:
    row = leave(cast.sam)
    again(row).come_back(at=THURSDAY_NOON + MINUTE)
    clock.at = THURSDAY_NOON + 2 * MINUTE
    page = signed_in(cast.alex).post(f"/away/{row.pk}/emergency/cannot/")
    assert page.status_code == 409
    assert "This one is over." in page.text
