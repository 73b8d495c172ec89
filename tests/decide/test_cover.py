"""Who would have the children when: the small picture, its price in one line, and the situation as a file."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

from kbye.household.calendar import Calendar, Means
from kbye.household.coverage import document
from kbye.household.people import Member, UsualHome
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning import plan_command
from kbye.planning.coverage import reader
from kbye.planning.coverage.anonymous import without_names
from kbye.planning.intervals import Span
from tests.people import FRIDAY_EVENING, LONG_AGO, THURSDAY_NOON, Family, busy, calendar_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FRIDAY = "day=2026-12-04&from_time=18:00&until_time=22:00"
BY_HAND, FILE = f"/when/by-hand/?{FRIDAY}", f"/when/situation.json?{FRIDAY}"


def has(member: Member, start_hours: float, end_hours: float, **more: Any) -> None:
    start, hour = FRIDAY_EVENING.start, timedelta(hours=1)
    span = Span(start + start_hours * hour, start + end_hours * hour)
    busy(member, span, calendar_of(member, **more), title="Board")


def rows(cast: Family, span: Span = FRIDAY_EVENING) -> dict[str, Any]:
    stayers = [cast.alex, cast.grandma, cast.noor]
    return document(leaver=cast.sam, stayers=stayers, span=span, now=THURSDAY_NOON)


def test_nothing_known_needs_nobody_else_and_no_picture(cast: Family) -> None:
    page = signed_in(cast.sam).get(BY_HAND)
    assert "Nobody else is needed." in page.text
    assert "lane-picture" not in page.text


def test_a_helper_fills_in_what_the_other_adult_cannot(cast: Family) -> None:
    has(cast.alex, 1, 3)
    page = signed_in(cast.sam).get(BY_HAND)
    assert "Takes asking Grandma for 2 hours." in page.text
    assert page.text.count('<svg class="lane-picture"') == 2
    assert "Grandma, 19:00–21:00 (needs a yes)<" in page.text
    assert "Alex, 18:00–19:00" in page.text
    assert "Board" not in page.text.split('class="cover ')[1].split("</figure>")[0]


def test_what_nobody_can_is_named(cast: Family) -> None:
    for member in (cast.alex, cast.grandma, cast.noor):
        has(member, 1, 2)
    page = signed_in(cast.sam).get(BY_HAND)
    assert "19:00–20:00: nobody for Mia, Ben and Zoe yet." in page.text


def test_a_calendar_that_says_nothing_any_more_is_not_taken_for_free(cast: Family) -> None:
    has(cast.alex, -48, -47)
    Calendar.objects.of(cast.household).update(read_at=LONG_AGO, until_at=THURSDAY_NOON)
    assert [row["strength"] for row in rows(cast)["busy"]] == ["unknown"]
    assert "Takes asking Grandma for 4 hours." in signed_in(cast.sam).get(BY_HAND).text


def test_outside_of_their_usual_week_somebody_would_rather_be_asked(cast: Family) -> None:
    UsualHome.objects.create(
        household=cast.household, member=cast.alex, weekday=4, from_minute=18 * 60, to_minute=20 * 60
    )
    before, after = rows(cast)["busy"]
    assert (before["strength"], before["from"][11:16], before["to"][11:16]) == (
        "rather_not",
        "16:00",
        "18:00",
    )
    assert (after["strength"], after["from"][11:16], after["to"][11:16]) == ("rather_not", "20:00", "00:00")
    assert "Alex would rather be asked first." in signed_in(cast.sam).get(BY_HAND).text


def test_musts_supervision_and_open_ends_are_in_the_file(cast: Family) -> None:
    Responsibility.objects.create(
        household=cast.household,
        kind=Responsibility.Kind.MEDICINE,
        title="Inhaler",
        priority=Priority.MUST,
        child=cast.ben,
        from_minute=19 * 60,
        to_minute=20 * 60,
    )
    has(cast.mia, 0, 1, means=Means.SUPERVISED)
    found = rows(cast)
    assert [(row["title"], row["with"]) for row in found["occurrences"]] == [("Inhaler", [str(cast.ben.pk)])]
    assert [row["child"] for row in found["supervised"]] == [str(cast.mia.pk)]
    assert reader.situation(found).occurrences[0].minutes == 15
    assert signed_in(cast.sam).get(BY_HAND).status_code == 200


def test_the_file_has_no_names_and_is_planned(
    cast: Family, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    has(cast.alex, 1, 3)
    answer = signed_in(cast.sam).get(FILE)
    assert answer["Content-Disposition"] == 'attachment; filename="situation.json"'
    everybody = [cast.sam, cast.alex, cast.grandma, cast.noor, *cast.children]
    for told in ["Board", *(text for one in everybody for text in (one.name, str(one.pk)))]:
        assert told not in answer.text
    assert json.loads(answer.text)["away"]["leaver"] == "carer 4"
    monkeypatch.setattr("sys.stdin", io.StringIO(answer.text))
    assert plan_command.plan(["-", "--json"]) == 0
    planned = json.loads(capsys.readouterr().out)
    assert (planned["price"]["ask_minutes"], planned["asks"][0]["carer"]) == (120, "carer 2")


def test_names_go_wherever_they_stand() -> None:
    told: dict[str, Any] = {
        "children": [{"id": "mia", "name": "Mia", "born": "2020-03-01"}],
        "carers": [{"id": "alex", "may_care": ["mia"], "may_collect": {"school": ["mia"]}}],
        "busy": [{"id": "x", "carer": "alex", "label": "Board", "place": "school"}],
        "places": ["home", "school"],
        "travel": [{"between": ["home", "school"], "minutes": 15}],
        "occurrences": [
            {"id": "inhaler", "title": "Inhaler", "with": ["mia"], "only": ["alex"], "skills": ["medicine"]}
        ],
        "away": {"leaver": "sam", "from": "2026-12-03T08:00"},
    }
    text = json.dumps(without_names(told))
    for word in ("mia", "Mia", "2020", "alex", "Board", "school", "nhaler", "sam"):
        assert word not in text
    assert "medicine" in text
    assert told["children"][0]["name"] == "Mia"


@pytest.mark.parametrize("question", ["", "?day=nonsense", "?day=2026-12-04&from_time=18:00"])
def test_no_time_no_file(cast: Family, question: str) -> None:
    answer = signed_in(cast.sam).get(f"/when/situation.json{question}")
    assert (answer.status_code, answer["Location"]) == (302, "/when/by-hand/")


def test_it_is_only_read(cast: Family) -> None:
    assert signed_in(cast.sam).post(FILE).status_code == 405


def test_a_page_never_loads_the_solver() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'kbye.settings'; import django; django.setup();"
        "import kbye.decide.views; sys.exit(any(name.split('.')[0] == 'ortools' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
