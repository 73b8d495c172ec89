"""The real thing for the journeys: `kbye serve` in a process of its own, a mail server, and Chromium."""

from __future__ import annotations

import email
import os
import queue
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage, Message
from email.policy import default as modern
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests import prepared
from tests.browser.phone import Phone

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What other phones would use to reach this kbye; here it is the same machine.
    "--host-resolver-rules=MAP kbye.test 127.0.0.1",
]


def zone_where_it_is(hour: int) -> str:
    """A time zone in which the real clock, by which the server runs, stands at that hour now."""
    east = (hour - datetime.now(tz=UTC).hour) % 24  # noqa: TID251
    return f"Etc/GMT-{east}" if east <= EASTMOST else f"Etc/GMT+{24 - east}"


EASTMOST = 14
# Journeys begin in the morning, whenever they are run: an evening is ahead by then, but not near.
ZONE = zone_where_it_is(int(os.environ.get("JOURNEYS_AT", "9")))


def days_ahead(number: int) -> str:
    """The date of the day so many days from today, there."""
    today = datetime.now(tz=ZoneInfo(ZONE)).date()  # noqa: TID251
    return (today + timedelta(days=number)).isoformat()


SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}


@dataclass
class MailServer:
    """A real SMTP server on this machine that keeps what it is given."""

    port: int
    arrived: queue.Queue[EmailMessage] = field(default_factory=queue.Queue)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message: Message = email.message_from_bytes(envelope.content, policy=modern)
        assert isinstance(message, EmailMessage)
        self.arrived.put(message)
        return "250 OK"

    def next(self) -> EmailMessage:
        return self.arrived.get(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    yield server
    controller.stop()


@dataclass
class Kbye:
    """A running kbye: its address on this machine, the one other phones use, and the address it printed."""

    local: str
    public: str
    start: str
    data: Path
    running: subprocess.Popen[str]

    def stop(self) -> None:
        """Gone from one moment to the next, for whoever asks."""
        self.running.terminate()
        self.running.wait()


@pytest.fixture(scope="session")
def ready_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared.make(tmp_path_factory.mktemp("prepared") / "data")


@pytest.fixture
def kbye(tmp_path: Path, mail: MailServer, ready_data: Path) -> Iterator[Kbye]:
    port = free_port()
    prepared.copy(ready_data, tmp_path / "data")
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("KBYE_")},
        "KBYE_DATA": str(tmp_path / "data"),
        "KBYE_TRIPWIRE": "1",
        "KBYE_PUBLIC_ADDRESS": f"http://kbye.test:{port}",
        "KBYE_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
        "KBYE_ZONE": ZONE,
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }
    surroundings.pop("DATABASE_URL", None)
    log = tmp_path / "kbye.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "kbye", "serve"],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as running,
    ):
        try:
            printed = _address_printed(running)
            local = f"http://localhost:{port}"
            public = f"http://kbye.test:{port}"
            yield Kbye(local, public, printed.replace(public, local), tmp_path / "data", running)
        finally:
            running.terminate()
            running.communicate()
    assert running.returncode == 0, log.read_text()
    assert "Traceback" not in log.read_text(), log.read_text()


def _address_printed(running: subprocess.Popen[str]) -> str:
    """Reads what kbye prints until the address with the set-up code comes; it is served by then or soon after."""
    assert running.stdout is not None
    for line in running.stdout:
        found = re.search(r"http://\S+/start/\S+", line)
        if found:
            return found.group()
    raise AssertionError("kbye ended without printing an address")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is not installed: apt install chromium"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@dataclass
class Phones:
    """Hands out phones (or desks): each a browser of its own, like each person's."""

    browser: Browser
    kbye: Kbye
    size: str
    pictures: str
    open: list[BrowserContext] = field(default_factory=list)
    all: list[Phone] = field(default_factory=list)

    def new(self, whose: str, *, theme: str = "light") -> Phone:
        context = self.browser.new_context(
            viewport=SIZES[self.size],  # type: ignore[arg-type]
            has_touch=self.size == "phone",
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            timezone_id=ZONE,
            locale="en-GB",
        )
        self.open.append(context)
        phone = Phone(context.new_page(), whose=whose, pictures=f"{self.pictures}-{self.size}-{theme}")
        self.all.append(phone)
        return phone


@pytest.fixture(params=["phone", "desktop"])
def phones(request: pytest.FixtureRequest, chromium: Browser, kbye: Kbye) -> Iterator[Phones]:
    given = Phones(chromium, kbye, request.param, request.node.originalname)
    yield given
    for context in given.open:
        context.close()
    for phone in given.all:
        phone.assert_clean(kbye.local, kbye.public)
