"""`kbye plan` and `kbye windows`, as people and programs call them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from kbye.planning import plan_command
from kbye.planning.coverage import prove
from tests.planning.coverage import roomy
from tests.planning.coverage.example import EXAMPLE
from tests.planning.coverage.small import alex, at, busy, document, ruth, school, two_places

solver = pytest.mark.skipif(not prove.possible(), reason="needs ortools")


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Plans a document; gives the exit code, the answer and what was said on the way."""

    def run(rows: dict[str, Any], *more: str) -> tuple[int, Any, str]:
        file = tmp_path / "situation.json"
        file.write_text(json.dumps(rows), encoding="utf-8")
        code = plan_command.plan([str(file), "--json", *more])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return run


def rows(answer: Any, key: str, *fields: str) -> list[tuple[object, ...]]:
    return [tuple(row[field] for field in fields) for row in answer[key]]


@solver
def test_the_complete_example_comes_out_as_described(said: Any) -> None:
    code, answer, _ = said(EXAMPLE)
    assert code == 0
    assert (answer["status"], answer["unproven"]) == ("optimal", None)
    assert answer["holds_until"] == "2026-12-04T19:00+01:00"
    day = "2026-12-03T"
    assert rows(answer, "moves", "carer", "from_place", "to_place", "from") == [
        ("alex", "home", "school", f"{day}08:15+01:00"),
        ("alex", "school", "home", f"{day}08:30+01:00"),
        ("grandma", "home", "school", f"{day}14:45+01:00"),
        ("grandma", "school", "home", f"{day}15:00+01:00"),
    ]
    along = [
        (row["child"], row["carer"], row["from"][11:16]) for row in answer["care"] if row["place"] is None
    ]
    assert along == [
        ("mia", "alex", "08:15"), ("ben", "alex", "08:15"), ("ben", "alex", "08:30"),
        ("ben", "grandma", "14:45"), ("mia", "grandma", "15:00"), ("ben", "grandma", "15:00"),
    ]  # fmt: skip
    assert answer["asks"] == [
        {
            "carer": "grandma",
            "from": f"{day}13:00+01:00",
            "to": f"{day}17:00+01:00",
            "children": ["mia", "ben"],
        }
    ]
    last = [row for row in answer["care"] if row["to"] == "2026-12-04T19:00+01:00"]
    assert {(row["child"], row["carer"], row["from"]) for row in last} == {
        ("mia", "alex", f"{day}17:00+01:00"),
        ("ben", "alex", f"{day}17:00+01:00"),
    }
    assert rows(answer, "done", "occurrence", "carer", "place") == [
        ("inhaler", "alex", "home"),
        ("bath", "alex", "home"),
    ]
    assert answer["price"] == {
        "gap_minutes": 0, "missed_musts": 0, "change": 0, "rather_not_minutes": 0, "ask_minutes": 240, "asks": 1,
        "disturbance": 300, "shoulds_dropped": 0, "handovers": 4, "nices_dropped": 0,
    }  # fmt: skip
    assert (answer["dropped"], answer["outside"], answer["gaps"], answer["missed_musts"]) == ([], [], [], [])


def test_the_answer_has_exactly_these_keys(said: Any) -> None:
    _, answer, _ = said(document())
    assert list(answer) == [
        "version", "status", "unproven", "holds_until", "care", "moves", "done", "asks", "dropped", "outside",
        "gaps", "missed_musts", "price", "reasons", "repairs",
    ]  # fmt: skip


def test_a_plan_that_costs_nothing_needs_no_proof(said: Any) -> None:
    code, answer, _ = said(document())
    assert (code, answer["status"], answer["care"]) == (
        0,
        "optimal",
        [
            {
                "child": "mia",
                "carer": "alex",
                "from": "2026-12-03T08:00+01:00",
                "to": "2026-12-03T10:00+01:00",
                "place": "home",
            }
        ],
    )


def test_without_a_solver_it_works_and_says_good(said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "possible", lambda: False)
    code, answer, _ = said(EXAMPLE)
    assert (code, answer["status"]) == (0, "feasible")
    assert answer["unproven"]["tier"] == "disturbance"
    assert answer["price"]["disturbance"] == 300


def test_the_times_away_off_the_grid_are_covered_exactly(said: Any) -> None:
    _, answer, _ = said(
        document(away={"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T09:50"})
    )
    assert rows(answer, "care", "from", "to") == [("2026-12-03T08:10+01:00", "2026-12-03T09:50+01:00")]


def test_no_plan_says_why_and_what_would_make_it_work(said: Any) -> None:
    changed = deepcopy(EXAMPLE)
    changed["carers"][1]["may_collect"] = {}
    code, answer, err = said(changed)
    assert (code, answer["status"]) == (1, "no_plan")
    assert rows(answer, "gaps", "child", "from", "to") == [
        ("mia", "2026-12-03T15:00+01:00", "2026-12-03T17:00+01:00")
    ]
    assert rows(answer, "reasons", "carer", "why", "ref", "sentence") == [
        ("alex", "busy", "b1", "Alex is busy with “Board” until 17:00."),
        ("grandma", "no_collect", None, "Grandma may not collect Mia from school."),
    ]
    changes = [repair["changes"] for repair in answer["repairs"]]
    assert [{"kind": "move_busy", "busy": "b1"}] in changes
    assert [{"kind": "allow_collect", "carer": "grandma", "place": "school", "child": "mia"}] in changes
    assert "It works if Grandma may collect Mia from school." in err
    costs = [list(repair["price"].values())[:2] for repair in answer["repairs"]]
    assert costs == [[0, 0]] * len(costs)


@pytest.mark.parametrize(
    ("parts", "why", "repair"),
    [
        (
            {"carers": [alex(), ruth(may_care=[])]},
            "not_allowed",
            {"kind": "allow_care", "carer": "ruth", "child": "mia"},
        ),
        (
            {"carers": [alex(), ruth(max_minutes_per_day=30)]},
            "day_limit",
            {"kind": "raise_day_limit", "carer": "ruth", "minutes": 60},
        ),
        (
            {"carers": [alex(), ruth(ask_minutes_min=40, ask_minutes_max=50)]},
            "ask_length",
            {"kind": "stretch_ask", "carer": "ruth", "ask_minutes_max": 120},
        ),
    ],
)
def test_repairs_name_what_to_change(
    said: Any, parts: dict[str, Any], why: str, repair: dict[str, Any]
) -> None:
    code, answer, _ = said(document(4, busy=[busy("alex", 1, 3)], **parts))
    assert code == 1
    assert why in {row["why"] for row in answer["reasons"]}
    assert [repair] in [one["changes"] for one in answer["repairs"]]


def test_a_must_nobody_can_do_may_become_a_should_but_medicine_never(said: Any) -> None:
    must = {"id": "must", "priority": "must", "minutes": 30, "earliest": at(0), "latest": at(4)}
    _, answer, _ = said(document(occurrences=[must | {"skills": ["drive"]}]))
    assert rows(answer, "reasons", "carer", "why", "occurrence") == [("alex", "skill", "must")]
    assert [{"kind": "make_should", "occurrence": "must"}] in [one["changes"] for one in answer["repairs"]]
    _, answer, _ = said(document(occurrences=[must | {"skills": ["medicine"]}]))
    assert answer["missed_musts"] == ["must"]
    assert {change["kind"] for one in answer["repairs"] for change in one["changes"]} == {"shift_away"}


def test_an_answer_comes_back_as_the_plan_before(said: Any) -> None:
    _, answer, _ = said(EXAMPLE)
    answer["asks"][0]["accepted"] = True
    again = {**deepcopy(EXAMPLE), "previous": answer, "now": "2026-12-03T12:00"}
    code, anew, _ = said(again)
    assert (code, anew["price"]["change"]) == (0, 0)
    assert anew["care"] == answer["care"]


def test_a_past_that_cannot_have_been_is_refused(said: Any) -> None:
    with_mia = {"priority": "must", "minutes": 60, "earliest": at(0), "latest": at(2), "with": ["mia"]}
    done = [
        {"occurrence": carer, "carer": carer, "from": at(0), "to": at(2), "place": "home"}
        for carer in ("alex", "kim")
    ]
    parts: dict[str, Any] = {
        "carers": [alex(), alex(id="kim")],
        "occurrences": [{"id": carer, **with_mia} for carer in ("alex", "kim")],
        "previous": {"care": [], "done": done},
    }
    code, answer, err = said(document(4, now=at(1), **parts))
    assert (code, answer) == (2, None)
    assert err.startswith("previous: what lies before now cannot have been like that")


@pytest.mark.parametrize("text", ["{}", "nonsense", '{"version": 1}'])
def test_what_is_no_situation_is_refused(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "situation.json"
    file.write_text(text, encoding="utf-8")
    assert plan_command.plan([str(file), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert plan_command.plan([str(tmp_path / "nowhere.json")]) == 2


def test_it_reads_standard_input_and_prints_for_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.stdin", io.StringIO(json.dumps(document(**two_places(), supervised=[school(2, 3)])))
    )
    assert plan_command.plan(["-"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "It works, and there is no better plan."
    assert "Thu 08:30–09:00  Alex goes from home to school with Mia" in out


def windows(tmp_path: Path, rows: dict[str, Any], *more: str) -> int:
    file = tmp_path / "situation.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return plan_command.windows([str(file), *more])


def test_windows_are_found_where_everybody_can(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sam = {"id": "sam", "household": True}
    held = document(carers=[alex(), sam], busy=[busy("alex", 0, 6), busy("sam", 10, 12)])
    code = windows(tmp_path, held, "--minutes", "120", "--from", at(0), "--to", at(20), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["version"]) == (0, 1)
    times = [(row["from"][11:16], row["to"][11:16]) for row in answer["windows"]]
    assert times == [("11:00", "13:00"), ("14:00", "16:00")]
    assert set(answer["windows"][0]) == {"from", "to", "price", "sentence"}


def test_no_window_is_an_answer_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    never = document(busy=[busy("alex", 0, 20)])
    assert windows(tmp_path, never, "--minutes", "60", "--from", at(0), "--to", at(20)) == 1
    assert capsys.readouterr().out == "No time like that works.\n"


@pytest.mark.parametrize("change", [("--minutes", "0"), ("--best", "0"), ("--to", "soon"), ("--to", at(0))])
def test_windows_refuses_what_cannot_be(change: tuple[str, str], tmp_path: Path) -> None:
    wanted = {"--minutes": "60", "--from": at(0), "--to": at(8), "--best": "3"} | {change[0]: change[1]}
    assert windows(tmp_path, document(), *(word for pair in wanted.items() for word in pair)) == 2


def test_an_allowance_is_the_solvers_own_time_and_the_clock_only_a_brake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 1_000.0
    monkeypatch.setattr(plan_command, "monotonic", lambda: now)
    prover = prove.Prover()
    prover.spent = 5.0
    enough = plan_command.Allowance(prover, 10.0)
    now += 199.0
    assert not enough()
    prover.spent = 14.9
    assert not enough()
    prover.spent = 15.0
    assert enough()
    assert capsys.readouterr().err == ""
    prover.spent = 5.0
    now += 1.0
    assert enough()
    assert "too slow to look any further" in capsys.readouterr().err


def test_the_same_file_has_the_same_answer(said: Any) -> None:
    held = roomy.document(10, cells=20)
    assert said(held)[:2] == said(held)[:2]


def test_it_works_where_the_solver_is_not_installed() -> None:
    hidden = "import sys; sys.modules['ortools'] = None"
    code = f"{hidden}; from kbye.planning import plan_command as p; sys.exit(p.plan(['-']))"
    ran = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(EXAMPLE), capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout.splitlines()[0]) == (0, "It works. There may be a better plan still.")
    assert "no solver here" in ran.stderr


def test_names_come_out_as_they_are_whatever_the_console_speaks() -> None:
    told = json.dumps(document(carers=[alex(id="Zoë 👵", name="Zoë")]), ensure_ascii=False)
    ran = subprocess.run(
        [sys.executable, "-m", "kbye", "plan", "-", "--json"],
        input=told.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (ran.returncode, json.loads(ran.stdout)["care"][0]["carer"]) == (0, "Zoë 👵")


@solver
def test_changes_that_only_work_together_are_found_and_none_too_many(said: Any) -> None:
    parts: dict[str, Any] = {
        "children": [{"id": "mia"}, {"id": "ben"}, {"id": "zoe"}],
        "carers": [alex(), ruth(may_care=[], overnight=True)],
        "busy": [busy("alex", -10, 20)],
    }
    code, answer, _ = said(document(4, **parts))
    assert code == 1
    wanted = [{"kind": "allow_care", "carer": "ruth", "child": child} for child in ("ben", "mia", "zoe")]
    assert [sorted(one["changes"], key=lambda row: row["child"]) for one in answer["repairs"]] == [wanted]


def test_windows_says_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = document(busy=[busy("alex", 0, 6, label="Board")])
    code = windows(
        tmp_path, held, "--minutes", "60", "--from", at(0), "--to", at(20), "--why-not", at(1), "--json"
    )
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["why_not"]) == (0, "Alex is busy with “Board” until 11:00.")
