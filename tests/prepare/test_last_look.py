"""The last look: what is not done, the few musts, where the medicine is, and the door."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kbye.household.away import TimeAway
from kbye.household.knowledge import Fact
from kbye.household.occurrences import lay_out
from kbye.household.preparation import Preparation
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, inhaler, signed_in, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(cast: Family, clock: Clock) -> TimeAway:
    return time_away(cast)


def look(row: TimeAway) -> str:
    return reverse("prepare:look", kwargs={"time_away": row.pk})


def page_of(client: Client, row: TimeAway) -> str:
    return unescape(client.get(look(row)).content.decode())


def to_do(row: TimeAway, *words: str) -> None:
    for place, one in enumerate(words):
        Preparation.objects.create(
            household=row.household,
            time_away=row,
            owner=row.leaver,
            words=one,
            is_safety="seat" in one,
            place=place,
            created_at=THURSDAY_NOON,
        )


def test_with_nothing_to_do_one_goes(cast: Family, evening: TimeAway) -> None:
    page = page_of(signed_in(cast.sam), evening)
    assert "Nothing to pack, nothing to do." in page
    assert "K, bye!" in page


def test_everything_in_one_screen(cast: Family, evening: TimeAway) -> None:
    inhaler(cast)
    lay_out(evening)
    Fact.objects.create(
        household=cast.household, kind=Fact.Kind.MEDICINE, child=cast.ben, words="inhaler", kept="blue box"
    )
    to_do(evening, *(f"thing {nth}" for nth in range(6)), "car seat to Alex")
    sam = signed_in(cast.sam)
    shown = sam.get(look(evening)).context
    assert [row.words for row in shown["to_do"]][:2] == ["car seat to Alex", "thing 0"]
    assert len(shown["to_do"]) == 5
    assert len(shown["the_rest"]) == 2
    page = page_of(sam, evening)
    for words in ("Fri 4 Dec 18:30 Ben: inhaler, 2 puffs", "Ben: inhaler", "blue box", "K, bye!"):
        assert words in page
    assert reverse("go:begin", kwargs={"time_away": evening.pk}) in page


def test_a_tick_here_leads_back_here(cast: Family, evening: TimeAway) -> None:
    to_do(evening, "towels")
    sam, row = signed_in(cast.sam), Preparation.objects.of(cast.household).get()
    change = reverse("prepare:change", kwargs={"time_away": evening.pk, "preparation": row.pk})
    answer = sam.post(change, {"what": "done", "from": "look"})
    assert answer.headers["Location"] == look(evening)
    assert "All done. Off you go." in page_of(sam, evening)


def test_it_says_when_nobody_wrote_where_the_medicine_is(cast: Family, evening: TimeAway) -> None:
    inhaler(cast)
    lay_out(evening)
    assert "Where is the medicine?" in page_of(signed_in(cast.sam), evening)


def test_before_anybody_is_told_there_is_no_door_yet(cast: Family, clock: Clock) -> None:
    assert "K, bye!" not in page_of(signed_in(cast.sam), time_away(cast, told=False))


def test_only_the_one_who_leaves_looks(cast: Family, evening: TimeAway) -> None:
    assert signed_in(cast.alex).get(look(evening)).status_code == 403


def test_it_is_offered_when_leaving_is_near(cast: Family, evening: TimeAway, clock: Clock) -> None:
    sam, hub = signed_in(cast.sam), reverse("go:page", kwargs={"time_away": evening.pk})
    assert look(evening) not in sam.get(hub).content.decode()
    clock.at = FRIDAY_EVENING.start - (FRIDAY_EVENING.end - FRIDAY_EVENING.start) / 4
    assert look(evening) in sam.get(hub).content.decode()
