"""The page on which addresses are made and stopped."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kbye.feeds import actions
from kbye.household.feed import Feed
from kbye.household.link import Link
from tests.people import Family

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/calendars/out/"


def make(who: Client, *, whose: str = "mine", detail: str = "busy", label: str = "") -> None:
    said = {"feed-whose": whose, "feed-detail": detail, "feed-label": label}
    assert who.post(reverse("feeds:make"), said).status_code == 302


def test_made_shown_and_stopped_and_taken_back(sam: Client, cast: Family) -> None:
    assert "Make an address" in sam.get(PAGE).text
    make(sam, label="  my \n phone ")
    feed = Feed.objects.of(cast.household).select_related("link").get()
    address = f"kbye.test/f/{feed.link.token}/kbye.ics"
    text = sam.get(PAGE).text
    assert f"http://{address}" in text
    assert f'href="webcal://{address}"' in text
    assert "my phone" in text
    assert "not fetched yet" in text
    assert Client().get(f"/f/{feed.link.token}/kbye.ics").status_code == 200
    assert "last fetched on Thursday 3 December" in sam.get(PAGE).text
    sam.post(reverse("feeds:stop", kwargs={"feed": feed.pk}))
    assert Client().get(f"/f/{feed.link.token}/kbye.ics").status_code == 404
    stopped = sam.get(PAGE).text
    assert address not in stopped
    seq = stopped.partition("/undo/")[2].partition("/")[0]
    sam.post(f"/undo/{seq}/")
    assert Client().get(f"/f/{feed.link.token}/kbye.ics").status_code == 200


def test_by_itself_it_says_as_little_as_possible(sam: Client, cast: Family) -> None:
    text = sam.get(PAGE).text
    for chosen in ('value="mine"', 'value="busy"'):
        field = text[: text.index(chosen) + 120].rpartition("<input")[2]
        assert "checked" in field


def test_nobody_sees_the_addresses_of_another(sam: Client, alex: Client, cast: Family) -> None:
    make(sam, whose="everybody", detail="names")
    feed = Feed.objects.of(cast.household).select_related("link").get()
    assert feed.link.token not in alex.get(PAGE).text
    assert alex.post(reverse("feeds:stop", kwargs={"feed": feed.pk})).status_code == 404


def test_enough_is_enough(sam: Client, cast: Family) -> None:
    for _one in range(actions.MOST):
        make(sam)
    answer = sam.post(reverse("feeds:make"), {"feed-whose": "mine", "feed-detail": "busy", "feed-label": ""})
    assert answer.status_code == 422
    assert "These are enough." in answer.text
    assert Link.objects.of(cast.household).filter(purpose="feed").count() == actions.MOST


def test_nonsense_is_told_in_words_and_kept(sam: Client) -> None:
    answer = sam.post(reverse("feeds:make"), {"feed-whose": "yours", "feed-label": "the office"})
    assert answer.status_code == 422
    assert 'value="the office"' in answer.text


def test_without_a_server_it_says_how(sam: Client, cast: Family) -> None:
    assert f"/people/{cast.sam.pk}/calendar/server/" in sam.get(PAGE).text
    assert sam.post(reverse("feeds:choose"), {"out-calendar": "x", "out-detail": "busy"}).status_code == 422
