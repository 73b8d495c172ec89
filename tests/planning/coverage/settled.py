"""Situations of a few half-hours whose best price is known: trying everything found it, and finds it again by night.

They were drawn by lot and kept because each of them tells a right planner from one with a small mistake. `quick` is
true where the quick search alone comes to the best price. When a rule changes, this writes the prices anew:
`python -m tests.planning.coverage.settled`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from kbye.planning.coverage import grid, improve, reader
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import Tiers
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.solve import best_plan
from tests.planning.coverage import brute

FIRST = 0.7  # these few half-hours are worth no more
FILE = Path(__file__).with_name("settled.jsonl")


class Settled(NamedTuple):
    problem: Problem
    best: Tiers
    quick: bool


@cache
def settled() -> tuple[Settled, ...]:
    rows = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        Settled(grid.problem(reader.situation(row["situation"])), Tiers(*row["best"]), row["quick"])
        for row in rows
    )


@cache
def quick(problem: Problem) -> Outcome:
    """What the quick search finds with few steps."""
    with patch.object(improve, "FIRST", FIRST):
        return best_plan(problem, tries=0)


def _write_anew() -> None:
    rows = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    found = [_anew(row["situation"], one.problem) for row, one in zip(rows, settled(), strict=True)]
    FILE.write_text("".join(found), encoding="utf-8")


def _anew(situation: object, problem: Problem) -> str:
    best = brute.best(problem)
    row = {"best": best, "quick": quick(problem).price.tiers == best, "situation": situation}
    return json.dumps(row, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    _write_anew()
