"""The first minutes: from the set-up code to a household in which nothing but names is known."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kbye.household.door import SetUpCode
from kbye.household.household import Household
from kbye.household.people import Member, User
from kbye.set_up.quick_names import Named, names_in
from tests.conftest import Clock
from tests.people import THURSDAY_NOON

pytestmark = pytest.mark.django_db
NAMES = {
    "mine": "Sam",
    "other": "Alex",
    "other_is": "partner",
    "children": "Mia 6, Ben 3",
    "zone": "Europe/Berlin",
}


@pytest.fixture
def code() -> str:
    return SetUpCode.make(now=THURSDAY_NOON)


def test_the_first_page_asks_who_needs_the_break(client: Client, code: str) -> None:
    page = client.get(f"/start/{code}/")
    assert page.status_code == 200
    assert "Who needs the break?" in page.text
    assert "Look around a sample household" in page.text


def test_looking_does_not_use_the_code(client: Client, code: str) -> None:
    client.get(f"/start/{code}/")
    client.get(f"/start/{code}/names/")
    assert SetUpCode.is_open(code)
    assert not Household.objects.exists()


def test_names_are_enough(client: Client, code: str, clock: Clock) -> None:
    answer = client.post(f"/start/{code}/names/", NAMES)
    assert answer.headers["Location"] == "/away/"
    me = Member.objects.select_related("household", "user").get(name="Sam")
    assert (me.kind, me.household.zone) == ("adult", "Europe/Berlin")
    assert me.user is not None
    assert not me.user.can_get_back_in
    children = Member.objects.filter(kind="child").order_by("place")
    assert [(one.name, one.age(date(2026, 12, 3))) for one in children] == [("Mia", 6), ("Ben", 3)]
    assert client.get("/away/").status_code == 200


def test_a_partner_who_needs_it_leads_to_an_offer(client: Client, code: str, clock: Clock) -> None:
    answer = client.post(f"/start/{code}/names/?for=partner", NAMES)
    assert answer.headers["Location"] == "/give/"


def test_one_adult_homes_are_first_class(client: Client, code: str, clock: Clock) -> None:
    client.post(f"/start/{code}/names/", {**NAMES, "other": "Grandma, Noor", "other_is": "someone_else"})
    assert [one.name for one in Member.objects.filter(kind="adult")] == ["Sam"]
    assert [one.name for one in Member.objects.filter(kind="helper")] == ["Grandma", "Noor"]


def test_nobody_but_the_children_is_needed(client: Client, code: str, clock: Clock) -> None:
    answer = client.post(f"/start/{code}/names/", {**NAMES, "other": ""})
    assert answer.status_code == 302
    assert Member.objects.count() == 3


def test_an_unknown_zone_becomes_the_servers(client: Client, code: str, clock: Clock) -> None:
    client.post(f"/start/{code}/names/", {**NAMES, "zone": "../../etc/passwd"})
    assert Household.objects.get().zone == "Europe/Berlin"


def test_what_was_typed_stays_when_something_is_missing(client: Client, code: str, clock: Clock) -> None:
    page = client.post(f"/start/{code}/names/", {**NAMES, "mine": ""})
    assert page.status_code == 200
    assert 'value="Alex"' in page.text
    assert 'value="Mia 6, Ben 3"' in page.text


def test_a_code_works_once(client: Client, code: str, clock: Clock) -> None:
    client.post(f"/start/{code}/names/", NAMES)
    assert Client().get(f"/start/{code}/").status_code == 404
    assert Client().post(f"/start/{code}/names/", NAMES).status_code == 404
    assert Household.objects.count() == 1


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    assert client.get("/start/not-a-code-at-all/").status_code == 404


def test_the_wrong_method_is_refused(client: Client, code: str) -> None:
    assert client.post(f"/start/{code}/").status_code == 405
    assert client.get(f"/start/{code}/sample/").status_code == 405
    assert client.delete(f"/start/{code}/names/").status_code == 405


def test_a_fresh_install_has_no_accounts(client: Client) -> None:
    assert not User.objects.exists()
    assert "printed an address with a code" in client.get("/").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mia 6, Ben 3", [Named("Mia", 72), Named("Ben", 36)]),
        ("Mia 6 Ben 3", [Named("Mia", 72), Named("Ben", 36)]),
        ("Mia (6) and Ben (3)", [Named("Mia", 72), Named("Ben", 36)]),
        ("Zoe 8 months", [Named("Zoe", 8)]),
        ("Zoe 8m & Mia 6y", [Named("Zoe", 8), Named("Mia", 72)]),
        ("Mia", [Named("Mia")]),
        ("Anne-Marie 4, Jean Luc 2", [Named("Anne-Marie", 48), Named("Jean Luc", 24)]),
        ("Mia 6 years old, Ben", [Named("Mia", 72), Named("Ben")]),
        ("", []),
        (" , ;", []),
    ],
)
def test_several_names_in_one_line(text: str, expected: list[Named]) -> None:
    assert names_in(text) == expected
