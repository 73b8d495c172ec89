"""`make bench-planner`: the planner against solvers that start from nothing, in CPU time of one run, medians.

KBYE_BENCH=full takes all sizes and five families of each; without it the sizes that take minutes.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Any

from ortools.sat.python import cp_model

from benchmarks import planner_cases, planner_windows
from kbye.planning.coverage import check, exact, grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import draft
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.prove import Request
from kbye.planning.coverage.solve import outcome
from kbye.planning.plan_command import QUICK_STEPS
from kbye.planning.situation_file import answer

FULL = os.environ.get("KBYE_BENCH") == "full"
SIZES = (planner_cases.DAY, planner_cases.WEEKEND)
ALL_SIZES = (*SIZES, planner_cases.FOUR_DAYS, planner_cases.FULL_FOUR_DAYS, planner_cases.WEEK)
SEEDS = range(1, 6) if FULL else range(1, 4)
# Units of the solver's own time, about two to four seconds each; HiGHS gets wall time, a tier.
UNITS, HIGHS_SECONDS = (20.0, 120.0) if FULL else (4.0, 20.0)
A_TENTH = 0.1
# Here nobody waits: only the solver's own count ends a proof, however busy the machine is.
exact.PATIENCE = float("inf")


@dataclass(slots=True)
class Figures:
    """CPU seconds; `tiers` is what was found, None while it is not proven to be the best."""

    first: float
    tenth: Tiers
    ours: float
    best: Tiers
    is_proven: bool
    cold_first: float | None
    cold: float
    cold_proven: bool
    highs: float
    highs_tiers: dict[str, int]
    again: float
    again_proven: bool
    again_cold: float
    again_cold_proven: bool


def first_plan(problem: Problem) -> float:
    before = process_time()
    found = draft(Board(problem))
    spent = process_time() - before
    assert found is not None
    assert not check.judge(problem, found.plan)
    return spent


def within(problem: Problem, seconds: float) -> tuple[Plan, Tiers]:
    """The best of the quick search after so many CPU seconds."""
    before = process_time()
    known: tuple[Plan, Tiers] | None = None
    for one in Improver(Board(problem), lambda: process_time() - before > seconds).drafts():
        if known is None or process_time() - before <= seconds:
            known = one.plan, one.tiers
    assert known is not None
    return known


def ours(problem: Problem) -> tuple[float, Plan, bool]:
    """The quick search, then the proof, as `kbye plan` does it."""
    before = process_time()
    board = Board(problem)
    plan = Improver(board, lambda: board.effort >= QUICK_STEPS).best().plan
    proof = exact.prove(Request(problem, plan, UNITS / exact.SOLVER_UNITS), lambda _: None)
    return process_time() - before, proof.plan, proof.unproven is None


class First(cp_model.CpSolverSolutionCallback):
    """When the first solution came."""

    def __init__(self, begun: float) -> None:
        super().__init__()
        self.begun = begun
        self.at: float | None = None

    def on_solution_callback(self) -> None:
        if self.at is None:
            self.at = process_time() - self.begun


def cold(problem: Problem) -> tuple[float | None, float, bool]:
    """The same model, solved from nothing tier by tier with the settings that suit it best."""
    before = process_time()
    model = Model(problem)
    seen, left = First(before), UNITS
    for tier in Tiers._fields:
        cost = model.handovers() if tier == "handovers" else model.costs[tier]
        if isinstance(cost, int):
            continue
        model.model.minimize(cost)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = left
        status = solver.solve(model.model, seen)
        left = max(0.01, left - solver.response_proto.deterministic_time)
        if status != cp_model.OPTIMAL:
            return seen.at, process_time() - before, False
        model.model.add(cost <= round(solver.objective_value))
    return seen.at, process_time() - before, True


def highs(problem: Problem) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.planner_highs", str(HIGHS_SECONDS)],
        input=pickle.dumps(problem),
        capture_output=True,
        check=True,
    )
    return dict(json.loads(ran.stdout))


def one_day_falls_out(document: planner_cases.Document, problem: Problem, plan: Plan) -> Problem:
    """The same family after a helper who was asked fell out for a day."""
    told = json.loads(json.dumps(answer(problem, outcome(problem, plan, None))))
    asks = told["asks"] or [{"carer": document["carers"][-1]["id"], "from": document["away"]["from"]}]
    day = asks[len(asks) // 2]["from"][:10]
    out = {
        "id": "out", "carer": asks[len(asks) // 2]["carer"], "strength": "cannot",
        "from": f"{day}T00:00", "to": f"{day}T23:45",
    }  # fmt: skip
    return grid.problem(reader.situation({**document, "busy": [*document["busy"], out], "previous": told}))


def measured(size: planner_cases.Size, seed: int) -> Figures:
    document = planner_cases.document(size, seed)
    problem = grid.problem(reader.situation(document))
    first = median(first_plan(problem) for _ in range(5))
    _, tenth = within(problem, A_TENTH)
    spent, plan, is_proven = ours(problem)
    cold_first, cold_spent, cold_proven = cold(problem)
    other = highs(problem)
    again = one_day_falls_out(document, problem, plan)
    again_spent, _, again_proven = ours(again)
    _, again_cold, again_cold_proven = cold(again)
    best = price(problem, plan).tiers
    if is_proven and other["proven"]:
        assert other["tiers"] == best._asdict(), (size.name, seed, other["tiers"], best)
    return Figures(
        first, tenth, spent, best, is_proven, cold_first, cold_spent, cold_proven, other["cpu"],
        other["tiers"], again_spent, again_proven, again_cold, again_cold_proven,
    )  # fmt: skip


def report() -> None:
    for size in ALL_SIZES if FULL else SIZES:
        rows = []
        for seed in SEEDS:
            row = measured(size, seed)
            rows.append(row)
            print(f"  {size.name} {seed}: {row}", file=sys.stderr, flush=True)
        first = median(row.first for row in rows)
        firsts = [row.cold_first / row.first for row in rows if row.cold_first is not None]
        sooner = f"{median(firsts):.0f} × sooner than CP-SAT from nothing" if firsts else "CP-SAT had none"
        upper = sum(row.tenth[:3] == row.best[:3] for row in rows)
        near = sum(row.tenth[:3] == row.best[:3] and row.tenth[3] <= 1.02 * row.best[3] for row in rows)
        print(f"{size.name}, {len(rows)} families")
        print(f"  first checked plan           {1000 * first:.0f} ms; {sooner}")
        print(
            f"  at 0.1 s                     upper tiers as in the best plan known {upper}, within 2 % {near}"
        )
        _print_pairs("proof", [(row.ours, row.is_proven, row.cold, row.cold_proven) for row in rows])
        proven = [len(row.highs_tiers) == len(Tiers._fields) for row in rows]
        against = [
            row.ours / row.highs for row, done in zip(rows, proven, strict=True) if done and row.is_proven
        ]
        ratio = f"{median(against):.2f} ×" if against else "no pair"
        print(f"  against HiGHS from nothing   {ratio}; it proved {sum(proven)}")
        _print_pairs(
            "planning anew", [(r.again, r.again_proven, r.again_cold, r.again_cold_proven) for r in rows]
        )


def _print_pairs(what: str, pairs: list[tuple[float, bool, float, bool]]) -> None:
    both = [ours / cold for ours, done, cold, other in pairs if done and other]
    ratio = f"{median(both):.2f} × CP-SAT from nothing" if both else "no pair"
    print(
        f"  {what:<28} {ratio}; proven {sum(done for _, done, _, _ in pairs)}, "
        f"from nothing {sum(other for _, _, _, other in pairs)} of {len(pairs)}"
    )


if __name__ == "__main__":
    planner_windows.report()
    report()
