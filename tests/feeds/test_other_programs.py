"""Our feeds as other people's programs read them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from threading import Thread

import pytest
from django.test import Client

from kbye.feeds import actions
from kbye.household.away import HandOver, TimeAway
from kbye.household.feed import Detail, Whose
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.web.links import path_of
from tests.conftest import Clock
from tests.people import LONG_AGO, THURSDAY_NOON
from tests.tools import tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ZONES = (
    *("Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata"),
    *(
        "Pacific/Apia",
        "Africa/Casablanca",
        "Europe/Dublin",
        "America/St_Johns",
        "Asia/Tehran",
        "Pacific/Chatham",
    ),
)
# Nights on which clocks change somewhere; half of all times begin near one of them.
NIGHTS = [
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2027, 3, 14, tzinfo=UTC),
]
NIGHTS += [
    datetime(2027, 3, 28, tzinfo=UTC),
    datetime(2027, 4, 4, tzinfo=UTC),
    datetime(2026, 2, 16, tzinfo=UTC),
]
NAMES = ("Sam", "Zoë, with\\a;slash", "A\nB", "ß" * 60, "BEGIN:VEVENT", "🎈" * 30)
Rows = set[tuple[str, ...]]


def plan(random: Random) -> tuple[str, Rows]:
    """A household with some times away: its feed, and what anybody should read in it."""
    household = Household.objects.create(zone=random.choice(ZONES), country="DE", created_at=LONG_AGO)
    people = [
        Member.objects.create(
            household=household, kind="adult", name=random.choice(NAMES), place=place, colour=1
        )
        for place in range(2)
    ]
    rows = [_time(random, household, people) for _row in range(random.randrange(1, 12))]
    TimeAway.objects.bulk_create(rows)
    HandOver.objects.bulk_create(
        HandOver(household=household, time_away=row, person=people[1], part="stays", answer="got_it")
        for row in rows
    )
    feed = actions.make_feed(
        member=people[0],
        whose=random.choice(list(Whose)),
        detail=random.choice(list(Detail)),
        label="",
        now=THURSDAY_NOON,
    )
    response = Client().get(path_of(feed.link))
    assert response.status_code == 200
    return response.content.decode(), {_expected(row) for row in rows}


def _time(random: Random, household: Household, people: list[Member]) -> TimeAway:
    near = random.choice(NIGHTS) if random.random() < 0.5 else datetime(2026, 11, 5, tzinfo=UTC)
    start = near + timedelta(minutes=15 * random.randrange(-4 * 30, 4 * 30))
    is_off = random.random() < 0.2
    return TimeAway(
        household=household,
        leaver=people[0],
        length="evening",
        manner="announcement",
        starts_at=start,
        ends_at=start + timedelta(minutes=15 * random.randrange(1, 4 * 40)),
        told_at=LONG_AGO,
        called_off_at=THURSDAY_NOON if is_off else None,
        created_at=LONG_AGO,
    )


def _expected(row: TimeAway) -> tuple[str, ...]:
    status = "CANCELLED" if row.called_off_at else "CONFIRMED"
    return (f"{row.pk}@kbye.test", row.starts_at.isoformat(), row.ends_at.isoformat(), status)


def read_elsewhere(texts: list[str]) -> list[Rows]:
    program = Path(__file__).with_name("other_engine.py")
    run = subprocess.run(
        [tool("python"), str(program)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return [{tuple(row) for row in rows} for rows in json.loads(run.stdout)]


def agree(count: int, seed: int) -> None:
    random = Random(seed)
    plans = [plan(random) for _plan in range(count)]
    texts = [text for text, _expected in plans]
    assert [
        (read, expected)
        for read, (_text, expected) in zip(read_elsewhere(texts), plans, strict=True)
        if read != expected
    ] == []
    for text in texts:
        assert "\n" not in text.replace("\r\n", "")
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_another_engine_reads_the_same_times() -> None:
    agree(50, seed=7)


@pytest.mark.nightly
def test_another_engine_reads_the_same_times_of_a_thousand_plans() -> None:
    agree(1000, seed=8)


def test_a_feed_without_zones_would_be_read_wrong() -> None:
    """The control: times as they stand on the wall, with nothing said about the clock."""
    random = Random(9)
    plans = [plan(random) for _plan in range(10)]
    zones = [f";TZID={zone}" for zone in ZONES]
    floating = [_without(text, zones) for text, _expected in plans]
    read = read_elsewhere(floating)
    assert sum(one != expected for one, (_text, expected) in zip(read, plans, strict=True)) >= 8


def _without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


@pytest.fixture
def served(clock: Clock) -> Iterator[tuple[str, Rows, list[str]]]:
    """One feed at an address of this computer, just as it left kbye; and how it was asked for."""
    text, expected = plan(Random(11))
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("Accept-Encoding", ""))
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_said: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/f/secret/kbye.ics", expected, asked
    finally:
        server.shutdown()
        server.server_close()


def test_vdirsyncer_takes_it_over(served: tuple[str, Rows, list[str]], tmp_path: Path) -> None:
    address, expected, asked = served
    (tmp_path / "config").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status/"\n'
        '[pair kbye]\na = "here"\nb = "there"\ncollections = null\n'
        f'[storage here]\ntype = "filesystem"\npath = "{tmp_path}/here/"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "http"\nurl = "{address}"\n'
    )
    (tmp_path / "here").mkdir()
    for words in (["discover"], ["sync"], ["sync"]):
        run = subprocess.run(
            [tool("vdirsyncer"), "-c", str(tmp_path / "config"), *words], capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
    assert asked
    found = [path.read_bytes().decode() for path in (tmp_path / "here").glob("*.ics")]
    # It gives every entry of a feed a name of its own.
    read = sorted(row[1:] for rows in read_elsewhere(found) for row in rows)
    assert read == sorted(row[1:] for row in expected)
