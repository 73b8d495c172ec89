"""Who sees what: every reader, every choice, every place where the handbook comes out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import escape

from kbye.ask.message import fact_lines, must_lines
from kbye.ask.stretch import stretch_of
from kbye.household.away import HandOver, TimeAway
from kbye.household.excerpt import excerpt
from kbye.household.gap import Gap, GapChild
from kbye.household.knowledge import Fact, ShownTo
from kbye.household.people import Member
from kbye.tell.message import write
from tests.conftest import Clock
from tests.handbook.shelf import Kind, at, collector, contact, fact
from tests.people import (
    THURSDAY,
    THURSDAY_NOON,
    Family,
    opened,
    signed_in,
    stay_link,
    time_away,
)

pytestmark = pytest.mark.django_db
CHOICES = ("on_duty", "stayers", "helper", "adults")
# Who sees an entry about Ben, by the choice made for it. Noor is the helper whom "helper" names; Grandma is not.
SEES: dict[str, set[str]] = {
    "adult": {"on_duty", "stayers", "helper", "adults"},
    "Grandma stays": {"on_duty", "stayers"},
    "Noor stays": {"on_duty", "stayers", "helper"},
    "Grandma has Ben": {"on_duty"},
    "Noor has Ben": {"on_duty", "helper"},
    "Noor has Mia": set(),
    "several have Ben": {"on_duty"},
    "a child": set(),
}


def a_row_of_each_kind(cast: Family) -> None:
    """One entry, number and collector for each choice; the words say which."""
    for choice in CHOICES:
        more: dict[str, Any] = {"shown_to": choice, "also_for": cast.noor if choice == "helper" else None}
        fact(cast, f"entry {choice}", Kind.COMFORT, child=cast.ben, **more)
        fact(cast, f"then {choice}", Kind.IF_THEN, child=cast.ben, **more)
        contact(cast, f"number {choice}", **more)
        collector(cast, f"fetches {choice}", child=cast.ben, **more)


def readers(cast: Family) -> dict[str, tuple[Member | None, list[Member] | None]]:
    return {
        "adult": (cast.alex, None),
        "Grandma stays": (cast.grandma, None),
        "Noor stays": (cast.noor, None),
        "Grandma has Ben": (cast.grandma, [cast.ben]),
        "Noor has Ben": (cast.noor, [cast.ben]),
        "Noor has Mia": (cast.noor, [cast.mia]),
        "several have Ben": (None, [cast.ben]),
        "a child": (cast.mia, None),
    }


@pytest.mark.parametrize("who", SEES)
def test_each_reader_sees_what_was_chosen_and_not_a_word_more(cast: Family, who: str) -> None:
    a_row_of_each_kind(cast)
    to, children = readers(cast)[who]
    seen = excerpt(cast.household, to=to, on=THURSDAY, children=children)
    assert {row.words.split()[1] for row in seen.facts} == SEES[who]
    assert {row.words.split()[1] for row in seen.if_then if row.words.startswith("then ")} == SEES[who]
    assert {row.name.split()[1] for row in seen.collectors} == SEES[who]
    # A number is about no child.
    about_all = SEES["Noor has Ben"] if who == "Noor has Mia" else SEES[who]
    assert {row.name.split()[1] for row in seen.contacts} == about_all


AS_USUAL = {
    Kind.ALLERGY: True,
    Kind.MEDICINE: True,
    Kind.COMFORT: True,
    Kind.WORD: True,
    Kind.IF_THEN: True,
    Kind.GOOD_TO_KNOW: False,
    Kind.HOUSE: False,
    Kind.CONDITION: True,
    Kind.INSURANCE: False,
    Kind.CONSENT: False,
    Kind.ADDRESS: False,
}


@pytest.mark.parametrize("kind", Kind.values)
def test_what_goes_along_with_a_child_by_itself(cast: Family, kind: str) -> None:
    row = fact(cast, "entry", kind, child=cast.ben)
    assert row.is_for_stretch(cast.noor) is AS_USUAL[Kind(kind)]
    assert row.is_for_stayer(cast.noor)
    assert (row.audience == ShownTo.ON_DUTY) is AS_USUAL[Kind(kind)]


@pytest.mark.parametrize("kind", [Kind.ALLERGY, Kind.MEDICINE])
@pytest.mark.parametrize("choice", ["stayers", "helper", "adults"])
def test_an_allergy_and_medicine_cannot_be_hidden(cast: Family, kind: str, choice: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        fact(cast, "no nuts", kind, child=cast.zoe, shown_to=choice)
    answer = signed_in(cast.sam).post(
        at("add_fact"), {"words": "no nuts", "kind": kind, "child": "", "shown_to": "adults"}
    )
    assert answer.status_code == 302
    assert Fact.objects.of(cast.household).get().audience == ShownTo.ON_DUTY


def test_a_helper_who_is_no_longer_there_leaves_nothing_open(cast: Family) -> None:
    row = fact(cast, "the code is 4711", Kind.HOUSE, shown_to="helper", also_for=cast.noor)
    assert row.is_for_stretch(cast.noor)
    row.also_for = None
    assert not row.is_for_stretch(cast.noor)
    assert not row.is_for_stayer(cast.grandma)


def test_who_may_collect_stands_there_only_on_those_days(cast: Family, clock: Clock) -> None:
    day = timedelta(days=1)
    collector(cast, "yesterday", until_date=THURSDAY - day)
    collector(cast, "tomorrow", from_date=THURSDAY + day)
    collector(cast, "today", from_date=THURSDAY, until_date=THURSDAY)
    seen = excerpt(cast.household, to=cast.alex, on=THURSDAY)
    assert [one.name for one in seen.collectors] == ["today"]
    page = signed_in(cast.sam).get(at("page")).content.decode()
    assert "ended 2 December 2026" in page
    assert "from 4 December 2026" in page


def stretch(cast: Family, row: TimeAway) -> Gap:
    gap = Gap.objects.create(
        household=cast.household,
        time_away=row,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        created_at=THURSDAY_NOON,
        asked_by=cast.alex,
    )
    GapChild.objects.create(household=cast.household, gap=gap, child=cast.ben)
    return Gap.objects.whole().of(cast.household).get(pk=gap.pk)


def outputs(cast: Family) -> dict[str, str]:
    """Every place where the handbook comes out, and what it says there."""
    row, hers = time_away(cast), time_away(cast, stayer=cast.grandma)
    alex, grandma = stay_link(row), stay_link(hers)
    about = stretch_of(stretch(cast, row), cast.noor)
    side = HandOver.objects.of(cast.household).select_related("person").get(time_away=hers)

    def by_link(link: object, path: str) -> str:
        return opened(link).get(f"/l/{link.token}/{path}").content.decode()  # type: ignore[arg-type, attr-defined]

    return {
        "the adults' handbook": signed_in(cast.sam).get(at("page")).content.decode(),
        "an adult on a link": by_link(alex, "handbook/"),
        "the sheet of an adult on a link": by_link(alex, "sheet/"),
        "a helper who stays": by_link(grandma, "handbook/"),
        "the sheet of a helper who stays": by_link(grandma, "sheet/"),
        "the message to a helper who stays": write(side, hers).body,
        "a helper's stretch": "\n".join(
            [
                *must_lines(about),
                *fact_lines(about),
                *(one.words for one in about.if_then),
                *(call.name for call in about.calls),
            ]
        ),
    }


def test_every_place_keeps_to_it(cast: Family, clock: Clock) -> None:
    a_row_of_each_kind(cast)
    fact(cast, "no nuts", Kind.ALLERGY, child=cast.ben, detail="hives", kept="blue bag")
    fact(cast, "the door code", Kind.HOUSE)
    said = outputs(cast)
    full, stays = SEES["adult"], SEES["Grandma stays"]
    for place, sees in {
        "the adults' handbook": full,
        "an adult on a link": full,
        "a helper who stays": stays,
    }.items():
        for word in ("entry", "then", "number", "fetches"):
            assert {one for one in CHOICES if f"{word} {one}" in said[place]} == sees, (place, word)
        assert "the door code" in said[place], place
        assert "hives" in said[place], place
        assert (at("add_contact") in said[place]) is (place == "the adults' handbook"), place
    for place, sees in {
        "the sheet of an adult on a link": full,
        "the sheet of a helper who stays": stays,
    }.items():
        for word in ("entry", "then", "number"):
            assert {one for one in CHOICES if f"{word} {one}" in said[place]} == sees, (place, word)
    message = said["the message to a helper who stays"]
    assert {one for one in CHOICES if f"number {one}" in message} == stays
    assert escape("hives") in message
    about = said["a helper's stretch"]
    for word in ("entry", "then", "number"):
        assert {one for one in CHOICES if f"{word} {one}" in about} == SEES["Noor has Ben"], word
    assert "the door code" not in about
    assert "blue bag" in about


def test_a_photo_is_shown_to_whom_its_entry_is(cast: Family, clock: Clock, settings: object) -> None:
    settings.PHOTOS.mkdir(parents=True)  # type: ignore[attr-defined]
    (settings.PHOTOS / "list.jpg").write_bytes(b"\xff\xd8")  # type: ignore[attr-defined]
    open_to_all = fact(cast, "the fridge", photo="list.jpg")
    adults_only = fact(cast, "the safe", photo="list.jpg", shown_to="adults")
    plain = fact(cast, "no photo")
    link = stay_link(time_away(cast, stayer=cast.grandma))
    phone = opened(link)
    got = [
        phone.get(f"/l/{link.token}/handbook/{one.pk}/photo/").status_code
        for one in (open_to_all, adults_only, plain)
    ]
    assert got == [200, 404, 404]
    sam = signed_in(cast.sam)
    assert [sam.get(at("photo", fact=one.pk)).status_code for one in (adults_only, plain)] == [200, 404]
