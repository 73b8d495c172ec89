"""What gets installed is pinned, by hash, and names no host."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.repository import text_of

FILES = ["requirements/runtime.txt", "requirements/dev.txt", "requirements/tools.txt"]


def pinned(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text_of(name), re.M))


def wanted(lines: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ;]", line)[0].lower().replace("_", "-") for line in lines}


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_has_its_hashes_and_no_address(name: str) -> None:
    text = text_of(name)
    assert "://" not in text
    entries = re.split(r"\n(?=[^\s])", text.strip())
    # One package may stand there twice, for two ranges of Python.
    assert {re.split("==", entry)[0] for entry in entries} == set(pinned(name))
    assert len(entries) > 10
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_everything_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    assert wanted(project["dependencies"]) <= set(pinned("requirements/runtime.txt"))
    assert wanted(project["optional-dependencies"]["dev"]) <= set(pinned("requirements/dev.txt"))


def test_tests_run_on_what_is_shipped() -> None:
    runtime, dev = (pinned(name) for name in FILES[:2])
    assert runtime.items() <= dev.items()
