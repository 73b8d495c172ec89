"""A query that does not say whose rows it wants trips; one that does, does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from kbye.household.link import Link
from kbye.household.owned import Owned
from kbye.household.people import Member
from kbye.household.tripwire import (
    UnscopedQuery,
    is_scoped,
    owned_tables,
    spanning_households,
    tripwire,
)
from tests.people import Family, family, stay_link, time_away

pytestmark = pytest.mark.django_db
UNSCOPED: dict[str, Callable[[Family], object]] = {
    "all of them": lambda home: list(Member.objects.all()),
    "by key alone": lambda home: Member.objects.get(pk=home.sam.pk),
    "a count": lambda home: Member.objects.count(),
    "whether one exists": lambda home: Member.objects.filter(name="Sam").exists(),
    "an update": lambda home: Member.objects.filter(pk=home.sam.pk).update(name="x"),
    "a deletion": lambda home: Member.objects.filter(pk=home.noor.pk)._raw_delete("default"),
    "a row loaded on the way": lambda home: Member.objects.of(home.household).only("name")[0].kind,
    "reading again": lambda home: home.sam.refresh_from_db(),
    "by hand": lambda home: connection.cursor().execute('SELECT * FROM "household_member"'),
}
SCOPED: dict[str, Callable[[Family], object]] = {
    "all of ours": lambda home: list(Member.objects.of(home.household)),
    "one of ours": lambda home: Member.objects.of(home.household).get(pk=home.sam.pk),
    "a count of ours": lambda home: Member.objects.of(home.household).count(),
    "an update of ours": lambda home: Member.objects.of(home.household).filter(name="Sam").update(place=9),
    "saving a row": lambda home: home.sam.save(update_fields=["name"]),
    "a new row": lambda home: Member.objects.create(household=home.household, kind="helper", name="Noor"),
    "what is nobody's": lambda home: list(apps.get_model("household", "SetUpCode").objects.all()),
}


@pytest.fixture
def home() -> Family:
    return family()


@pytest.mark.parametrize("ask", UNSCOPED.values(), ids=UNSCOPED.keys())
def test_it_trips(home: Family, ask: Callable[[Family], object]) -> None:
    with tripwire(), pytest.raises(UnscopedQuery), transaction.atomic():
        ask(home)
    ask(home)  # without the wire it runs: the query was stopped for its household, not for a mistake in it


@pytest.mark.parametrize("ask", SCOPED.values(), ids=SCOPED.keys())
def test_it_stays_quiet(home: Family, ask: Callable[[Family], object]) -> None:
    with tripwire():
        ask(home)


def test_those_who_work_across_households_say_so(home: Family) -> None:
    with tripwire():
        with spanning_households():
            assert Member.objects.filter(name="Sam").count() == 1
        with pytest.raises(UnscopedQuery):
            Member.objects.filter(name="Sam").count()


def test_a_link_is_found_by_its_hash_by_those_who_say_so(home: Family) -> None:
    link = stay_link(time_away(home))
    with tripwire():
        with spanning_households():
            assert Link.objects.filter(token_hash=link.token_hash).exists()
        with pytest.raises(UnscopedQuery):
            Link.objects.filter(token_hash=link.token_hash).exists()


def test_a_household_in_what_is_selected_is_not_one_that_was_asked_for() -> None:
    assert not is_scoped('SELECT "household_member"."household_id" FROM "household_member" WHERE "id" = 1')
    assert is_scoped('SELECT "id" FROM "household_member" WHERE "household_member"."household_id" = 1')


def test_every_table_of_a_household_is_watched() -> None:
    rows = [model for model in apps.get_app_config("household").get_models() if issubclass(model, Owned)]
    assert len(rows) > 10
    assert owned_tables() == {model._meta.db_table for model in rows}


def test_a_row_is_never_saved_into_another_household(home: Family) -> None:
    next_door = family(canary="-next-door")
    taken = Member.objects.of(home.household).get(pk=home.sam.pk)
    taken.household = next_door.household
    taken.name = "moved"
    with pytest.raises(DatabaseError, match="did not affect any rows"), transaction.atomic():
        taken.save(update_fields=["name"])
    assert Member.objects.of(home.household).get(pk=home.sam.pk).name == "Sam"
