"""What a calendar program gets from a secret address, and what it never gets."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kbye.calendars.writing import calendar_text
from kbye.feeds import actions, at_hand
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import noted
from kbye.household.feed import Detail, Feed, Whose
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.web.links import path_of
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def made(cast: Family, *, whose: str = "mine", detail: str = "names") -> Feed:
    return actions.make_feed(
        member=cast.sam, whose=Whose(whose), detail=Detail(detail), label="", now=THURSDAY_NOON
    )


def told(cast: Family, *, days: int = 0, leaver: str = "sam") -> TimeAway:
    people = {"sam": cast.sam, "alex": cast.alex}
    stayer = cast.alex if leaver == "sam" else cast.sam
    span = Span(FRIDAY_EVENING.start + days * DAY, FRIDAY_EVENING.end + days * DAY)
    return time_away(cast, span=span, leaver=people[leaver], stayer=stayer)


def fetch(feed: Feed, **headers: str) -> HttpResponse:
    return Client().get(path_of(feed.link), headers=headers)  # type: ignore[return-value]


def events(response: HttpResponse) -> list[Any]:
    calendar = icalendar.Calendar.from_ical(response.content)
    return list(calendar.walk("VEVENT"))


def titles(response: HttpResponse) -> list[str]:
    return [str(one["SUMMARY"]) for one in events(response)]


def test_it_shows_the_times_of_its_adult(cast: Family) -> None:
    told(cast)
    told(cast, days=1, leaver="alex")
    response = fetch(made(cast))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert titles(response) == ["Away", "You have Mia, Ben and Zoe (Alex is away)"]
    assert b"\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" in response.content
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in response.content
    assert {str(one["UID"]) for one in events(response)} == {
        f"{row.pk}@kbye.test" for row in TimeAway.objects.of(cast.household)
    }


def test_that_of_everybody_shows_everybodys(cast: Family) -> None:
    told(cast)
    told(cast, days=1, leaver="alex")
    response = fetch(made(cast, whose="everybody"))
    assert titles(response) == [
        "Sam is away; with the children: Alex",
        "Alex is away; with the children: Sam",
    ]


@pytest.mark.parametrize("whose", ["mine", "everybody"])
def test_busy_only_names_nobody_and_no_place(whose: str) -> None:
    cast = family(canary="zuqx")
    row = told(cast)
    row.what_for = "Café zqplace"
    row.our_plan = "zqplan"
    row.save()
    told(cast, days=1, leaver="alex")
    response = fetch(made(cast, whose=whose, detail="busy"))
    assert titles(response) == ["Busy", "Busy"]
    assert b"zq" not in response.content
    named = fetch(made(cast, whose=whose, detail="names")).content
    assert b"zuqx" in named  # the control: with names they are there
    assert b"zqplace" not in named
    assert b"zqplan" not in named


def test_what_is_only_pencilled_in_is_nobodys_business(cast: Family) -> None:
    row = told(cast)
    TimeAway.objects.of(cast.household).filter(pk=row.pk).update(told_at=None)
    assert titles(fetch(made(cast, whose="everybody"))) == []


def test_a_question_is_tentative_until_it_is_answered(cast: Family) -> None:
    row, feed = told(cast), made(cast)
    TimeAway.objects.of(cast.household).filter(pk=row.pk).update(manner="question")
    with noted(row, "asked", by=cast.sam, at=THURSDAY_NOON):
        pass
    HandOver.objects.of(cast.household).filter(time_away=row).update(answer="")
    assert [str(one["STATUS"]) for one in events(fetch(feed))] == ["TENTATIVE"]
    side = HandOver.objects.of(cast.household).get(time_away=row)
    with noted(side, "answered", by=cast.alex, at=THURSDAY_NOON):
        side.say(HandOver.Answer.GOT_IT, at=THURSDAY_NOON)
    assert [str(one["STATUS"]) for one in events(fetch(feed))] == ["CONFIRMED"]


def test_moved_and_called_off(cast: Family, clock: Clock) -> None:
    row, feed = told(cast), made(cast)
    first = events(fetch(feed))[0]
    clock.at += timedelta(hours=1)
    with noted(row, "changed", by=cast.sam, at=clock.at):
        row.move(Span(row.starts_at + DAY, row.ends_at + DAY), length=Length.EVENING)
    moved = events(fetch(feed))[0]
    assert moved["UID"] == first["UID"]
    assert moved["DTSTART"].dt == first["DTSTART"].dt + DAY
    assert moved["SEQUENCE"] > first["SEQUENCE"]
    clock.at += timedelta(hours=1)
    with noted(row, "called_off", by=cast.sam, at=clock.at):
        row.call_off(at=clock.at)
    off = events(fetch(feed))[0]
    assert (off["UID"], off["STATUS"]) == (first["UID"], "CANCELLED")
    assert off["SEQUENCE"] > moved["SEQUENCE"]
    clock.at += timedelta(days=41)
    assert titles(fetch(feed)) == ["Away"]
    clock.at += timedelta(days=2)
    assert titles(fetch(feed)) == []


def test_whoever_is_back_earlier_is_not_away_any_more(cast: Family, clock: Clock) -> None:
    row, feed = told(cast), made(cast)
    clock.at = row.starts_at + timedelta(hours=1)
    with noted(row, "came_back", by=cast.sam, at=clock.at):
        row.come_back(at=clock.at)
    assert events(fetch(feed))[0]["DTEND"].dt == clock.at


def test_the_same_times_are_the_same_bytes(cast: Family, clock: Clock) -> None:
    told(cast)
    feed = made(cast)
    first = fetch(feed).content
    clock.at += timedelta(hours=5)
    with noted(cast.alex, "changed", by=cast.sam, at=clock.at):
        pass
    assert fetch(feed).content == first


def test_nothing_is_rendered_twice(cast: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    from kbye.feeds import rendering

    row, feed, rendered = told(cast), made(cast), []

    def counting(*entries: object, **more: object) -> bytes:
        rendered.append(1)
        return calendar_text(*entries, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(rendering, "calendar_text", counting)
    for _again in range(3):
        fetch(feed)
    assert len(rendered) == 1
    with noted(row, "changed", by=cast.sam, at=THURSDAY_NOON + DAY):
        row.move(Span(row.starts_at + DAY, row.ends_at + DAY), length=Length.EVENING)
    fetch(feed)
    assert len(rendered) == 2


def test_unchanged_is_said_without_a_body_and_with_one_query(cast: Family, clock: Clock) -> None:
    row, feed = told(cast), made(cast)
    tag = fetch(feed).headers["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        again = fetch(feed, if_none_match=tag)
    assert (again.status_code, again.content, len(asked)) == (304, b"", 1)
    with noted(row, "called_off", by=cast.sam, at=clock.at):
        row.call_off(at=clock.at)
    assert fetch(feed, if_none_match=tag).status_code == 200
    newer = fetch(feed).headers["ETag"]
    clock.at += DAY
    assert fetch(feed, if_none_match=newer).status_code == 200


def test_the_same_again_costs_one_query_and_is_the_same(cast: Family) -> None:
    told(cast)
    feed = made(cast)
    first = fetch(feed)
    with CaptureQueriesContext(connection) as asked:
        again = fetch(feed)
    assert len(asked) == 1
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))
    assert fetch(feed, accept_encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_what_is_at_hand_does_not_outlive_its_address(cast: Family) -> None:
    feed = made(cast)
    assert [fetch(feed).status_code for _again in range(2)] == [200, 200]
    actions.stop_feed(feed=feed, by=cast.sam, now=THURSDAY_NOON)
    assert fetch(feed).status_code == 404


def test_only_so_much_is_at_hand(cast: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_hand, "MOST", 2)
    for feed in [made(cast) for _one in range(4)]:
        fetch(feed)
    assert len(at_hand._answers) == 2


def test_compressed_for_those_who_take_it(cast: Family) -> None:
    told(cast)
    feed = made(cast)
    plain, small = fetch(feed), fetch(feed, accept_encoding="gzip, br")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert small.headers["Vary"] == "Accept-Encoding"


def test_only_the_day_of_the_last_visit_is_kept(cast: Family, clock: Clock) -> None:
    feed = made(cast)
    assert feed.used_on is None
    fetch(feed)
    feed.refresh_from_db()
    assert feed.used_on == THURSDAY_NOON.date()


def test_stopped_and_unknown_answer_alike(cast: Family) -> None:
    feed = made(cast)
    path = path_of(feed.link)
    actions.stop_feed(feed=feed, by=cast.sam, now=THURSDAY_NOON)
    stopped, unknown = fetch(feed), Client().get(path.replace(feed.link.token, "A" * 43))
    assert stopped.status_code == unknown.status_code == 404
    assert stopped.content == unknown.content
    assert dict(stopped.headers) == dict(unknown.headers)


def test_a_tag_from_before_does_not_outlive_its_address(cast: Family) -> None:
    feed = made(cast)
    tag = fetch(feed).headers["ETag"]
    actions.stop_feed(feed=feed, by=cast.sam, now=THURSDAY_NOON)
    assert fetch(feed, if_none_match=tag).status_code == 404


def test_it_ends_with_the_person(cast: Family) -> None:
    feed = made(cast)
    cast.sam.removed_at = THURSDAY_NOON
    cast.sam.save()
    assert fetch(feed).status_code == 404
