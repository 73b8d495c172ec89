"""Deciding: a length, a few good times each with one line, or any time by hand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.people import Member, UsualHome
from kbye.planning.intervals import Span
from kbye.planning.usual_week import EVENINGS_AND_WEEKENDS
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    LONG_AGO,
    THURSDAY_NOON,
    Family,
    busy,
    calendar_of,
    signed_in,
    time_away,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FRIDAY_BY_HAND = "/when/by-hand/?day=2026-12-04&from_time=18:00&until_time=22:00"


def _usually_home(member: Member) -> None:
    for time in EVENINGS_AND_WEEKENDS.times:
        UsualHome.objects.create(
            household=member.household,
            member=member,
            weekday=time.weekday,
            from_minute=time.from_minute,
            to_minute=time.to_minute,
        )


def _busy(member: Member, start_hours: float, end_hours: float) -> None:
    start, hour = FRIDAY_EVENING.start, timedelta(hours=1)
    busy(
        member,
        Span(start + start_hours * hour, start + end_hours * hour),
        calendar_of(member),
    )


def test_every_length_offers_times_with_nothing_known(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert sam.get("/away/").status_code == 200
    for length in ("coffee", "evening", "night", "weekend", "longer"):
        page = sam.get(f"/when/{length}/")
        assert page.status_code == 200
        assert page.text.count("Just ask Alex.") == 3, length
    assert sam.get("/when/other/").status_code == 404
    assert sam.get("/when/nonsense/").status_code == 404


def test_a_usual_week_says_so(cast: Family) -> None:
    _usually_home(cast.alex)
    page = signed_in(cast.sam).get("/when/evening/")
    assert "Alex is usually home then; just ask." in page.text


def test_nobody_else_at_home_is_no_obstacle(cast: Family) -> None:
    Member.objects.exclude(kind="child").exclude(name="Sam").update(removed_at=THURSDAY_NOON)
    page = signed_in(cast.sam).get("/when/evening/")
    assert "Next you say who will be with them." in page.text


def test_the_wrong_method_is_refused(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert sam.post("/away/").status_code == 405
    assert sam.post("/when/evening/").status_code == 405
    assert sam.get("/choose/").status_code == 405


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    answer = client.get("/when/evening/")
    assert answer.headers["Location"] == "/sign-in/?next=/when/evening/"


def test_choosing_pencils_it_in_and_goes_on_to_the_message(cast: Family) -> None:
    answer = signed_in(cast.sam).post(
        "/choose/",
        {"starts_at": FRIDAY_EVENING.start.isoformat(), "ends_at": FRIDAY_EVENING.end.isoformat()},
    )
    row = TimeAway.objects.get()
    assert answer.headers["Location"] == f"/away/{row.pk}/message/"
    assert (row.length, row.manner, row.told_at) == ("evening", "announcement", None)
    assert HandOver.objects.get().person_id == cast.alex.pk


def test_a_time_that_has_passed_is_not_taken(cast: Family) -> None:
    yesterday = {"starts_at": "2026-12-02T18:00+01:00", "ends_at": "2026-12-02T22:00+01:00"}
    page = signed_in(cast.sam).post("/choose/", yesterday, follow=True)
    assert "That time has passed." in page.text
    assert not TimeAway.objects.exists()


def test_an_offer_swaps_the_roles(cast: Family) -> None:
    alex = signed_in(cast.alex)
    assert "Give Sam a break" in alex.get("/give/").text
    assert "You have the kids then." in alex.get("/when/evening/?offer=1").text
    alex.post(
        "/choose/?offer=1",
        {"starts_at": FRIDAY_EVENING.start.isoformat(), "ends_at": FRIDAY_EVENING.end.isoformat()},
    )
    row = TimeAway.objects.select_related("leaver", "offered_by").get()
    assert (row.manner, row.leaver.name) == ("offer", "Sam")
    assert row.offered_by == cast.alex


def test_what_is_in_the_way_of_an_offer_is_no_reason_to_go(cast: Family) -> None:
    busy(cast.sam, FRIDAY_EVENING, calendar_of(cast.sam))
    page = signed_in(cast.alex).get(FRIDAY_BY_HAND + "&offer=1").text
    assert "Offer it anyway" in page
    assert "Go anyway" not in page
    busy(cast.alex, FRIDAY_EVENING, calendar_of(cast.alex))
    page = signed_in(cast.alex).get(FRIDAY_BY_HAND + "&offer=1").text
    assert "nobody for Mia, Ben and Zoe yet." in page
    assert "Look for a better one" not in page  # there is only Alex


def test_each_button_says_of_which_time_it_is(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get("/when/evening/").text
    assert re.findall(r'<p class="row-title" id="(time-\d)">', page) == ["time-1", "time-2", "time-3"]
    assert re.findall(r'aria-describedby="(time-\d)"', page) == ["time-1", "time-2", "time-3"]
    busy(cast.alex, FRIDAY_EVENING, calendar_of(cast.alex))
    page = sam.get(FRIDAY_BY_HAND).text
    assert 'Ask Grandma<span class="visually-hidden"> Grandma could be asked.</span></button>' in page


def test_by_hand_says_how_it_stands_and_keeps_what_was_typed(cast: Family) -> None:
    _usually_home(cast.alex)
    page = signed_in(cast.sam).get(FRIDAY_BY_HAND)
    assert "Friday 4 December, 18:00–22:00" in page.text
    assert "Alex is usually home then; just ask." in page.text
    assert 'value="2026-12-04"' in page.text


def test_by_hand_a_time_that_is_ones_own_already_is_not_forgotten(cast: Family) -> None:
    sam = signed_in(cast.sam)
    assert "Yours already" not in sam.get(FRIDAY_BY_HAND).text
    row = time_away(cast)
    assert "Yours already: Friday 4 December, 18:00–22:00." in sam.get(FRIDAY_BY_HAND).text
    assert "Yours already" not in sam.get(FRIDAY_BY_HAND.replace("12-04", "12-05")).text
    row.called_off_at = THURSDAY_NOON
    row.save()
    assert "Yours already" not in sam.get(FRIDAY_BY_HAND).text


def test_a_clash_is_said_plainly_with_what_would_help(cast: Family) -> None:
    _busy(cast.alex, -1, 1)
    page = signed_in(cast.sam).get(FRIDAY_BY_HAND)
    assert "Alex has something from 17:00 to 19:00." in page.text
    assert "It works from 19:00." in page.text
    assert "It works if Alex can move that." in page.text
    assert "It works if Grandma has them 18:00–19:00." in page.text
    assert "Go anyway" in page.text


def test_ones_own_calendar_counts_too(cast: Family) -> None:
    _busy(cast.sam, 1, 2)
    assert "You have something from 19:00 to 20:00." in signed_in(cast.sam).get(FRIDAY_BY_HAND).text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("day=2026-12-01&from_time=18:00&until_time=22:00", "That time has passed already."),
        ("day=tomorrow&from_time=18:00&until_time=22:00", "Please write the day like 2026-12-04."),
        ("day=2026-12-04&from_time=6pm&until_time=22:00", "Please write the time like 18:00."),
        ("day=2026-12-06&from_time=18:00&until_time=22:00&until_day=2026-12-05", "after the start"),
        ("day=9999-12-31&from_time=18:00&until_time=08:00", "after the start"),
        ("day=2026-12-04&from_time=18:00&until_time=22:00&until_day=2027-12-04", "more than two months"),
    ],
)
def test_what_cannot_be_is_said_in_words(cast: Family, query: str, sentence: str) -> None:
    page = signed_in(cast.sam).get(f"/when/by-hand/?{query}")
    assert page.status_code == 200
    assert sentence in page.text


def test_until_before_from_means_the_next_day(cast: Family) -> None:
    page = signed_in(cast.sam).get("/when/by-hand/?day=2026-12-04&from_time=20:00&until_time=01:00")
    assert "Friday 4 December, 20:00–01:00" in page.text


@pytest.mark.parametrize(("day", "hours"), [("2026-10-24", 13), ("2027-03-27", 11)])
def test_the_nights_of_the_clock_change(cast: Family, clock: Clock, day: str, hours: int) -> None:
    clock.at = LONG_AGO
    sam = signed_in(cast.sam)
    page = sam.get(f"/when/by-hand/?day={day}&from_time=20:00&until_time=08:00")
    start = page.text.split('name="starts_at" value="')[1].split('"')[0]
    end = page.text.split('name="ends_at" value="')[1].split('"')[0]
    sam.post("/choose/", {"starts_at": start, "ends_at": end})
    row = TimeAway.objects.get()
    assert row.ends_at - row.starts_at == timedelta(hours=hours)


def test_a_usual_week_is_two_taps_from_where_it_pays_off(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = sam.get("/when/evening/")
    assert "When is Alex usually home?" in page.text
    href = page.text.split("When is Alex usually home?")[0].split('href="')[-1].split('"')[0]
    assert "evenings, nights and weekends" in sam.get(href).text
    answer = sam.post(href, {"week": "evenings_weekends"})
    assert answer.headers["Location"] == "/when/evening/"
    assert "Alex is usually home then; just ask." in sam.get("/when/evening/").text
    assert "When is Alex usually home?" not in sam.get("/when/evening/").text
