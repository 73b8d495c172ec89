from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.household.afterwards import Postcard
from kbye.household.people import Member
from kbye.web.photos import keep_photo
from tests.come_back import pictures
from tests.come_back.after import AFTERWARDS, DURING, card, over
from tests.conftest import Clock
from tests.people import Family, family, opened, signed_in, stay_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def sent(cast: Family, *, stayer: Member | None = None) -> Postcard:
    stayer = stayer or cast.alex
    name = keep_photo(pictures.upload(pictures.picture()), folder=settings.PHOTOS, now=DURING)
    return card(over(cast, stayer=stayer), sender=stayer, photo=name)


def url(of: Postcard, *, time_away: object = None) -> str:
    return reverse("come_back:photo", kwargs={"time_away": time_away or of.time_away_id, "postcard": of.pk})


def by_link(token: str, of: Postcard) -> str:
    return reverse("come_back:photo_by_link", kwargs={"token": token, "postcard": of.pk})


def test_the_one_who_left_and_the_one_who_sent_it_see_it() -> None:
    cast = family()
    of = sent(cast)
    for member in (cast.sam, cast.alex):
        response = signed_in(member).get(url(of))
        assert response.content.startswith(b"\xff\xd8")
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in response.headers["Cache-Control"]


def test_on_the_link_one_sees_ones_own() -> None:
    cast = family()
    of = sent(cast, stayer=cast.grandma)
    link = stay_link(of.time_away)
    assert opened(link).get(by_link(link.token, of)).headers["Content-Type"] == "image/jpeg"
    other = card(of.time_away, sender=cast.noor, photo=of.photo)
    assert opened(link).get(by_link(link.token, other)).status_code == 404


def test_the_link_of_another_time_away_opens_no_photo_of_this_one() -> None:
    cast = family()
    of, another = sent(cast, stayer=cast.grandma), sent(cast, stayer=cast.grandma)
    link = stay_link(another.time_away)
    assert opened(link).get(by_link(link.token, of)).status_code == 404
    assert signed_in(cast.sam).get(url(of, time_away=another.time_away_id)).status_code == 404


def test_a_photo_that_is_gone_and_a_postcard_without_one_are_not_there() -> None:
    cast = family()
    of = sent(cast)
    (settings.PHOTOS / of.photo).unlink()
    assert signed_in(cast.sam).get(url(of)).status_code == 404
    assert signed_in(cast.sam).get(url(card(of.time_away, sender=cast.alex))).status_code == 404


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    of = sent(cast)
    assert signed_in(cast.sam).post(url(of)).status_code == 405
    assert Client().post(by_link(stay_link(of.time_away).token, of)).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(), family(canary="-x")
    of, theirs = sent(cast), sent(strangers)
    assert signed_in(strangers.sam).get(url(of)).status_code == 404
    assert signed_in(strangers.sam).get(url(of, time_away=theirs.time_away_id)).status_code == 404
    assert Client().get(by_link("x" * 43, of)).status_code == 404
    assert Client().get(url(of)).status_code == 302


def test_one_who_had_no_part_in_it_may_not_look() -> None:
    cast = family()
    assert signed_in(cast.alex).get(url(sent(cast, stayer=cast.grandma))).status_code == 403
