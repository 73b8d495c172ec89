"""A query that is put together once gives the rows that the queryset gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from kbye.household.away import TimeAway
from kbye.household.calendar import Commitment
from kbye.household.people import Member
from kbye.household.ready_query import CannotBeReady, ReadyQuery
from tests.people import FRIDAY_EVENING, Family, busy, calendar_of, family, time_away

pytestmark = pytest.mark.django_db

people = ReadyQuery(lambda household: Member.objects.filter(household=household).here(), household=UUID)
of_a_kind = ReadyQuery(
    lambda household, kind: Member.objects.filter(household=household, kind=kind), household=UUID, kind=str
)
times = ReadyQuery(
    lambda household: TimeAway.objects.filter(household=household).select_related(
        "leaver__user", "offered_by", "household"
    ),
    household=UUID,
)
between = ReadyQuery(
    lambda household, start, end: Commitment.objects.filter(
        household=household, starts_at__lt=end, ends_at__gt=start
    ),
    household=UUID,
    start=datetime,
    end=datetime,
)


def test_it_gives_the_same_rows_in_the_same_order(cast: Family) -> None:
    cast.noor.remove(at=FRIDAY_EVENING.start)
    assert people(household=cast.household.pk) == list(Member.objects.of(cast.household).here())
    assert vars(people(household=cast.household.pk)[0]).keys() == vars(Member.objects.all()[0]).keys()


def test_every_column_comes_out_as_it_went_in(cast: Family) -> None:
    row = time_away(cast)
    found = times(household=cast.household.pk)[0]
    names = [field.attname for field in TimeAway._meta.concrete_fields]
    assert [getattr(found, name) for name in names] == [getattr(row, name) for name in names]


def test_what_goes_with_a_row_is_there_without_asking(cast: Family) -> None:
    time_away(cast)
    row = times(household=cast.household.pk)[0]
    with connection.execute_wrapper(_nobody_asks):
        assert (row.leaver.name, row.leaver.user_email) == ("Sam", "sam@example.org")
        assert (row.household.zone, row.offered_by) == ("Europe/Berlin", None)


def _nobody_asks(*_asked: object) -> None:
    raise AssertionError("the database was asked")


def test_values_are_those_of_each_asking(cast: Family) -> None:
    other = family(canary="-other")
    assert {one.name for one in people(household=other.household.pk)} >= {"Sam-other", "Mia-other"}
    assert [one.name for one in of_a_kind(household=cast.household.pk, kind="child")] == ["Mia", "Ben", "Zoe"]
    assert [one.name for one in of_a_kind(household=cast.household.pk, kind="helper")] == ["Grandma", "Noor"]
    row, calendar = busy(cast.alex, FRIDAY_EVENING, calendar_of(cast.alex)), {"household": cast.household.pk}
    second = timedelta(seconds=1)
    assert between(start=row.starts_at, end=row.starts_at + second, **calendar) == [row]
    assert between(start=row.starts_at - second, end=row.starts_at, **calendar) == []
    assert between(start=row.ends_at, end=row.ends_at + second, **calendar) == []


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "rows",
    [
        lambda now: TimeAway.objects.filter(ends_at__lt=now - DAY),
        lambda now: TimeAway.objects.filter(ends_at__lt=now, starts_at__gt=now - DAY),
        lambda now: TimeAway.objects.filter(length=f"{now}", ends_at__lt=now),
        lambda now: TimeAway.objects.all(),
        lambda now: TimeAway.objects.filter(ends_at__lt=now).order_by("pk" if now.day % 2 else "-pk"),
    ],
)
def test_what_would_be_reckoned_once_for_all_is_refused(rows: Callable[..., QuerySet[TimeAway]]) -> None:
    with pytest.raises(CannotBeReady, match=r"value of its own|not asked about"):
        ReadyQuery(rows, now=datetime)(now=FRIDAY_EVENING.start)


@pytest.mark.django_db(transaction=True)
def test_other_threads_ask_over_their_own_connection() -> None:
    cast, found = family(), []

    def ask() -> None:
        found.extend(people(household=cast.household.pk))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == people(household=cast.household.pk)
    assert len(found) == 7
