"""Programs of others, as programs: Radicale (a calendar server), vdirsyncer (a client). `make check` installs them."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kbye.outside.addresses import Place
from tests.house.repository import ROOT

TOOLS = ROOT / ".venv" / "tools"
NAME, PASSWORD = "sam", "tea:time ☕"
_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = {rights}
file = {folder}/rights
[storage]
filesystem_folder = {folder}/calendars
[logging]
level = error
"""


def tool(name: str) -> str:
    """The path of a program of the tools. Skipped without them, unless whoever runs the tests promised them."""
    path = TOOLS / "bin" / name
    if not path.exists():
        assert not os.environ.get("KBYE_TOOLS"), f"{name} is not installed: make check"
        pytest.skip(f"{name} is installed by make check")
    return str(path)


@dataclass(frozen=True, slots=True)
class Radicale:
    port: int
    folder: Path

    @property
    def place(self) -> Place:
        return Place("127.0.0.1", self.port)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def files(self, calendar: str) -> dict[str, str]:
        """What lies in a calendar of Sam's on its disk, by file name."""
        folder = self.folder / "calendars" / "collection-root" / NAME / calendar
        return {path.name: path.read_bytes().decode() for path in folder.glob("*.ics")}


@contextmanager
def radicale(folder: Path, *, rights: str = "owner_only") -> Iterator[Radicale]:
    """A Radicale of our own on this computer, with one account. `folder/rights` is read with `from_file`."""
    program = tool("python")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users").write_text(f"{NAME}:{PASSWORD}\n")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder, rights=rights))
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [program, "-m", "radicale", "--config", str(folder / "config")], stdout=log, stderr=log
        )
    try:
        _wait_for(port, server)
        yield Radicale(port, folder)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert server.poll() is None, "Radicale did not start"
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Radicale does not answer")
