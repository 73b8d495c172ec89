"""What a calendar says, read as its authors mean it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kbye.calendars.reading import Happening, expand

from .ics import BERLIN, calendar, event, read, reasons, starts, times


def test_one_entry_with_all_that_is_kept_of_it() -> None:
    reading = read(
        calendar(
            event("DTSTART;TZID=Europe/Berlin:20260307T090000", "DTEND;TZID=Europe/Berlin:20260307T100000")
        )
    )
    berlin = ZoneInfo(BERLIN)
    assert reading.happenings == (
        Happening(
            start=datetime(2026, 3, 7, 9, tzinfo=berlin),
            end=datetime(2026, 3, 7, 10, tzinfo=berlin),
            all_day=False,
            title="Piano",
            uid="one@test",
            busy=True,
        ),
    )
    assert reading.problems == ()


def test_a_day_is_a_day_and_its_end_is_the_day_after() -> None:
    [happening] = read(calendar(event("DTSTART;VALUE=DATE:20260307"))).happenings
    assert (happening.start, happening.end, happening.all_day) == (date(2026, 3, 7), date(2026, 3, 8), True)


def test_titles_lose_their_escapes() -> None:
    raw = calendar(event("DTSTART:20260307T090000Z", title=r"Cake\, candles\; and\nmore \\o/"))
    assert read(raw).happenings[0].title == "Cake, candles; and\nmore \\o/"


@pytest.mark.parametrize(
    ("line", "busy"),
    [
        ("TRANSP:OPAQUE", True),
        ("TRANSP:TRANSPARENT", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True),
        ("STATUS:TENTATIVE", True),
    ],
)
def test_free_entries_are_not_busy(line: str, busy: bool) -> None:
    assert read(calendar(event("DTSTART:20260307T090000Z", line))).happenings[0].busy is busy


def test_cancelled_entries_are_left_out() -> None:
    assert read(calendar(event("DTSTART:20260307T090000Z", "STATUS:CANCELLED"))).happenings == ()


def test_a_cancelled_date_of_a_series_is_left_out() -> None:
    series = event("DTSTART;TZID=Europe/Berlin:20260302T150000", "RRULE:FREQ=WEEKLY;COUNT=3")
    off = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260309T150000", "DTSTART:20260309T140000Z", "STATUS:CANCELLED"
    )
    assert starts(read(calendar(series, off))) == ["2026-03-02T15:00", "2026-03-16T15:00"]


@pytest.mark.parametrize(
    ("entry", "inside"),
    [
        (("20260307T080000Z", "20260307T090000Z"), False),
        (("20260307T080000Z", "20260307T090001Z"), True),
        (("20260307T095959Z", "20260307T120000Z"), True),
        (("20260307T100000Z", "20260307T120000Z"), False),
        (("20260301T000000Z", "20260401T000000Z"), True),
        (("20260307T090000Z", "20260307T090000Z"), True),
        (("20260307T100000Z", "20260307T100000Z"), False),
    ],
)
def test_only_what_overlaps_is_shown(entry: tuple[str, str], inside: bool) -> None:
    raw = calendar(event(f"DTSTART:{entry[0]}", f"DTEND:{entry[1]}"))
    assert bool(read(raw, "2026-03-07T09:00:00Z", "2026-03-07T10:00:00Z").happenings) is inside


def test_days_are_those_of_the_zone_asked_for() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20260307"))
    window = ("2026-03-06T20:00:00Z", "2026-03-06T23:30:00Z")
    assert read(raw, *window, zone="Europe/Berlin").happenings
    assert not read(raw, *window, zone="Europe/London").happenings


def test_times_without_a_zone_are_those_of_the_zone_asked_for() -> None:
    [happening] = read(calendar(event("DTSTART:20260307T090000")), zone="America/New_York").happenings
    assert happening.start == datetime(2026, 3, 7, 9, tzinfo=ZoneInfo("America/New_York"))


def test_a_series_without_end_is_followed_only_as_far_as_asked() -> None:
    raw = calendar(event("DTSTART;TZID=Europe/Berlin:19700105T151000", "DURATION:PT45M", "RRULE:FREQ=WEEKLY"))
    assert times(read(raw, "2026-03-23T00:00:00Z", "2026-04-07T00:00:00Z")) == [
        "2026-03-23T15:10/2026-03-23T15:55",
        "2026-03-30T15:10/2026-03-30T15:55",
        "2026-04-06T15:10/2026-04-06T15:55",
    ]


def test_an_old_rule_keeps_step_when_it_is_moved_forward() -> None:
    every_third = event("DTSTART;VALUE=DATE:19991231", "RRULE:FREQ=DAILY;INTERVAL=3")
    shown = read(calendar(every_third), "2026-03-01T00:00:00+01:00", "2026-03-31T00:00:00+02:00")
    assert all((one.start - date(1999, 12, 31)).days % 3 == 0 for one in shown.happenings)  # type: ignore[operator]
    assert len(shown.happenings) == 10


def test_a_long_entry_that_began_long_before_is_still_shown() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20200101", "DURATION:P40D", "RRULE:FREQ=YEARLY"))
    assert times(read(raw, "2026-02-08T12:00:00+01:00", "2026-02-09T00:00:00+01:00")) == [
        "2026-01-01/2026-02-10"
    ]


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("19800229", "FREQ=YEARLY", ["2024-02-29", "2028-02-29"]),
        ("19800517", "FREQ=YEARLY;INTERVAL=4", ["2024-05-17", "2028-05-17"]),
        ("20100531", "FREQ=MONTHLY;INTERVAL=12", [f"{year}-05-31" for year in range(2024, 2029)]),
        ("20100531", "FREQ=MONTHLY;INTERVAL=21", ["2024-05-31"]),
    ],
)
def test_birthdays_keep_their_day_when_the_rule_is_moved_forward(
    start: str, rule: str, expected: list[str]
) -> None:
    raw = calendar(event(f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}"))
    assert starts(read(raw, "2024-01-01T00:00:00Z", "2029-01-01T00:00:00Z")) == expected


def test_a_start_that_the_rule_does_not_hit_is_not_moved_into_the_time_asked_for() -> None:
    mondays = event("DTSTART;VALUE=DATE:20200107", "DURATION:P40D", "RRULE:FREQ=DAILY;BYDAY=MO")
    shown = read(calendar(mondays), "2026-06-10T00:00:00Z", "2026-06-11T00:00:00Z")
    assert {date.fromisoformat(start).weekday() for start in starts(shown)} == {0}


@pytest.mark.parametrize(("moved_to", "expected"), [("20260220", "2026-06-12"), ("20260312", "2026-06-11")])
def test_later_dates_that_move_far_are_followed(moved_to: str, expected: str) -> None:
    series = event("DTSTART;VALUE=DATE:20260102", "RRULE:FREQ=WEEKLY")
    later = event("RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260306", f"DTSTART;VALUE=DATE:{moved_to}")
    shown = read(calendar(series, later), "2026-06-10T12:00:00+02:00", "2026-06-13T00:00:00+02:00")
    assert starts(shown) == [expected]


def test_left_out_dates_and_added_dates() -> None:
    raw = calendar(
        event(
            "DTSTART;TZID=Europe/Berlin:20260302T150000",
            "DTEND;TZID=Europe/Berlin:20260302T160000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20260309T150000,20260316T150000",
            "RDATE;TZID=Europe/Berlin:20260317T080000",
        )
    )
    assert starts(read(raw)) == ["2026-03-02T15:00", "2026-03-17T08:00", "2026-03-23T15:00"]


def test_an_added_period_has_a_length_of_its_own() -> None:
    raw = calendar(
        event(
            "DTSTART:20260302T140000Z",
            "DTEND:20260302T150000Z",
            "RDATE;VALUE=PERIOD:20260303T140000Z/20260303T170000Z,20260304T140000Z/PT30M",
        )
    )
    assert times(read(raw)) == [
        "2026-03-02T15:00/2026-03-02T16:00",
        "2026-03-03T15:00/2026-03-03T18:00",
        "2026-03-04T15:00/2026-03-04T15:30",
    ]


def test_a_moved_date_takes_the_place_of_the_old_one() -> None:
    series = event("DTSTART;TZID=Europe/Berlin:20260302T150000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260309T150000",
        "DTSTART;TZID=Europe/Berlin:20260310T170000",
        "DURATION:PT2H",
        title="Piano, moved",
    )
    reading = read(calendar(series, moved))
    assert starts(reading) == ["2026-03-02T15:00", "2026-03-10T17:00", "2026-03-16T15:00"]
    assert reading.happenings[1].title == "Piano, moved"


def test_of_two_versions_of_a_moved_date_the_newer_counts() -> None:
    series = event("DTSTART:20260302T140000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    moves = [
        event("RECURRENCE-ID:20260309T140000Z", f"DTSTART:20260309T{hour}0000Z", f"SEQUENCE:{version}")
        for hour, version in ((10, 2), (11, 1))
    ]
    assert starts(read(calendar(series, *moves))) == ["2026-03-02T15:00", "2026-03-09T11:00"]


def test_a_date_moved_into_the_time_asked_for_is_shown_and_one_moved_out_is_not() -> None:
    series = event("DTSTART:20260302T140000Z", "RRULE:FREQ=WEEKLY")
    inward = event("RECURRENCE-ID:20260601T140000Z", "DTSTART:20260310T140000Z")
    outward = event("RECURRENCE-ID:20260309T140000Z", "DTSTART:20261001T140000Z")
    shown = read(calendar(series, inward, outward), "2026-03-08T00:00:00Z", "2026-03-15T00:00:00Z")
    assert starts(shown) == ["2026-03-10T15:00"]


def test_this_and_all_later_dates_move() -> None:
    series = event("DTSTART:20260302T140000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")
    later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260316T140000Z", "DTSTART:20260316T160000Z", "DURATION:PT2H"
    )
    assert times(read(calendar(series, later))) == [
        "2026-03-02T15:00/2026-03-02T16:00",
        "2026-03-09T15:00/2026-03-09T16:00",
        "2026-03-16T17:00/2026-03-16T19:00",
        "2026-03-23T17:00/2026-03-23T19:00",
    ]


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("RRULE:FREQ=MINUTELY", "minutes"),
        ("RRULE:FREQ=SECONDLY;COUNT=3", "seconds"),
        ("RRULE:RSCALE=HEBREW;FREQ=YEARLY", "RSCALE"),
        ("RRULE:FREQ=YEARLY;SKIP=FORWARD", "RSCALE"),
        ("EXRULE:FREQ=WEEKLY", "EXRULE"),
        ("RRULE:FREQ=SOMETIMES", "how often"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "interval"),
        ("RRULE:FREQ=DAILY;BYHOUR=24", "BYHOUR=24"),
        ("RRULE:FREQ=MONTHLY;BYDAY=0MO", "0MO"),
        ("RRULE:FREQ=WEEKLY;UNTIL=SOON", "end"),
        ("RRULE:FREQ=WEEKLY;UNTL=20261231", "UNTL"),
    ],
)
def test_what_is_refused_is_refused_in_words_and_alone(rule: str, word: str) -> None:
    good = event("DTSTART:20260307T090000Z", uid="good@test")
    reading = read(calendar(event("DTSTART:20260301T090000Z", rule, uid="bad@test"), good))
    assert [one.uid for one in reading.happenings] == ["good@test"]
    [problem] = reading.problems
    assert (problem.line, problem.uid, problem.shown) == (4, "bad@test", False)
    assert word in problem.reason
    assert problem.reason.endswith(".")


def test_by_the_hour_is_read() -> None:
    raw = calendar(event("DTSTART:20260307T090000Z", "RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=3"))
    assert starts(read(raw)) == ["2026-03-07T10:00", "2026-03-07T16:00", "2026-03-07T22:00"]


def test_an_empty_calendar_is_empty_and_fine() -> None:
    assert reasons(read(calendar())) == []


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../../etc/passwd", ""])
def test_an_unknown_zone_is_the_callers_mistake(zone: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        read(calendar(), zone=zone)


def test_a_span_needs_zones_and_an_order() -> None:
    early, late = (datetime.fromisoformat(text) for text in ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"))
    for start, end in ((late, early), (early, early), (early.replace(tzinfo=None), late)):
        with pytest.raises(ValueError, match="start before its end"):
            expand(calendar(), start=start, end=end, zone=BERLIN)
