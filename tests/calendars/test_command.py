"""`kbye calendar`, as somebody at a console meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbye.calendars.command import main
from kbye.calendars.reading import Unreadable
from tests.outside.servers import Server
from tests.set_up.calendars_through import Feed

from .ics import calendar, event

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SPAN = ("--from", "2026-03-01T00:00:00Z", "--to", "2026-04-01T00:00:00+02:00", "--tz", "Europe/Berlin")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "school.ics"
    path.write_bytes(
        calendar(
            event(
                "DTSTART;TZID=Europe/Berlin:20260323T151000", "DURATION:PT45M", "RRULE:FREQ=WEEKLY;COUNT=2"
            ),
            event("DTSTART;VALUE=DATE:20260307", "TRANSP:TRANSPARENT", uid="day@test", title="Fête"),
            event("DTSTART:20260307T000000Z", "RRULE:FREQ=SECONDLY", uid="bad@test"),
            event("DTSTART;TZID=Nowhere:20260308T090000", uid="odd@test", title="Odd"),
        )
    )
    return path


def test_expand_prints_an_object_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["expand", str(file), *SPAN]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "start": "2026-03-07",
            "end": "2026-03-08",
            "all_day": True,
            "title": "Fête",
            "uid": "day@test",
            "busy": False,
        },
        {
            "start": "2026-03-08T09:00:00+01:00",
            "end": "2026-03-08T09:00:00+01:00",
            "all_day": False,
            "title": "Odd",
            "uid": "odd@test",
            "busy": True,
        },
        {
            "start": "2026-03-23T15:10:00+01:00",
            "end": "2026-03-23T15:55:00+01:00",
            "all_day": False,
            "title": "Piano",
            "uid": "one@test",
            "busy": True,
        },
        {
            "start": "2026-03-30T15:10:00+02:00",
            "end": "2026-03-30T15:55:00+02:00",
            "all_day": False,
            "title": "Piano",
            "uid": "one@test",
            "busy": True,
        },
    ]
    [refused] = [json.loads(line) for line in err.splitlines()]
    assert (refused["line"], refused["uid"]) == (17, "bad@test")
    assert "seconds" in refused["reason"]


def test_expand_ends_with_two_and_a_sentence_when_nothing_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.ics"
    page.write_text("<html>Log in</html>")
    assert main(["expand", str(page), *SPAN]) == 2
    assert capsys.readouterr() == (
        "",
        "This is a web page, not a calendar; perhaps a page that asks to log in.\n",
    )


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["expand", str(tmp_path / "none.ics"), *SPAN]) == 2
    assert "could not be opened" in capsys.readouterr().err


def test_a_calendar_of_which_every_series_is_refused_is_still_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.ics"
    path.write_bytes(calendar(event("DTSTART:20260307T000000Z", "RRULE:RSCALE=CHINESE;FREQ=YEARLY")))
    assert main(["expand", str(path), *SPAN]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "RSCALE" in json.loads(err)["reason"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--from", "2026-03-01", "--to", "2026-04-01T00:00:00Z", "--tz", "UTC"], "offset"),
        (["--from", "soon", "--to", "2026-04-01T00:00:00Z", "--tz", "UTC"], "instant"),
        (["--from", "2026-03-01T00:00:00Z", "--to", "2026-04-01T00:00:00Z", "--tz", "Nowhere"], "time zone"),
        (["--from", "2026-03-01T00:00:00Z"], "--to"),
    ],
)
def test_what_is_asked_wrongly_is_said(
    file: Path, words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["expand", str(file), *words])
    assert left.value.code == 2
    assert reason in capsys.readouterr().err


def test_a_time_that_ends_before_it_starts(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--from", "2026-04-01T00:00:00Z", "--to", "2026-03-01T00:00:00Z", "--tz", "UTC"]
    assert main(["expand", str(file), *words]) == 2
    assert "after its start" in capsys.readouterr().err


def test_check_says_it_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(file), "--tz", "Europe/Berlin"], now=NOW) == 0
    assert capsys.readouterr().out == (
        "kbye can read this calendar. Times without a zone are those of Europe/Berlin.\n"
        "It found 4 dates: 1 lasts all day, 1 is marked as free.\n"
        "2 busy times, until 2026-03-30 15:55.\n"
        "Time zones it names: Europe/Berlin; Nowhere, which nobody knows.\n"
        "1 entry could not be read:\n"
        "  line 17: It repeats every few minutes or seconds, which kbye does not read. (bad@test)\n"
        "Read, but look twice:\n"
        "  line 26: Nobody knows the time zone “Nowhere”; its times are read in the zone of the calendar.\n"
    )


def test_check_is_content_with_a_good_calendar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "good.ics"
    path.write_bytes(calendar(event("DTSTART:20260307T000000Z")))
    assert main(["check", str(path)], now=NOW) == 0
    assert capsys.readouterr().out.endswith("It found 1 date.\nNo busy times.\nNothing was left out.\n")


def test_check_of_an_address_reads_what_is_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return calendar(event("DTSTART;TZID=W. Europe Standard Time:20260307T090000", "DURATION:PT1H"))

    assert main(["check", "webcal://school.test/all.ics"], now=NOW, fetch=fetch) == 0
    assert asked == ["webcal://school.test/all.ics"]
    assert "W. Europe Standard Time, read as Europe/Berlin." in capsys.readouterr().out


def test_an_address_that_does_not_answer_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    def fetch(address: str) -> bytes:
        raise Unreadable("kbye cannot reach this address.")

    assert main(["check", "https://school.test/all.ics"], now=NOW, fetch=fetch) == 2
    assert capsys.readouterr() == ("", "kbye cannot reach this address.\n")


def test_expand_wants_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["expand", "https://school.test/all.ics", *SPAN], fetch=lambda address: b"") == 2
    assert "save the calendar" in capsys.readouterr().err


def test_expand_loads_neither_django_nor_a_solver(file: Path) -> None:
    asks = f"import sys; from kbye.cli.main import main; main({['calendar', 'expand', str(file), *SPAN]!r})"
    loaded = f"{asks}; sys.exit(bool({{'django', 'ortools', 'icalendar', 'dateutil'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 4), done.stderr


def test_an_address_is_fetched_from_a_real_server(tmp_path: Path) -> None:
    feed = Feed()
    feed.gives(calendar(event("DTSTART:20260307T090000Z", "DURATION:PT1H")))
    with Server(feed) as server:
        surroundings = {
            **os.environ,
            "KBYE_DATA": str(tmp_path),
            "KBYE_MAY_REACH": f"127.0.0.1:{server.port}",
        }
        surroundings.pop("DJANGO_SETTINGS_MODULE", None)
        words = [
            "calendar",
            "check",
            f"http://127.0.0.1:{server.port}/a.ics",
            "--from",
            "2026-01-01T00:00:00Z",
        ]
        command = [sys.executable, "-m", "kbye", *words, "--to", "2027-01-01T00:00:00Z"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 busy time, until 2026-03-07 10:00." in done.stdout
