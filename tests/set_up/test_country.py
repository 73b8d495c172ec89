"""Where you live: guessed from the zone, said otherwise in one choice."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.event import Event
from kbye.household.household import Household
from tests.people import Family, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def country(cast: Family) -> str:
    return Household.objects.get(pk=cast.household.pk).country


def test_it_is_guessed_and_said_on_more(cast: Family) -> None:
    Household.objects.filter(pk=cast.household.pk).update(country="", zone="Europe/Vienna")
    assert "Austria" in signed_in(cast.sam).get("/more/").text
    page = signed_in(cast.sam).get("/country/").text
    assert '<option value="AT" selected>Austria</option>' in page


def test_another_country_is_kept_and_written_down(cast: Family) -> None:
    answer = signed_in(cast.sam).post("/country/", {"country": "FR"})
    assert answer.headers["Location"] == "/more/"
    assert country(cast) == "FR"
    assert Event.objects.of(cast.household).filter(verb="said_where_we_live").exists()


@pytest.mark.parametrize("wrong", ["", "XX", "Germany"])
def test_what_is_no_country_is_said_in_words(cast: Family, wrong: str) -> None:
    page = signed_in(cast.sam).post("/country/", {"country": wrong})
    assert page.status_code == 422
    assert "Please choose a country from the list." in page.text
    assert country(cast) == "DE"


def test_the_wrong_method_is_refused(cast: Family) -> None:
    assert signed_in(cast.sam).delete("/country/").status_code == 405


def test_a_stranger_changes_their_own_and_whoever_is_not_signed_in_is_asked_to(
    cast: Family, client: Client
) -> None:
    signed_in(family(canary="-theirs").sam).post("/country/", {"country": "FR"})
    assert country(cast) == "DE"
    assert client.get("/country/").headers["Location"] == "/sign-in/?next=/country/"
