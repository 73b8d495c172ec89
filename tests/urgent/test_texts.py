"""The texts for school and work, and the message that is passed on where kbye can reach nobody by itself."""

from __future__ import annotations

import pytest

from kbye.household.leaving_now import urgent_gap, who_has_them
from kbye.household.link import Link
from kbye.household.occurrences import lay_out
from kbye.household.own_time import ChildrenWeek
from kbye.household.people import Member
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning.intervals import Span
from kbye.urgent import texts
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, busy, calendar_of, family, opened, signed_in
from tests.urgent.cast import HOUR, MINUTE, again, leave, says_no, says_yes, who_has, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def cast() -> Family:
    made = family()
    made.alex.phone = "030 23125 015"
    made.alex.save()
    return made


def written(cast: Family, row: object, me: Member) -> dict[str, str]:
    row = again(row)  # type: ignore[arg-type]
    found = who_has_them(row, urgent_gap(row))
    return {one.key: one.words for one in texts.texts(row, found, me, THURSDAY_NOON)}


def at_school(child: Member) -> None:
    school = calendar_of(child, name="school", means="supervised", until_at=THURSDAY_NOON + 9 * HOUR)
    busy(child, Span(THURSDAY_NOON - HOUR, THURSDAY_NOON + HOUR), school)


def test_school_hears_who_is_there_for_the_children_and_no_reason(cast: Family) -> None:
    at_school(cast.mia)
    row = leave(cast.sam, words="My father fell.")
    words = written(cast, row, cast.sam)
    assert words["school"] == (
        "Hello, something has come up in our family.\n"
        "For now Alex is there for Mia, and may collect them.\n"
        "Please call 030 23125 015 rather than Sam.\n\n"
        "Sam"
    )
    assert "father" not in words["school"] + words["work"]
    assert "I have to leave at once" in words["work"]
    assert "I cannot say yet for how long." in words["work"]


def test_whoever_stays_has_texts_of_their_own(cast: Family) -> None:
    row = leave(cast.sam)
    says_yes(row, cast.alex)
    words = written(cast, row, cast.alex)
    assert "Sam is away; I am there for Mia, Ben and Zoe." in words["school"]
    assert "My number: 030 23125 015" in words["school"]
    assert "I have to be with the children from now on" in words["work"]


def test_as_long_as_nobody_has_them_school_is_told_so(cast: Family) -> None:
    row = leave(cast.sam)
    says_no(row, cast.alex)
    assert "We are still arranging who collects Mia, Ben and Zoe" in written(cast, row, cast.sam)["school"]


def test_who_is_at_school_is_known_from_three_places_or_not_at_all(cast: Family) -> None:
    row = leave(cast.sam)
    assert texts.away_at_school(row, THURSDAY_NOON) == []
    ChildrenWeek.objects.create(
        household=cast.household, weekdays=0b11111, from_minute=8 * 60, to_minute=15 * 60
    )
    assert texts.away_at_school(row, THURSDAY_NOON) == cast.children
    assert texts.away_at_school(row, THURSDAY_NOON + 4 * HOUR) == []
    Responsibility.objects.create(
        household=cast.household,
        kind=Responsibility.Kind.FETCH,
        title="fetch",
        priority=Priority.MUST,
        child=cast.zoe,
        from_minute=16 * 60,
        to_minute=17 * 60,
    )
    lay_out(row)
    assert texts.away_at_school(row, THURSDAY_NOON) == [cast.zoe]
    at_school(cast.ben)
    assert texts.away_at_school(row, THURSDAY_NOON) == [cast.ben, cast.zoe]


def test_the_page_has_both_ready_to_be_sent(cast: Family) -> None:
    row = leave(cast.sam)
    page = signed_in(cast.sam).get(f"/away/{row.pk}/emergency/words/").text
    for part in (
        'data-share="school"',
        'data-copy="school"',
        'data-share="work"',
        "<textarea",
        "Alex is there for",
    ):
        assert part in page


def test_where_kbye_cannot_reach_them_the_message_is_passed_on(cast: Family, clock: Clock) -> None:
    cast.alex.email = ""
    cast.alex.user = None
    cast.alex.save()
    row = leave(cast.sam)
    assert who_has(row) == ("UNTOLD", ["Alex"])
    sam = signed_in(cast.sam)
    page = sam.get(f"/away/{row.pk}/emergency/").text
    assert "Alex does not know yet." in page
    assert "Send Alex the message" in page
    message = sam.get(f"/away/{row.pk}/emergency/message/{cast.alex.pk}/").text
    assert "I have to leave at once. You have Mia, Ben and Zoe" in message
    after = sam.post(f"/away/{row.pk}/told/", {"person": cast.alex.pk, "via": "share"}, follow=True)
    assert "Alex has Mia, Ben and Zoe from now." in after.text
    assert who_has(row) == ("TOLD", ["Alex"])
    # And if that was not enough: helpers are asked all the same.
    work(THURSDAY_NOON + 5 * MINUTE)
    assert who_has(row) == ("ASKING", ["Grandma", "Noor"])


def test_the_message_is_for_the_leaver_and_about_those_who_were_told(cast: Family) -> None:
    row = leave(cast.sam)
    where = f"/away/{row.pk}/emergency/message"
    assert signed_in(cast.sam).get(f"{where}/{cast.grandma.pk}/").status_code == 404
    assert signed_in(cast.alex).get(f"{where}/{cast.alex.pk}/").status_code == 403
    assert signed_in(family(canary="X").sam).get(f"{where}/{cast.alex.pk}/").status_code == 404
    assert signed_in(cast.sam).post(f"{where}/{cast.alex.pk}/").status_code == 405


def test_on_a_link_the_stayer_answers_and_has_the_texts(cast: Family) -> None:
    row = leave(cast.sam)
    link = Link.objects.get(time_away=row, member=cast.alex)
    phone = opened(link)
    page = phone.get(f"/l/{link.token}/", follow=True).text
    assert "Got it, I have them" in page
    assert "Alex" not in page.split("<h1")[1].split("</h1>")[0]
    page = phone.post(f"/l/{link.token}/emergency/have-them/", follow=True).text
    assert "You have Mia, Ben and Zoe." in page
    assert "For school and for work" in page
    assert "For work" in phone.get(f"/l/{link.token}/emergency/words/").text
    assert phone.post(f"/l/{link.token}/emergency/take-back/").status_code == 404
