"""Laying out what has to happen: once, on its day, and without disturbing what is open or ticked."""

from __future__ import annotations

import pytest

from kbye.household.occurrences import lay_out
from kbye.household.responsibility import Occurrence, Responsibility
from tests.people import FRIDAY, THURSDAY_NOON, Family, inhaler, time_away

pytestmark = pytest.mark.django_db


def _ids() -> set[object]:
    return set(Occurrence.objects.values_list("pk", flat=True))


def test_laying_out_again_keeps_every_line_that_is_still_right(cast: Family) -> None:
    inhaler(cast)
    row = time_away(cast)
    before = _ids()
    lay_out(row)
    assert _ids() == before != set()


def test_what_was_ticked_stays_and_does_not_come_twice(cast: Family) -> None:
    routine = inhaler(cast)
    row = time_away(cast)
    Occurrence.objects.get().tick(at=THURSDAY_NOON, by=cast.alex)
    routine.from_minute += 30
    routine.save(update_fields=["from_minute"])
    lay_out(row)
    assert Occurrence.objects.get().done_at == THURSDAY_NOON


def test_what_changed_is_written_anew(cast: Family) -> None:
    routine = inhaler(cast)
    row = time_away(cast)
    routine.title = "inhaler, 1 puff"
    routine.save(update_fields=["title"])
    lay_out(row)
    assert Occurrence.objects.get().title == "inhaler, 1 puff"


def test_what_was_taken_off_or_belongs_to_nobody_here_is_gone(cast: Family) -> None:
    inhaler(cast)
    row = time_away(cast)
    cast.ben.remove(at=THURSDAY_NOON)
    lay_out(row)
    assert not _ids()


@pytest.mark.parametrize(
    ("day", "expected"), [(FRIDAY, 1), (FRIDAY.replace(day=5), 0), (FRIDAY.replace(day=11), 0)]
)
def test_something_of_one_day_is_there_on_that_day_only(cast: Family, day: object, expected: int) -> None:
    routine = inhaler(cast)
    Responsibility.objects.filter(pk=routine.pk).update(only_on_date=day)
    time_away(cast)
    assert Occurrence.objects.count() == expected
