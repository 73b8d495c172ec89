from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event, undo
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant, local, wall_span
from tests.come_back.after import AFTERWARDS, over
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, ZONE, family, signed_in, time_away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def url(row: TimeAway) -> str:
    return reverse("come_back:next", kwargs={"time_away": row.pk})


def pencilled(row: TimeAway) -> TimeAway:
    return TimeAway.objects.with_people().get(household=row.household, back_at=None)


def clocks(span: Span) -> str:
    return f"{local(span.start, ZONE):%d %b %H:%M}–{local(span.end, ZONE):%d %b %H:%M}"


@pytest.mark.parametrize(
    ("again", "shown", "length", "manner"),
    [
        ("two_weeks", "18 Dec 18:00–18 Dec 22:00", "evening", "announcement"),
        ("four_weeks", "01 Jan 18:00–01 Jan 22:00", "evening", "announcement"),
        ("next_rung", "18 Dec 18:00–19 Dec 10:00", "night", "question"),
    ],
)
def test_one_tap_pencils_it_in(again: str, shown: str, length: str, manner: str, clock: Clock) -> None:
    cast = family()
    row = over(cast)
    response = signed_in(cast.sam).post(url(row), {"again": again})
    assert response.headers["Location"] == reverse("today:page")
    made = pencilled(row)
    assert clocks(made.span) == shown
    assert (made.length, made.manner, made.leaver, made.stayers) == (length, manner, cast.sam, [cast.alex])
    assert made.phase(clock.at) == TimeAway.Phase.PENCILLED
    assert {one.told_at for one in made.hand_overs.all()} == {None}


def test_any_other_day_keeps_the_times_of_the_day() -> None:
    cast = family()
    row = over(cast)
    signed_in(cast.sam).post(url(row), {"again": "by_hand", "day": "2026-12-15"})
    assert clocks(pencilled(row).span) == "15 Dec 18:00–15 Dec 22:00"


@pytest.mark.parametrize(
    "day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)]
)
def test_six_to_ten_stays_six_to_ten_when_the_clocks_change(day: date) -> None:
    cast = family()
    row = over(cast)
    signed_in(cast.sam).post(url(row), {"again": "by_hand", "day": day.isoformat()})
    made = pencilled(row)
    assert clocks(made.span) == f"{day:%d %b} 18:00–{day:%d %b} 22:00"
    assert made.span.minutes == 240


def test_two_weeks_later_is_across_the_change_of_the_clocks(clock: Clock) -> None:
    cast, before = family(), date(2027, 3, 14)
    row = over(cast, span=wall_span(before, 18 * 60, 22 * 60, ZONE))
    clock.at = instant(before, 23 * 60, ZONE)
    signed_in(cast.sam).post(url(row), {"again": "two_weeks"})
    assert clocks(pencilled(row).span) == "28 Mar 18:00–28 Mar 22:00"


def test_undo_takes_it_out_of_the_plan() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.sam)
    browser.post(url(row), {"again": "two_weeks"})
    made = pencilled(row)
    event = Event.objects.get(household=cast.household, seq=browser.session["undo"])
    assert undo(event, by=cast.sam, at=AFTERWARDS)
    made.refresh_from_db()
    assert made.phase(AFTERWARDS) == TimeAway.Phase.CALLED_OFF


def test_from_the_one_who_stayed_it_is_an_offer() -> None:
    cast = family()
    row = over(cast)
    signed_in(cast.alex).post(url(row), {"again": "two_weeks"})
    made = pencilled(row)
    assert (made.leaver, made.offered_by, made.stayers) == (cast.sam, cast.alex, [cast.alex])
    assert made.is_offer
    assert [one.person for one in made.hand_overs.all() if one.part == HandOver.Part.LEAVES] == [cast.sam]


def test_one_who_is_no_longer_there_is_not_asked_again() -> None:
    cast = family()
    row = over(cast, stayer=cast.noor)
    cast.noor.remove(at=AFTERWARDS)
    signed_in(cast.sam).post(url(row), {"again": "two_weeks"})
    assert pencilled(row).stayers == []


def test_twice_the_same_is_pencilled_in_once() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.sam)
    browser.post(url(row), {"again": "two_weeks"})
    again = browser.post(url(row), {"again": "next_rung"}, follow=True)
    assert "Sam is away then already" in again.content.decode()
    assert TimeAway.objects.filter(back_at=None).count() == 1


def test_the_other_may_be_away_at_another_time_without_being_in_the_way() -> None:
    cast = family()
    row = over(cast)
    elsewhere = Span(*(at + timedelta(days=14) for at in (FRIDAY_EVENING.start, FRIDAY_EVENING.end)))
    time_away(cast, span=elsewhere, leaver=cast.alex, stayer=cast.grandma)
    signed_in(cast.sam).post(url(row), {"again": "two_weeks"})
    assert TimeAway.objects.filter(back_at=None, leaver=cast.sam).count() == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"again": "by_hand"}, "Which day?"),
        ({"again": "by_hand", "day": "soon"}, "write the day like"),
        ({"again": "by_hand", "day": "2026-12-01"}, "passed already"),
        ({"again": "by_hand", "day": "2026-12-04"}, "passed already"),
        ({"again": "by_hand", "day": "0001-01-01"}, "passed already"),
        ({"again": "by_hand", "day": "9999-12-31"}, "far away"),
        ({"again": "every_day"}, "choose again"),
        ({}, "choose again"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_pencilled(said: dict[str, str], answer: str) -> None:
    cast = family()
    row = over(cast)
    response = signed_in(cast.sam).post(url(row), said)
    assert response.status_code == 422
    assert answer in response.content.decode()
    assert not TimeAway.objects.filter(back_at=None).exists()


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    assert signed_in(cast.sam).get(url(over(cast))).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(), family(canary="-x")
    response = signed_in(strangers.sam).post(url(over(cast)), {"again": "two_weeks"})
    assert response.status_code == 404
    assert TimeAway.objects.count() == 1


def test_one_who_had_no_part_in_it_pencils_nothing_in() -> None:
    cast = family()
    response = signed_in(cast.alex).post(url(over(cast, stayer=cast.grandma)), {"again": "two_weeks"})
    assert response.status_code == 403
    assert TimeAway.objects.count() == 1
