"""Adding somebody, and changing what is known about them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kbye.household.event import Event
from kbye.household.people import Member
from tests.conftest import Clock
from tests.people import Family, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def newest(cast: Family) -> Member:
    return Member.objects.of(cast.household).order_by("-place").first() or cast.sam


def test_a_child_needs_a_name_and_an_age() -> None:
    cast = family()
    answer = signed_in(cast.sam).post("/people/add/", {"kind": "child", "name": "Mia", "age": "4"})
    assert (answer.status_code, answer["Location"]) == (302, "/more/")
    child = newest(cast)
    assert (child.kind, child.born_date, child.age(date(2026, 12, 3))) == ("child", date(2022, 6, 3), 4)


def test_a_birthday_is_better_than_an_age() -> None:
    cast = family()
    signed_in(cast.sam).post(
        "/people/add/", {"kind": "child", "name": "Mia", "age": "4", "born_date": "2022-11-30"}
    )
    assert newest(cast).born_date == date(2022, 11, 30)


def test_a_helper_has_a_phone_and_a_colour_nobody_else_has() -> None:
    cast = family()
    signed_in(cast.sam).post(
        "/people/add/", {"kind": "helper", "name": "Ruth", "phone": "+49 30 1234", "clock": "24"}
    )
    helper = newest(cast)
    assert (helper.name, helper.phone, helper.place, helper.colour) == ("Ruth", "+49 30 1234", 7, 8)
    assert helper.born_date is None


def test_an_adult_comes_without_an_account_and_their_page_follows() -> None:
    cast = family()
    answer = signed_in(cast.sam).post("/people/add/", {"kind": "adult", "name": "Ruth", "clock": "24"})
    person = newest(cast)
    assert answer["Location"] == f"/people/{person.pk}/"
    assert person.user_id is None


def test_going_on_where_one_came_from() -> None:
    browser = signed_in(family().sam)
    said = {"kind": "helper", "name": "Ruth", "clock": "24"}
    assert browser.post("/people/add/", said | {"next": "/give/"})["Location"] == "/give/"
    assert browser.post("/people/add/", said | {"next": "//evil.example.org"})["Location"] == "/more/"


def test_who_was_added_stands_in_the_log() -> None:
    cast = family()
    signed_in(cast.sam).post("/people/add/", {"kind": "helper", "name": "Ruth", "clock": "24"})
    event = Event.objects.of(cast.household).get()
    assert (event.verb, event.actor_id, event.object_id) == ("added", cast.sam.pk, newest(cast).pk)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "What are they called?"),
        ({"age": "-1"}, "From 0 on."),
        ({"age": "40"}, "Somebody older can be a helper."),
        ({"born_date": "2026-12-04"}, "That day is still to come."),
        ({"born_date": "1990-01-01"}, "That is long ago."),
        ({"born_date": "yesterday"}, "A day, please"),
    ],
)
def test_what_does_not_fit_is_said(said: dict[str, str], words: str) -> None:
    cast = family()
    answer = signed_in(cast.sam).post("/people/add/", {"kind": "child", "name": "Mia", "age": "4"} | said)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert newest(cast).name == "Noor"


@pytest.mark.parametrize("kind", ["", "parent", "ADULT"])
def test_a_kind_nobody_knows_is_a_helper(kind: str) -> None:
    cast = family()
    signed_in(cast.sam).post("/people/add/", {"kind": kind, "name": "Ruth", "clock": "24"})
    assert newest(cast).kind == "helper"


def test_changing_a_name_and_taking_it_back() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    browser.post(f"/people/{cast.noor.pk}/", {"name": "Noor S.", "phone": "0301234", "clock": "24"})
    cast.noor.refresh_from_db()
    assert (cast.noor.name, cast.noor.phone) == ("Noor S.", "0301234")
    event = Event.objects.of(cast.household).get()
    browser.post(f"/undo/{event.seq}/")
    cast.noor.refresh_from_db()
    assert (cast.noor.name, cast.noor.phone) == ("Noor", "")


def test_an_age_left_alone_leaves_the_birthday_alone() -> None:
    cast = family()
    said = {"name": "Mimi", "age": "6", "born_date": "2020-03-01"}
    signed_in(cast.sam).post(f"/people/{cast.mia.pk}/", said)
    cast.mia.refresh_from_db()
    assert (cast.mia.name, cast.mia.born_date) == ("Mimi", date(2020, 3, 1))


def test_a_changed_age_moves_the_birthday() -> None:
    cast = family()
    said = {"name": "Mia", "age": "7", "born_date": "2020-03-01"}
    signed_in(cast.sam).post(f"/people/{cast.mia.pk}/", said)
    cast.mia.refresh_from_db()
    assert cast.mia.born_date == date(2019, 6, 3)


def test_both_can_be_emptied() -> None:
    cast = family()
    signed_in(cast.sam).post(f"/people/{cast.mia.pk}/", {"name": "Mia", "age": "", "born_date": ""})
    cast.mia.refresh_from_db()
    assert cast.mia.born_date is None


def test_around_midnight_the_day_is_the_households(clock: Clock) -> None:
    """At 23:30 UTC it is already the third of December in Berlin, and Mia's birthday."""
    cast = family()
    Member.objects.of(cast.household).filter(pk=cast.mia.pk).update(born_date=date(2020, 12, 3))
    clock.at = clock.at.replace(day=2, hour=23, minute=30)
    page = signed_in(cast.sam).get(f"/people/{cast.mia.pk}/").content.decode()
    assert 'name="age" value="6"' in page


def test_the_clock_one_reads_changes_every_page() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    browser.post(f"/people/{cast.sam.pk}/", {"name": "Sam", "clock": "12"})
    cast.sam.refresh_from_db()
    assert cast.sam.clock == Member.Clock.H12


def test_one_cannot_remove_oneself_from_ones_own_page_but_others() -> None:
    cast = family()
    browser = signed_in(cast.sam)
    assert "/remove/" not in browser.get(f"/people/{cast.sam.pk}/").content.decode()
    assert f"/people/{cast.noor.pk}/remove/" in browser.get(f"/people/{cast.noor.pk}/").content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_showing_and_keeping(method: str) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    for path in ("/people/add/", f"/people/{cast.noor.pk}/"):
        assert getattr(browser, method)(path).status_code == 405


def test_a_strangers_people_are_not_there() -> None:
    cast, strangers = family(), family(canary="-next-door")
    browser = signed_in(strangers.sam)
    assert browser.get(f"/people/{cast.noor.pk}/").status_code == 404
    assert browser.post(f"/people/{cast.noor.pk}/", {"name": "Ruth", "clock": "24"}).status_code == 404
    cast.noor.refresh_from_db()
    assert cast.noor.name == "Noor"


def test_somebody_removed_is_not_there(clock: Clock) -> None:
    cast = family()
    cast.noor.remove(at=clock.at)
    assert signed_in(cast.sam).get(f"/people/{cast.noor.pk}/").status_code == 404


def test_nobody_known_is_sent_to_sign_in() -> None:
    cast = family()
    assert Client().get(f"/people/{cast.noor.pk}/").status_code == 302
    assert Client().post("/people/add/", {"kind": "adult", "name": "Ruth", "clock": "24"}).status_code == 302
    assert Member.objects.of(cast.household).count() == 7
