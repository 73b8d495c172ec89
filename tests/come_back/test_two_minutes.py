from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Debrief
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.knowledge import Fact
from tests.come_back.after import AFTERWARDS, over, told
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, family, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db
SAID = {"different_and_fine": "cereal for dinner", "to_know_next_time": "where the wellies are"}


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def url(row: TimeAway) -> str:
    return reverse("come_back:two_minutes", kwargs={"time_away": row.pk})


def by_link(token: str) -> str:
    return reverse("come_back:two_minutes_by_link", kwargs={"token": token})


def test_the_one_who_stayed_says_what_was_different_and_fine() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    assert "How was it without Sam?" in browser.get(url(row)).content.decode()
    response = browser.post(url(row), SAID)
    assert response.headers["Location"] == reverse("come_back:welcome", kwargs={"time_away": row.pk})
    said = Debrief.objects.get(time_away=row)
    assert (said.member, said.different_and_fine, said.to_know_next_time) == (cast.alex, *SAID.values())
    assert not said.skipped
    assert Event.objects.get(object_id=said.pk).actor == cast.alex


def test_the_same_by_link_without_an_account() -> None:
    cast = family()
    row = over(cast, stayer=cast.grandma)
    link = stay_link(row)
    text = Client().get(by_link(link.token)).content.decode()
    assert "no account needed" in text
    response = Client().post(by_link(link.token), SAID)
    assert response.headers["Location"] == reverse("come_back:postcard_by_link", kwargs={"token": link.token})
    assert Debrief.objects.get(time_away=row).member == cast.grandma


def test_the_one_who_left_says_how_rested() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.sam)
    text = browser.get(url(row)).content.decode()
    assert "How rested are you?" in text
    assert "different" not in text
    browser.post(url(row), {"rested": "well", "different_and_fine": "not asked"})
    said = Debrief.objects.get(time_away=row)
    assert (said.member, said.rested, said.different_and_fine) == (cast.sam, "well", "")


def test_said_again_it_is_written_anew_and_shown_as_it_was() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    browser.post(url(row), SAID)
    assert "cereal for dinner" in browser.get(url(row)).content.decode()
    browser.post(url(row), {**SAID, "different_and_fine": "no bath"})
    assert Debrief.objects.get(time_away=row).different_and_fine == "no bath"


def test_nobody_reads_the_answers_of_another_here() -> None:
    cast = family()
    row = over(cast)
    told(row, cast.sam, rested="well")
    told(row, cast.alex, **SAID)
    assert "cereal" not in signed_in(cast.sam).get(url(row)).content.decode()
    assert "rested" not in signed_in(cast.alex).get(url(row)).content.decode()


@pytest.mark.parametrize("who", ["sam", "alex"])
def test_skip_asks_no_more_and_wipes_nothing(who: str) -> None:
    cast = family()
    row, member = over(cast), getattr(cast, who)
    browser = signed_in(member)
    assert browser.post(url(row), {"skip": "yes"}).status_code == 302
    assert Debrief.objects.get(time_away=row, member=member).skipped
    browser.post(url(row), {"rested": "well", **SAID})
    browser.post(url(row), {"skip": "yes"})
    said = Debrief.objects.get(time_away=row, member=member)
    assert not said.skipped
    assert said.rested or said.different_and_fine


def test_to_say_nothing_is_to_skip() -> None:
    cast = family()
    row = over(cast)
    signed_in(cast.alex).post(url(row), {"different_and_fine": " "})
    assert Debrief.objects.get(time_away=row).skipped


def test_what_to_know_goes_into_the_handbook_if_ticked() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    assert "checked" in browser.get(url(row)).content.decode()
    browser.post(url(row), {**SAID, "into_handbook": "on"})
    browser.post(url(row), {**SAID, "into_handbook": "on"})
    fact = Fact.objects.get(household=cast.household)
    assert (fact.kind, fact.words, fact.child) == (Fact.Kind.GOOD_TO_KNOW, "where the wellies are", None)
    browser.post(url(row), {"to_know_next_time": "the wellies: in the car", "into_handbook": "on"})
    assert [one.words for one in Fact.objects.all()] == ["the wellies: in the car"]


def test_and_stays_out_of_it_if_not() -> None:
    cast = family()
    signed_in(cast.alex).post(url(over(cast)), SAID)
    assert not Fact.objects.exists()


def test_too_many_words_are_kept_on_the_page() -> None:
    cast = family()
    row = over(cast)
    response = signed_in(cast.alex).post(url(row), {"different_and_fine": "cereal " * 80})
    assert response.status_code == 422
    assert "more than fits here" in response.content.decode()
    assert "cereal cereal" in response.content.decode()
    assert not Debrief.objects.exists()


def test_before_it_began_there_is_nothing_to_tell(clock: Clock) -> None:
    cast, clock.at = family(), THURSDAY_NOON
    row = time_away(cast)
    link = stay_link(row)
    page = reverse("tell:answer_page_by_link", kwargs={"token": link.token})
    assert signed_in(cast.alex).get(url(row)).headers["Location"] == reverse(
        "go:page", kwargs={"time_away": row.pk}
    )
    assert Client().post(by_link(link.token), SAID).headers["Location"] == page
    assert not Debrief.objects.exists()


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    row = over(cast)
    assert signed_in(cast.sam).put(url(row)).status_code == 405
    assert Client().delete(by_link(stay_link(row).token)).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(), family(canary="-x")
    row = over(cast)
    assert signed_in(strangers.alex).get(url(row)).status_code == 404
    assert signed_in(strangers.alex).post(url(row), SAID).status_code == 404
    assert Client().get(by_link("x" * 43)).status_code == 404
    assert not Debrief.objects.exists()


def test_one_who_had_no_part_in_it_is_not_asked() -> None:
    cast = family()
    assert signed_in(cast.alex).post(url(over(cast, stayer=cast.grandma)), SAID).status_code == 403
