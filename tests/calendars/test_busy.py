"""When somebody is busy, from what a calendar says."""

from __future__ import annotations

from datetime import UTC, datetime

from kbye.calendars.busy import all_day_count, busy_spans
from kbye.planning.intervals import Span

from .ics import BERLIN, calendar, event, read


def span(start: str, end: str) -> Span:
    return Span(
        *(datetime.strptime(f"202603{text}", "%Y%m%d %H:%M").replace(tzinfo=UTC) for text in (start, end))
    )


def test_busy_times_are_merged_and_free_ones_left_out() -> None:
    reading = read(
        calendar(
            event("DTSTART:20260307T090000Z", "DURATION:PT1H", uid="1"),
            event("DTSTART:20260307T093000Z", "DURATION:PT1H", uid="2"),
            event("DTSTART:20260307T103000Z", "DURATION:PT30M", uid="3"),
            event("DTSTART:20260307T120000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT", uid="4"),
            event("DTSTART:20260307T140000Z", uid="5"),
            event("DTSTART:20260308T230000Z", "DURATION:PT2H", uid="6"),
        )
    )
    assert busy_spans(reading, BERLIN) == (span("07 09:00", "07 11:00"), span("08 23:00", "09 01:00"))


def test_whole_days_are_counted_and_not_busy() -> None:
    reading = read(
        calendar(
            event("DTSTART;VALUE=DATE:20260307", "RRULE:FREQ=DAILY;COUNT=3", uid="1"),
            event(
                "DTSTART;TZID=Europe/Berlin:20260320T000000",
                "DTEND;TZID=Europe/Berlin:20260321T000000",
                uid="2",
            ),
            event("DTSTART;TZID=Europe/Berlin:20260322T000000", "DURATION:PT12H", uid="3"),
        )
    )
    assert busy_spans(reading, BERLIN) == (span("21 23:00", "22 11:00"),)
    assert all_day_count(reading, BERLIN) == 4


def test_the_doubled_hour_is_two_hours_long() -> None:
    reading = read(calendar(event("DTSTART:20261025T000000Z", "DTEND:20261025T013000Z")))
    [busy] = busy_spans(reading, BERLIN)
    assert busy.minutes == 90


def test_nothing_is_nothing() -> None:
    assert busy_spans(read(calendar()), BERLIN) == ()
