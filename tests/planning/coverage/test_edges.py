"""Situations with next to nothing in them: always an answer, never an accident."""

from __future__ import annotations

from typing import Any

import pytest

from kbye.planning.coverage import check
from kbye.planning.coverage.prove import Prover, possible
from kbye.planning.coverage.reasons import reasons
from kbye.planning.coverage.solve import best_plan
from kbye.planning.situation_file import answer
from tests.planning.coverage.small import alex, busy, problem, ruth, school, task, two_places

SAM = {"id": "sam", "name": "Sam", "household": True}
TEN_MINUTES = {"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T08:20"}

CASES: list[tuple[dict[str, Any], str, int]] = [
    ({"children": []}, "optimal", 0),
    ({"carers": []}, "no_plan", 120),
    ({"children": [], "carers": []}, "optimal", 0),
    ({"carers": [], "occurrences": [task(0, 4)]}, "no_plan", 120),
    ({"carers": [SAM]}, "no_plan", 120),
    ({"carers": [alex(max_minutes_per_day=0)]}, "no_plan", 120),
    ({"carers": [ruth(ask_minutes_min=50, ask_minutes_max=55)]}, "no_plan", 120),
    ({"carers": [alex(), SAM], "busy": [busy("alex", 0, 4, strength="unknown")]}, "no_plan", 120),
    ({"away": TEN_MINUTES}, "optimal", 0),
    ({"now": "2026-12-03T09:00"}, "optimal", 0),
    ({"now": "2026-12-03T12:00", "previous": {"care": []}}, "no_plan", 120),
    ({"now": "2026-12-03T07:00", "previous": {"care": []}, "carers": [ruth()]}, "optimal", 0),
    ({**two_places(0), "supervised": [school(1, 2)]}, "optimal", 0),
]


@pytest.mark.parametrize(("parts", "status", "gap"), CASES)
def test_there_is_always_an_answer(parts: dict[str, Any], status: str, gap: int) -> None:
    of = problem(**parts)
    with Prover() as prover:
        found = best_plan(of, prover, 60.0, tries=2)
    assert check.judge(of, found.plan) == ()
    written = answer(of, found, reasons(of, found.plan))
    assert found.price.tiers.gap_minutes == gap
    assert written["status"] in ((status,) if possible() else (status, "feasible"))
