"""Within the folder that talks to other machines, each way of talking has one file."""

from __future__ import annotations

import ast
from collections.abc import Iterable

import pytest

from tests.house.repository import PACKAGE, modules
from tests.house.test_edges import imported

WAYS = {
    "httpcore": {"egress", "connecting"},
    "socket": {"connecting", "apprise_apart", "port"},
    "apprise": {"apprise_apart"},
    "smtplib": {"mail"},
    "http.client": {"reach"},
}
NOBODY = {
    "aiohttp", "asyncio", "caldav", "ftplib", "h11", "httpx", "imaplib", "niquests", "poplib", "pywebpush", "requests",
    "socketserver", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc", "http_ece", "py_vapid",
}  # fmt: skip


def names(trees: Iterable[tuple[str, ast.AST]]) -> dict[str, set[str]]:
    """What each file imports, by the file's name without folder and ending."""
    return {
        path.removeprefix("kbye/outside/").removesuffix(".py"): {f"{name}." for name in imported(tree)}
        for path, tree in trees
    }


def users(way: str, found: dict[str, set[str]]) -> set[str]:
    return {file for file, names in found.items() if any(name.startswith(f"{way}.") for name in names)}


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    return names(modules())


def test_each_way_out_has_its_file(found: dict[str, set[str]]) -> None:
    assert {way: users(way, found) for way in WAYS} == WAYS


def test_other_ways_are_not_used(found: dict[str, set[str]]) -> None:
    assert {way: users(way, found) for way in NOBODY if users(way, found)} == {}


def test_only_one_file_connects() -> None:
    calls = {"connect", "connect_ex", "create_connection", "open_connection", "wrap_socket"}
    callers = {
        path
        for path, tree in modules(PACKAGE / "outside")
        if any(isinstance(node, ast.Attribute) and node.attr in calls for node in ast.walk(tree))
    }
    assert callers == {"kbye/outside/connecting.py"}


@pytest.mark.parametrize(
    "line", ["import httpcore as h", "from httpcore import x", "import httpcore._sync.http11"]
)
def test_the_scan_finds_them(line: str) -> None:
    assert users("httpcore", names([("kbye/outside/a.py", ast.parse(line))])) == {"a"}
    assert users("http", names([("kbye/outside/a.py", ast.parse(line))])) == set()
