"""More: the people, the calendars, and what concerns oneself."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.people import Member
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, busy, calendar_of, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_everybody_is_there_with_their_age(clock: Clock) -> None:
    cast = family()
    page = signed_in(cast.sam).get("/more/").content.decode()
    for person in [cast.sam, cast.alex, *cast.children, cast.grandma, cast.noor]:
        assert f"/people/{person.pk}/" in page
    assert '<p class="row-title">Mia</p><p class="row-note">6 years</p>' in page
    assert '<p class="row-title">Sam</p><p class="row-note">you</p>' in page


def test_those_removed_are_not(clock: Clock) -> None:
    cast = family()
    cast.noor.remove(at=clock.at)
    assert "Noor" not in signed_in(cast.sam).get("/more/").content.decode()


def test_it_says_which_address_one_gets_back_in_with_and_offers_to_sign_out() -> None:
    page = signed_in(family().sam).get("/more/").content.decode()
    assert "with sam@example.org and your password" in page
    assert 'action="/sign-out/"' in page


def test_who_could_not_get_back_in_is_not_offered_to_sign_out() -> None:
    sam = family().sam
    assert sam.user is not None
    sam.user.set_unusable_password()
    sam.user.save()
    page = signed_in(sam).get("/more/").content.decode()
    assert "set an e-mail and a password" in page
    assert 'action="/sign-out/"' not in page


def test_the_sample_can_be_removed_and_a_real_household_cannot() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    assert "/sample/remove/" not in browser.get("/more/").content.decode()
    cast.household.is_sample = True
    cast.household.save()
    assert "/sample/remove/" in browser.get("/more/").content.decode()


def test_calendars_are_there_and_bringing_ones_own_is_offered_until_it_is() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    calendar = calendar_of(cast.alex, name="choir", until_at=THURSDAY_NOON)
    busy(cast.alex, FRIDAY_EVENING, calendar)
    page = browser.get("/more/").content.decode()
    assert '<p class="row-title">choir</p><p class="row-note">1 busy time</p>' in page
    assert "Bring your calendar" in page
    calendar.member = cast.sam
    calendar.save()
    assert "Bring your calendar" not in browser.get("/more/").content.decode()


def test_a_clock_of_twelve_hours_is_named() -> None:
    cast = family()
    Member.objects.of(cast.household).filter(pk=cast.sam.pk).update(clock=Member.Clock.H12)
    assert "6:00 pm" in signed_in(cast.sam).get("/more/").content.decode()


def test_it_only_shows() -> None:
    assert signed_in(family().sam).post("/more/").status_code == 405


def test_a_stranger_sees_their_own_people_only() -> None:
    family(canary="-canary")
    page = signed_in(family().sam).get("/more/").content.decode()
    assert "Sam" in page
    assert "canary" not in page


def test_nobody_known_is_sent_to_sign_in() -> None:
    family()
    answer = Client().get("/more/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/more/")
