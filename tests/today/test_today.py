"""The first screen shows what is coming, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.event import Event
from kbye.today.views import greeting
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, signed_in, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_it_offers_to_go_and_to_give(cast: Family) -> None:
    page = signed_in(cast.sam).get("/")
    assert page.status_code == 200
    for words in ("Hello, Sam", "a coffee", "an evening", "any time", "Give Alex a break"):
        assert words in page.text, words


def test_whoever_belongs_to_it_no_more_is_given_no_break(cast: Family) -> None:
    cast.alex.remove(at=THURSDAY_NOON)
    assert "Give" not in signed_in(cast.sam).get("/").text


def test_it_takes_eight_queries_however_many_are_in_it(
    cast: Family, django_assert_max_num_queries: object
) -> None:
    time_away(cast)
    time_away(cast, leaver=cast.alex, stayer=cast.sam)
    sam = signed_in(cast.sam)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        sam.get("/")


@pytest.mark.parametrize(
    ("who", "hours_from_start", "told", "words"),
    [
        ("sam", -1, True, "Alex knows."),
        ("alex", -1, True, "Sam would like to go"),
        ("sam", 1, True, "You're off."),
        ("alex", 1, True, "You have it."),
        ("sam", -1, False, "Pencilled in. Nobody is told yet."),
    ],
)
def test_it_says_where_a_time_away_stands(
    cast: Family, clock: Clock, who: str, hours_from_start: int, told: bool, words: str
) -> None:
    time_away(cast, told=told)
    clock.at = FRIDAY_EVENING.start + timedelta(hours=hours_from_start)
    assert words in signed_in(getattr(cast, who)).get("/").text


def test_off_duty_nobody_is_asked_to_go_again(cast: Family, clock: Clock) -> None:
    time_away(cast)
    clock.at = FRIDAY_EVENING.start
    assert "a coffee" not in signed_in(cast.sam).get("/").text


def test_whoever_is_not_signed_in_is_sent_to_sign_in(cast: Family) -> None:
    assert Client().get("/").headers["Location"] == "/sign-in/"


def test_the_wrong_method_is_refused(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert sam.post("/").status_code == 405
    assert sam.get("/undo/1/").status_code == 405


def test_only_what_one_did_oneself_can_be_taken_back(cast: Family) -> None:
    row = time_away(cast)
    signed_in(cast.sam).post(f"/away/{row.pk}/call-off/")
    seq = Event.objects.get(verb="called_off").seq
    assert signed_in(cast.alex).post(f"/undo/{seq}/").status_code == 404
    assert signed_in(family(canary="X").sam).post(f"/undo/{seq}/").status_code == 404
    signed_in(cast.sam).post(f"/undo/{seq}/")
    row.refresh_from_db()
    assert row.called_off_at is None


def test_what_changed_since_stays_as_it_is(cast: Family) -> None:
    row = time_away(cast)
    sam = signed_in(cast.sam)
    sam.post(f"/away/{row.pk}/call-off/")
    row.refresh_from_db()
    row.call_off(at=THURSDAY_NOON + timedelta(minutes=1))
    page = sam.post(f"/undo/{Event.objects.get(verb='called_off').seq}/", follow=True)
    assert "That has changed since" in page.text


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Good morning"), (11, "Hello"), (17, "Hello"), (18, "Good evening"), (3, "Good evening")],
)
def test_the_greeting_follows_the_day(hour: int, words: str) -> None:
    assert greeting(hour, "Sam") == f"{words}, Sam"


def test_another_adult_of_the_house_is_led_to_nothing_that_is_not_theirs(cast: Family, clock: Clock) -> None:
    row = time_away(cast, stayer=cast.grandma)
    clock.at = FRIDAY_EVENING.start
    page = signed_in(cast.alex).get("/").text
    assert "You have it." not in page
    assert str(row.pk) not in page
