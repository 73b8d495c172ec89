"""The worker dies at any of twelve moments: nothing is lost, and nothing is shown twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from unittest.mock import patch

import pytest

from kbye.household.notice import LEASE, Notice
from kbye.outside import mail
from kbye.outside.outcome import Sent
from kbye.work import notices
from kbye.work.notices import send_due
from tests.people import THURSDAY_NOON
from tests.work.conftest import MakeNotice, PostOffice, again
from tests.work.crash_points import AFTER_IT_WAS_TAKEN, POINTS, dying_at

ROOT = Path(__file__).parents[2]
IN_A_PROCESS = ("after the claim", "in the middle of the letter", "after the server took it", "while marking")
RUNS, ALL_RUNS = 4, 200
ROWS, ALL_ROWS = 500, 10_000


class Killed(BaseException):
    """Nothing of kbye's catches this."""


def die() -> None:
    raise Killed


def on_the_clock(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def one_crash(point: str, notice: Notice) -> None:
    """Dies once at this point, and is started again when the lease is over."""
    with dying_at(point, die), pytest.raises(Killed):
        send_due(on_the_clock(THURSDAY_NOON))
    while send_due(on_the_clock(THURSDAY_NOON + LEASE + timedelta(seconds=1))):
        pass


def crashes(point: str, runs: int, waiting: MakeNotice, office: PostOffice) -> Counter[str]:
    """How often each letter arrived after so many crashes; each notice has to be marked as sent."""
    for run in range(runs):
        notice = waiting(f"{point}:{run}:mail", is_urgent=True)
        one_crash(point, notice)
        assert again(notice).state == Notice.State.SENT
        assert again(notice).attempts <= 2
    arrived = Counter(str(letter["Message-ID"]) for letter in office.letters)
    assert set(arrived) == {mail.message_id(f"{point}:{run}:mail") for run in range(runs)}, "none is lost"
    return arrived


def check(point: str, runs: int, waiting: MakeNotice, office: PostOffice) -> None:
    arrived = crashes(point, runs, waiting, office)
    most = 2 if point in AFTER_IT_WAS_TAKEN else 1
    assert set(arrived.values()) == {most}, "repeated once at most, and only once the server had it"


@pytest.mark.django_db
@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_or_shown_twice(point: str, waiting: MakeNotice, post_office: PostOffice) -> None:
    check(point, RUNS, waiting, post_office)


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_or_shown_twice_in_full(
    point: str, waiting: MakeNotice, post_office: PostOffice
) -> None:
    check(point, ALL_RUNS, waiting, post_office)


@pytest.mark.django_db
def test_the_control_marking_before_sending_loses_letters(
    waiting: MakeNotice, post_office: PostOffice
) -> None:
    def marked_first(notice: Notice, now: Callable[[], datetime]) -> None:
        notices._note(notice, Sent(), at=now())
        notices._handed_over(notice, now())

    points = [point for point in POINTS if point not in {"after marking", "before marking", "while marking"}]
    with patch.object(notices, "_send", marked_first):
        for point in points:
            one_crash(point, waiting(f"{point}:mail", is_urgent=True))
    assert not Notice.objects.filter(state=Notice.State.WAITING).exists()
    arrived = {str(letter["Message-ID"]) for letter in post_office.letters}
    lost = {point for point in points if mail.message_id(f"{point}:mail") not in arrived}
    assert lost == {
        "before connecting",
        "after connecting",
        "before the recipient",
        "in the middle of the letter",
    }


class Workers:
    """Processes on one database, sending to one post office: in a file, unless another is named."""

    def __init__(self, data: Path, office: PostOffice, database: str = "") -> None:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.surroundings = {
            **kept,
            "KBYE_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "kbye.settings",
            "KBYE_SMTP_URL": f"smtp://127.0.0.1:{office.port}",
            "KBYE_PUBLIC_ADDRESS": "http://kbye.test",
            **({"DATABASE_URL": database} if database else {}),
        }

    def start(self, what: str, point: str = "", count: int = 0) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.work.child", what, point, str(count)],
            env=self.surroundings,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, what: str, point: str = "", count: int = 0) -> str:
        with self.start(what, point, count) as child:
            said, trouble = child.communicate(timeout=600)
        assert child.returncode == 0, trouble
        return said


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in a file with a household in it, made once."""
    data = tmp_path_factory.mktemp("workers") / "data"
    Workers(data, PostOffice()).run("begin")
    return data


@pytest.fixture
def workers(beginning: Path, tmp_path: Path, post_office: PostOffice) -> Workers:
    return Workers(copytree(beginning, tmp_path / "data"), post_office)


def test_a_process_that_ends_in_the_middle(workers: Workers, post_office: PostOffice) -> None:
    workers.run("die", ",".join(IN_A_PROCESS), 3)
    assert workers.run("go on") == f"sent {3 * len(IN_A_PROCESS)}\n"
    arrived = Counter(str(letter["Subject"]) for letter in post_office.letters)
    assert set(arrived) == {f"{point} {number}" for point in IN_A_PROCESS for number in range(3)}
    ids = {str(letter["Message-ID"]) for letter in post_office.letters}
    assert len(ids) == len(arrived), "what arrived twice is shown once"
    repeats = sum(times - 1 for times in arrived.values())
    assert repeats == len(AFTER_IT_WAS_TAKEN.intersection(IN_A_PROCESS))


def race(workers: Workers, post_office: PostOffice, rows: int) -> None:
    workers.run("wait", "race", rows)
    pair = [workers.start("race"), workers.start("race")]
    for one in pair:
        _said, trouble = one.communicate(timeout=900)
        assert one.returncode == 0, trouble
    arrived = Counter(str(letter["Message-ID"]) for letter in post_office.letters)
    assert (len(arrived), set(arrived.values())) == (rows, {1})
    assert workers.run("go on") == f"sent {rows}\n"


def test_two_workers_repeat_nothing(workers: Workers, post_office: PostOffice) -> None:
    race(workers, post_office, ROWS)


@pytest.mark.nightly
def test_two_workers_repeat_nothing_in_full(workers: Workers, post_office: PostOffice) -> None:
    race(workers, post_office, ALL_ROWS)
