"""Whatever changes on a sheet marks it as behind in the transaction of the change, and one round later it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django.fixtures import Settings

from kbye.household.event import ON_A_SHEET, Event
from kbye.household.household import Household
from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.people import Member
from kbye.household.responsibility import Responsibility
from kbye.urgent import sheet_readers
from kbye.urgent.sheet_page import next_look, page_for
from kbye.work.sheets import AT_ONCE, TRY_AGAIN, write_sheets
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, family, signed_in
from tests.urgent.ready import Door, own_token, ready_family, written
from tests.web.world import owned_models

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def cast() -> Family:
    cast = ready_family()
    written(cast)
    assert due(cast) is not None
    return cast


def due(cast: Family) -> datetime | None:
    return Household.objects.values_list("sheet_due_at", flat=True).get(pk=cast.household.pk)


def key_of(
    model: type[Fact] | type[Contact] | type[Collector] | type[Responsibility], cast: Family, **where: object
) -> object:
    return model._default_manager.filter(household=cast.household, **where)[0].pk


def fact(cast: Family) -> tuple[str, Mapping[str, object]]:
    return reverse("handbook:fact", kwargs={"fact": key_of(Fact, cast, kind="allergy")}), {
        "words": "zq changed",
        "kind": "allergy",
        "child": cast.mia.pk,
    }


def new_fact(cast: Family) -> tuple[str, Mapping[str, object]]:
    return reverse("handbook:add_fact"), {"words": "zq changed", "kind": "condition", "child": cast.zoe.pk}


def contact(cast: Family) -> tuple[str, Mapping[str, object]]:
    at = reverse("handbook:contact", kwargs={"contact": key_of(Contact, cast, role="doctor")})
    return at, {"name": "zq changed", "phone": "+49 30 23125 077", "role": "doctor"}


def collector(cast: Family) -> tuple[str, Mapping[str, object]]:
    at = reverse("handbook:collector", kwargs={"collector": key_of(Collector, cast)})
    return at, {"name": "zq changed", "child": cast.mia.pk}


def asked(cast: Family, name: str, **named: object) -> dict[str, Any]:
    """What the form says as it stands."""
    form = signed_in(cast.sam).get(reverse(name, kwargs=named)).context["form"]
    return {one: "" if (value := form[one].value()) is None else value for one in form.fields}


def child(cast: Family) -> tuple[str, Mapping[str, object]]:
    named = {"person": cast.ben.pk}
    said = asked(cast, "set_up:person", **named)
    return reverse("set_up:person", kwargs=named), said | {"name": "zq changed"}


def medicine(cast: Family) -> tuple[str, Mapping[str, object]]:
    named = {"responsibility": key_of(Responsibility, cast, kind="medicine")}
    said = asked(cast, "set_up:responsibility", **named)
    return reverse("set_up:responsibility", kwargs=named), said | {"title": "zq changed"}


def country(cast: Family) -> tuple[str, Mapping[str, object]]:
    return reverse("set_up:country"), {"country": "GB"}


CHANGES: list[tuple[Callable[[Family], tuple[str, Mapping[str, object]]], str]] = [
    (fact, "zq changed"),
    (new_fact, "zq changed"),
    (contact, "zq changed"),
    (collector, "zq changed"),
    (child, "zq changed"),
    (medicine, "zq changed"),
    (country, "tel:999"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_what_is_changed_on_a_page_is_on_the_sheet_one_round_later(
    change: Callable[[Family], tuple[str, Mapping[str, object]]], words: str, cast: Family, settings: Settings
) -> None:
    door, sam = Door(settings.EMERGENCY_SHEETS), signed_in(cast.sam)
    token = own_token(cast.sam)
    assert words not in door.open(token).text
    path, said = change(cast)
    assert sam.post(path, said).status_code == 302
    assert due(cast) is None
    assert write_sheets(lambda: THURSDAY_NOON + timedelta(seconds=1)) == 1
    assert words in door.open(token).text
    assert due(cast) is not None


OF_THESE: dict[str, tuple[type[Fact] | type[Contact] | type[Collector], str]] = {
    "fact": (Fact, "asthma"),
    "contact": (Contact, "ten minutes away"),
    "collector": (Collector, "at the school gate"),
}


@pytest.mark.parametrize("row", OF_THESE)
def test_what_is_taken_out_and_brought_back_too(row: str, cast: Family, settings: Settings) -> None:
    door, sam = Door(settings.EMERGENCY_SHEETS), signed_in(cast.sam)
    model, words = OF_THESE[row]
    where = {"words": "asthma"} if row == "fact" else {"name": "Grandma"}
    named = {row: key_of(model, cast, **where)}
    sam.post(reverse(f"handbook:remove_{row}", kwargs=named))
    assert write_sheets(lambda: THURSDAY_NOON) == 1
    assert words not in door.open(own_token(cast.sam)).text
    seq = sam.session["undo"]
    sam.post(reverse("today:undo", kwargs={"seq": seq}))
    assert write_sheets(lambda: THURSDAY_NOON) == 1
    assert words in door.open(own_token(cast.sam)).text


def test_the_mark_is_set_in_the_transaction_of_the_change(cast: Family) -> None:
    """Taken back with it: no change without its mark, no mark without its change."""
    path, said = new_fact(cast)
    with transaction.atomic():
        assert signed_in(cast.sam).post(path, said).status_code == 302
        assert due(cast) is None
        transaction.set_rollback(True)
    assert due(cast) is not None


def test_every_table_that_counts_is_in_the_list() -> None:
    known = {model._meta.model_name for model in owned_models()}
    assert known >= ON_A_SHEET
    assert {"fact", "contact", "collector", "member", "responsibility", "link", "standin"} <= ON_A_SHEET


def test_what_is_on_no_sheet_makes_none_anew(cast: Family) -> None:
    before = Event.objects.of(cast.household).count()
    signed_in(cast.sam).post(reverse("handbook:ask_at_home"), {"words": "Where is the torch?", "anyway": "1"})
    assert Event.objects.of(cast.household).count() > before
    assert due(cast) is not None


def test_it_is_made_anew_by_itself_a_few_times_a_day_and_at_midnight(cast: Family) -> None:
    assert next_look("Europe/Berlin", THURSDAY_NOON) == THURSDAY_NOON + timedelta(hours=6)
    evening = THURSDAY_NOON + timedelta(hours=10)
    assert next_look("Europe/Berlin", evening) == THURSDAY_NOON + timedelta(hours=12, minutes=1)
    assert write_sheets(lambda: THURSDAY_NOON + timedelta(hours=5, minutes=59)) == 0
    assert write_sheets(lambda: THURSDAY_NOON + timedelta(hours=6)) == 1


def test_a_clock_that_was_wrong_does_not_leave_it_for_a_year(cast: Family) -> None:
    Household.objects.filter(pk=cast.household.pk).update(sheet_due_at=THURSDAY_NOON + timedelta(days=365))
    assert write_sheets(lambda: THURSDAY_NOON) == 1


def test_one_house_that_cannot_be_made_keeps_no_other_waiting(
    cast: Family, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, real = family(canary="zq"), page_for

    def fails_for_one(reader: Member, **more: Any) -> bytes:
        if reader.household_id == cast.household.pk:
            raise ValueError("odd")
        return real(reader, **more)

    Household.objects.filter(pk=cast.household.pk).update(sheet_due_at=None)
    monkeypatch.setattr(sheet_readers, "page_for", fails_for_one)
    assert write_sheets(lambda: THURSDAY_NOON) == 1
    assert Door(settings.EMERGENCY_SHEETS).open(own_token(other.sam)).status == 200
    assert due(cast) == THURSDAY_NOON + TRY_AGAIN


def test_with_many_households_those_that_changed_come_first(cast: Family, clock: Clock) -> None:
    for _ in range(AT_ONCE + 5):
        Household.objects.create(zone="Europe/Berlin", created_at=THURSDAY_NOON, sheet_due_at=THURSDAY_NOON)
    path, said = new_fact(cast)
    signed_in(cast.sam).post(path, said)
    assert write_sheets(lambda: THURSDAY_NOON) == AT_ONCE
    assert due(cast) is not None
    assert write_sheets(lambda: THURSDAY_NOON) == 6
