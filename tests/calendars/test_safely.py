"""Reading in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbye.calendars import safely
from kbye.calendars.reading import Reading, Unreadable
from kbye.calendars.safely import read_apart

from .ics import calendar, event, read

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
CALENDAR = calendar(
    event("DTSTART:20261025T000000Z", "RRULE:FREQ=HOURLY;COUNT=3", title="Müsli\u2028😀"),
    event("DTSTART;VALUE=DATE:20260307", "TRANSP:TRANSPARENT", uid="day@test"),
    event(uid="bad@test"),
    event("DTSTART;TZID=Nowhere:20260307T090000", uid="odd@test"),
)


def apart(raw: bytes, seconds: float = 30.0) -> Reading:
    return read_apart(raw, start=START, end=END, zone="Europe/Berlin", seconds=seconds)


def test_the_answer_is_the_same_as_here() -> None:
    here = read(CALENDAR, START.isoformat(), END.isoformat())
    there = apart(CALENDAR)
    assert there == here
    assert [one.start.isoformat() for one in there.happenings] == [
        one.start.isoformat() for one in here.happenings
    ]
    assert [problem.shown for problem in there.problems] == [False, True]


@pytest.mark.parametrize("raw", [b"", b"\n", b"<html></html>", b"\x00" * 1000])
def test_what_cannot_be_read_there_cannot_be_read_here(raw: bytes) -> None:
    with pytest.raises(Unreadable) as here:
        read(raw)
    with pytest.raises(Unreadable) as there:
        apart(raw)
    assert str(here.value) == str(there.value)


def test_waiting_ends() -> None:
    with pytest.raises(Unreadable, match="too long"):
        apart(CALENDAR, seconds=0.01)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("a._limit_this_process()\nwhile True: pass", "too long"),
        ("import os; os.abort()", "too long"),
        ("import os; os._exit(3)", "broke off"),
        ("raise KeyError('secret')", "broke off"),
        ("print('noise')", "broke off"),
        ("a.expand = lambda *_, **__: bytearray(2 * a.MEMORY_BYTES); main()", "memory"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
def test_a_child_that_goes_wrong(monkeypatch: pytest.MonkeyPatch, code: str, sentence: str) -> None:
    start = safely._START.removesuffix(" main()") + "\n"
    monkeypatch.setattr(
        safely,
        "_START",
        f"{start}import kbye.calendars.apart as a\na.CPU_SECONDS = 1\n{code}",
    )
    with pytest.raises(Unreadable, match=sentence):
        apart(CALENDAR)


def test_a_full_calendar_of_heavy_series_stays_within_its_limits() -> None:
    heavy = [
        event("DTSTART:19000101T000000Z", "RRULE:FREQ=DAILY;COUNT=900000;BYDAY=MO,TU", uid=f"{n}@test")
        for n in range(2000)
    ]
    reading = apart(calendar(event("DTSTART:20260307T090000Z", uid="good@test"), *heavy))
    assert "good@test" in {one.uid for one in reading.happenings}
    assert reading.problems


@pytest.mark.parametrize("module", ["safely", "reading", "busy", "writing", "command", "limits"])
def test_this_side_loads_no_calendar_engine(module: str) -> None:
    code = f"import sys, kbye.calendars.{module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert f"kbye.calendars.{module}" in loaded
    assert not {"icalendar", "recurring_ical_events", "dateutil", "django", "ortools"} & set(loaded)


def test_the_child_does_not_depend_on_where_it_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert apart(CALENDAR).happenings


def test_a_bad_span_or_zone_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="start before its end"):
        read_apart(CALENDAR, start=END, end=START, zone="Europe/Berlin")
    with pytest.raises(ValueError, match="time zone"):
        read_apart(CALENDAR, start=START, end=END, zone="Nowhere")
