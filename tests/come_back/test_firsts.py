from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.come_back import memory
from kbye.come_back.forms import POSTCARDS_MAX
from kbye.household.afterwards import First, Postcard
from kbye.household.away import TimeAway
from kbye.household.event import Event, undo
from tests.come_back import pictures
from tests.come_back.after import AFTERWARDS, DURING, card, first
from tests.conftest import Clock
from tests.people import family, opened, signed_in, stay_link, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _during(clock: Clock) -> None:
    clock.at = DURING


def url(row: TimeAway) -> str:
    return reverse("come_back:postcard", kwargs={"time_away": row.pk})


def removing(of: First) -> str:
    return reverse("come_back:remove_first", kwargs={"time_away": of.time_away_id, "first": of.pk})


def test_a_first_of_one_child_with_whom() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    browser.post(url(row), {"first": "first currants", "first_of": cast.ben.pk, "with_whom": "Papa"})
    told = First.objects.get()
    assert (told.child, told.words, told.with_whom, told.told_by) == (
        cast.ben,
        "first currants",
        "Papa",
        cast.alex,
    )
    assert not Postcard.objects.exists()
    assert "first currants, with Papa" in browser.get(url(row)).content.decode()


def test_or_of_all_with_nobody_named() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    browser.post(url(row), {"words": "all well", "first": "first den", "first_of": "", "with_whom": ""})
    assert First.objects.get().child is None
    assert Postcard.objects.get().words == "all well"
    assert "all of them" in browser.get(url(row)).content.decode()


def test_a_child_of_nobody_here_is_asked_about_again() -> None:
    cast, strangers = family(), family(canary="-x")
    row = time_away(cast)
    response = signed_in(cast.alex).post(url(row), {"first": "first den", "first_of": strangers.ben.pk})
    assert response.status_code == 422
    assert "first den" in response.content.decode()
    assert not First.objects.exists()


def test_several_photos_are_one_card() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    photos = [pictures.upload(pictures.picture(), f"{number}.jpg") for number in range(3)]
    browser.post(url(row), {"words": "raw currants", "photo": photos})
    [one] = memory.cards(memory.postcards_for(cast.sam, by_link=False))
    assert (one.words, len(one.photos)) == ("raw currants", 3)
    assert len(list(settings.PHOTOS.iterdir())) == 3
    assert browser.get(url(row)).content.decode().count("<img class") == 3
    sent = Event.objects.filter(verb="sent").order_by("seq")
    assert [event.part_of for event in sent] == [None, sent[0].seq, sent[0].seq]


def test_two_cards_stay_two() -> None:
    cast = family()
    row = time_away(cast)
    for words, at in (("one", DURING), ("two", AFTERWARDS)):
        Postcard.objects.filter(pk=card(row, sender=cast.alex, words=words).pk).update(created_at=at)
    assert [one.words for one in memory.cards(memory.postcards_for(cast.alex, by_link=True))] == [
        "one",
        "two",
    ]


def test_one_bad_file_among_good_ones_and_nothing_is_kept() -> None:
    cast = family()
    row = time_away(cast)
    photos = [pictures.upload(pictures.picture()), pictures.upload(b"Dear Sam")]
    response = signed_in(cast.alex).post(url(row), {"words": "raw currants", "photo": photos, "first": "f"})
    assert response.status_code == 422
    assert "does not open as a photo" in response.content.decode()
    assert not Postcard.objects.exists()
    assert not First.objects.exists()
    assert list(settings.PHOTOS.iterdir()) == []


def test_twenty_are_plenty() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    for number in range(POSTCARDS_MAX):
        first(row, teller=cast.alex, words=str(number))
        if number:
            card(row, sender=cast.alex, words=str(number))
    photos = [pictures.upload(pictures.picture()) for _ in range(2)]
    assert "plenty" in browser.post(url(row), {"photo": photos}).content.decode()
    assert "plenty" in browser.post(url(row), {"first": "one more"}).content.decode()
    assert First.objects.count() == POSTCARDS_MAX


def test_whoever_told_it_takes_it_out_and_that_can_be_undone() -> None:
    cast = family()
    row, browser = time_away(cast), signed_in(cast.alex)
    told = first(row, teller=cast.alex)
    assert browser.post(removing(told)).headers["Location"] == url(row)
    assert "first currants" not in memory.firsts_for(cast.sam, by_link=False).values_list("words", flat=True)
    event = Event.objects.get(object_id=told.pk, verb="removed")
    assert undo(event, by=cast.alex, at=DURING)
    assert memory.firsts_for(cast.sam, by_link=False).get() == told


def test_on_a_link_the_page_offers_to_put_it_back(clock: Clock) -> None:
    cast = family()
    row = time_away(cast, stayer=cast.grandma)
    told, link = first(row, teller=cast.grandma, words="first owl"), stay_link(row)
    browser = opened(link)
    where = {"token": link.token}
    removing_here = reverse("come_back:remove_first_by_link", kwargs={**where, "first": told.pk})
    page = reverse("come_back:postcard_by_link", kwargs=where)
    text = browser.post(removing_here, follow=True).content.decode()
    assert "Put it back" in text
    assert "Undo" not in text
    browser.post(removing_here, {"back": "yes"})
    text = browser.get(page).content.decode()
    assert "first owl" in text
    assert "Put it back" not in text
    browser.post(removing_here, follow=True)
    clock.at = DURING + timedelta(hours=2)
    assert "first owl" not in browser.get(page).content.decode()


def test_nobody_takes_out_what_another_told() -> None:
    cast = family()
    row = time_away(cast)
    of_grandma = first(row, teller=cast.grandma)
    assert signed_in(cast.alex).post(removing(of_grandma)).status_code == 404
    assert signed_in(cast.sam).post(removing(of_grandma)).status_code == 403
    link = stay_link(row)
    here = reverse("come_back:remove_first_by_link", kwargs={"token": link.token, "first": of_grandma.pk})
    assert opened(link).post(here).status_code == 404
    assert First.objects.get().removed_at is None


def test_it_refuses_the_wrong_method_and_strangers() -> None:
    cast, strangers = family(), family(canary="-x")
    told = first(time_away(cast), teller=cast.alex)
    assert signed_in(cast.alex).get(removing(told)).status_code == 405
    assert signed_in(strangers.alex).post(removing(told)).status_code == 404
    assert Client().post(removing(told)).status_code == 302
