"""`kbye serve` for real: another process, a real port, a real database file."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Kbye, Running

START_AGAIN = "from kbye.household.household import Household\nfrom datetime import datetime, UTC\n"
A_HOUSEHOLD = (
    START_AGAIN
    + "Household.objects.create(zone='Europe/Berlin', is_sample=%r, created_at=datetime(2026, 1, 1, tzinfo=UTC))"
)
A_NOTICE = """
from tests.people import family
from kbye.household.notice import Notice
home = family()
Notice.objects.create(household=home.household, key="told:1", person=home.alex, address="alex@example.org",
    subject="Friday", body="18:00–22:00", due_at=home.household.created_at)
"""
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Kbye:
    return Kbye(tmp_path_factory.mktemp("kbye"))


@pytest.fixture(scope="module")
def running(first: Kbye) -> Iterator[Running]:
    with first.serving() as running:
        yield running


def test_it_prints_where_to_start_and_that_page_opens(first: Kbye, running: Running) -> None:
    assert re.fullmatch(rf"http://localhost:{first.port}/start/[\w-]{{27}}/", running.address)
    status, page = running.get(running.path)
    assert status == 200
    assert "<html" in page


def test_its_style_sheets_and_scripts_are_there(running: Running) -> None:
    _status, page = running.get(running.path)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) >= 4
    assert {path: running.get(path)[0] for path in files} == dict.fromkeys(files, 200)


def test_what_it_keeps_is_for_its_own_account_alone(first: Kbye, running: Running) -> None:
    everybodys = first.data / "static"
    for path in [first.data, *first.data.rglob("*")]:
        if path.is_relative_to(everybodys):
            continue  # what anybody may fetch; the folder above lets nobody in
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE((first.data / "secrets" / "link").stat().st_mode) == 0o600


def test_the_database_keeps_a_write_ahead_log(first: Kbye, running: Running) -> None:
    with sqlite3.connect(first.data / "kbye.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_a_second_one_on_the_same_port_says_so(first: Kbye, running: Running, kbye: Kbye) -> None:
    refused = kbye.run("serve", PORT=str(first.port))
    assert refused.returncode == 1
    assert f"something already answers on 127.0.0.1:{first.port}" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert running.answers()


def test_it_sends_what_waits_without_being_asked(first: Kbye, running: Running) -> None:
    first.code(A_NOTICE)
    mailbox = first.data / "mailbox"
    running.wait_until(
        "the letter is in the mailbox", lambda: mailbox.is_dir() and any(mailbox.iterdir()), 20
    )
    assert "alex@example.org" in next(mailbox.iterdir()).read_text()


def test_what_opens_a_door_is_not_logged(running: Running) -> None:
    for path in ("/start/0123456789abcdefghijklmnopq/", "/l/0123456789abcdefghijklmnopq/"):
        assert running.get(path)[0] == 404
    assert "Not Found" in running.said, "it is logged that something was not there"
    assert "0123456789abcdefghijklmnopq" not in running.said


def test_a_family_that_lives_here_is_sent_to_the_door_and_gets_no_new_code(kbye: Kbye) -> None:
    kbye.code(A_HOUSEHOLD % True)
    with kbye.serving() as running:
        assert "/start/" in running.address, "a sample household is nobody who lives here"
        assert running.stop() == 0
    kbye.code(A_HOUSEHOLD % False)
    with kbye.serving(KBYE_PUBLIC_ADDRESS="https://kbye.example.org") as running:
        assert running.address == "https://kbye.example.org/"


@needs_proc
def test_it_stops_cleanly_when_told_and_on_ctrl_c(kbye: Kbye) -> None:
    for number, everybody in ((signal.SIGTERM, False), (signal.SIGINT, True)):
        with kbye.serving() as running:
            workers = running.workers
            assert workers
            assert running.stop(number, everybody=everybody) == 0
            assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
            assert "Unexpected" not in running.said
            assert "Traceback" not in running.said


def test_a_mail_server_that_never_answers_does_not_keep_it_from_stopping(kbye: Kbye) -> None:
    kbye.code(A_NOTICE)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        address = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        with kbye.serving(KBYE_SMTP_URL=address) as running:
            talking, _ = silent.accept()
            assert running.stop(signal.SIGINT, everybody=True) == 0
            assert "Unexpected" not in running.said
            talking.close()


@needs_proc
def test_a_worker_that_dies_is_replaced(kbye: Kbye) -> None:
    with kbye.serving() as running:
        before = running.workers
        os.kill(before[0], signal.SIGKILL)
        running.wait_until("there is a new worker", lambda: set(running.workers) - set(before), 20)
        running.wait_until("it answers again", running.answers, 20)
        kbye.code(A_NOTICE)
        mailbox = kbye.data / "mailbox"
        running.wait_until("mail still leaves", lambda: mailbox.is_dir() and any(mailbox.iterdir()), 20)
        assert running.stop() == 0


def test_work_alone_sends_and_stops_when_told(kbye: Kbye) -> None:
    with kbye.working("work") as running:
        running.wait_until("it is at work", lambda: "at work" in running.said)
        kbye.code(A_NOTICE)
        mailbox = kbye.data / "mailbox"
        running.wait_until(
            "the letter is in the mailbox", lambda: mailbox.is_dir() and any(mailbox.iterdir()), 20
        )
        assert running.stop() == 0
        assert "Traceback" not in running.said


def test_options_go_before_the_environment(kbye: Kbye) -> None:
    with kbye.working(
        "serve", "--port", str(kbye.port), "--host", "127.0.0.1", HOST="192.0.2.1", PORT="1"
    ) as running:
        running.wait_until_it_answers()
        assert f"localhost:{kbye.port}/" in running.address
