"""Secrets are made once, for the owner alone, however many start at the same time."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

from kbye.web.secrets import secret_in

MAKE = "import sys, pathlib; from kbye.web.secrets import secret_in; sys.stdin.read(); "
MAKE += "print(secret_in(pathlib.Path(sys.argv[1]), 'link'))"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_the_owners_alone(tmp_path: Path) -> None:
    secret_in(tmp_path / "data", "link")
    assert mode(tmp_path / "data" / "secrets") == 0o700
    assert mode(tmp_path / "data" / "secrets" / "link") == 0o600


def test_it_stays_the_same_and_each_is_its_own(tmp_path: Path) -> None:
    assert secret_in(tmp_path, "link") == secret_in(tmp_path, "link")
    assert secret_in(tmp_path, "link") != secret_in(tmp_path, "session")
    assert len(secret_in(tmp_path, "link")) >= 43


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    """Each waits for its standard input to close, so that they begin at the same moment."""
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(4)
    ]
    for process in racing:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    said = [process.communicate(timeout=60)[0] for process in racing]
    assert len(set(said)) == 1
    assert said[0].decode().strip() == (tmp_path / "secrets" / "link").read_text()
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["link"]
