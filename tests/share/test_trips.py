"""Work trips are times away, too: entered, or read from a calendar in one tap."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kbye.calendars.busy import whole_days
from kbye.calendars.reading import Happening, Reading
from kbye.household.away import HandOver, TimeAway
from kbye.household.offering import whom_to_offer
from kbye.household.own_time import TripAnswer, WholeDays
from kbye.household.pencilling import pencil_in
from kbye.household.whose_time import unanswered
from kbye.planning.intervals import Span
from kbye.planning.own_time import Kind, week_span
from kbye.set_up.calendar_actions import bring_file
from kbye.share.actions import say_no_trip, say_trip
from kbye.tell.message import write
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, ZONE, Family, busy, family, signed_in, time_away
from tests.share.rows import LAST_TRIP, TRIP, TUESDAY, know_the_weeks, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
URL, SUGGESTED = "/own-time/trip/", "/own-time/trip/suggested/"
WORK = TimeAway.Reason.WORK
NEXT = {"day": "2026-12-08", "from_time": "07:00", "until_time": "20:00", "until_day": "2026-12-09"}
LAST = {**NEXT, "day": "2026-11-24", "until_day": "2026-11-25"}


@pytest.fixture
def cast() -> Family:
    made = family()
    know_the_weeks(made)
    return made


def _undo(page: str) -> str:
    found = re.search(r'action="(/undo/\d+/)"', page)
    assert found
    return found[1]


def test_whoever_travels_tells_the_other_next(cast: Family) -> None:
    answer = signed_in(cast.alex).post(URL, {"who": cast.alex.pk, **NEXT})
    row = TimeAway.objects.get()
    assert (row.leaver, row.reason, row.span) == (cast.alex, WORK, TRIP)
    assert answer.headers["Location"] == f"/away/{row.pk}/message/"
    [side] = HandOver.objects.all()
    assert (side.person, side.part, side.answer) == (cast.sam, "stays", "")


@pytest.mark.parametrize(("until_day", "manner"), [("", "announcement"), ("2026-12-09", "question")])
def test_it_is_announced_or_asked_like_any_other(cast: Family, until_day: str, manner: str) -> None:
    """A night away is a question, whatever it is for: it is the other one's evening and morning as well."""
    signed_in(cast.alex).post(URL, {"who": cast.alex.pk, **NEXT, "until_day": until_day})
    row = TimeAway.objects.with_people().get()
    assert row.manner == manner
    body = write(HandOver.objects.select_related("person").get(), row).body
    assert ("I have to travel for work" if manner == "question" else "I'm away for work") in body


def test_the_other_who_writes_it_down_knows(cast: Family) -> None:
    page = signed_in(cast.sam).post(URL, {"who": cast.alex.pk, **NEXT}, follow=True)
    assert page.redirect_chain == [("/own-time/", 302)]
    row = TimeAway.objects.with_people().get()
    assert row.is_settled
    assert row.phase(THURSDAY_NOON) == "coming"
    assert row.stayers == [cast.sam]


def test_one_that_is_over_happened_and_can_be_taken_back(cast: Family) -> None:
    browser = signed_in(cast.alex)
    page = browser.post(URL, {"who": cast.alex.pk, **LAST}, follow=True).text
    row = TimeAway.objects.get()
    week = week_span(TUESDAY - timedelta(days=7), ZONE)
    assert (row.span, row.phase(THURSDAY_NOON)) == (LAST_TRIP, "back")
    assert minutes(cast.alex, Kind.TRIP, week) == LAST_TRIP.minutes
    assert "Alex: away for work Tuesday – Wednesday." in page
    browser.post(_undo(page))
    assert minutes(cast.alex, Kind.TRIP, week) == 0


def test_what_was_typed_stays(cast: Family) -> None:
    answer = signed_in(cast.alex).post(URL, {"who": cast.alex.pk, **NEXT, "until_day": "2026-12-01"})
    assert answer.status_code == 422
    assert 'value="2026-12-08"' in answer.text
    assert not TimeAway.objects.exists()


def test_nobody_else_travels(cast: Family) -> None:
    for person in (cast.grandma, cast.mia, family(canary="X").sam):
        assert signed_in(cast.sam).post(URL, {"who": person.pk, **NEXT}).status_code == 422
    assert not TimeAway.objects.exists()


def test_the_calendar_is_one_tap(cast: Family) -> None:
    entry = busy(cast.alex, TRIP)
    browser = signed_in(cast.alex)
    assert "Alex: Tue 8 Dec – Wed 9 Dec. A work trip?" in browser.get("/own-time/").text
    answer = browser.post(SUGGESTED, {"entry": entry.pk, "yes": "1"})
    row = TimeAway.objects.get()
    assert (row.leaver, row.reason, row.span) == (cast.alex, WORK, TRIP)
    assert answer.headers["Location"] == f"/away/{row.pk}/message/"
    assert unanswered(cast.household, THURSDAY_NOON) == []
    browser.post(_undo(browser.get(answer.headers["Location"]).text))
    row.refresh_from_db()
    assert row.called_off_at
    assert len(unanswered(cast.household, THURSDAY_NOON)) == 1


def test_no_is_remembered_and_can_be_taken_back(cast: Family) -> None:
    entry = busy(cast.alex, TRIP)
    browser = signed_in(cast.sam)
    page = browser.post(SUGGESTED, {"entry": entry.pk, "no": "1"}, follow=True).text
    assert "A work trip?" not in page
    assert not TimeAway.objects.exists()
    browser.post(_undo(page))
    assert "A work trip?" in browser.get("/own-time/").text


def test_a_second_tap_does_nothing_twice(cast: Family) -> None:
    entry = busy(cast.alex, TRIP)
    browser = signed_in(cast.sam)
    for _tap in range(2):
        browser.post(SUGGESTED, {"entry": entry.pk, "yes": "1"})
    assert TimeAway.objects.count() == TripAnswer.objects.count() == 1


def test_it_refuses_the_wrong_method_and_strangers(cast: Family) -> None:
    entry = busy(cast.alex, TRIP)
    assert signed_in(cast.sam).get(SUGGESTED).status_code == 405
    assert "/sign-in/" in Client().post(SUGGESTED).headers["Location"]
    signed_in(family(canary="X").sam).post(SUGGESTED, {"entry": entry.pk, "yes": "1"})
    assert not TimeAway.objects.exists()


CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//kbye//tests//EN\r
BEGIN:VEVENT\r
UID:trip\r
DTSTAMP:20261201T000000Z\r
DTSTART;VALUE=DATE:20261208\r
DTEND;VALUE=DATE:20261211\r
SUMMARY:Lisbon\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:birthday\r
DTSTAMP:20261201T000000Z\r
DTSTART;VALUE=DATE:20261205\r
DTEND;VALUE=DATE:20261206\r
SUMMARY:Mia\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_whole_days_of_a_calendar_are_asked_about_and_only_days_are_kept(cast: Family) -> None:
    for _again in range(2):
        bring_file(member=cast.alex, name="work.ics", raw=CALENDAR, by=cast.alex, now=THURSDAY_NOON)
    [row] = WholeDays.objects.all()
    assert (f"{row.first_date}", f"{row.last_date}") == ("2026-12-08", "2026-12-10")
    browser = signed_in(cast.alex)
    assert "Alex: Tue 8 Dec – Thu 10 Dec. A work trip?" in browser.get("/own-time/").text
    browser.post(SUGGESTED, {"entry": row.pk, "no": "1"})
    bring_file(member=cast.alex, name="work.ics", raw=CALENDAR, by=cast.alex, now=THURSDAY_NOON)
    assert unanswered(cast.household, THURSDAY_NOON) == []


def test_whole_days_are_two_or_more_that_are_marked_as_busy() -> None:
    first = TUESDAY

    def entry(days: int, *, is_busy: bool = True) -> Happening:
        return Happening(
            start=first, end=first + timedelta(days=days), all_day=True, title="", uid=str(days), busy=is_busy
        )

    reading = Reading((entry(1), entry(2), entry(3, is_busy=False), entry(2)), ())
    assert whole_days(reading, ZONE) == ((first, first + timedelta(days=1)),)


def test_by_hand_it_is_a_tick(cast: Family) -> None:
    browser = signed_in(cast.alex)
    page = browser.get("/when/by-hand/", {**NEXT, "work": "1"}).text
    assert '<input type="hidden" name="work" value="1">' in page
    span = {"starts_at": TRIP.start.isoformat(), "ends_at": TRIP.end.isoformat()}
    browser.post("/choose/", {**span, "work": "1"})
    browser.post("/choose/", span)
    browser.post("/choose/?offer=1", {**span, "work": "1"})
    assert sorted(TimeAway.objects.values_list("reason", "manner")) == [
        ("own", "offer"),
        ("own", "question"),
        ("work", "question"),
    ]


def test_an_offer_is_never_a_work_trip(cast: Family) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        pencil_in(
            leaver=cast.sam,
            stayers=[cast.alex],
            span=TRIP,
            by=cast.alex,
            now=THURSDAY_NOON,
            offered_by=cast.alex,
            reason=WORK,
        )


def test_history_names_it_and_does_not_count_it(cast: Family) -> None:
    for weeks, is_trip in ((6, False), (4, True), (2, False)):
        row = time_away(cast, span=_weeks_ago(weeks))
        row.come_back(at=row.ends_at)
        if is_trip:
            TimeAway.objects.filter(pk=row.pk).update(reason=WORK)
    page = signed_in(cast.sam).get("/history/").text
    assert page.count("A work trip.") == 1
    assert "Second time away" in page
    assert "Third time away" not in page


def _weeks_ago(weeks: int) -> Span:
    return Span(*(at - timedelta(weeks=weeks) for at in (FRIDAY_EVENING.start, FRIDAY_EVENING.end)))


def _trip_ago(cast: Family, days: int) -> None:
    start = THURSDAY_NOON - timedelta(days=days + 2)
    signed_in(cast.alex).post(
        URL,
        {
            "who": cast.alex.pk,
            "day": f"{start:%Y-%m-%d}",
            "from_time": "07:00",
            "until_time": "20:00",
            "until_day": f"{start + timedelta(days=1):%Y-%m-%d}",
        },
    )


def test_a_work_trip_may_suggest_an_offer_to_the_one_who_travelled_and_never_to_the_other(
    cast: Family,
) -> None:
    assert whom_to_offer(cast.alex, THURSDAY_NOON) is None
    _trip_ago(cast, 3)
    assert whom_to_offer(cast.alex, THURSDAY_NOON) == cast.sam
    assert whom_to_offer(cast.sam, THURSDAY_NOON) is None


def test_a_good_stretch_said_by_hand_is_enough(cast: Family) -> None:
    _trip_ago(cast, 3)
    said = {"what": "own", "day": "2026-11-28", "from_time": "09:00", "until_time": "12:59"}
    signed_in(cast.sam).post(f"/own-time/{cast.sam.pk}/correct/", said)
    assert whom_to_offer(cast.alex, THURSDAY_NOON) == cast.sam
    signed_in(cast.sam).post(f"/own-time/{cast.sam.pk}/correct/", {**said, "until_time": "13:00"})
    assert whom_to_offer(cast.alex, THURSDAY_NOON) is None


def test_of_two_taps_at_once_the_second_finds_it_answered(cast: Family) -> None:
    busy(cast.alex, TRIP)
    [entry] = unanswered(cast.household, THURSDAY_NOON)
    assert say_trip(entry=entry, leaver=cast.alex, by=cast.sam, now=THURSDAY_NOON)
    assert say_trip(entry=entry, leaver=cast.alex, by=cast.alex, now=THURSDAY_NOON) is None
    assert say_no_trip(entry=entry, by=cast.alex, now=THURSDAY_NOON) is None
    assert TimeAway.objects.count() == TripAnswer.objects.count() == 1
