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
from typing import Any

from ortools.sat.python import cp_model

from kbye.planning.coverage import check, decode
from kbye.planning.coverage.hints import hints
from kbye.planning.coverage.literals import Expr
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.outcome import Unproven
from kbye.planning.coverage.parts import Parts
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.prove import Proof, Request
from kbye.planning.coverage.tidy import just_in_time
from kbye.planning.coverage.weighed import Weighed

Watch = Callable[[Plan], None]


def ignore(plan: Plan) -> None:
    """For those who only want the last one."""


# The solver counts its own work, so that a proof does not depend on how busy the machine is. About four of our
# models' seconds are one of its units; a machine that is hopelessly busy is not waited for. A model is built in the
# time that so many of its variables take.
SOLVER_UNITS = 0.25
PATIENCE = 20
# However little it may take, the solver begins, and how far it comes must not depend on the clock either.
SHORTEST_SECONDS = 1.0
VARIABLES_A_SECOND = 100_000
# A model of one day has fewer variables: 5,700 with four carers and three children.
A_DAY = 10_000
WHOLE = ("gap_minutes", "missed_musts")
# What has to be and what would be good, each proven in one go: solving seven times over costs three times as much.
STAGES = (Tiers._fields[:3], Tiers._fields[3:])


@dataclass(slots=True)
class _Search:
    """One problem on its way through the stages. `left` is deterministic solver time, `built` are the seconds for the
    model; `open` stages are not proven."""

    problem: Problem
    model: Model
    best: Plan
    left: float = 0.0
    watch: Watch = ignore
    deadline: float = inf
    handovers: Expr = None
    built: float = 0.0
    open: list[tuple[str, ...]] = field(default_factory=lambda: list(STAGES))
    known: Tiers = field(init=False)

    def __post_init__(self) -> None:
        self.known = price(self.problem, self.best).tiers

    def run(self, request: Request, watch: Watch) -> Proof:
        """Goes on with the first stage that is not settled, once some of the time went into better plans."""
        self.left, self.watch = request.seconds * SOLVER_UNITS, watch
        self.deadline = monotonic() + PATIENCE * max(request.seconds, SHORTEST_SECONDS)
        tiers = price(self.problem, request.hint).tiers
        if tiers < self.known:
            self.best, self.known = request.hint, tiers
        if request.parts and self.open:
            self._part_by_part(self.left * request.parts)
        unproven = self._staged(request.whole)
        spent, self.built = self.built + request.seconds - self.left / SOLVER_UNITS, 0.0
        return Proof(self.best, unproven, spent)

    def _staged(self, whole: bool) -> Unproven | None:
        while self.open:
            unproven = self._settle(self.open[0])
            if unproven is not None:
                return unproven
            self.open.pop(0)
            if whole and self.open and any(getattr(self.known, tier) for tier in WHOLE):
                return Unproven(self.open[0][0], 1.0)
        return None

    def _part_by_part(self, budget: float) -> None:
        self._keep_at_nothing(self.open[0])
        parts = Parts(self.problem, self.model, self._cost("handovers"), self.best)
        for found in parts.better(budget):
            self._keep(found)
            parts.best = self.best
            if monotonic() >= self.deadline:
                break
        self.left = max(0.0, self.left - parts.spent)

    def _cost(self, tier: str) -> Expr:
        if tier == "handovers" and self.handovers is None:
            self.model.no_gaps = self.known.gap_minutes == 0
            self.handovers = self.model.handovers()
        return self.handovers if tier == "handovers" else self.model.costs[tier]

    def _keep_at_nothing(self, stage: tuple[str, ...]) -> tuple[str, ...]:
        """Settles what costs nothing already, which needs no proof, and says which tiers are left to think about."""
        left = [tier for tier in stage if not isinstance(self._cost(tier), int)]
        while left and getattr(self.known, left[0]) == 0:
            self.model.model.add(self._cost(left.pop(0)) <= 0)
        return tuple(left)

    def _settle(self, stage: tuple[str, ...]) -> Unproven | None:
        """Proves how good these tiers can be and keeps them there."""
        tiers = self._keep_at_nothing(stage)
        if not tiers:
            return None
        weighed = Weighed(self.problem, self.model.most, tiers)
        solver = self._solver(tiers)
        status = self._solve(solver, sum(weighed.weights[tier] * self._cost(tier) for tier in tiers))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Unproven(tiers[0], 1.0)
        found = decode.plan(self.model, lambda literal: int(solver.boolean_value(literal)))
        # What lies before now costs too, but is no part of the model; and what is known may be better than this.
        paid = self._keep(found)
        earlier = {tier: getattr(paid, tier) - round(solver.value(self._cost(tier))) for tier in tiers}
        costs = {tier: getattr(self.known, tier) - earlier[tier] for tier in tiers}
        if status != cp_model.OPTIMAL:
            least = weighed.least(ceil(solver.best_objective_bound - 1e-6), costs)
            unproven = self._distance({tier: least[tier] + earlier[tier] for tier in tiers})
            if unproven is not None:
                return unproven
        for tier in tiers:
            self.model.model.add(self._cost(tier) <= costs[tier])
        return None

    def _solve(self, solver: cp_model.CpSolver, cost: Expr) -> Any:
        model = self.model.model
        model.clear_hints()  # type: ignore[no-untyped-call]
        for literal, value in hints(self.model, just_in_time(self.problem, self.best)):
            model.add_hint(literal, value)
        model.minimize(cost)
        status = solver.solve(model)
        self.left = max(0.0, self.left - solver.response_proto.deterministic_time)
        return status

    def _solver(self, tiers: tuple[str, ...]) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        # What must be done is a question of yes or no, and what was told decides a lot: fewer linear bounds do. For a
        # day that is planned anew, all of them at once are better than a few more each time.
        is_told = self.problem.previous is not None and len(self.model.model.proto.variables) < A_DAY
        solver.parameters.linearization_level = 1 if is_told or tiers == ("missed_musts",) else 2
        solver.parameters.add_lp_constraints_lazily = not is_told
        # The bounds are good as they are, and a whole plan is known already: what cuts, symmetries and presolve would
        # find is not worth the time it takes.
        solver.parameters.cut_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.cp_model_presolve = False
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = max(0.01, self.left)
        seconds = self.deadline - monotonic()
        if seconds < inf:
            solver.parameters.max_time_in_seconds = max(0.01, seconds)
        return solver

    def _distance(self, least: dict[str, int]) -> Unproven | None:
        """The first tier of which more is known than is proven; None if there is none after all."""
        for tier, bound in least.items():
            known = getattr(self.known, tier)
            if known > bound:
                return Unproven(tier, round((known - bound) / known, 3))
        return None

    def _keep(self, found: Plan) -> Tiers:
        """What it costs; it is the best from now on if it is better. Only plans that pass the check are right."""
        findings = check.judge(self.problem, found)
        if findings:
            raise AssertionError(f"A plan breaks a rule: {findings[:3]}")
        tiers = price(self.problem, found).tiers
        if tiers < self.known:
            self.best, self.known = found, tiers
            self.watch(found)
        return tiers


def prove(request: Request, watch: Watch) -> Proof:
    """Stage by stage, each kept at its best before the next."""
    return _begun(request).run(request, watch)


def _begun(request: Request) -> _Search:
    model = Model(request.problem)
    return _Search(
        request.problem, model, request.hint, built=len(model.model.proto.variables) / VARIABLES_A_SECOND
    )


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
    """One request after the other; another one for the same problem may go on where the last one ended."""
    search: _Search | None = None
    for request in _requests():
        if search is None or request.anew or search.problem != request.problem:
            search = _begun(request)
        _send(search.run(request, _send))


if __name__ == "__main__":
    answer_all()
