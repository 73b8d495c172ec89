"""How times, names and counts are said: on both clocks, around midnight, in both nights of the clock change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template

from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from kbye.web import reader, wording
from kbye.web.reader import Reader
from tests.people import FRIDAY, FRIDAY_EVENING, ZONE

H24, H12 = Reader(ZONE, "24"), Reader(ZONE, "12")
DAY = timedelta(days=1)
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """That time on the wall, so many days after Friday 4 December 2026."""
    return instant(FRIDAY + days * DAY, hour * 60 + minute, ZONE)


@pytest.mark.parametrize(
    ("hour", "minute", "h24", "h12"),
    [
        (0, 0, "00:00", "12:00 am"),
        (0, 5, "00:05", "12:05 am"),
        (1, 0, "01:00", "1:00 am"),
        (11, 59, "11:59", "11:59 am"),
        (12, 0, "12:00", "12:00 pm"),
        (12, 30, "12:30", "12:30 pm"),
        (13, 0, "13:00", "1:00 pm"),
        (18, 5, "18:05", "6:05 pm"),
        (23, 59, "23:59", "11:59 pm"),
    ],
)
def test_both_clocks(hour: int, minute: int, h24: str, h12: str) -> None:
    assert wording.clock_time(at(hour, minute), H24) == h24
    assert wording.clock_time(at(hour, minute), H12) == h12


def test_it_is_the_clock_where_the_children_are() -> None:
    assert wording.clock_time(at(18), Reader("America/New_York", "24")) == "12:00"
    assert wording.clock_time(at(18), Reader("Asia/Kathmandu", "24")) == "22:45"
    assert wording.date(at(23), Reader("Asia/Tokyo", "24")) == "Saturday 5 December"


@pytest.mark.parametrize(
    ("moment", "now", "said"),
    [
        (at(0), at(23, 59), "today"),
        (at(23, 59), at(0), "today"),
        (at(0, days=1), at(23, 59), "tomorrow"),
        (at(23, 59, days=1), at(0), "tomorrow"),
        (at(0, days=2), at(23, 59), "Sunday 6 December"),
        (at(23, 59, days=-1), at(0), "Thursday 3 December"),
    ],
)
def test_days_turn_at_midnight(moment: datetime, now: datetime, said: str) -> None:
    assert wording.day(moment, now=now, reader=H24) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (FRIDAY_EVENING, "Friday 4 December, 18:00–22:00"),
        (Span(at(18), at(23, 59)), "Friday 4 December, 18:00–23:59"),
        (Span(at(18), at(0, days=1)), "Friday 4 December, 18:00–00:00"),
        (Span(at(18), at(4, 59, days=1)), "Friday 4 December, 18:00–04:59"),
        (Span(at(18), at(5, days=1)), "Friday 4 December, 18:00, until Saturday 5 December, 05:00"),
        (Span(at(18), at(18, days=2)), "Friday 4 December, 18:00, until Sunday 6 December, 18:00"),
        (Span(at(0), at(0, days=1)), "Friday 4 December, 00:00–00:00"),
    ],
)
def test_when(span: Span, said: str) -> None:
    assert wording.when(span, H24) == said


def test_when_on_the_other_clock() -> None:
    assert wording.when(FRIDAY_EVENING, H12) == "Friday 4 December, 6:00 pm–10:00 pm"


@pytest.mark.parametrize(
    ("end", "now", "said"),
    [
        (at(22), at(18), "22:00"),
        (at(0, days=1), at(18), "Saturday 00:00"),
        (at(0, 30, days=1), at(0, days=1), "00:30"),
        (at(18, days=2), at(18), "Sunday 18:00"),
        (at(18, days=6), at(18), "Thursday 18:00"),
        (at(18, days=7), at(18), "Friday 11 December 18:00"),
        (at(18), at(18, days=1), "Friday 4 December 18:00"),
    ],
)
def test_until(end: datetime, now: datetime, said: str) -> None:
    assert wording.until(Span(end - DAY, end), now=now, reader=H24) == said


def test_the_night_the_clocks_go_forward() -> None:
    """01:59 is followed by 03:00; the day is one day all the same."""
    before, after = SPRING + timedelta(minutes=59), SPRING + timedelta(hours=1)
    assert [wording.clock_time(one, H24) for one in (before, after)] == ["01:59", "03:00"]
    assert wording.when(Span(before, after), H24) == "Sunday 29 March, 01:59–03:00"
    evening, morning = SPRING - timedelta(hours=5), SPRING + timedelta(hours=7)
    assert (
        wording.when(Span(evening, morning), H24) == "Saturday 28 March, 20:00, until Sunday 29 March, 09:00"
    )
    assert wording.day(SPRING + timedelta(hours=21, minutes=59), now=SPRING, reader=H24) == "today"
    assert wording.day(SPRING + timedelta(hours=22), now=SPRING, reader=H24) == "tomorrow"


def test_the_night_the_clocks_go_back() -> None:
    """02:30 comes twice and is said the same both times; the day has 25 hours."""
    first, second = AUTUMN + timedelta(minutes=30), AUTUMN + timedelta(hours=1, minutes=30)
    assert [wording.clock_time(one, H24) for one in (first, second)] == ["02:30", "02:30"]
    assert [wording.clock_time(one, H12) for one in (first, second)] == ["2:30 am", "2:30 am"]
    evening = AUTUMN - timedelta(hours=4)
    assert wording.when(Span(evening, second), H24) == "Saturday 24 October, 22:00–02:30"
    assert wording.until(Span(evening, second), now=evening, reader=H24) == "Sunday 02:30"
    assert wording.until(Span(evening, second), now=first, reader=H24) == "02:30"
    assert wording.day(AUTUMN + timedelta(hours=22, minutes=59), now=AUTUMN, reader=H24) == "today"
    assert wording.day(AUTUMN + timedelta(hours=23), now=AUTUMN, reader=H24) == "tomorrow"


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ([], ""),
        (["Mia"], "Mia"),
        (["Mia", "Ben"], "Mia and Ben"),
        (["Mia", "Ben", "Zoe"], "Mia, Ben and Zoe"),
        (["100 %", "%s"], "100 % and %s"),
        (["%(last)s", "{x}"], "%(last)s and {x}"),
    ],
)
def test_names(of: list[str], said: str) -> None:
    assert wording.names(of) == said
    assert wording.names(iter(of)) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (89, "1 hour"),
        (90, "1½ hours"),
        (120, "2 hours"),
        (150, "2½ hours"),
        (240, "4 hours"),
    ],
)
def test_hours(minutes: int, said: str) -> None:
    assert wording.hours(minutes) == said


def test_nights() -> None:
    assert [wording.nights(one) for one in (1, 2)] == ["1 night", "2 nights"]


@pytest.mark.usefixtures("clock")
def test_the_filters_say_the_same_to_the_one_who_reads() -> None:
    page = Template(
        "{{ at|clock_time }} {{ at|day }} {{ at|date_of }} {{ at|short_day }} {{ span|when }} {{ span|until }}"
    )
    context = Context({"at": FRIDAY_EVENING.start, "span": FRIDAY_EVENING})
    reader.read_as(ZONE, "12")
    try:
        assert page.render(context) == (
            "6:00 pm tomorrow Friday 4 December Fri 4 Dec Friday 4 December, 6:00 pm–10:00 pm Friday 10:00 pm"
        )
    finally:
        reader.forget()
    assert page.render(context).startswith("18:00 tomorrow")
