"""Solvers that start from nothing: CP-SAT on the planner's own model, HiGHS on the second formulation, Timefold."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from time import process_time

from ortools.sat.python import cp_model

from benchmarks.planner_found import First, Found, solve
from kbye.planning.coverage import check, decode
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Plan, Problem

# Where `make timefold` puts it; it needs Java, and is reported only if it is there.
TIMEFOLD = Path(sys.prefix) / "timefold" / "bin" / "python"


def cold(problem: Problem, seconds: float) -> Found:
    """The planner's model, solved from nothing tier by tier with the settings that suit it best."""
    before = process_time()
    model = Model(problem)
    seen, plan = First(before), None
    for tier in Tiers._fields:
        # The planner's own proof is told so, too: without gaps it is easy to say who had a child last.
        model.no_gaps = plan is not None and price(problem, plan).tiers.gap_minutes == 0
        cost = model.handovers() if tier == "handovers" else model.costs[tier]
        if isinstance(cost, int):
            continue
        model.model.minimize(cost)
        solver = cp_model.CpSolver()
        solver.parameters.linearization_level = 2
        status = solve(solver, model.model, seen, before + seconds)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            plan = _decoded(model, solver)
        if status != cp_model.OPTIMAL:
            break
        model.model.add(cost <= round(solver.objective_value))
    else:
        return Found(seen.at, process_time() - before, _tiers(problem, plan), is_proven=True)
    return Found(seen.at, process_time() - before, _tiers(problem, plan), is_proven=False)


def _decoded(model: Model, solver: cp_model.CpSolver) -> Plan:
    return decode.plan(model, lambda literal: int(solver.boolean_value(literal)))


def _tiers(problem: Problem, plan: Plan | None) -> dict[str, int]:
    if plan is None:
        return {}
    assert not check.judge(problem, plan)
    return price(problem, plan).tiers._asdict()


def highs(problem: Problem, seconds: float) -> Found:
    """In a process of its own: it cannot be loaded beside CP-SAT."""
    return _told([sys.executable, "-m", "benchmarks.planner_highs", str(seconds)], problem)


def timefold(problem: Problem, seconds: float) -> Found | None:
    """None if it is not installed here. Its own start is counted, as nobody can do without."""
    if not TIMEFOLD.exists():
        return None
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    return _told([str(TIMEFOLD), "-m", "benchmarks.planner_timefold", str(seconds)], problem, environment)


def _told(command: list[str], problem: Problem, environment: dict[str, str] | None = None) -> Found:
    ran = subprocess.run(
        command, input=pickle.dumps(problem), stdout=subprocess.PIPE, check=True, env=environment
    )
    return Found(**json.loads(ran.stdout))
