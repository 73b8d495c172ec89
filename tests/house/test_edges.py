"""The edges of the house: one folder talks to other machines, one file reads the clock, one sends mail."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.repository import ROOT, modules

TALKS_TO_OTHERS = {
    "socket", "socketserver", "http.client", "http.server", "urllib.request", "urllib3", "requests", "httpx",
    "aiohttp", "smtplib", "imaplib", "poplib", "ftplib", "xmlrpc", "niquests", "caldav", "websockets",
    "httpcore", "h11", "apprise", "pywebpush",
}  # fmt: skip
CLOCK_CALLS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now"),
    ("timezone", "localtime"), ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"),
    ("time", "ctime"), ("time", "strftime"),
}  # fmt: skip
CLOCK_NAMES = {name for module, name in CLOCK_CALLS if module == "time"}
# A page's own, in a script that a test writes.
CLOCKS_IN_SCRIPTS = ("new Date(", "Date.now(")
# The journeys look for a zone in which it is morning; certificates are checked against the real day.
TESTS_BY_THE_REAL_CLOCK = {"tests/browser/conftest.py", "tests/outside/authority.py"}


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names: `from http import client` is "http.client"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def talks(tree: ast.AST) -> set[str]:
    return {name for name in imported(tree) for ours in TALKS_TO_OTHERS if f"{name}.".startswith(f"{ours}.")}


def reads_clock(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if (owner, node.attr) in CLOCK_CALLS:
                yield f"{owner}.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (alias.name for alias in node.names if alias.name in CLOCK_NAMES)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.arg


def test_only_outside_talks_to_other_machines() -> None:
    found = {path: talks(tree) for path, tree in modules() if not path.startswith("kbye/outside/")}
    assert {path: names for path, names in found.items() if names} == {}


def test_only_one_file_sends_mail() -> None:
    senders = {
        path
        for path, tree in modules()
        if any(f"{name}.".startswith("django.core.mail.") for name in imported(tree))
    }
    assert senders == {"kbye/outside/mail.py"}


def test_only_one_file_reads_the_clock() -> None:
    assert [path for path, tree in modules() if list(reads_clock(tree))] == ["kbye/web/clock.py"]


def reads_clock_in_a_script(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (call for call in CLOCKS_IN_SCRIPTS if call in node.value)


def test_what_a_test_claims_depends_on_no_day_and_no_hour() -> None:
    """Not on those on which it is run: it asks no clock but the one it sets, or the one place that says why."""
    found = [
        path
        for path, tree in modules(ROOT / "tests")
        if list(reads_clock(tree))
        or (path.startswith("tests/browser/") and list(reads_clock_in_a_script(tree)))
    ]
    assert set(found) == TESTS_BY_THE_REAL_CLOCK


@pytest.mark.parametrize(
    "line",
    ["import socket", "import http.client as c", "from http import client", "from urllib import request",
     "from urllib.request import urlopen", "import requests.sessions", "import smtplib"],
)  # fmt: skip
def test_the_scan_for_sockets_finds_them(line: str) -> None:
    assert talks(ast.parse(line))


@pytest.mark.parametrize(
    "line", ["from urllib.parse import urlsplit", "from http import HTTPStatus", "from . import x"]
)
def test_the_scan_for_sockets_leaves_others_alone(line: str) -> None:
    assert not talks(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    ["datetime.now(tz=UTC)", "datetime.datetime.now()", "date.today()", "timezone.now()", "time.time()",
     "from time import time", "f = models.DateTimeField(auto_now_add=True)", "default = timezone.now"],
)  # fmt: skip
def test_the_scan_for_clocks_finds_them(line: str) -> None:
    assert list(reads_clock(ast.parse(line)))


@pytest.mark.parametrize("line", ["clock.now()", "time.monotonic()", "self.now()", "today.page"])
def test_the_scan_for_clocks_leaves_others_alone(line: str) -> None:
    assert not list(reads_clock(ast.parse(line)))


@pytest.mark.parametrize("line", ["'new Date(0).toISOString()'", "page.evaluate('() => Date.now() + 1')"])
def test_the_scan_for_clocks_in_scripts_finds_them(line: str) -> None:
    assert list(reads_clock_in_a_script(ast.parse(line)))
