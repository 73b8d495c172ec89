"""The planner: a checked plan at once, better ones while there is time, and a proof if there is a solver."""

from __future__ import annotations

from collections.abc import Callable

from kbye.planning.coverage import check
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.improve import Enough, Improver, never
from kbye.planning.coverage.outcome import Outcome, Unproven
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Plan, Problem
from kbye.planning.coverage.prove import Prover
from kbye.planning.coverage.tidy import tidy

Watch = Callable[[Outcome], None]


def best_plan(
    problem: Problem,
    prover: Prover | None = None,
    seconds: float = 8.0,
    *,
    enough: Enough = never,
    tries: int = 40,
    watch: Watch | None = None,
) -> Outcome:
    """The best plan there is time for. `watch` sees every better one on the way.

    `seconds` is what the solver may take, as it counts itself; `enough` may end the quick search sooner.
    """
    plan = Plan()
    for draft in Improver(Board(problem), enough, tries).drafts():
        plan = draft.plan
        if watch is not None:
            watch(outcome(problem, plan, without_proof(draft.tiers)))
    unproven = without_proof(price(problem, plan).tiers)
    if unproven is not None and prover is not None:
        seen = None if watch is None else _told(problem, watch)
        proof = prover.prove(problem, plan, seconds, seen)
        if proof is not None and not check.judge(problem, proof.plan):
            plan, unproven = proof.plan, proof.unproven
    return outcome(problem, tidy(problem, plan), unproven)


def _told(problem: Problem, watch: Watch) -> Callable[[Plan], None]:
    def tell(plan: Plan) -> None:
        watch(outcome(problem, plan, without_proof(price(problem, plan).tiers)))

    return tell


def without_proof(tiers: Tiers) -> Unproven | None:
    """What is sure without a solver: nothing can cost less than nothing."""
    first = next((name for name, cost in zip(Tiers._fields, tiers, strict=True) if cost), None)
    return None if first is None else Unproven(first, 1.0)


def outcome(problem: Problem, plan: Plan, unproven: Unproven | None) -> Outcome:
    """A plan with its price. Raises AssertionError if it breaks a rule: such a plan is shown to nobody."""
    findings = check.judge(problem, plan)
    if findings:
        raise AssertionError(f"A plan breaks a rule: {findings[:3]}")
    return Outcome(plan=plan, price=price(problem, plan), unproven=unproven)
