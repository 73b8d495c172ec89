"""Who may collect no longer in thirty days: the adults hear of it once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from kbye.household.knowledge import Collector
from kbye.household.notice import Notice
from kbye.planning.wallclock import instant
from kbye.work.collectors import remind_of_collectors
from kbye.work.loop import all_chores
from tests.people import THURSDAY, THURSDAY_NOON, ZONE, Family, family

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def until(cast: Family, day: date | None, **more: object) -> Collector:
    return Collector.objects.create(household=cast.household, name="Noor", until_date=day, **more)


def told(cast: Family, at: datetime = THURSDAY_NOON) -> list[str]:
    remind_of_collectors(lambda: at)
    rows = Notice.objects.of(cast.household).order_by("person__name")
    return [f"{row.person.name}: {row.subject}" for row in rows.select_related("person")]


@pytest.mark.parametrize(
    ("days", "is_told"), [(-1, False), (0, True), (1, True), (30, True), (31, False), (400, False)]
)
def test_from_thirty_days_before_to_the_day_itself(days: int, is_told: bool) -> None:
    cast = family()
    until(cast, THURSDAY + days * DAY)
    assert len(told(cast)) == (2 if is_told else 0)


def test_once_and_again_only_if_the_day_moves() -> None:
    cast = family()
    row = until(cast, date(2026, 12, 24))
    said = "Who may collect: Noor, until 24 December 2026"
    assert told(cast) == [f"Alex: {said}", f"Sam: {said}"]
    assert len(told(cast, THURSDAY_NOON + DAY)) == 2
    row.refresh_from_db()
    row.until_date = date(2026, 12, 27)
    row.save(update_fields=["until_date"])
    assert len(told(cast, THURSDAY_NOON + 2 * DAY)) == 4


def test_it_is_the_day_where_the_children_are() -> None:
    cast = family()
    until(cast, THURSDAY + 30 * DAY)
    assert told(cast, instant(THURSDAY - DAY, 23 * 60 + 59, ZONE)) == []
    assert len(told(cast, instant(THURSDAY, 1, ZONE))) == 2


def test_nobody_hears_of_what_was_taken_out_has_no_end_or_is_a_sample() -> None:
    cast = family()
    until(cast, None)
    until(cast, THURSDAY, removed_at=THURSDAY_NOON)
    assert told(cast) == []
    until(cast, THURSDAY)
    cast.household.is_sample = True
    cast.household.save(update_fields=["is_sample"])
    assert told(cast) == []


def test_the_loop_does_it() -> None:
    assert any(getattr(one, "chore", one) is remind_of_collectors for one in all_chores())
