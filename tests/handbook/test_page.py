"""The handbook: what one needs to know, and whom to call."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kbye.handbook.forms import dialled
from kbye.household.event import Event, undo
from kbye.household.knowledge import Contact, Fact
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, family, signed_in

pytestmark = pytest.mark.django_db
PAGE, ADD_FACT, ADD_CONTACT = (reverse(f"handbook:{name}") for name in ("page", "add_fact", "add_contact"))
Kind = Fact.Kind


def fact(cast: Family, words: str, kind: str = Kind.GOOD_TO_KNOW, **more: object) -> Fact:
    return Fact.objects.create(household=cast.household, words=words, kind=kind, **more)


def contact(cast: Family, name: str = "Grandma", phone: str = "+49 30 23125 014", place: int = 0) -> Contact:
    return Contact.objects.create(household=cast.household, name=name, phone=phone, place=place)


def take_out(row: Fact | Contact) -> str:
    kind = "fact" if isinstance(row, Fact) else "contact"
    return reverse(f"handbook:remove_{kind}", kwargs={kind: row.pk})


def page(cast: Family) -> str:
    return signed_in(cast.sam).get(PAGE).content.decode()


def test_an_empty_handbook_invites_and_does_not_scold(clock: Clock) -> None:
    shown = page(family())
    assert "Nothing here yet, and that is fine" in shown
    assert ADD_FACT in shown


def test_each_child_has_a_few_facts_with_allergies_first_and_what_is_for_all_last(clock: Clock) -> None:
    cast = family()
    fact(cast, "key behind the coats")
    fact(cast, "a rabbit", Kind.COMFORT, child=cast.zoe)
    fact(cast, "no nuts", Kind.ALLERGY, child=cast.zoe)
    fact(cast, "reads till eight", child=cast.mia)
    shown = page(cast)
    order = ["reads till eight", "no nuts", "a rabbit", "For all", "key behind the coats"]
    assert [shown.index(words) for words in order] == sorted(shown.index(words) for words in order)
    assert shown.count("Must never be:") == 1
    assert "Ben" not in shown


def test_numbers_stand_in_order_and_can_be_dialled(clock: Clock) -> None:
    cast = family()
    contact(cast, "Noor", "030 / 23125-027", place=1)
    contact(cast, "Grandma", "+49 (30) 23125 014", place=0)
    shown = page(cast)
    assert shown.index("tel:+493023125014") < shown.index("tel:03023125027")
    assert "030 / 23125-027" in shown


def test_a_line_is_added(clock: Clock) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    answer = browser.post(ADD_FACT, {"words": "no nuts", "kind": "allergy", "child": str(cast.zoe.pk)})
    assert answer.url == PAGE  # type: ignore[attr-defined]
    row = Fact.objects.of(cast.household).select_related("child").get()
    assert (row.words, row.kind, row.child) == ("no nuts", Kind.ALLERGY, cast.zoe)
    assert Event.objects.of(cast.household).get().verb == "added"
    browser.post(ADD_FACT, {"words": "the cellar key", "kind": "good_to_know", "child": ""})
    assert "the cellar key" in page(cast)


def test_the_child_one_came_from_is_chosen_already(clock: Clock) -> None:
    cast = family()
    shown = signed_in(cast.sam).get(ADD_FACT, {"child": str(cast.ben.pk)}).content.decode()
    assert f'value="{cast.ben.pk}"' in shown
    assert shown.index(str(cast.ben.pk)) < shown.index("checked", shown.index(str(cast.ben.pk)))
    assert signed_in(cast.sam).get(ADD_FACT, {"child": "nonsense"}).status_code == 200


@pytest.mark.parametrize("words", ["", "   ", "x" * 301])
def test_a_line_has_words_and_not_too_many(clock: Clock, words: str) -> None:
    cast = family()
    answer = signed_in(cast.sam).post(ADD_FACT, {"words": words, "kind": "comfort", "child": ""})
    assert answer.status_code == 200
    assert not Fact.objects.of(cast.household).exists()


def test_a_number_is_added_and_called_last(clock: Clock) -> None:
    cast = family()
    contact(cast, place=3)
    signed_in(cast.sam).post(ADD_CONTACT, {"name": "Noor", "phone": "030 23125 027", "note": ""})
    assert [(one.name, one.place) for one in Contact.objects.of(cast.household)] == [
        ("Grandma", 3),
        ("Noor", 4),
    ]


@pytest.mark.parametrize("phone", ["", "ask Alex", "1-2"])
def test_a_number_has_digits(clock: Clock, phone: str) -> None:
    cast = family()
    answer = signed_in(cast.sam).post(ADD_CONTACT, {"name": "Noor", "phone": phone})
    assert 'class="error"' in answer.content.decode()
    assert not Contact.objects.of(cast.household).exists()


def test_words_stay_words(clock: Clock) -> None:
    cast = family()
    fact(cast, "<script>alert(1)</script>")
    contact(cast, phone='1234"><b>')
    shown = page(cast)
    assert "<script>alert" not in shown
    assert 'href="tel:1234"' in shown


def test_what_is_taken_out_is_gone_and_can_be_brought_back(clock: Clock) -> None:
    cast = family()
    rows: list[Fact | Contact] = [fact(cast, "no nuts", Kind.ALLERGY), contact(cast)]
    browser = signed_in(cast.sam)
    assert "Take out" not in browser.get(PAGE).content.decode()
    assert browser.get(PAGE, {"tidy": ""}).content.decode().count("<button") == 2
    for row in rows:
        assert "Undo" in browser.post(take_out(row), follow=True).content.decode()
        assert browser.post(take_out(row)).status_code == 404, "only once"
    assert "Nothing here yet, and that is fine" in page(cast)
    for event in Event.objects.of(cast.household).filter(verb="removed"):
        assert undo(event, by=cast.sam, at=THURSDAY_NOON)
    assert "no nuts" in page(cast)


def test_the_wrong_method_is_refused(clock: Clock) -> None:
    cast = family()
    browser = signed_in(cast.sam)
    assert browser.post(PAGE).status_code == 405
    assert browser.put(ADD_FACT).status_code == 405
    assert browser.put(ADD_CONTACT).status_code == 405
    assert browser.get(take_out(fact(cast, "words"))).status_code == 405
    assert browser.get(take_out(contact(cast))).status_code == 405


def test_a_stranger_finds_nothing(clock: Clock) -> None:
    cast, others = family(), family(canary="stranger")
    rows: list[Fact | Contact] = [fact(cast, "no nuts", child=cast.zoe), contact(cast)]
    stranger = signed_in(others.sam)
    assert "no nuts" not in stranger.get(PAGE).content.decode()
    for row in rows:
        assert stranger.post(take_out(row)).status_code == 404
    answer = stranger.post(ADD_FACT, {"words": "planted", "kind": "comfort", "child": str(cast.zoe.pk)})
    assert answer.status_code == 200
    assert not Fact.objects.of(others.household).exists()
    assert "no nuts" in page(cast)


def test_without_an_account_there_is_only_the_way_in(clock: Clock) -> None:
    row = fact(family(), "no nuts")
    assert Client().get(PAGE).status_code == 302
    assert Client().post(take_out(row)).status_code == 302
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
