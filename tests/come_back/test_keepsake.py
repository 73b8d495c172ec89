"""Pages worth keeping: of a time away, of a year, of a child."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.come_back.sentences import days_of, went_and_came_back
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wallclock import wall_span
from tests.come_back.after import AFTERWARDS, DURING, card, first, over, told
from tests.conftest import Clock
from tests.people import FRIDAY, FRIDAY_EVENING, ZONE, family, signed_in, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def url(row: TimeAway) -> str:
    return reverse("come_back:keepsake", kwargs={"time_away": row.pk})


def year(number: int = 2026) -> str:
    return reverse("come_back:year", kwargs={"year": number})


def child(of: Member) -> str:
    return reverse("come_back:of_child", kwargs={"child": of.pk})


def page(member: Member, address: str) -> str:
    response = signed_in(member).get(address)
    assert response.status_code == 200
    return response.content.decode()


def weeks_ago(weeks: int) -> Span:
    return Span(*(at - timedelta(weeks=weeks) for at in (FRIDAY_EVENING.start, FRIDAY_EVENING.end)))


def test_a_time_away_on_one_page() -> None:
    cast = family()
    over(cast, span=weeks_ago(60))
    row = over(cast)
    row.our_plan = "pizza and a den"
    row.save(update_fields=["our_plan"])
    sent = card(row, sender=cast.alex, words="raw currants", photo="a.jpg")
    first(row, teller=cast.alex, child=cast.ben, whom="Papa")
    told(row, cast.alex, different_and_fine="no bath", to_know_next_time="where the wellies are")
    for member in (cast.sam, cast.alex):
        text = page(member, url(row))
        for words in (
            "Sam was away", "4 December 2026", "Second time away in two years.", "Alex had Mia, Ben and Zoe.",
            "pizza and a den", "raw currants", str(sent.pk), "first currants, with Papa", "no bath",
            "Sam went away twice and came back twice.", "data-print", "<svg",
        ):  # fmt: skip
            assert words in text
        assert "wellies" not in text


def test_what_is_private_or_whereabouts_is_on_no_page_to_keep() -> None:
    cast = family()
    row = over(cast)
    row.what_for = "Café Lilie"
    row.save(update_fields=["what_for"])
    told(row, cast.sam, rested="hardly", switched_off="hardly")
    for address in (url(row), year(), child(cast.ben)):
        text = page(cast.sam, address)
        assert "Lilie" not in text
        assert "ardly" not in text


def test_before_the_return_there_is_nothing_to_keep(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row = time_away(cast)
    response = signed_in(cast.alex).get(url(row))
    assert response.headers["Location"] == reverse("go:page", kwargs={"time_away": row.pk})


def test_a_year_says_how_the_last_one_stands_among_all() -> None:
    cast = family()
    over(cast, span=weeks_ago(200))
    over(cast, span=weeks_ago(30))
    night = Span(FRIDAY_EVENING.start, FRIDAY_EVENING.end + timedelta(hours=14))
    first(over(cast, span=night), teller=cast.alex)
    over(cast, span=weeks_ago(2), leaver=cast.alex, stayer=cast.sam)
    text = page(cast.sam, year())
    assert "Sam: third time away in four years, the longest by a night." in text
    assert "Alex: the first time away." in text
    assert "first currants" in text
    assert "Second time away in four years." in text
    assert "Fri 30 Jan" not in text
    assert "The first time away." in page(cast.sam, year(2023))
    assert "Nobody was away this year." in page(cast.sam, year(1999))


def test_a_trip_for_work_is_not_what_the_year_is_about() -> None:
    cast = family()
    over(cast, span=weeks_ago(3))
    TimeAway.objects.filter(pk=over(cast).pk).update(reason=TimeAway.Reason.WORK)
    text = page(cast.sam, year())
    assert "Sam: the first time away." in text
    assert "A work trip." in text


def test_a_child_has_its_own_firsts_and_those_of_all() -> None:
    cast = family()
    for weeks in (9, 6, 3):
        over(cast, span=weeks_ago(weeks))
    row = over(cast)
    over(cast, span=weeks_ago(1), leaver=cast.alex, stayer=cast.sam)
    first(row, teller=cast.alex, child=cast.ben, words="first currants", whom="Papa")
    first(row, teller=cast.alex, child=cast.zoe, words="first steps")
    first(row, teller=cast.alex, words="first den")
    text = page(cast.sam, child(cast.ben))
    assert "Sam went away 4 times and came back 4 times." in text
    assert "Alex went away once and came back once." in text
    assert "4 December 2026" in text
    assert "first currants, with Papa" in text
    assert "first den" in text
    assert "first steps" not in text


def test_they_are_found_from_the_history_and_the_welcome() -> None:
    cast = family()
    row = over(cast)
    first(row, teller=cast.alex)
    text = page(cast.sam, reverse("come_back:history"))
    assert year() in text
    assert child(cast.mia) in text
    assert url(row) in page(cast.sam, reverse("come_back:welcome", kwargs={"time_away": row.pk}))


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "Sam went away once and came back once."),
        (2, "Sam went away twice and came back twice."),
        (4, "Sam went away 4 times and came back 4 times."),
    ],
)
def test_as_often_as_they_went_they_came_back(count: int, said: str) -> None:
    assert went_and_came_back("Sam", count) == said


@pytest.mark.parametrize(
    ("from_minute", "to_minute", "said"),
    [
        (18 * 60, 22 * 60, "4 December 2026"),
        (20 * 60, 25 * 60, "4 December 2026"),
        (18 * 60, 34 * 60, "4 December – 5 December 2026"),
    ],
)
def test_days_as_one_writes_them_under_a_picture(from_minute: int, to_minute: int, said: str) -> None:
    assert days_of(wall_span(FRIDAY, from_minute, to_minute, ZONE)) == said


def test_over_new_year_both_years_are_named() -> None:
    eve = FRIDAY + timedelta(days=27)
    assert days_of(wall_span(eve, 18 * 60, 34 * 60, ZONE)) == "31 December 2026 – 1 January 2027"


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    for address in (url(over(cast)), year(), child(cast.ben)):
        assert signed_in(cast.sam).post(address).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(canary="-canary"), family()
    row = over(cast)
    first(row, teller=cast.alex, words="canary words")
    assert signed_in(strangers.sam).get(url(row)).status_code == 404
    assert signed_in(strangers.sam).get(child(cast.ben)).status_code == 404
    assert signed_in(cast.sam).get(child(cast.grandma)).status_code == 404
    assert "canary" not in page(strangers.sam, year())
    assert Client().get(year()).status_code == 302


def test_one_who_had_no_part_in_it_may_not_look() -> None:
    cast = family()
    row = over(cast, stayer=cast.grandma)
    first(row, teller=cast.grandma, words="first story by Grandma")
    assert signed_in(cast.alex).get(url(row)).status_code == 403
    for address in (year(), child(cast.ben), reverse("come_back:history")):
        assert "first story" not in page(cast.alex, address)
        assert "first story" in page(cast.sam, address)
