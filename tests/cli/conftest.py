"""A kbye of its own for a test: another process, on another port, with its own data."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
# Only what a process needs: no setting of the machine that runs the tests comes through.
KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "LD_LIBRARY_PATH"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Kbye:
    """The `kbye` command with data of its own; `code` is Python that runs beside it on the same data."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.data, self.port = folder / "data", port or free_port()
        kept = {name: value for name, value in os.environ.items() if name in KEPT}
        self.environment = kept | {
            "KBYE_DATA": str(self.data),
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT),
        }
        self.command = [sys.executable, "-W", "error", "-m", "kbye"]
        self.folder = folder

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *words],
            env=self.environment | more,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def code(self, lines: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + lines],
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "kbye.settings"},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def serving(self, **more: str) -> Iterator[Running]:
        with self.working("serve", **more) as running:
            running.wait_until_it_answers()
            yield running

    @contextmanager
    def working(self, *words: str, **more: str) -> Iterator[Running]:
        """Start a command that goes on until it is stopped; what it says goes into a file."""
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                [*self.command, *words],
                env=self.environment | more,
                cwd=self.folder,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            running = Running(process, self.port, said.fileno())
            try:
                yield running
            finally:
                if process.poll() is None:
                    for pid in (*running.workers, process.pid):
                        os.kill(pid, signal.SIGKILL)
                process.wait(30)


class Running:
    def __init__(self, process: subprocess.Popen[bytes], port: int, output: int) -> None:
        self.process, self.port, self._output = process, port, output

    @property
    def said(self) -> str:
        return os.pread(self._output, 1_000_000, 0).decode()

    def wait_until(self, claim: str, is_so: object, seconds: float = 60) -> None:
        """Look again and again, twenty times a second, until `is_so()` holds."""
        assert callable(is_so)
        pause = Event()
        for _ in range(int(seconds * 20)):
            if is_so():
                return
            assert self.process.poll() is None, self.said
            pause.wait(0.05)
        raise AssertionError(f"Not so after {seconds} s: {claim}. {self.said}")

    def wait_until_it_answers(self) -> None:
        self.wait_until("it answers", lambda: "kbye is ready" in self.said and self.answers())

    def answers(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    @property
    def address(self) -> str:
        """The address it printed."""
        [found] = [word for word in self.said.split() if word.startswith("http")]
        return found

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in listed.read_text().split()] if listed.exists() else []

    def stop(self, number: int = signal.SIGTERM, *, everybody: bool = False) -> int:
        """Send the signal (to the whole group, as Ctrl-C does, if `everybody`) and return the exit code."""
        if everybody:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(15)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Kbye:
    """Tables and static files, made once."""
    prepared = Kbye(tmp_path_factory.mktemp("prepared"))
    done = prepared.run("set-up-code")
    assert done.returncode == 0, done.stderr
    return prepared


@pytest.fixture
def kbye(tmp_path: Path, prepared: Kbye) -> Kbye:
    """Nobody lives here yet."""
    shutil.copytree(prepared.data, tmp_path / "data")
    return Kbye(tmp_path)
