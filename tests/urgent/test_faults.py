"""Eighteen things that break, four who need the sheet: it opens, whole, with its age, within three seconds.

`kbye serve` runs for real, on a database file. What cannot open (no server, nothing kept) has its way round written
down in docs/emergency.md; that is looked up, too.
"""

from __future__ import annotations

import http.client
import os
import re
import resource
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from kbye.emergency_page import files
from tests.cli.conftest import ROOT, Kbye, Running
from tests.urgent.ready import ALL_OF_IT, CHILDREN, COLLECT, MEDICAL, PHONES, missing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="breaks processes from outside")
HOLDERS = ("parent phone", "caregiver link", "paper", "second adult")
SECONDS = 3.0
A_YEAR = 365 * 24 * 3600
FURNISH = """
from django.db import transaction
transaction.set_autocommit(False)
from datetime import timedelta
from tests import people
from kbye.web import clock
from kbye.household.channel import Channel
now = clock.now()
people.THURSDAY_NOON = now
from tests.urgent import ready
cast = ready.ready_family()
from kbye.household.link import Link
from kbye.planning.intervals import Span
away = people.time_away(cast, span=Span(now - timedelta(hours=1), now + timedelta(days=1)), stayer=cast.grandma)
link = Link.objects.make(household=cast.household, purpose="stay", member=cast.grandma, time_away=away, now=now)
Channel.objects.add(cast.alex, kind="push", address="http://127.0.0.1:9/ x y", label="a phone", now=now)
from kbye.urgent.sheet_readers import give_each_adult_one
from kbye.web.own_sheet import own_link
from kbye.household.knowledge import Contact
give_each_adult_one(cast.household, now)
print(link.token, own_link(cast.sam, now).token, own_link(cast.alex, now).token)
print(Contact.objects.of(cast.household).create(household=cast.household, name="edit 0", phone="+49 30 23125 077").pk)
cast.household.sheet_due_at = None
cast.household.save()
transaction.commit()
"""


class Sheet(NamedTuple):
    """What a holder has before their eyes, where it came from, and how long that took."""

    source: str
    text: str
    seconds: float

    @property
    def faults(self) -> list[str]:
        """What is wrong with it: the right children, medical notes, phones, who may collect, its age; in time."""
        wanted = (*CHILDREN, *MEDICAL, *PHONES, *COLLECT)
        found = [f"without {words}" for words in missing(self.text, wanted)]
        if not re.search(r"As of \w+ \d+ \w+ 20\d\d, \d\d:\d\d", self.text):
            found.append("without its age")
        return found + (["too slow"] if self.seconds > SECONDS else [])


@dataclass
class House:
    """A running kbye, the addresses of those who hold one, what their phones kept, and a printed copy."""

    kbye: Kbye
    faults: Path
    tokens: dict[str, str]
    contact: str
    running: Running | None = None
    kept: dict[str, str] = field(default_factory=dict)
    paper: str = ""
    can_be_reached: bool = True

    def fetch(self, holder: str, *, by_a_page_of_ours: bool = True) -> str:
        """From the server, as a phone does. Raises OSError if nobody answers, or not with a sheet."""
        if not self.can_be_reached:
            raise OSError("no way there")
        path = f"/e/{self.tokens[holder]}/"
        headers = {"X-Kept-Here": "yes"} if by_a_page_of_ours else {"Cookie": self._tap(path)}
        status, text, _ = self._ask("GET", path, headers)
        if status != 200:
            raise OSError(f"status {status}")
        return text

    def _tap(self, path: str) -> str:
        """Without any script: the button is a form."""
        status, text, _ = self._ask("GET", path, {})
        assert (status, text.count('<form method="post">')) == (200, 1)
        return self._ask("POST", path, {})[2].partition(";")[0]

    def _ask(self, method: str, path: str, headers: dict[str, str]) -> tuple[int, str, str]:
        asked = http.client.HTTPConnection("127.0.0.1", self.kbye.port, timeout=SECONDS)
        try:
            asked.request(method, path, headers=headers)
            answer = asked.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Set-Cookie", "")
        finally:
            asked.close()

    def open(self, holder: str, *, scripts: bool = True) -> Sheet:
        """What this holder does: their address; else what their phone kept; else paper."""
        began = time.monotonic()
        if holder == "paper":
            return Sheet("paper", self.paper, 0.0)
        try:
            found = "server", self.fetch(holder, by_a_page_of_ours=scripts)
        except OSError:
            found = ("kept", self.kept[holder]) if holder in self.kept else ("paper", self.paper)
        return Sheet(*found, time.monotonic() - began)

    @property
    def database(self) -> Path:
        return self.kbye.data / "kbye.sqlite3"

    def status(self, path: str = "/healthz") -> int:
        try:
            return self._ask("GET", path, {})[0]
        except OSError:
            return 0


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    kbye, faults = Kbye(folder), folder / "faults"
    faults.mkdir()
    kbye.environment |= {
        "KBYE_FAULTS": str(faults),
        "PYTHONPATH": f"{Path(__file__).parent / 'broken'}{os.pathsep}{ROOT}",
        # Nobody is there: mail and push are down from the start. And the machine speaks and counts hours elsewhere.
        "KBYE_SMTP_URL": "smtp://127.0.0.1:9",
        "TZ": "Pacific/Auckland",
        "LANG": "ja_JP.UTF-8",
    }
    with kbye.serving() as running:
        *secrets, contact = kbye.code(FURNISH).split()
        tokens = dict(zip(("caregiver link", "parent phone", "second adult"), secrets, strict=True))
        sheets = kbye.data / files.FOLDER
        running.wait_until("three sheets are there", lambda: len(list(sheets.glob("*.html"))) == 3)
        found = House(kbye, faults, tokens, contact, running)
        # What the page has each phone keep; the second adult comes with a new one.
        found.kept = {holder: found.fetch(holder) for holder in ("parent phone", "caregiver link")}
        found.paper = found.kept["parent phone"]
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all that breaks while it runs; each fault is mended afterwards."""
    with a_house(tmp_path_factory.mktemp("faults")) as found:
        yield found


def test_the_way_round_is_written_down() -> None:
    text = " ".join((ROOT / "docs/emergency.md").read_text().split())
    for words in (
        "No server, and a phone that never had it",
        "the printed sheet",
        "the clock is a year ahead",
    ):
        assert words in text


@pytest.mark.parametrize("edits", [30, pytest.param(1000, marks=pytest.mark.nightly)])
def test_what_was_saved_is_on_the_sheet_within_a_minute(edits: int, house: House) -> None:
    """From "saved" to the file, with edits coming in all the while. The goal is 60 s for 99 of 100."""
    browser, saved = SignedIn(house), dict[int, float]()
    seen: list[tuple[float, int]] = []
    sheet = house.kbye.data / files.FOLDER / files.name_for(house.tokens["parent phone"])
    done = Event()

    def watch() -> None:
        while not done.wait(0.02):
            found = re.search(r"edit (\d+)", sheet.read_text())
            assert found is not None
            seen.append((time.monotonic(), int(found[1])))

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    first = seen[-1][1] if seen else 0
    for number in range(first + 1, first + edits + 1):
        browser.rename_the_contact(f"edit {number}")
        saved[number] = time.monotonic()
    assert house.running is not None
    house.running.wait_until("the last one is there", lambda: seen[-1][1] == max(saved), seconds=70)
    done.set()
    watcher.join(5)
    took = sorted(next(at for at, shown in seen if shown >= number) - saved[number] for number in saved)
    half, most = took[len(took) // 2], took[-1 - edits // 100]
    sys.stdout.write(f"{edits} edits: half within {half:.2f} s, 99 of 100 within {most:.2f} s\n")
    assert most <= 60


class SignedIn:
    """Sam's browser, over HTTP."""

    def __init__(self, house: House) -> None:
        self.home = f"http://localhost:{house.kbye.port}"
        self.contact = f"{self.home}/handbook/contact/{house.contact}/"
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        at = f"{self.home}/sign-in/"
        self.post(
            at, {"email": "sam@example.org", "password": "a long enough password"}, token=self.token_on(at)
        )
        self.token = self.token_on(self.contact)

    def token_on(self, address: str) -> str:
        page = self.opener.open(address, timeout=20).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None, page
        return found[1]

    def post(self, address: str, said: dict[str, str], *, token: str) -> None:
        body = urlencode(said | {"csrfmiddlewaretoken": token}).encode()
        with self.opener.open(address, body, timeout=20) as answer:
            assert answer.url != address, answer.read().decode()

    def rename_the_contact(self, name: str) -> None:
        said = {"name": name, "phone": "+49 30 23125 077", "note": "", "role": "", "shown_to": ""}
        self.post(self.contact, said, token=self.token)


# How each fault is made, and that it bites: a fault that breaks nothing would prove nothing.


@contextmanager
def switched_on(house: House, fault: str, content: str = "") -> Iterator[None]:
    (house.faults / fault).write_text(content)
    try:
        yield
    finally:
        (house.faults / fault).unlink()


@contextmanager
def database_missing(house: House) -> Iterator[None]:
    there = list(house.kbye.data.glob("kbye.sqlite3*"))
    for path in there:
        path.rename(path.with_name(f"away-{path.name}"))
    try:
        assert not house.database.exists()
        yield
    finally:
        for path in there:
            path.with_name(f"away-{path.name}").replace(path)


@contextmanager
def database_locked(house: House) -> Iterator[None]:
    holds = sqlite3.connect(house.database, isolation_level=None)
    holds.execute("BEGIN IMMEDIATE")
    other = sqlite3.connect(house.database, timeout=0, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()
    try:
        yield
    finally:
        holds.rollback()
        holds.close()


@contextmanager
def database_corrupt(house: House) -> Iterator[None]:
    """While nobody writes to it: it has to be whole again afterwards."""
    with worker_dead(house):
        whole = house.database.read_bytes()
        try:
            house.database.write_bytes(os.urandom(len(whole)))
            shutil.copy(house.database, house.faults / "copy")
            with pytest.raises(sqlite3.DatabaseError):
                sqlite3.connect(house.faults / "copy").execute("SELECT count(*) FROM household_member")
            (house.faults / "copy").unlink()
            yield
        finally:
            house.database.write_bytes(whole)


def everybody_of(house: House) -> list[int]:
    assert house.running is not None
    return [house.running.process.pid, *house.running.workers]


@contextmanager
def disk_full(house: House) -> Iterator[None]:
    """No process of kbye can make any file longer."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in everybody_of(house)}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def worker_dead(house: House) -> Iterator[None]:
    """The background work lives in the process that looks after the others."""
    assert house.running is not None
    house.running.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        house.running.process.send_signal(signal.SIGCONT)


@contextmanager
def clock_a_year_ahead(house: House) -> Iterator[None]:
    with worker_dead(house), switched_on(house, "clock", str(A_YEAR)):
        yield


@contextmanager
def nobody_reaches_it(house: House) -> Iterator[None]:
    house.can_be_reached = False
    try:
        yield
    finally:
        house.can_be_reached = True


@contextmanager
def store_evicted(house: House) -> Iterator[None]:
    kept, house.kept = house.kept, {}
    try:
        yield
    finally:
        house.kept = kept


Break = Callable[[House], AbstractContextManager[None]]
WHILE_IT_RUNS: dict[str, Break] = {
    "database missing": database_missing,
    "database locked": database_locked,
    "database corrupt": database_corrupt,
    "disk full": disk_full,
    "read-only": lambda house: switched_on(house, "read-only"),
    "worker dead": worker_dead,
    "clock a year off": clock_a_year_ahead,
    "DNS down": nobody_reaches_it,
    "certificate expired": nobody_reaches_it,
    "mail down": lambda house: nullcontext(),
    "push down": lambda house: nullcontext(),
    "browser store evicted": store_evicted,
    "JavaScript off": lambda house: nullcontext(),
    "wrong language and time zone": lambda house: nullcontext(),
}
AT_THE_START = ("app import error", "migration half done", "secret key rotated", "server off")
# Where it comes from if not from the server; "paper" with the second adult, who comes with a phone that has nothing.
ELSEWHERE = {
    "DNS down": {"parent phone": "kept", "caregiver link": "kept", "second adult": "paper"},
    "certificate expired": {"parent phone": "kept", "caregiver link": "kept", "second adult": "paper"},
    "server off": {"parent phone": "kept", "caregiver link": "kept", "second adult": "paper"},
    # To the server the link of a time away looks ended.
    "clock a year off": {"caregiver link": "kept"},
}


def row_of(house: House, fault: str) -> dict[str, list[str]]:
    """One row of the matrix: what is wrong for each holder."""
    found = {}
    for holder in HOLDERS:
        sheet = house.open(holder, scripts=fault != "JavaScript off")
        wanted = "paper" if holder == "paper" else ELSEWHERE.get(fault, {}).get(holder, "server")
        found[holder] = sheet.faults + ([f"from {sheet.source}"] if sheet.source != wanted else [])
    return found


ALL_WELL: dict[str, list[str]] = {holder: [] for holder in HOLDERS}


def test_there_are_eighteen_faults() -> None:
    assert len({*WHILE_IT_RUNS, *AT_THE_START}) == 18


@pytest.mark.parametrize("fault", WHILE_IT_RUNS)
def test_it_opens_while(fault: str, house: House) -> None:
    with WHILE_IT_RUNS[fault](house):
        assert row_of(house, fault) == ALL_WELL
        if fault == "clock a year off":
            assert '<p class="late">' in house.fetch("parent phone")
    assert '<p class="late">' not in house.fetch("parent phone")


def test_when_it_cannot_start_the_sheets_open_all_the_same(tmp_path: Path) -> None:
    """Each is one start; after the last one it runs no more, so this house is nobody else's."""
    with a_house(tmp_path) as house:
        assert _broken_at_the_start(house) == dict.fromkeys(AT_THE_START, ALL_WELL)


def _broken_at_the_start(house: House) -> dict[str, dict[str, list[str]]]:
    assert house.running is not None
    assert house.running.stop() == 0
    found = {"server off": row_of(house, "server off")}
    (house.kbye.data / "secrets" / "link").write_text("lost, and made anew")
    (house.kbye.data / "secrets" / "session").write_text("lost as well, with everything it signed")
    with house.kbye.working("serve") as running:
        running.wait_until_it_answers()
        found["secret key rotated"] = row_of(house, "secret key rotated")
        assert running.stop() == 0
    with switched_on(house, "no-import"):
        found["app import error"] = _started(house, "app import error", "kbye.today.urls is broken")
    database = sqlite3.connect(house.database, isolation_level=None)
    database.execute("DELETE FROM django_migrations WHERE app = 'household' AND name >= '0002'")
    database.close()
    found["migration half done"] = _started(house, "migration half done", "does not start")
    return found


def _started(house: House, fault: str, says: str) -> dict[str, list[str]]:
    with house.kbye.working("serve") as running:
        running.wait_until("the sheets open", lambda: house.status("/e/x/") == 503)
        row = row_of(house, fault)
        assert says in running.said
        assert "only the emergency sheets open here" in running.said
    return row


@pytest.mark.parametrize("lost", ALL_OF_IT[:11])
def test_a_sheet_without_a_line_is_seen(lost: str, house: House) -> None:
    text = house.paper.replace(lost.replace("'", "&#x27;"), "")
    assert Sheet("server", text, 0.1).faults
    assert Sheet("server", house.paper, 0.1).faults == []
    assert Sheet("server", house.paper, SECONDS + 0.1).faults == ["too slow"]
    assert Sheet("server", house.paper.replace("As of", "of"), 0.1).faults == ["without its age"]
