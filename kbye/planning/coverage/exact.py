"""The process that proves: takes problems on standing input, answers with better and better plans.

Needs ortools. Nothing else imports this module.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil, inf
from time import monotonic

from ortools.sat.python import cp_model

from kbye.planning.coverage import check, decode
from kbye.planning.coverage.hints import hints
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.network import Expr
from kbye.planning.coverage.outcome import Unproven
from kbye.planning.coverage.parts import Parts
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.prove import Proof, Request
from kbye.planning.coverage.tidy import just_in_time

Watch = Callable[[Plan], None]


def ignore(plan: Plan) -> None:
    """For those who only want the last one."""


# The solver counts its own work, so that a proof does not depend on how busy the machine is. About four of our
# models' seconds are one of its units; a machine that is far too busy is not waited for.
SOLVER_UNITS = 0.25
PATIENCE = 2.5
WHOLE = ("gap_minutes", "missed_musts")


@dataclass(slots=True)
class _Search:
    """One problem on its way through the tiers. `left` is deterministic solver time; `open` tiers are not proven."""

    problem: Problem
    model: Model
    best: Plan
    left: float = 0.0
    watch: Watch = ignore
    deadline: float = inf
    handovers: Expr = None
    open: list[str] = field(default_factory=lambda: list(Tiers._fields))

    def run(self, request: Request, watch: Watch) -> Proof:
        """Goes on with the first tier that is not settled, once some of the time went into better plans."""
        self.left, self.watch = request.seconds * SOLVER_UNITS, watch
        self.deadline = monotonic() + PATIENCE * request.seconds
        if price(self.problem, request.hint).tiers < price(self.problem, self.best).tiers:
            self.best = request.hint
        if request.parts and self.open:
            later = self.left * (1 - request.parts)
            self._part_by_part(self.left - later)
            self.left = later
        while self.open:
            unproven = self._settle(self.open[0])
            if unproven is not None:
                return Proof(self.best, unproven)
            settled = self.open.pop(0)
            if request.whole and settled in WHOLE and getattr(price(self.problem, self.best).tiers, settled):
                return Proof(self.best, Unproven(self.open[0], 1.0))
        return Proof(self.best, None)

    def _part_by_part(self, budget: float) -> None:
        if self.open[0] == "gap_minutes" and price(self.problem, self.best).tiers.gap_minutes == 0:
            self._settle(self.open.pop(0))
        parts = Parts(self.problem, self.model, self._cost("handovers"), self.best)
        for found in parts.better(budget):
            self._keep(found)
            parts.best = self.best
            if monotonic() >= self.deadline:
                return

    def _cost(self, tier: str) -> Expr:
        if tier == "handovers" and self.handovers is None:
            self.model.no_gaps = price(self.problem, self.best).tiers.gap_minutes == 0
            self.handovers = self.model.handovers()
        return self.handovers if tier == "handovers" else self.model.costs[tier]

    def _settle(self, tier: str) -> Unproven | None:
        """Proves how good this tier can be and keeps it there."""
        cost = self._cost(tier)
        if isinstance(cost, int):
            return None
        least = 0
        if getattr(price(self.problem, self.best).tiers, tier) > 0:
            proven = self._minimise(tier, cost)
            if isinstance(proven, Unproven):
                return proven
            least = proven
        self.model.model.add(cost <= least)
        return None

    def _minimise(self, tier: str, cost: Expr) -> Unproven | int:
        """What this tier costs at least from now on; what lies before now is no part of the model."""
        model, solver = self.model.model, cp_model.CpSolver()
        model.clear_hints()  # type: ignore[no-untyped-call]
        for literal, value in hints(self.model, just_in_time(self.problem, self.best)):
            model.add_hint(literal, value)
        model.minimize(cost)
        _settings(solver, tier, self.left, self.deadline - monotonic())
        status = solver.solve(model)
        self.left = max(0.0, self.left - solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Unproven(tier, 1.0)
        found = decode.plan(self.model, lambda literal: int(solver.boolean_value(literal)))
        self._keep(found)
        least = round(solver.objective_value)
        if status == cp_model.OPTIMAL:
            return least
        # What lies before now costs too, but is no part of the model; and what is known may be better than what was
        # found just now.
        earlier = getattr(price(self.problem, found).tiers, tier) - least
        bound = max(0, ceil(solver.best_objective_bound - 1e-6))
        known = getattr(price(self.problem, self.best).tiers, tier) - earlier
        return known if known <= bound else self._distance(tier, bound + earlier)

    def _distance(self, tier: str, bound: float) -> Unproven:
        known = getattr(price(self.problem, self.best).tiers, tier)
        return Unproven(tier, round(max(0.0, known - bound) / max(1, known), 3))

    def _keep(self, found: Plan) -> None:
        """Only plans that pass the check, and only if they are better."""
        if check.judge(self.problem, found):
            raise AssertionError(f"A plan breaks a rule: {check.judge(self.problem, found)[:3]}")
        if price(self.problem, found).tiers < price(self.problem, self.best).tiers:
            self.best = found
            self.watch(found)


def _settings(solver: cp_model.CpSolver, tier: str, left: float, seconds: float) -> None:
    solver.parameters.num_workers = 1
    # What must be done is a question of yes or no, and quicker without so many linear bounds.
    solver.parameters.linearization_level = 1 if tier == "missed_musts" else 2
    solver.parameters.random_seed = 1
    # A whole plan is known already: what presolve would find is not worth the time it takes.
    solver.parameters.cp_model_presolve = False
    solver.parameters.max_deterministic_time = max(0.01, left)
    if seconds < inf:
        solver.parameters.max_time_in_seconds = max(0.01, seconds)


def prove(request: Request, watch: Watch) -> Proof:
    """Tier by tier, each kept at its best before the next."""
    return _begun(request).run(request, watch)


def _begun(request: Request) -> _Search:
    return _Search(request.problem, Model(request.problem), request.hint)


def _requests() -> Iterator[Request]:
    while True:
        try:
            request = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the process that started this one
        except EOFError:
            return
        if isinstance(request, Request):
            yield request


def _send(answer: Plan | Proof) -> None:
    pickle.dump(answer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def answer_all() -> None:
    """One request after the other; another one for the same problem goes on where the last one ended."""
    search: _Search | None = None
    for request in _requests():
        if search is None or search.problem != request.problem:
            search = _begun(request)
        _send(search.run(request, _send))


if __name__ == "__main__":
    answer_all()
