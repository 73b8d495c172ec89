"""Adding, changing, taking out; and each of it taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from kbye.household.event import Event, undo
from kbye.household.excerpt import everything
from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.people import Member
from tests.come_back.pictures import picture, upload
from tests.conftest import Clock
from tests.handbook.shelf import Kind, at, collector, contact, fact
from tests.people import THURSDAY_NOON, Family, family, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clock: Clock) -> Family:
    return family()


def last_undone(cast: Family) -> bool:
    event = Event.objects.of(cast.household).filter(part_of=None).latest("seq")
    return undo(event, by=cast.sam, at=THURSDAY_NOON)


def page(cast: Family) -> str:
    return signed_in(cast.sam).get(at("page")).content.decode()


def test_a_line_is_added_and_taken_back(cast: Family) -> None:
    said = {
        "words": "no nuts",
        "detail": "hives",
        "kept": "blue bag",
        "kind": "allergy",
        "child": cast.zoe.pk,
    }
    answer = signed_in(cast.sam).post(at("add_fact"), said, follow=True)
    assert "Undo" in answer.content.decode()
    row = Fact.objects.of(cast.household).select_related("child").get()
    assert (row.line, row.child, row.written_by_id) == (
        "no nuts: hives · Medicine: blue bag",
        cast.zoe,
        cast.sam.pk,
    )
    assert last_undone(cast)
    assert "no nuts" not in page(cast)


@pytest.mark.parametrize("words", ["", "   ", "x" * 301])
def test_a_line_has_words_and_not_too_many_and_nothing_typed_is_lost(cast: Family, words: str) -> None:
    said = {"words": words, "kind": "comfort", "child": "", "detail": "this stays"}
    answer = signed_in(cast.sam).post(at("add_fact"), said)
    assert answer.status_code == 422
    assert "this stays" in answer.content.decode()
    assert not Fact.objects.of(cast.household).exists()


@pytest.mark.parametrize(
    ("typed", "words", "kind", "child"),
    [
        ("Ben: the inhaler is in the blue bag", "the inhaler is in the blue bag", "medicine", "Ben"),
        ("wifi password is on the fridge", "wifi password is on the fridge", "house", None),
        ("Noor 030 23125 027", "Noor 030 23125 027", "good_to_know", None),
        ("soup", "soup", "good_to_know", None),
    ],
)
def test_one_line_is_enough(cast: Family, typed: str, words: str, kind: str, child: str | None) -> None:
    assert signed_in(cast.sam).post(at("add_fact"), {"quick": "1", "words": typed}).status_code == 302
    row = Fact.objects.of(cast.household).select_related("child").get()
    assert (row.words, row.kind, row.child and row.child.name) == (words, kind, child)


def test_what_one_came_for_is_chosen_already_and_the_lines_are_called_after_it(cast: Family) -> None:
    browser = signed_in(cast.sam)
    shown = browser.get(at("add_fact"), {"child": str(cast.ben.pk), "kind": "word"}).content.decode()
    assert "What does it mean?" in shown
    assert shown.index(str(cast.ben.pk)) < shown.index("checked", shown.index(str(cast.ben.pk)))
    assert browser.get(at("add_fact"), {"child": "nonsense", "kind": "nonsense"}).status_code == 200
    assert "Whoever is on duty sees this" in browser.get(at("add_fact"), {"kind": "allergy"}).content.decode()


CHANGES: list[tuple[Any, str, dict[str, Any], str]] = [
    (
        lambda cast: fact(cast, "no nuts", Kind.ALLERGY),
        "fact",
        {"words": "no figs", "kind": "comfort"},
        "words",
    ),
    (lambda cast: contact(cast), "contact", {"name": "Noor", "phone": "030 23125 027"}, "phone"),
    (lambda cast: collector(cast), "collector", {"name": "Grandma", "until_date": "2027-01-31"}, "name"),
]


@pytest.mark.parametrize(("made", "name", "said", "column"), CHANGES, ids=lambda one: str(one)[:9])
def test_everything_can_be_changed_and_taken_out_and_both_be_taken_back(
    cast: Family, made: Any, name: str, said: dict[str, Any], column: str
) -> None:
    row = made(cast)
    before, browser, here = getattr(row, column), signed_in(cast.sam), at(name, **{name: row.pk})
    assert str(before) in browser.get(here).content.decode()
    assert browser.post(here, {next(iter(said)): ""}).status_code == 422
    assert "Undo" in browser.post(here, said, follow=True).content.decode()
    row.refresh_from_db()
    assert getattr(row, column) == said[column]
    assert last_undone(cast)
    row.refresh_from_db()
    assert getattr(row, column) == before
    assert "Undo" in browser.post(at(f"remove_{name}", **{name: row.pk}), follow=True).content.decode()
    assert browser.post(at(f"remove_{name}", **{name: row.pk})).status_code == 404, "only once"
    assert browser.get(here).status_code == 404
    assert last_undone(cast)
    assert browser.get(here).status_code == 200


@pytest.mark.parametrize("phone", ["", "ask Alex", "1-2"])
def test_a_number_has_digits(cast: Family, phone: str) -> None:
    answer = signed_in(cast.sam).post(at("add_contact"), {"name": "Noor", "phone": phone})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert not Contact.objects.of(cast.household).exists()


def order(cast: Family) -> list[str]:
    return [one.name for one in Contact.objects.of(cast.household).filter(removed_at=None)]


def test_a_new_number_is_called_last_and_can_move_up(cast: Family) -> None:
    # Two with the same place, as after somebody was taken out and brought back.
    contact(cast, "Alex", place=3)
    contact(cast, "Grandma", place=3)
    browser = signed_in(cast.sam)
    browser.post(at("add_contact"), {"name": "Noor", "phone": "030 23125 027"})
    assert order(cast) == ["Alex", "Grandma", "Noor"]
    noor = Contact.objects.of(cast.household).get(name="Noor")
    browser.post(at("earlier", contact=noor.pk))
    assert order(cast) == ["Alex", "Noor", "Grandma"]
    assert last_undone(cast)
    assert order(cast) == ["Alex", "Grandma", "Noor"]
    first = Contact.objects.of(cast.household).get(name="Alex")
    assert browser.post(at("earlier", contact=first.pk)).status_code == 302


def test_days_stand_the_right_way_round(cast: Family) -> None:
    said = {"name": "Noor", "from_date": "2027-02-01", "until_date": "2027-01-31", "note": "at the gate"}
    answer = signed_in(cast.sam).post(at("add_collector"), said)
    assert answer.status_code == 422
    assert "at the gate" in answer.content.decode()
    said["until_date"] = "2027-02-01"
    assert signed_in(cast.sam).post(at("add_collector"), said).status_code == 302
    assert Collector.objects.of(cast.household).get().child_id is None


def test_one_helper_can_be_named(cast: Family) -> None:
    browser = signed_in(cast.sam)
    said = {"words": "the code", "kind": "house", "shown_to": f"helper:{cast.noor.pk}"}
    assert browser.post(at("add_fact"), said).status_code == 302
    row = Fact.objects.of(cast.household).get()
    assert (row.shown_to, row.also_for_id) == ("helper", cast.noor.pk)
    shown = browser.get(at("fact", fact=row.pk)).content.decode()
    assert f'<option value="helper:{cast.noor.pk}" selected>' in shown
    assert browser.post(at("add_fact"), {**said, "shown_to": f"helper:{cast.mia.pk}"}).status_code == 422


def rows(cast: Family) -> str:
    return " ".join(f"{one.words}: {one.detail}" for one in everything(cast.household).if_then)


def test_a_row_that_kbye_brought_along_is_written_anew_or_left_out(cast: Family) -> None:
    browser, settle = signed_in(cast.sam), at("brought_along", brought="settle")
    assert "the big bed" in browser.get(settle).content.decode()
    said = {"words": "Nobody sleeps", "detail": "All into one bed.", "kind": "if_then", "seed": "settle"}
    assert browser.post(settle, {**said, "words": ""}).status_code == 422
    browser.post(settle, said)
    assert "All into one bed." in rows(cast)
    assert "big bed" not in rows(cast)
    assert browser.get(settle).status_code == 404, "it is a line of the house now"
    browser.post(at("leave_out", brought="hurt"), follow=True)
    assert "Somebody is hurt" not in rows(cast)
    assert last_undone(cast)
    assert "Somebody is hurt" in rows(cast)
    row = Fact.objects.of(cast.household).get(seed="settle")
    browser.post(at("remove_fact", fact=row.pk))
    assert "Nobody sleeps" not in rows(cast)
    assert "big bed" not in rows(cast)
    browser.post(settle, said)
    assert "All into one bed." in rows(cast)
    assert browser.get(at("brought_along", brought="nonsense")).status_code == 404
    assert browser.post(at("leave_out", brought="nonsense")).status_code == 404


def test_another_line_cannot_take_the_place_of_one_that_was_brought_along(cast: Family) -> None:
    said = {"words": "soup", "kind": "good_to_know", "seed": "ill"}
    signed_in(cast.sam).post(at("add_fact"), said)
    signed_in(cast.sam).post(at("add_fact"), {**said, "kind": "if_then", "seed": "never heard of"})
    assert set(Fact.objects.of(cast.household).values_list("seed", flat=True)) == {""}


def test_a_photo_is_kept_as_an_entry(cast: Family, settings: Settings) -> None:
    browser = signed_in(cast.sam)
    answer = browser.post(
        at("add_photo"), {"photo": upload(picture()), "words": "The fridge", "child": cast.mia.pk}
    )
    assert answer.status_code == 302
    row = Fact.objects.of(cast.household).get()
    assert (row.words, row.child_id, row.kind) == ("The fridge", cast.mia.pk, Kind.GOOD_TO_KNOW)
    assert (settings.PHOTOS / row.photo).exists()
    got = browser.get(at("photo", fact=row.pk))
    assert got.headers["Content-Type"] == "image/jpeg"
    assert at("photo", fact=row.pk) in page(cast)


def test_what_is_no_photo_is_said_and_the_words_stay(cast: Family, settings: Settings) -> None:
    broken = SimpleUploadedFile("list.jpg", b"no photo", content_type="image/jpeg")
    answer = signed_in(cast.sam).post(at("add_photo"), {"photo": broken, "words": "The fridge"})
    assert answer.status_code == 422
    assert "The fridge" in answer.content.decode()
    assert not Fact.objects.of(cast.household).exists()
    assert not settings.PHOTOS.exists() or not list(settings.PHOTOS.iterdir())


def test_there_is_an_end_to_photos(cast: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbye.handbook.entries.PHOTOS_MAX", 0)
    answer = signed_in(cast.sam).post(at("add_photo"), {"photo": upload(picture()), "words": "one more"})
    assert answer.status_code == 422


LINES = {
    "line-TOTAL_FORMS": "4",
    "line-INITIAL_FORMS": "4",
    "line-0-take": "on",
    "line-0-words": "fuse box: behind the coats",
    "line-0-kind": "house",
    "line-1-words": "nobody needs this",
    "line-1-kind": "good_to_know",
    "line-2-take": "on",
    "line-2-words": "Grandma: +49 30 23125 014, has a key",
    "line-2-kind": "contact",
    "line-3-take": "on",
    "line-3-words": "the rabbit",
    "line-3-kind": "comfort",
}


def test_a_message_is_shown_before_anything_is_kept(cast: Family) -> None:
    text = "Hi,\nBen: the rabbit sleeps on the left\nThe wifi password is on the fridge."
    shown = signed_in(cast.sam).post(at("paste"), {"text": text}).content.decode()
    assert "the rabbit sleeps on the left</textarea>" in shown
    assert f'<option value="{cast.ben.pk}" selected>' in shown
    assert '<option value="house" selected>' in shown
    assert not Fact.objects.of(cast.household).exists()
    assert signed_in(cast.sam).post(at("paste"), {"text": " "}).status_code == 422


def test_what_was_ticked_is_kept_and_all_of_it_can_be_taken_back(cast: Family) -> None:
    said = {**LINES, "line-3-child": str(cast.ben.pk)}
    answer = signed_in(cast.sam).post(at("keep"), said, follow=True)
    assert "Undo" in answer.content.decode()
    facts = Fact.objects.of(cast.household).filter(removed_at=None)
    assert {(row.words, row.detail, row.child_id) for row in facts} == {
        ("fuse box", "behind the coats", None),
        ("the rabbit", "", cast.ben.pk),
    }
    number = Contact.objects.of(cast.household).get()
    assert (number.name, number.phone, number.note) == ("Grandma", "+49 30 23125 014", "has a key")
    assert last_undone(cast)
    assert not facts.all().exists()
    assert order(cast) == []


def test_a_line_that_is_not_right_loses_nothing(cast: Family) -> None:
    browser = signed_in(cast.sam)
    for wrong in ({"line-0-words": ""}, {"line-2-words": "no number"}, {"line-3-words": "x" * 301}):
        answer = browser.post(at("keep"), {**LINES, **wrong})
        assert answer.status_code == 422
        assert "nobody needs this" in answer.content.decode()
    stranger = family(canary="stranger")
    assert browser.post(at("keep"), {**LINES, "line-3-child": str(stranger.mia.pk)}).status_code == 422
    assert browser.post(at("keep"), {}).status_code == 422
    assert not Fact.objects.of(cast.household).exists()
    nothing = {name: value for name, value in LINES.items() if not name.endswith("take")}
    assert browser.post(at("keep"), nothing).status_code == 302
    assert not Fact.objects.of(cast.household).exists()


def test_who_changes_it_knows_it(cast: Family) -> None:
    row = fact(cast, "the rabbit", Kind.COMFORT)
    signed_in(cast.alex).post(at("fact", fact=row.pk), {"words": "the grey rabbit", "kind": "comfort"})
    assert list(
        Member.objects.of(cast.household).filter(
            pk__in=row.known_by.filter(household=cast.household).values("member")
        )
    ) == [cast.alex]
