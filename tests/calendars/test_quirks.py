"""One small example for each way in which real programs get calendars wrong."""

from __future__ import annotations

import codecs

import pytest

from kbye.calendars.reading import Unreadable

from .ics import calendar, event, read, reasons, starts, times

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=2"


# Rules


def test_a_weeks_number_without_a_weekday_means_the_weekday_of_the_start() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20240513", "RRULE:FREQ=YEARLY;BYWEEKNO=20"))
    assert starts(read(raw, "2024-01-01T00:00:00Z", "2027-01-01T00:00:00Z")) == [
        "2024-05-13",
        "2025-05-12",
        "2026-05-11",
    ]


def test_an_end_in_local_time_keeps_the_last_lesson() -> None:
    raw = calendar(
        event("DTSTART;TZID=America/New_York:20260302T150000", "RRULE:FREQ=WEEKLY;UNTIL=20260316T150000")
    )
    assert len(read(raw).happenings) == 3


@pytest.mark.parametrize("until", ["20260316", "20260316Z", "20260316T225959Z"])
def test_an_end_that_is_a_day_includes_that_day(until: str) -> None:
    raw = calendar(event("DTSTART;TZID=Europe/Berlin:20260302T150000", f"RRULE:FREQ=WEEKLY;UNTIL={until}"))
    assert starts(read(raw))[-1] == "2026-03-16T15:00"


def test_an_end_with_a_clock_for_whole_days() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;UNTIL=20260304T000000Z"))
    assert starts(read(raw)) == ["2026-03-02", "2026-03-03", "2026-03-04"]


def test_an_end_before_the_start_means_it_was_deleted() -> None:
    raw = calendar(event("DTSTART:20260302T150000Z", "RRULE:FREQ=DAILY;UNTIL=20260301T000000Z"))
    assert read(raw).happenings == ()


def test_counted_and_plain_weekdays_mixed() -> None:
    raw = calendar(
        event("DTSTART:20260302T150000Z", "RRULE:FREQ=MONTHLY;BYDAY=3MO,WE,FR;UNTIL=20260331T235959Z")
    )
    assert [start[8:10] for start in starts(read(raw))] == [
        "02",
        "04",
        "06",
        "11",
        "13",
        "16",
        "18",
        "20",
        "25",
        "27",
    ]


def test_a_place_in_the_week_counts_from_its_first_day() -> None:
    raw = calendar(
        event(
            "DTSTART:20260304T150000Z", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2;UNTIL=20260320T235959Z"
        )
    )
    assert [start[:10] for start in starts(read(raw))] == ["2026-03-04", "2026-03-11", "2026-03-18"]


def test_count_and_until_together_end_at_whichever_is_first() -> None:
    start = "DTSTART:20260302T150000Z"
    by_count = event(start, "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260310T000000Z")
    by_until = event(start, "RRULE:FREQ=DAILY;COUNT=9;UNTIL=20260304T000000Z")
    assert (len(read(calendar(by_count)).happenings), len(read(calendar(by_until)).happenings)) == (2, 2)


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:freq=weekly;count=2",
        "RRULE:FREQ=WEEKLY;COUNT=2;",
        r"RRULE:FREQ=WEEKLY\;COUNT=2",
        "RRULE: FREQ=WEEKLY; COUNT=2",
    ],
)
def test_rules_in_other_spellings(rule: str) -> None:
    assert len(read(calendar(event("DTSTART:20260302T150000Z", rule))).happenings) == 2


def test_a_negative_count_means_no_end() -> None:
    raw = calendar(event("DTSTART:20260302T150000Z", "RRULE:FREQ=MONTHLY;COUNT=-1"))
    assert len(read(raw).happenings) == 10


def test_hours_in_a_rule_for_whole_days_mean_nothing() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=DAILY;BYHOUR=9,12;COUNT=2"))
    assert starts(read(raw)) == ["2026-03-02", "2026-03-03"]


# Starts and ends


@pytest.mark.parametrize("end", ["DTEND:None", "DTEND:", "DTEND:null"])
def test_an_end_that_says_nothing(end: str) -> None:
    assert times(read(calendar(event("DTSTART:20260302T150000Z", end)))) == [
        "2026-03-02T16:00/2026-03-02T16:00"
    ]


def test_a_day_that_ends_on_itself_lasts_that_day() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260302"))
    assert times(read(raw)) == ["2026-03-02/2026-03-03"]


def test_twenty_four_o_clock_is_the_next_midnight() -> None:
    raw = calendar(event("DTSTART:20260302T200000", "DTEND:20260302T240000"))
    assert times(read(raw)) == ["2026-03-02T20:00/2026-03-03T00:00"]


def test_start_and_end_swapped() -> None:
    raw = calendar(event("DTSTART:20260302T160000Z", "DTEND:20260302T150000Z"))
    assert times(read(raw)) == ["2026-03-02T16:00/2026-03-02T17:00"]


def test_an_entry_without_a_start_takes_down_only_itself() -> None:
    reading = read(calendar(event(uid="bad@test"), event("DTSTART:20260302T150000Z")))
    assert starts(reading) == ["2026-03-02T16:00"]
    assert [(one.line, one.uid, one.reason) for one in reading.problems] == [
        (4, "bad@test", "It has no start.")
    ]


@pytest.mark.parametrize(
    "start",
    [
        "DTSTART;VALUE=DATE:20260302T000000",
        "DTSTART:20260302",
        "DTSTART;VALUE=DATE-TIME:20260302",
        "DTSTART:2026-03-02",
    ],
)
def test_days_in_other_spellings(start: str) -> None:
    assert times(read(calendar(event(start)))) == ["2026-03-02/2026-03-03"]


def test_a_day_with_an_end_that_has_a_clock() -> None:
    raw = calendar(event("DTSTART;VALUE=DATE:20260302", "DTEND:20260304T120000Z"))
    assert times(read(raw)) == ["2026-03-02/2026-03-05"]


def test_a_day_that_lasts_hours() -> None:
    assert times(read(calendar(event("DTSTART;VALUE=DATE:20260302", "DURATION:PT30H")))) == [
        "2026-03-02/2026-03-04"
    ]


def test_start_and_end_in_two_zones() -> None:
    raw = calendar(
        event("DTSTART;TZID=Europe/Berlin:20260302T100000", "DTEND;TZID=America/New_York:20260302T130000")
    )
    assert times(read(raw)) == ["2026-03-02T10:00/2026-03-02T19:00"]


# Entries that belong together


def test_entries_without_a_uid_stand_alone() -> None:
    raw = calendar(event("DTSTART:20260302T150000Z", uid=""), event("DTSTART:20260303T150000Z", uid=""))
    assert len(read(raw).happenings) == 2


def test_a_newer_version_takes_the_place_of_an_older_one() -> None:
    old, new = (event(f"DTSTART:202603{day}T150000Z", f"SEQUENCE:{n}") for day, n in (("02", 1), ("03", 2)))
    assert starts(read(calendar(new, old))) == ["2026-03-03T16:00"]


def test_one_uid_for_everything_hides_nothing() -> None:
    raw = calendar(*(event(f"DTSTART:2026030{day}T150000Z") for day in (2, 3, 4)))
    assert len(read(raw).happenings) == 3


def test_the_same_entry_twice_is_shown_once() -> None:
    assert len(read(calendar(*[event("DTSTART:20260302T150000Z")] * 2)).happenings) == 1


def test_a_changed_date_without_its_series_is_an_entry() -> None:
    raw = calendar(event("RECURRENCE-ID:20260302T150000Z", "DTSTART:20260303T150000Z"))
    assert starts(read(raw)) == ["2026-03-03T16:00"]


@pytest.mark.parametrize(
    "replaced",
    [
        "RECURRENCE-ID:20260309T140000Z",
        "RECURRENCE-ID;TZID=America/New_York:20260309T100000",
        "RECURRENCE-ID;VALUE=DATE:20260309",
        "RECURRENCE-ID:20260309T150000",
    ],
)
def test_a_changed_date_may_be_named_in_another_way(replaced: str) -> None:
    series = event("DTSTART;TZID=Europe/Berlin:20260302T150000", WEEKLY)
    moved = event(replaced, "DTSTART;TZID=Europe/Berlin:20260310T080000")
    assert starts(read(calendar(series, moved))) == ["2026-03-02T15:00", "2026-03-10T08:00"]


@pytest.mark.parametrize(
    "left_out",
    [
        "EXDATE:20260309T140000Z",
        "EXDATE;TZID=America/New_York:20260309T100000",
        "EXDATE;VALUE=DATE:20260309",
        "EXDATE;TZID=Europe/Berlin:20260101T000000,20260309T150000",
        "EXDATE:20260309T150000Z",
    ],
)
def test_a_date_may_be_left_out_in_another_zone(left_out: str) -> None:
    series = event("DTSTART;TZID=Europe/Berlin:20260302T150000", WEEKLY, left_out)
    assert starts(read(calendar(series))) == ["2026-03-02T15:00"]


def test_a_day_may_be_left_out_with_a_clock() -> None:
    series = event("DTSTART;VALUE=DATE:20260302", WEEKLY, "EXDATE:20260309T000000Z")
    assert starts(read(calendar(series))) == ["2026-03-02"]


def test_an_empty_list_of_dates_is_no_list() -> None:
    series = event("DTSTART;VALUE=DATE:20260302", WEEKLY, "EXDATE;VALUE=DATE:", "RDATE:")
    assert len(read(calendar(series)).happenings) == 2


def test_an_old_version_left_behind_under_a_date_is_not_shown() -> None:
    old = event(
        "RECURRENCE-ID;VALUE=DATE:20260729", "DTSTART;VALUE=DATE:20260729", "RRULE:FREQ=WEEKLY", "SEQUENCE:1"
    )
    new = event("DTSTART;VALUE=DATE:20260701", "RRULE:FREQ=WEEKLY;UNTIL=20260710", "SEQUENCE:2")
    assert starts(read(calendar(old, new))) == ["2026-07-01", "2026-07-08"]


# Bytes


PLAIN = calendar(event("DTSTART:20260302T150000Z", title="Müsli"))


@pytest.mark.parametrize(
    "raw",
    [
        codecs.BOM_UTF8 + PLAIN,
        PLAIN.replace(b"\r\n", b"\n"),
        PLAIN.replace(b"\r\n", b"\r"),
        PLAIN.replace(b"\r\n", b"\r\r\n"),
        PLAIN.replace(b"\r\n", b"\r\n\r\n"),
        PLAIN.decode().encode("latin-1"),
        PLAIN.decode().encode("utf-16"),
        PLAIN.decode().encode("utf-16-be"),
        PLAIN.decode().encode("utf-16-le"),
        PLAIN.replace("ü".encode(), "ü".encode()[:1] + b"\r\n " + "ü".encode()[1:]),
        PLAIN.replace(b"SUMMARY:M", b"SUMMARY:\n\tM"),
        b"<br />\nWarning: something\n" + PLAIN,
    ],
    ids=[
        "mark",
        "lf",
        "cr",
        "crcrlf",
        "blank",
        "latin16",
        "utf16",
        "utf16be",
        "utf16le",
        "inside",
        "tab",
        "noise",
    ],
)
def test_bytes_of_all_kinds(raw: bytes) -> None:
    reading = read(raw)
    assert [one.title for one in reading.happenings] == ["Müsli"]
    assert reasons(reading) == []


def test_an_entry_outside_of_any_calendar_is_read() -> None:
    raw = event("DTSTART:20260302T150000Z").encode()
    assert (len(read(raw).happenings), reasons(read(raw))) == (1, [])


def test_two_calendars_in_one_file() -> None:
    raw = calendar(event("DTSTART:20260302T150000Z")) + calendar(event("DTSTART:20260303T150000Z"))
    assert len(read(raw).happenings) == 2


def test_a_file_that_was_cut_off_shows_what_it_has_and_says_so() -> None:
    raw = calendar(event("DTSTART:20260302T150000Z"), event("DTSTART:20260303T150000Z", uid="two@test"))
    reading = read(raw[: raw.index(b"DTSTART:20260303")])
    assert len(reading.happenings) == 1
    assert "The file ends in the middle of it." in reasons(reading)


def test_unescaped_text_of_a_mail_in_an_entry() -> None:
    raw = calendar(
        event("DESCRIPTION:Join", "________", "Microsoft Teams meeting", "DTSTART:20260302T150000Z")
    )
    reading = read(raw)
    assert starts(reading) == ["2026-03-02T16:00"]
    assert [(one.line, one.shown) for one in reading.problems] == [(8, True)]


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "log in"),
        (b"\n<html>BEGIN:VCALENDAR</html>", "web page"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x1f\x8brest", "packed"),
        (b'{"error": 403}', "not a calendar"),
        (b"\x00\xff" * 50, "not a calendar"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "not a calendar"),
    ],
)
def test_what_is_not_a_calendar(raw: bytes, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read(raw)
