"""After telling, the one who stays may have a better plan looked for: the first one is there meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from kbye.household.away import TimeAway
from kbye.planning import better_apart
from kbye.planning.coverage import grid, reader
from kbye.planning.intervals import Span
from kbye.planning.trying import quick
from kbye.web import better
from tests.ask.cast import friday
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, busy, calendar_of, opened, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def begun(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[better.Search]]:
    """What would run in the background, in its order."""
    settings.DATA = tmp_path
    found: list[better.Search] = []
    monkeypatch.setattr(Thread, "start", lambda self: found.append(self._target.__self__))
    yield found
    better._under_way.clear()


@pytest.fixture
def row(cast: Family) -> TimeAway:
    """Alex has something from 19 to 21, so that somebody is asked, and it might be done better."""
    busy(cast.alex, Span(friday(19), friday(21)), calendar_of(cast.alex))
    return time_away(cast)


def ends(search: better.Search, monkeypatch: pytest.MonkeyPatch, *, proven: bool = True) -> None:
    """As if the process had come to its end."""
    said = better_apart.written(quick(grid.problem(reader.situation(search.rows))))
    said["unproven"] = None if proven else {"tier": "disturbance", "gap": 0.5}
    monkeypatch.setattr(better.Search, "_searched", lambda self: json.dumps(said))
    search._run()


@pytest.mark.parametrize("world", ["signed in", "on a link"])
def test_a_tap_looks_for_a_better_one_and_the_page_takes_it_in(
    world: str, row: TimeAway, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    link = stay_link(row)
    way = f"/l/{link.token}/gaps/" if world == "on a link" else f"/away/{row.pk}/gaps/"
    alex = opened(link) if world == "on a link" else signed_in(row.stayers[0])
    page = alex.get(way).text
    assert "A good plan." in page
    assert f'action="{way}better/"' in page
    assert "data-better" not in page
    assert alex.post(f"{way}better/")["Location"] == f"{way}#planned"
    page = alex.get(way).text
    assert f'data-better="{way}better/"' in page
    assert "Grandma could: 19:00–21:00." in page
    assert alex.get(f"{way}better/").status_code == 204
    (search,) = begun
    ends(search, monkeypatch)
    answer = alex.get(f"{way}better/")
    assert answer.status_code == 200
    assert 'id="planned"' in answer.text
    assert "There is no better plan." in answer.text
    assert "<html" not in answer.text
    assert "There is no better plan." in alex.get(way).text


def test_looking_writes_nothing(row: TimeAway, tmp_path: Path) -> None:
    """Also where nothing can be written any more, the one who stays sees who has them when."""
    assert "A good plan." in signed_in(row.stayers[0]).get(f"/away/{row.pk}/gaps/").text
    assert not (tmp_path / "plans").exists()


def test_where_nothing_can_be_written_a_tap_finds_nothing_and_breaks_nothing(
    row: TimeAway, tmp_path: Path, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plans").write_text("in the way of the folder")
    alex, way = signed_in(row.stayers[0]), f"/away/{row.pk}/gaps/"
    assert alex.post(f"{way}better/").status_code == 302
    monkeypatch.setattr(better.Search, "_searched", lambda self: pytest.fail("nobody could read it"))
    begun[0]._run()
    assert "Look for a better one" in alex.get(way).text


def test_what_could_not_be_proven_is_called_the_best_found(
    row: TimeAway, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    alex, way = signed_in(row.stayers[0]), f"/away/{row.pk}/gaps/"
    alex.post(f"{way}better/")
    ends(begun[0], monkeypatch, proven=False)
    assert "The best plan kbye could find." in alex.get(way).text


def test_one_tap_asks_those_of_the_plan_that_was_found(
    row: TimeAway, begun: list[better.Search], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else than the first plan would ask; what would help instead stands below."""
    alex, way = signed_in(row.stayers[0]), f"/away/{row.pk}/gaps/"
    alex.post(f"{way}better/")
    (search,) = begun
    noor = next(one["id"] for one in search.rows["carers"] if one["name"] == "Noor")
    problem = grid.problem(reader.situation(search.rows))
    said = better_apart.written(quick(problem))
    number = [one.id for one in problem.carers].index(noor)
    first = said["plan"]["asks"][0]["carer"]
    for kind in ("care", "moves", "done", "asks"):
        for one in said["plan"][kind]:
            one["carer"] = number if one["carer"] == first else one["carer"]
    monkeypatch.setattr(better.Search, "_searched", lambda self: json.dumps(said))
    search._run()
    page = alex.get(way).text
    assert "Takes asking Noor for 2 hours." in page
    assert page.index("Noor could: 19:00–21:00.") < page.index("Grandma could: 19:00–21:00.")


def test_while_it_lasts_it_is_the_same_question_for_a_quarter_of_an_hour(
    row: TimeAway, begun: list[better.Search], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    alex, way = signed_in(row.stayers[0]), f"/away/{row.pk}/gaps/"
    clock.at = friday(18, 31)
    alex.post(f"{way}better/")
    ends(begun[0], monkeypatch)
    clock.at = friday(18, 44)
    assert "There is no better plan." in alex.get(way).text
    clock.at = friday(18, 45)
    assert "Look for a better one" in alex.get(way).text


def test_nobody_is_asked_for_what_is_past(row: TimeAway, clock: Clock) -> None:
    clock.at = friday(19, 50)
    page = signed_in(row.stayers[0]).get(f"/away/{row.pk}/gaps/").text
    assert "Grandma could: 19:50–21:00." in page


def test_where_nothing_could_be_better_there_is_nothing_to_tap(cast: Family) -> None:
    row = time_away(cast)
    page = signed_in(cast.alex).get(f"/away/{row.pk}/gaps/").text
    assert "Nobody else is needed." in page
    assert "better" not in page.split('id="planned"')[1].split("</section>")[0]


def test_it_is_not_for_the_leaver_nor_for_a_stranger_nor_before_the_first_tap(
    cast: Family, row: TimeAway, begun: list[better.Search]
) -> None:
    way = f"/away/{row.pk}/gaps/better/"
    assert signed_in(cast.sam).post(way).status_code == 403
    assert Client().post(way).status_code in {302, 404}
    assert signed_in(cast.alex).put(way).status_code == 405
    link = stay_link(row)
    assert "planned" not in Client().get(f"/l/{link.token}/gaps/better/").text
    assert begun == []


def test_when_it_is_over_nothing_is_looked_for(
    cast: Family, row: TimeAway, begun: list[better.Search], clock: Clock
) -> None:
    clock.at = row.ends_at + timedelta(minutes=1)
    alex, way = signed_in(cast.alex), f"/away/{row.pk}/gaps/better/"
    assert alex.post(way).status_code == 302
    assert alex.get(way).status_code == 200
    assert begun == []
    assert clock.at > THURSDAY_NOON
