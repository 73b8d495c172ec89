"""What stands in the way, and what would make it work: from the planner, and with one tap where kbye can do it."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Calendar
from kbye.household.people import Member, UsualHome
from kbye.household.preparation import ToSay
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning import ways
from kbye.planning.intervals import Span
from tests.people import FRIDAY_EVENING, LONG_AGO, THURSDAY_NOON, Family, busy, calendar_of, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BY_HAND = "/when/by-hand/?day=2026-12-04&from_time=18:00&until_time=22:00"


def has(member: Member, start_hours: float, end_hours: float, title: str = "Board") -> None:
    start, hour = FRIDAY_EVENING.start, timedelta(hours=1)
    span = Span(start + start_hours * hour, start + end_hours * hour)
    busy(member, span, calendar_of(member), title=title)


def forms(text: str) -> dict[str, dict[str, str]]:
    """What each button of the page that chooses a time would send, by the words before it."""
    found = {}
    for form in text.split('<form method="post" action="/choose/')[1:]:
        inside = form.split("</form>")[0]
        sent = dict(re.findall(r'name="(starts_at|ends_at|stays|pin)" value="([^"]*)"', inside))
        before = text.split(form)[0].split('<p class="row-title">')[-1].split("</p>")[0]
        label = inside.split("<button")[1].split(">")[1].split("<")[0]
        found[before if label in {"Take it", "Suggest it", "Ask Grandma"} else label] = sent
    return found


def test_a_shorter_and_another_time_are_taken_with_one_tap(cast: Family) -> None:
    has(cast.alex, -1, 1)
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND).text
    assert "Alex has “Board” from 17:00 to 19:00." in page
    found = forms(page)
    assert {"It works from 19:00.", "It works from 19:00 to 23:00."} <= set(found)
    sam.post("/choose/", found["It works from 19:00."])
    row = TimeAway.objects.get()
    assert row.starts_at == FRIDAY_EVENING.start + timedelta(hours=1)
    assert not ToSay.objects.exists()


def three_days(cast: Family, days: int = 3) -> str:
    """Alex has something on each evening of days on which Sam would like to go; what the page then says."""
    day = timedelta(days=1)
    work = calendar_of(cast.alex)
    for number in range(days):
        start = FRIDAY_EVENING.start + number * day
        busy(cast.alex, Span(start, start + timedelta(hours=1)), work, title="Board")
    last = FRIDAY_EVENING.start + (days - 1) * day
    address = f"/when/by-hand/?day=2026-12-04&from_time=08:00&until_time=20:00&until_day={last:%Y-%m-%d}"
    return html.unescape(signed_in(cast.sam).get(address + "&waits=1").text)


def test_over_several_days_each_time_comes_with_its_day(cast: Family) -> None:
    page = three_days(cast, 2)
    both = "Friday 4 December, 18:00–19:00 and Saturday 5 December, 18:00–19:00"
    assert f"Alex has “Board”: {both}." in page
    assert "from 18:00 to 19:00" not in page
    assert f"It works if Grandma has them {both}." in page


def test_many_times_are_counted_instead_of_listed(cast: Family) -> None:
    page = three_days(cast, 5)
    assert "Alex has “Board” 5 times, the first Friday 4 December, 18:00–19:00." in page
    assert "It works if Grandma has them 5 times, 5 hours in all." in page
    assert "Grandma has them Friday" not in page


def test_a_shorter_time_over_several_days_says_from_when_until_when(cast: Family) -> None:
    start = FRIDAY_EVENING.start
    busy(cast.alex, Span(start - timedelta(hours=12), start), calendar_of(cast.alex), title="Trip")
    address = "/when/by-hand/?day=2026-12-04&from_time=08:00&until_time=20:00&until_day=2026-12-06&waits=1"
    page = html.unescape(signed_in(cast.sam).get(address).text)
    assert "It works: Friday 4 December, 18:00, until Sunday 6 December, 20:00." in page
    assert "It works from 18:00." not in page


def test_what_somebody_would_rather_not_comes_with_its_day_too(cast: Family) -> None:
    start = FRIDAY_EVENING.start
    row = calendar_of(cast.alex, means="rather_not")
    busy(cast.alex, Span(start, start + timedelta(hours=1)), row, title="Choir")
    address = "/when/by-hand/?day=2026-12-04&from_time=08:00&until_time=20:00&until_day=2026-12-06&waits=1"
    page = html.unescape(signed_in(cast.sam).get(address).text)
    assert "Alex would rather not: “Choir”, Friday 4 December, 18:00–19:00." in page


def test_what_lies_around_the_evening_counts_for_another_time(cast: Family) -> None:
    has(cast.alex, -1, 1)
    has(cast.alex, 4.5, 6, title="Late call")
    assert "It works from 19:00 to 23:00." not in signed_in(cast.sam).get(BY_HAND).text


def test_moving_it_is_said_and_is_nothing_to_tap(cast: Family) -> None:
    has(cast.alex, -1, 1)
    page = signed_in(cast.sam).get(BY_HAND).text
    assert "It works if Alex can move “Board”." in page
    assert "It works if Alex can move “Board”." not in forms(page)


def test_a_helper_for_all_of_it_stays_instead(cast: Family) -> None:
    has(cast.alex, -1, 5)
    sam = signed_in(cast.sam)
    found = forms(sam.get(BY_HAND).text)
    sam.post("/choose/", found["Grandma could be asked."])
    assert HandOver.objects.get().person == cast.grandma


def test_a_helper_for_a_stretch_goes_along_as_a_line_to_read(cast: Family) -> None:
    has(cast.alex, 1, 2)
    sam = signed_in(cast.sam)
    found = forms(sam.get(BY_HAND).text)
    answer = sam.post("/choose/", found["It works if Grandma has them 19:00–20:00."])
    assert HandOver.objects.get().person == cast.alex
    assert "Grandma could have them: 19:00–20:00." in sam.get(answer["Location"]).text


def test_a_must_that_nobody_can_do_may_wait_where_it_is_changed(cast: Family) -> None:
    Member.objects.of(cast.household).filter(kind="helper").update(removed_at=THURSDAY_NOON)
    made = [
        Responsibility.objects.create(
            household=cast.household,
            kind=Responsibility.Kind.APPOINTMENT,
            title=title,
            priority=Priority.MUST,
            minutes=15,
            from_minute=19 * 60,
            to_minute=19 * 60 + 15,
        )
        for title in ("Feed the cat", "Water the plants")
    ]
    page = signed_in(cast.sam).get(BY_HAND).text
    assert re.search(r"Alex cannot do “(Feed the cat|Water the plants)” as well\.", page)
    assert any(f'href="/home/{row.pk}/"' in page for row in made)


def test_a_calendar_that_is_too_old_is_a_reason_with_its_age(cast: Family) -> None:
    has(cast.alex, -48, -47)
    Calendar.objects.of(cast.household).update(read_at=LONG_AGO, until_at=THURSDAY_NOON)
    page = html.unescape(signed_in(cast.sam).get(BY_HAND).text)
    assert "Alex's calendar says nothing about that day: ask." in page
    assert "Go anyway" in page
    assert "Grandma could be asked." in page


def test_of_times_nobody_knows_of_only_those_are_shown_that_something_would_help(cast: Family) -> None:
    has(cast.alex, -48, -47)
    Calendar.objects.of(cast.household).update(read_at=LONG_AGO, until_at=THURSDAY_NOON)
    page = signed_in(cast.sam).get("/when/evening/").text
    assert page.count("Grandma could be asked.") == 3
    Member.objects.of(cast.household).filter(kind="helper").update(removed_at=THURSDAY_NOON)
    assert "The next three weeks are full." in signed_in(cast.sam).get("/when/evening/").text


def test_of_a_large_question_what_helps_comes_one_by_one_to_its_place(
    cast: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(cast.alex, -1, 1)
    sam = signed_in(cast.sam)
    whole = forms(sam.get(BY_HAND).text)
    monkeypatch.setattr(ways, "LARGE", 0)
    page = sam.get(BY_HAND).text
    address = html.unescape(re.findall(r'data-help="([^"]*)"', page)[0])
    assert "Alex has “Board” from 17:00 to 19:00." in page
    assert "It works from 19:00." not in page
    assert "It works from 19:00." in sam.get(f"{BY_HAND}&waits=1").text
    answer = sam.get(address)
    assert answer.streaming
    rows: list[str] = []
    for piece in answer:  # each is whole, as soon as it is found
        said = json.loads(piece)
        rows.insert(said["place"], said["row"])
    assert list(forms("".join(rows[: ways.OFFERED]))) == [one for one in whole if one != "Go anyway"]
    assert sam.get("/when/help/").status_code == 302


def test_whoever_is_usually_home_then_is_who_stays(cast: Family) -> None:
    UsualHome.objects.create(
        household=cast.household, member=cast.grandma, weekday=4, from_minute=12 * 60, to_minute=24 * 60
    )
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND).text
    assert "Grandma is usually home then; just ask." in page
    sam.post("/choose/", forms(page)["Go"])
    assert HandOver.objects.get().person == cast.grandma


def test_planning_by_hand_asks_the_database_little(
    cast: Family, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    has(cast.alex, 1, 2)
    sam = signed_in(cast.sam)
    chosen = f"&by-who={cast.noor.pk}&by-day=2026-12-04&by-from_time=19:00&by-until_time=20:00"
    for address in (BY_HAND, BY_HAND + chosen):
        with django_assert_max_num_queries(22):
            assert sam.get(address).status_code == 200


def test_nobody_elses_name_can_be_put_in(cast: Family) -> None:
    stranger = family(canary="-elsewhere")
    when = {"starts_at": FRIDAY_EVENING.start.isoformat(), "ends_at": FRIDAY_EVENING.end.isoformat()}
    pin = f"{stranger.grandma.pk} {when['starts_at']} {when['ends_at']}"
    signed_in(cast.sam).post("/choose/", {**when, "stays": str(stranger.alex.pk), "pin": pin})
    assert HandOver.objects.of(cast.household).get().person == cast.alex
    assert not ToSay.objects.exists()
