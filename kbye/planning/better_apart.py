"""A better plan, or the proof that there is none, in a process of its own: a situation file in, a plan out.

Nice to everybody else on the machine, and over after a while in any case.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from typing import Any

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.outcome import Outcome, Unproven
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.prove import Prover
from kbye.planning.coverage.solve import best_plan, outcome

SECONDS = 8.0
STEPS = 6_000
CPU_SECONDS = 60


def main() -> None:
    _limit_this_process()
    problem = grid.problem(reader.situation(json.load(sys.stdin)))
    with Prover() as prover:
        prover.begin()
        found = best_plan(problem, prover, SECONDS, effort=STEPS)
    json.dump(written(found), sys.stdout)


def written(found: Outcome) -> dict[str, Any]:
    """Numbers only: cells, and positions in the problem."""
    return {
        "plan": asdict(found.plan),
        "unproven": None if found.unproven is None else asdict(found.unproven),
    }


def read(problem: Problem, text: str) -> Outcome | None:
    """What was written, checked anew against the problem; None if it is no plan for it."""
    try:
        said = json.loads(text)
        rows = said["plan"]
        plan = Plan(
            care=tuple(Care(**row) for row in rows["care"]),
            moves=tuple(Move(**row) for row in rows["moves"]),
            done=tuple(Done(**row) for row in rows["done"]),
            asks=tuple(Ask(**row) for row in rows["asks"]),
        )
        unproven = None if said["unproven"] is None else Unproven(**said["unproven"])
        return outcome(problem, plan, unproven)
    except (AssertionError, IndexError, KeyError, TypeError, ValueError):
        return None


def _limit_this_process() -> None:
    with contextlib.suppress(AttributeError, OSError):  # Windows knows no niceness
        os.nice(10)
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


if __name__ == "__main__":
    main()
