"""A usual week, in two taps."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.people import UsualHome
from kbye.planning.usual_week import PRESETS
from kbye.set_up.usual_weeks import CHOICES, NOTHING_KNOWN, usual_week_of
from tests.conftest import Clock
from tests.people import family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_every_preset_can_be_tapped() -> None:
    assert [choice.key for choice in CHOICES] == [*PRESETS, NOTHING_KNOWN]


@pytest.mark.parametrize("preset", [*PRESETS, NOTHING_KNOWN])
def test_one_tap_sets_it_and_the_page_shows_it(preset: str) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    path = f"/people/{cast.alex.pk}/week/"
    assert browser.post(path, {"week": preset})["Location"] == path
    assert usual_week_of(cast.alex) == preset
    page = browser.get(path).content.decode()
    assert page.count('aria-pressed="true"') == 1
    assert f'value="{preset}" aria-pressed="true"' in page


def test_another_tap_replaces_it_and_leaves_the_others() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    browser.post(f"/people/{cast.grandma.pk}/week/", {"week": "mornings"})
    browser.post(f"/people/{cast.alex.pk}/week/", {"week": "always"})
    browser.post(f"/people/{cast.alex.pk}/week/", {"week": "afternoons"})
    assert (usual_week_of(cast.alex), usual_week_of(cast.grandma)) == ("afternoons", "mornings")


def test_a_week_that_is_no_preset_is_said_to_be_their_own(clock: Clock) -> None:
    cast = family()
    UsualHome.objects.create(
        household=cast.household, member=cast.alex, weekday=3, from_minute=600, to_minute=700
    )
    page = signed_in(cast.sam).get(f"/people/{cast.alex.pk}/week/").content.decode()
    assert "a week of their own" in page
    assert "aria-pressed" not in page


def test_words_nobody_knows_change_nothing() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    browser.post(f"/people/{cast.alex.pk}/week/", {"week": "always"})
    browser.post(f"/people/{cast.alex.pk}/week/", {"week": "sometimes"})
    assert usual_week_of(cast.alex) == "always"


def test_children_have_no_usual_week() -> None:
    cast = family()
    assert signed_in(cast.sam).get(f"/people/{cast.mia.pk}/week/").status_code == 404


def test_only_showing_and_setting() -> None:
    cast = family()
    assert signed_in(cast.sam).delete(f"/people/{cast.alex.pk}/week/").status_code == 405


def test_a_stranger_sets_nobodys_week() -> None:
    cast, strangers = family(), family(canary="-next-door")
    browser = signed_in(strangers.sam)
    assert browser.get(f"/people/{cast.alex.pk}/week/").status_code == 404
    assert browser.post(f"/people/{cast.alex.pk}/week/", {"week": "always"}).status_code == 404
    assert usual_week_of(cast.alex) == NOTHING_KNOWN


def test_nobody_known_is_sent_to_sign_in() -> None:
    cast = family()
    assert Client().post(f"/people/{cast.alex.pk}/week/", {"week": "always"}).status_code == 302
    assert usual_week_of(cast.alex) == NOTHING_KNOWN
