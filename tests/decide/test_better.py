"""A better plan in the background: begun by a tap, picked up by the page, over when nobody wants it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from kbye.emergency_page import files
from kbye.household.coverage import document
from kbye.planning import better_apart
from kbye.planning.coverage import grid, reader
from kbye.planning.intervals import Span
from kbye.planning.trying import quick
from kbye.web import better
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, busy, calendar_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
QUESTION = "day=2026-12-04&from_time=18:00&until_time=22:00"
BY_HAND, BETTER = f"/when/by-hand/?{QUESTION}", f"/when/better/?{QUESTION}"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "plans"


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[better.Search]:
    """What would run in the background, in its order."""
    found: list[better.Search] = []

    def start(self: Thread) -> None:
        found.append(self._target.__self__)  # type: ignore[attr-defined]

    monkeypatch.setattr(Thread, "start", start)
    return found


@pytest.fixture(autouse=True)
def nothing_under_way() -> Any:
    yield
    better._under_way.clear()


def shared(cast: Family) -> dict[str, Any]:
    """Alex cannot from 19 to 21, so that somebody is asked, and it might be done better."""
    hour = timedelta(hours=1)
    span = Span(FRIDAY_EVENING.start + hour, FRIDAY_EVENING.start + 3 * hour)
    busy(cast.alex, span, calendar_of(cast.alex), title="Board")
    stayers = [cast.alex, cast.grandma, cast.noor]
    return document(leaver=cast.sam, stayers=stayers, span=FRIDAY_EVENING, now=THURSDAY_NOON)


def ends(search: better.Search, monkeypatch: pytest.MonkeyPatch, *, proven: bool) -> None:
    """As if the process had come to its end."""
    problem = grid.problem(reader.situation(search.rows))
    said = better_apart.written(quick(problem))
    said["unproven"] = None if proven else said["unproven"]
    monkeypatch.setattr(better.Search, "_searched", lambda self: json.dumps(said))
    search._run()


def test_the_first_plan_is_there_at_once_and_a_tap_looks_for_a_better_one(
    cast: Family, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(cast)
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND).text
    assert "A good plan." in page
    assert "data-better" not in page
    answer = sam.post(BETTER)
    assert answer["Location"] == f"/when/by-hand/?{QUESTION.replace(':', '%3A')}#found"
    page = sam.get(BY_HAND).text
    assert "Looking for a better one …" in page
    assert "data-better" in page
    assert sam.get(BETTER).status_code == 204
    (search,) = begun
    ends(search, monkeypatch, proven=True)
    answer = sam.get(BETTER)
    assert answer.status_code == 200
    assert "There is no better plan." in answer.text
    assert "<html" not in answer.text
    assert "There is no better plan." in sam.get(BY_HAND).text


def test_what_could_not_be_proven_is_called_the_best_found(
    cast: Family, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(cast)
    sam = signed_in(cast.sam)
    sam.post(BETTER)
    ends(begun[0], monkeypatch, proven=False)
    assert "The best plan kbye could find." in sam.get(BY_HAND).text


def test_it_is_kept_for_one_version_of_the_situation(
    cast: Family, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(cast)
    sam = signed_in(cast.sam)
    sam.post(BETTER)
    ends(begun[0], monkeypatch, proven=True)
    hour = timedelta(hours=1)
    busy(cast.grandma, Span(FRIDAY_EVENING.start + hour, FRIDAY_EVENING.end), calendar_of(cast.grandma))
    assert "Look for a better one" in sam.get(BY_HAND).text


def test_nobody_looks_any_more_and_it_ends(
    cast: Family, begun: list[better.Search], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(cast)
    sam = signed_in(cast.sam)
    sam.post(BETTER)
    clock.at += timedelta(seconds=better.WANTED_FOR_SECONDS + 1)
    monkeypatch.setattr(better.Search, "_searched", lambda self: pytest.fail("nobody wants it"))
    begun[0]._run()
    assert sam.get(BETTER).status_code == 200
    assert "Look for a better one" in sam.get(BY_HAND).text


def test_what_runs_is_stopped_with_its_solver(
    cast: Family, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = better.Search(cast.household, shared(cast))
    started: list[subprocess.Popen[str]] = []
    real = subprocess.Popen

    def sleeper(_command: list[str], **more: Any) -> subprocess.Popen[str]:
        code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
        started.append(real([sys.executable, "-c", code], **more))
        clock.at += timedelta(minutes=5)
        return started[0]

    search._want()
    monkeypatch.setattr(subprocess, "Popen", sleeper)
    assert search._searched() is None
    assert started[0].returncode == -9


def test_asked_for_twice_it_runs_once(cast: Family, begun: list[better.Search]) -> None:
    shared(cast)
    sam = signed_in(cast.sam)
    sam.post(BETTER)
    sam.post(BETTER)
    assert len(begun) == 1


def test_without_a_solver_the_plan_is_good_and_nothing_is_begun(
    cast: Family, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(better, "possible", lambda: False)
    shared(cast)
    sam = signed_in(cast.sam)
    page = sam.get(BY_HAND).text
    assert "A good plan." in page
    assert "Look for a better one" not in page
    sam.post(BETTER)
    assert begun == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"plan": {}, "unproven": null}', "null"])
def test_a_broken_file_is_no_plan(cast: Family, text: str) -> None:
    search = better.Search(cast.household, shared(cast))
    files.write(search._found.parent, search._found.name, text.encode())
    assert search.found() is None


def test_a_plan_of_something_else_is_no_plan(cast: Family) -> None:
    search = better.Search(cast.household, shared(cast))
    nothing = {"care": [{"child": 0, "start": 0, "end": 999, "carer": 0, "place": 0}]}
    said = {"plan": {"moves": [], "done": [], "asks": [], **nothing}, "unproven": None}
    files.write(search._found.parent, search._found.name, json.dumps(said).encode())
    assert search.found() is None


def test_the_files_hold_no_names(
    cast: Family, begun: list[better.Search], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared(cast)
    signed_in(cast.sam).post(BETTER)
    ends(begun[0], monkeypatch, proven=True)
    (kept,) = folder.iterdir()
    for word in ("Grandma", "Board", str(cast.grandma.pk)):
        assert word not in kept.read_text()
        assert word not in kept.name


def test_without_a_time_there_is_nothing_to_look_for(cast: Family) -> None:
    assert signed_in(cast.sam).post("/when/better/")["Location"] == "/when/by-hand/"
