"""Every number there is, in a network of its own in which all of them answer: what is closed is never called."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.outside.authority import Authority
from tests.outside.spellings import PUBLIC

ROOT = Path(__file__).resolve().parents[2]
UNSHARE = ["unshare", "--map-root-user", "--net"]


def can_be_alone() -> bool:
    if not shutil.which("unshare") or not shutil.which("ip"):
        return False
    return subprocess.run([*UNSHARE, "ip", "link", "set", "lo", "up"], capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def found(authority: Authority) -> dict[str, Any]:
    if not can_be_alone():
        pytest.skip("needs a Linux that lets this account have a network of its own")
    command = [*UNSHARE, sys.executable, "-W", "ignore", str(ROOT / "tests/outside/alone.py"), str(ROOT)]
    env = {**os.environ, "SSL_CERT_FILE": str(authority.trusted)}
    done = subprocess.run(command, capture_output=True, timeout=120, env=env, check=False)
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_closed_numbers_are_never_called(found: dict[str, Any]) -> None:
    assert found["closed"] == []


def test_refused_spellings_call_nobody(found: dict[str, Any]) -> None:
    assert found["refused"] == []


def test_public_numbers_are_called(found: dict[str, Any]) -> None:
    """The control: the canary does hear what is allowed, wrapped numbers included."""
    assert found["public"] == list(PUBLIC)


def test_the_naive_rule_calls_closed_numbers(found: dict[str, Any]) -> None:
    """The control: with it, at least five would have been called."""
    assert len(found["naive"]) >= 5


def test_apprise_calls_only_public_numbers(found: dict[str, Any]) -> None:
    assert found["apprise closed"] == 0
    assert found["apprise public"] >= 1
