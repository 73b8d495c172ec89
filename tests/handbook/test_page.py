"""The handbook's page: section by section, and what is looked for."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.handbook.forms import dialled
from kbye.household.knowledge import Fact
from tests.conftest import Clock
from tests.handbook.shelf import Kind, at, collector, contact, fact
from tests.people import Family, family, signed_in

pytestmark = pytest.mark.django_db
PAGE = at("page")


@pytest.fixture
def cast(clock: Clock) -> Family:
    return family()


def page(cast: Family, **asked: str) -> str:
    return signed_in(cast.sam).get(PAGE, asked).content.decode()


def test_an_empty_handbook_invites_and_does_not_scold(cast: Family) -> None:
    shown = page(cast)
    assert "Nothing here yet, and that is fine" in shown
    assert at("add_fact") in shown


def test_sections_stand_in_order_with_allergies_first(cast: Family) -> None:
    fact(cast, "key behind the coats", Kind.HOUSE)
    fact(cast, "all of them like soup")
    fact(cast, "a rabbit", Kind.COMFORT, child=cast.zoe)
    fact(cast, "no nuts", Kind.ALLERGY, child=cast.zoe, detail="hives", kept="blue bag")
    fact(cast, "Nana", Kind.WORD, child=cast.mia, detail="the bottle")
    contact(cast, "Dr Winter")
    collector(cast, "Grandma", child=cast.mia, note="at the gate")
    shown = page(cast)
    order = ["Nana", "the bottle", "hives · Medicine: blue bag", "a rabbit", "For all", "soup", "The house"]
    order += [
        "key behind",
        "Whom to call",
        ">Emergency<",
        "Dr Winter",
        "Who may collect",
        "Mia · at the gate",
    ]
    order += ["If …", "Somebody is ill"]
    assert [shown.index(words) for words in order] == sorted(shown.index(words) for words in order)
    assert shown.count("Must never be:") == 1


def test_what_is_folded_says_how_much_it_holds_and_a_long_handbook_is_folded(cast: Family) -> None:
    for number in range(12):
        fact(cast, f"line {number}", child=cast.ben)
    child = f'id="child-{cast.ben.pk}" data-print-open data-find-in'
    shown = page(cast)
    assert f"{child} open>" in shown
    assert '<span class="count">12</span>' in shown
    fact(cast, "no nuts", Kind.ALLERGY, child=cast.ben)
    shown = page(cast)
    assert f"{child}>" in shown
    assert '<span class="folded-hint">no nuts</span>' in shown


def test_numbers_stand_in_order_and_can_be_dialled(cast: Family) -> None:
    contact(cast, "Noor", "030 / 23125-027", place=1)
    contact(cast, "Grandma", "+49 (30) 23125 014", place=0)
    shown = page(cast)
    assert shown.index("tel:112") < shown.index("tel:+493023125014") < shown.index("tel:03023125027")
    assert "030 / 23125-027" in shown


@pytest.mark.parametrize("query", ["where is the thermometer?", "termometer", "THERMOM", "Badezimmer"])
def test_what_is_looked_for_stands_alone(cast: Family, query: str) -> None:
    fact(cast, "Where is the thermometer?", detail="Badezimmer, top drawer")
    fact(cast, "a rabbit", Kind.COMFORT, child=cast.zoe)
    shown = page(cast, q=query)
    assert "top drawer" in shown
    assert "a rabbit" not in shown
    assert "top drawer" in page(cast)


def test_a_childs_name_finds_what_is_about_them_and_numbers_are_found_too(cast: Family) -> None:
    fact(cast, "a rabbit", Kind.COMFORT, child=cast.zoe)
    contact(cast, "Dr Winter", note="knows about the inhaler")
    assert "a rabbit" in page(cast, q="zoe")
    assert "Dr Winter" in page(cast, q="inhaler")


def test_what_is_not_there_can_be_asked(cast: Family) -> None:
    shown = page(cast, q="thermometer<b>")
    assert "Nothing about “thermometer&lt;b&gt;” yet." in shown
    assert f'action="{at("ask_at_home")}"' in shown
    assert page(cast, q="\0" * 5 + "x" * 5000)


def test_words_stay_words(cast: Family) -> None:
    fact(cast, "<script>alert(1)</script>", detail='"><b>', kept="<i>", kind=Kind.ALLERGY)
    contact(cast, phone='1234"><b>')
    shown = page(cast)
    assert "<script>alert" not in shown
    assert "<i>" not in shown
    assert 'href="tel:1234"' in shown


def test_the_wrong_method_is_refused(cast: Family) -> None:
    browser = signed_in(cast.sam)
    assert browser.post(PAGE).status_code == 405
    for name in ("add_fact", "add_contact", "add_collector", "add_photo", "paste"):
        assert browser.put(at(name)).status_code == 405
    for name in ("keep", "ask_at_home"):
        assert browser.get(at(name)).status_code == 405
    assert browser.get(at("remove_fact", fact=fact(cast, "words").pk)).status_code == 405


def test_a_stranger_finds_nothing(cast: Family) -> None:
    others = family(canary="stranger")
    entry, number, fetches = fact(cast, "no nuts"), contact(cast), collector(cast)
    stranger = signed_in(others.sam)
    assert "no nuts" not in stranger.get(PAGE).content.decode()
    assert "no nuts" not in stranger.get(PAGE, {"q": "nuts"}).content.decode()
    for address in (
        at("fact", fact=entry.pk),
        at("remove_fact", fact=entry.pk),
        at("know_too", fact=entry.pk),
        at("contact", contact=number.pk),
        at("earlier", contact=number.pk),
        at("collector", collector=fetches.pk),
        at("remove_collector", collector=fetches.pk),
    ):
        assert stranger.post(address, {"words": "planted", "name": "planted"}).status_code == 404
    planted = {"words": "planted", "kind": "comfort", "child": str(cast.zoe.pk)}
    assert stranger.post(at("add_fact"), planted).status_code == 422
    for_noor = {"words": "planted", "kind": "comfort", "shown_to": f"helper:{cast.noor.pk}"}
    assert stranger.post(at("add_fact"), for_noor).status_code == 422
    assert not Fact.objects.of(others.household).exists()


def test_without_an_account_there_is_only_the_way_in(cast: Family) -> None:
    row = fact(cast, "no nuts")
    assert Client().get(PAGE).status_code == 302
    assert Client().post(at("remove_fact", fact=row.pk)).status_code == 302
    assert Fact.objects.of(row.household).get().removed_at is None


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("+49 (30) 23125-014", "+493023125014"),
        ("555-0142", "5550142"),
        (" +1 555 01 42", "+15550142"),
        ("", ""),
    ],
)
def test_what_a_telephone_is_handed(written: str, numbers: str) -> None:
    assert dialled(written) == numbers
