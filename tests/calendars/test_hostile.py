"""Calendars that are broken on purpose: their good neighbours stay, nothing takes long."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

import pytest

from kbye.calendars import limits, repeating
from kbye.calendars.reading import Unreadable, expand

from .ics import calendar, event, read, reasons

GOOD = [
    event(f"DTSTART;TZID=Europe/Berlin:202603{day:02}T090000", "DURATION:PT1H", uid=f"good-{day}@test")
    for day in range(1, 8)
] + [
    event("DTSTART;VALUE=DATE:20260308", uid="good-8@test"),
    event("DTSTART:20260309T090000Z", "RRULE:FREQ=WEEKLY;COUNT=3", uid="good-9@test"),
    event("DTSTART;TZID=Mine:20260310T090000", uid="good-10@test"),
]
MINE = """
    BEGIN:VTIMEZONE
    TZID:Mine
    BEGIN:STANDARD
    DTSTART:19700101T000000
    TZOFFSETFROM:+0100
    TZOFFSETTO:+0100
    END:STANDARD
    END:VTIMEZONE
"""
LATER = "DTSTART:20270101T{:06}Z"
ONWARD = "RECURRENCE-ID;RANGE=THISANDFUTURE"
BAD_START = "DTSTART:20260305T090000Z"


def bad(*lines: str) -> str:
    return event(*lines, uid="bad@test")


def many(line: Callable[[int], str], count: int) -> tuple[str, ...]:
    return tuple(line(number) for number in range(count))


HOSTILE = {
    "no start": bad("SUMMARY:nothing"),
    "start is not a date": bad("DTSTART:yesterday"),
    "end is not a date": bad(BAD_START, "DTEND:99999999T999999Z"),
    "length is endless": bad(BAD_START, "DURATION:P99999999999999999999W"),
    "every second since 1970": bad("DTSTART:19700101T000000Z", "RRULE:FREQ=SECONDLY"),
    "every minute": bad(BAD_START, "RRULE:FREQ=MINUTELY"),
    "every second of an hour": bad(BAD_START, "RRULE:FREQ=HOURLY;BYMINUTE=" + ",".join(map(str, range(60)))),
    "interval of nothing": bad(BAD_START, "RRULE:FREQ=DAILY;INTERVAL=0"),
    "interval without end": bad(BAD_START, f"RRULE:FREQ=DAILY;INTERVAL={10**350};BYHOUR=25"),
    "count without end": bad("DTSTART:19700101T000000Z", f"RRULE:FREQ=HOURLY;COUNT={10**30}"),
    "number without end": bad(BAD_START, "RRULE:FREQ=DAILY;COUNT=" + "9" * 5000),
    "since the year one": bad("DTSTART:00010101T000000Z", "RRULE:FREQ=HOURLY;COUNT=9999999"),
    "hourly for decades": bad("DTSTART:19700101T000000Z", "RRULE:FREQ=HOURLY;COUNT=9000000"),
    "rule without frequency": bad(BAD_START, "RRULE:COUNT=3"),
    "rule of noise": bad(BAD_START, "RRULE:%%%;;;==;FREQ"),
    "two frequencies": bad(BAD_START, "RRULE:FREQ=DAILY;FREQ=WEEKLY"),
    "hundred rules": bad(BAD_START, *many(lambda n: f"RRULE:FREQ=DAILY;INTERVAL={n + 1}", 100)),
    "hundred thousand dates": bad(
        BAD_START, *many(lambda n: "RDATE:" + ",".join(["20260401T000000Z"] * 4000), 25)
    ),
    "dates that are none": bad(BAD_START, "RDATE:20260401T09"),
    "line too long": bad(BAD_START, "RDATE:" + ",".join(["20260401T000000Z"] * 5000)),
    "nested deeper than deep": bad(BAD_START, *many(lambda n: f"BEGIN:X-{n}", 5000)),
    "never ends": "BEGIN:VEVENT\nUID:bad@test\nDTSTART:20260305T090000Z",
    "alarm that never ends": "BEGIN:VEVENT\nUID:bad@test\nBEGIN:VALARM\nTRIGGER:-PT15M",
    "calendar in a calendar": "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Asia/Tokyo\nBEGIN:VEVENT\nUID:bad@test\nEND:VCALENDAR",
    "by a rule left out": bad(BAD_START, "EXRULE:FREQ=DAILY"),
    "hebrew": bad(BAD_START, "RRULE:RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L"),
    "beyond the last year": bad("DTSTART:99991231T235959Z", "DURATION:P400D"),
    "length of ages": bad("DTSTART:20260305T090000Z", "DTEND:99991231T000000Z", "RRULE:FREQ=DAILY"),
    "changed all the time": "\n".join(
        [
            bad(BAD_START, "RRULE:FREQ=DAILY"),
            *many(
                lambda n: bad(
                    f"DTSTART:20270101T{n:06}Z", f"RECURRENCE-ID;RANGE=THISANDFUTURE:20270101T{n:06}Z"
                ),
                60,
            ),
        ]
    ),
    "changes since ages": bad(BAD_START, "RECURRENCE-ID:00000000T000000Z"),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("place", [0, 5, 10])
def test_ten_good_neighbours_are_shown_beside_each(hostile: str, place: int) -> None:
    before = process_time()
    reading = read(calendar(*GOOD[:place], hostile, *GOOD[place:], head=MINE))
    assert {one.uid for one in reading.happenings if one.uid != "bad@test"} == {
        f"good-{n}@test" for n in range(1, 11)
    }
    assert len([one for one in reading.happenings if one.uid != "bad@test"]) == 12
    assert any(problem.uid == "bad@test" and problem.line for problem in reading.problems), reasons(reading)
    assert process_time() - before < limits.CPU_SECONDS


@pytest.mark.parametrize(
    "stumble", [KeyError("x"), RecursionError(), MemoryError(), AssertionError(), StopIteration()]
)
def test_whatever_the_engine_stumbles_over(monkeypatch: pytest.MonkeyPatch, stumble: Exception) -> None:
    engine = repeating.Series.starts

    def starts(series: repeating.Series, allowance: limits.Allowance) -> object:
        if series.effort > 1000:
            raise stumble
        return engine(series, allowance)

    monkeypatch.setattr(repeating.Series, "starts", starts)
    reading = read(calendar(bad(BAD_START, "RRULE:FREQ=HOURLY"), *GOOD, head=MINE))
    assert (len(reading.happenings), len(reading.problems)) == (12, 1)


HARMLESS = {
    "never matches": bad(BAD_START, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "never matches by the hour": bad("DTSTART:19700101T000000Z", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"),
    "never matches in a year": bad("DTSTART:00010101T000000Z", "RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31"),
    "daily since the year one": bad("DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY"),
    "long interval": bad(BAD_START, f"RRULE:FREQ=YEARLY;INTERVAL={10**30}"),
    "left out at the end of time": bad(
        "DTSTART;TZID=Europe/Berlin:20260305T090000", "EXDATE:99991231T235959Z", "RDATE:00010101T000000Z"
    ),
    "unknown zone": bad("DTSTART;TZID=../../etc/passwd:20260305T090000"),
    "attachment of a file": bad(BAD_START, "ATTACH:file:///etc/passwd", "IMAGE;VALUE=URI:http://127.0.0.1/"),
    "script": bad(BAD_START, "SUMMARY:<script>alert(1)</script>"),
    "nothing but noise": bad(BAD_START, "\x00\x01\x02", "=====", ":::::", ";;;;"),
    "long description": bad(BAD_START, "DESCRIPTION:" + "x" * 200_000),
    "thousand alarms": bad(BAD_START, *many(lambda n: "BEGIN:VALARM\nEND:VALARM", 1000)),
}


@pytest.mark.parametrize("entry", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_only_looks_dangerous_is_read(entry: str) -> None:
    before = process_time()
    reading = read(calendar(entry, *GOOD, head=MINE))
    assert {one.uid for one in reading.happenings} == {
        "bad@test",
        *(f"good-{n}@test" for n in range(1, 11)),
    } or ("RRULE" in entry and len(reading.happenings) == 12 and not reading.problems)
    assert process_time() - before < limits.CPU_SECONDS


MOST = limits.MAX_SERIES_OCCURRENCES

# Limits, at the limit and one beyond


def of_entries(count: int) -> bytes:
    return calendar(*many(lambda n: f"BEGIN:VEVENT\nUID:{n}\nDTSTART:20260305T090000Z\nEND:VEVENT", count))


def test_so_many_entries_and_not_one_more() -> None:
    assert len(read(of_entries(limits.MAX_COMPONENTS)).happenings) == limits.MAX_COMPONENTS
    with pytest.raises(Unreadable, match="more than 20,000 entries"):
        read(of_entries(limits.MAX_COMPONENTS + 1))


def test_so_many_bytes_and_not_one_more() -> None:
    raw = calendar(event(BAD_START))
    filled = raw + b"\n" + b"X" * (limits.MAX_BYTES - len(raw) - 1)
    assert len(read(filled).happenings) == 1
    with pytest.raises(Unreadable, match="larger than 10 MB"):
        read(filled + b"X")


def test_so_many_lines_and_not_one_more() -> None:
    raw = calendar(event(BAD_START))
    spare = limits.MAX_PHYSICAL_LINES - raw.count(b"\n") - 1
    assert len(read(raw + b"\n" * spare).happenings) == 1
    with pytest.raises(Unreadable, match="lines"):
        read(raw + b"\n" * (spare + 1))


@pytest.mark.parametrize(("more", "fine"), [(0, True), (1, False)])
def test_a_line_so_long_and_not_longer(more: int, fine: bool) -> None:
    line = "RDATE:" + ",".join(["20260305T100000Z"] * 4411)
    line += "," * (limits.MAX_LINE_BYTES - len(line) + more)
    reading = read(calendar(bad(BAD_START, line), *GOOD, head=MINE))
    assert len(reading.happenings) >= 12
    assert ("bad@test" in {one.uid for one in reading.happenings}) is fine


@pytest.mark.parametrize(
    ("times", "fine"), [(limits.MAX_SERIES_OCCURRENCES, True), (limits.MAX_SERIES_OCCURRENCES + 1, False)]
)
def test_a_series_may_happen_so_often_and_not_more(times: int, fine: bool) -> None:
    raw = calendar(event("DTSTART:20260101T000000Z", f"RRULE:FREQ=HOURLY;COUNT={times}"))
    reading = read(raw)
    assert len(reading.happenings) == (times if fine else 0)
    assert bool(reading.problems) is not fine


@pytest.mark.parametrize(("more", "fine"), [(0, True), (1, False)])
def test_when_a_calendar_holds_too_much_the_largest_series_give_way(
    monkeypatch: pytest.MonkeyPatch, more: int, fine: bool
) -> None:
    assert limits.MAX_CALENDAR_OCCURRENCES == 50_000
    monkeypatch.setattr("kbye.calendars.expanding.MAX_CALENDAR_OCCURRENCES", 3 * 200 + 12)
    large = [
        event("DTSTART:20260101T000000Z", f"RRULE:FREQ=HOURLY;COUNT={times}", uid=f"{times}@test")
        for times in (200, 190, 210 + more)
    ]
    reading = read(calendar(*large, *GOOD, head=MINE))
    assert len(reading.happenings) == (612 if fine else 402)
    assert len(reading.problems) == (not fine)
    assert reading.crowded is not fine


@pytest.mark.parametrize(("depth", "fine"), [(limits.MAX_DEPTH - 1, True), (limits.MAX_DEPTH, False)])
def test_so_deep_and_not_deeper(depth: int, fine: bool) -> None:
    nested = (*many(lambda n: f"BEGIN:X-{n}", depth), *many(lambda n: f"END:X-{depth - n - 1}", depth))
    assert bool(read(calendar(event(BAD_START, *nested))).happenings) is fine


def test_many_heavy_series_leave_time_for_the_light_ones() -> None:
    heavy = [
        event(
            "DTSTART:18000101T000000Z",
            "RRULE:FREQ=DAILY;COUNT=900000;BYMONTH=2;BYMONTHDAY=30",
            uid=f"{n}@test",
        )
        for n in range(300)
    ]
    before = process_time()
    reading = read(calendar(*heavy, *GOOD, head=MINE))
    assert len([one for one in reading.happenings if one.uid.startswith("good")]) == 12
    assert process_time() - before < limits.CPU_SECONDS


# Damage by chance


def damaged(seed: int) -> bytes:
    chance = random.Random(seed)
    raw = bytearray(
        calendar(*GOOD, bad(BAD_START, "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20260312T090000Z"), head=MINE)
    )
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(raw))
        kind = chance.randrange(4)
        if kind == 0:
            raw[at] = chance.randrange(256)
        elif kind == 1:
            del raw[at : at + chance.randint(1, 30)]
        elif kind == 2:
            raw[at:at] = raw[at : at + chance.randint(1, 60)]
        else:
            raw[at:at] = chance.choice(
                [b"\r\n", b":", b";", b"BEGIN:VEVENT\n", b"END:VCALENDAR\n", b"9" * 30, b"\0"]
            )
    return bytes(raw)


def survives(raw: bytes) -> None:
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    try:
        reading = expand(raw, start=start, end=end, zone="Europe/Berlin")
    except Unreadable as unreadable:
        assert str(unreadable).endswith(".")  # noqa: PT017
    else:
        assert all(problem.reason.endswith(".") for problem in reading.problems)


def test_damaged_files_never_do_worse_than_being_unreadable() -> None:
    for seed in range(400):
        survives(damaged(seed))


@pytest.mark.nightly
def test_many_more_damaged_files() -> None:
    for seed in range(400, 100_000):
        survives(damaged(seed))
