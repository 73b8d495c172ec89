"""What reads situations and judges plans: corners that small mistakes could hide in."""

from __future__ import annotations

from typing import Any

import pytest

from kbye.planning.coverage import check
from kbye.planning.coverage.problem import Ask, Done, Plan
from tests.planning.coverage.small import alex, at, problem, ruth, task

RUTH, HOME = 1, 0


@pytest.mark.parametrize(("now", "rules"), [(-1, {7}), (1, {7}), (2, set()), (3, set())])
def test_what_went_on_into_another_ask_is_judged_until_it_is_over(now: int, rules: set[int]) -> None:
    done = Done(0, 0, 2, RUTH, HOME)
    asks = (Ask(RUTH, 0, 1), Ask(RUTH, 1, 4))
    told: dict[str, Any] = {
        "care": [],
        "done": [{"occurrence": "inhaler", "carer": "ruth", "place": "home", "from": at(0), "to": at(2)}],
        "asks": [{"carer": "ruth", "from": at(a), "to": at(b)} for a, b in ((0, 1), (1, 4))],
    }
    parts = {"now": at(now), "previous": told}
    of = problem(8, carers=[alex(), ruth()], occurrences=[task(0, 8, minutes=60)], **parts)
    assert {found.rule for found in check.judge(of, Plan(done=(done,), asks=asks))} == rules


def test_nothing_is_fixed_before_the_time_away_begins() -> None:
    told: dict[str, Any] = {"previous": {"care": []}}
    assert [problem(8, now=at(now), **told).fixed for now in (-5, 0, 1, 8, 9)] == [0, 0, 1, 8, 8]
    assert problem(8).fixed == 0


def test_a_single_minute_before_the_missing_hour_ends_is_a_minute() -> None:
    of = problem(
        away={"leaver": "sam", "from": "2026-03-29T00:00", "to": "2026-03-29T06:00"},
        busy=[
            {
                "id": "late",
                "carer": "alex",
                "from": "2026-03-29T02:59",
                "to": "2026-03-29T03:00",
                "strength": "cannot",
            }
        ],
    )
    # 03:59 to 04:00, half an hour on the grid.
    assert [(one.start, one.end) for one in of.busy] == [(5, 6)]
