"""Absence is an overlay: what goes over, what is left out, what waits; afterwards everything is as it was."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.responsibility import Occurrence, Responsibility
from tests.conftest import Clock
from tests.people import Family, signed_in, time_away

pytestmark = pytest.mark.django_db
SAID = {
    "title": "the tax return", "what": "should", "from_time": "19:00", "until_time": "20:00",
    "days": ["0", "1", "2", "3", "4", "5", "6"],
}  # fmt: skip


@pytest.fixture
def sam(cast: Family, clock: Clock) -> Client:
    return signed_in(cast.sam)


def the_row(cast: Family) -> Responsibility:
    return Responsibility.objects.of(cast.household).get()


@pytest.mark.parametrize(("while_away", "lines"), [("", 1), ("goes_over", 1), ("left_out", 0), ("waits", 0)])
def test_only_what_goes_over_is_a_line_of_the_sheet(
    cast: Family, sam: Client, while_away: str, lines: int
) -> None:
    sam.post("/home/add/", {**SAID, "while_away": while_away})
    row = time_away(cast)
    assert Occurrence.objects.of(cast.household).filter(time_away=row).count() == lines


def test_a_change_shows_at_once_and_back_again(cast: Family, sam: Client) -> None:
    sam.post("/home/add/", SAID)
    row = time_away(cast)
    here = Occurrence.objects.of(cast.household).filter(time_away=row)
    for while_away, lines in (("waits", 0), ("goes_over", 1)):
        sam.post(f"/home/{the_row(cast).pk}/", {**SAID, "while_away": while_away})
        assert here.count() == lines


def test_nothing_of_it_changes_the_everyday_plan(cast: Family, sam: Client) -> None:
    sam.post("/home/add/", {**SAID, "while_away": "waits"})
    before = Responsibility.objects.of(cast.household).values().get()
    time_away(cast).come_back(at=cast.household.created_at)
    assert Responsibility.objects.of(cast.household).values().get() == before


def test_medicine_cannot_wait(cast: Family, sam: Client) -> None:
    page = sam.post("/home/add/", {**SAID, "what": "medicine", "while_away": "waits"})
    assert "Medicine goes over to whoever stays." in page.content.decode()
    assert not Responsibility.objects.of(cast.household).exists()


def test_hours_between_doses_are_kept_for_medicine_alone(cast: Family, sam: Client) -> None:
    sam.post("/home/add/", {**SAID, "what": "medicine", "apart": "4"})
    row = the_row(cast)
    assert row.apart_minutes == 240
    assert 'value="4"' in sam.get(f"/home/{row.pk}/").content.decode()
    sam.post(f"/home/{row.pk}/", {**SAID, "apart": "4"})
    assert the_row(cast).apart_minutes is None


def test_odd_hours_are_refused_in_words(cast: Family, sam: Client) -> None:
    for odd in ("0", "49", "four"):
        assert sam.post("/home/add/", {**SAID, "what": "medicine", "apart": odd}).status_code in {200, 422}
    assert not Responsibility.objects.of(cast.household).exists()
