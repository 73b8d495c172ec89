"""The children's page, on the tablet and on an adult's phone: the four of every screen, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.children import actions
from kbye.household.responsibility import Priority, Responsibility
from tests.children.away import BEDTIME, Tablet, at, card, tablet, weekend
from tests.conftest import Clock
from tests.people import Family, family, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: Clock) -> Family:
    clock.at = at(0, 16)
    return family()


def test_the_tablet_shows_sleeps_and_who_is_here(cast: Family) -> None:
    weekend(cast)
    answer = tablet(cast).get(tablet(cast).url("shown"))
    assert answer.status_code == 200
    text = answer.text
    assert "2 sleeps, then Sam is here." in text
    assert text.count('class="icon"') >= 2
    assert "Alex" in text
    assert "Tomorrow" in text
    assert answer.headers["Refresh"] == "300"
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_sleep_and_today_without_exclamation(cast: Family, clock: Clock) -> None:
    weekend(cast)
    clock.at = at(1, 12)
    assert "One sleep, then Sam is here." in tablet(cast).see()
    clock.at = at(2, 9)
    text = tablet(cast).see()
    assert "Sam is back today." in text
    assert "in the afternoon" in text
    assert "!" not in text.replace("<!doctype", "")


def test_everybody_is_here_and_nothing_is_announced_far_ahead(cast: Family, clock: Clock) -> None:
    weekend(cast)
    clock.at = at(-5, 12)
    text = tablet(cast, now=at(-6, 12)).see()
    assert "Everybody is here." in text
    assert "goes" not in text
    assert "Tomorrow" not in text
    clock.at = at(-1, 12)
    assert "Sam goes tomorrow." in tablet(cast).see()


def test_dark_at_night(cast: Family, clock: Clock) -> None:
    assert 'data-theme="dark"' not in tablet(cast).see()
    clock.at = at(0, 20)
    assert 'data-theme="dark"' in tablet(cast).see()


def test_no_way_on_and_nothing_that_is_nobodys_business(cast: Family) -> None:
    for kind, title in (
        (Responsibility.Kind.MEDICINE, "inhaler"),
        (Responsibility.Kind.FETCH, "Garden Street 5"),
    ):
        Responsibility.objects.create(
            household=cast.household,
            kind=kind,
            title=title,
            priority=Priority.MUST,
            child=cast.ben,
            from_minute=17 * 60,
            to_minute=18 * 60,
        )
    cast.alex.phone = "+49 30 23125 014"
    cast.alex.save(update_fields=["phone"])
    row = weekend(cast)
    row.what_for, row.our_plan = "a secret trip", "pizza"
    row.save(update_fields=["what_for", "our_plan"])
    phone = tablet(cast)
    text = phone.see() + phone.get(phone.url("strip")).text
    assert "Alex fetches Ben." in text
    for hidden in (
        "inhaler",
        "Garden Street",
        "23125",
        "example.org",
        "secret trip",
        "pizza",
        "no account needed",
    ):
        assert hidden not in text
    assert 'class="places' not in text
    links = {part.split('"')[0] for part in text.split(' href="')[1:]}
    assert {
        one for one in links if not one.startswith(("/static/", "/manifest", "#main", f"/c/{phone.token}/"))
    } == set()


def test_a_childs_own_tablet(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    card(row, cast.sam, words="for Mia", children=(cast.mia,))
    card(row, cast.sam, words="for all", opens_at=BEDTIME + timedelta(days=1))
    clock.at = BEDTIME
    assert tablet(cast).see().count('<li class="child-card') == 2
    assert tablet(cast, child=cast.ben).see().count('<li class="child-card') == 1
    assert tablet(cast, child=cast.mia).see().count('<li class="child-card') == 2


def test_a_moved_return_is_told_until_a_tap(cast: Family, clock: Clock) -> None:
    row = weekend(cast)
    phone, other = tablet(cast), tablet(cast)
    actions.move_return(time_away=row, back_at=at(3, 16), by=cast.sam, now=at(0, 15, 30))
    news = "Sam comes one sleep later."
    assert news in phone.see()
    assert "Alex is here." in phone.see()
    assert phone.post(phone.url("heard")).status_code == 302
    assert news not in phone.see()
    assert news in other.get(phone.url("shown")).text
    row.refresh_from_db()
    actions.move_return(time_away=row, back_at=at(1, 16), by=cast.sam, now=at(0, 15, 40))
    assert "Sam comes 2 sleeps sooner." in phone.see()
    clock.at = at(1, 8)
    assert "sooner" not in phone.see()


def test_before_the_first_tap_a_link_tells_nothing(cast: Family) -> None:
    weekend(cast)
    phone = tablet(cast)
    looks = Client()
    for name in ("shown", "strip"):
        text = looks.get(phone.url(name)).text
        assert "Is this the children&#x27;s tablet?" in text or "Is this the children's tablet?" in text
        assert "Sam" not in text
    answer = looks.post(f"/c/{phone.token}/open/", {"onwards": phone.url("shown")}, follow=True)
    assert "2 sleeps, then Sam is here." in answer.text
    assert "2 sleeps" in looks.get(phone.url("shown")).text


def test_the_strip(cast: Family) -> None:
    assert (tablet(cast).get(tablet(cast).url("strip"))).status_code == 302
    row = weekend(cast)
    for text in (
        tablet(cast).get(tablet(cast).url("strip")).text,
        signed_in(cast.alex).get(reverse("children:strip", kwargs={"time_away": row.pk})).text,
    ):
        assert text.count('class="strip-piece"') == 3
        assert "Friday 4 December" in text
        assert "2 sleeps" in text
        assert "Sam is here." in text


def test_adults_see_it_as_the_children_do(cast: Family) -> None:
    weekend(cast)
    answer = signed_in(cast.alex).get(reverse("children:shown"))
    assert "2 sleeps, then Sam is here." in answer.text
    assert signed_in(cast.alex).post(reverse("children:heard")).status_code == 302


@pytest.mark.parametrize("name", ["shown", "strip"])
def test_it_refuses_the_wrong_method(cast: Family, name: str) -> None:
    phone = tablet(cast)
    assert phone.post(phone.url(name)).status_code == 405
    assert phone.get(phone.url("heard")).status_code == 405


def test_a_stranger_finds_nothing(cast: Family) -> None:
    weekend(cast, stayer=cast.grandma)
    theirs = family(canary="-x")
    row = weekend(theirs)
    assert Client().get(f"/c/{'x' * 43}/").status_code == 404
    assert Client().get(reverse("children:shown")).status_code == 302
    assert signed_in(cast.sam).get(reverse("children:strip", kwargs={"time_away": row.pk})).status_code == 404
    ours = weekend(cast, stayer=cast.grandma)
    assert (
        signed_in(cast.alex).get(reverse("children:strip", kwargs={"time_away": ours.pk})).status_code == 403
    )
    assert "/strip/" not in signed_in(cast.alex).get(reverse("children:shown")).text
    assert "-x" not in tablet(cast).see()
    assert "Sam-x" in tablet(theirs).see()


def test_an_ended_link_opens_nothing(cast: Family, clock: Clock) -> None:
    link = actions.make_link(whose=cast.sam, by=cast.sam, now=clock.at)
    phone = Tablet(link)
    assert phone.get(phone.url("shown")).status_code == 200
    clock.at += timedelta(days=364)
    assert phone.get(phone.url("shown")).status_code == 200
    clock.at += timedelta(days=1)
    assert phone.get(phone.url("shown")).status_code == 404
