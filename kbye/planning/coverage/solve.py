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


# Of the solver's time, what a first attempt gets; and of the second, what goes into better plans part by part.
FIRST, PARTS = 0.3, 0.3


def best_plan(
    problem: Problem,
    prover: Prover | None = None,
    seconds: float = 8.0,
    *,
    effort: int | None = None,
    longer: int | None = None,
    enough: Enough = never,
    tries: int = 40,
    whole: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """The best plan there is time for. `watch` sees every better one on the way.

    `seconds` is what the solver may take, as it counts itself, and `effort` the quick search, in steps: the same
    question has the same answer on a busy machine. `enough` may end the quick search sooner all the same. With
    `longer` a large problem gets a second round: the quick search up to so many steps, the solver part by part.
    With `whole` only plans that leave nothing open are of interest.
    """
    board = Board(problem)
    improver = Improver(board, _until(board, effort, enough), tries)
    plan = _drafted(problem, improver, Plan(), watch)
    unproven = without_proof(price(problem, plan).tiers)
    if unproven is not None and prover is not None:
        share = 1.0 if longer is None else FIRST
        # Begun anew, so that an answer does not depend on what was asked before.
        plan, unproven = _proven(problem, prover, plan, seconds * share, watch, whole=whole, anew=True)
    if unproven is not None and longer is not None:
        improver.enough = _until(board, longer, enough)
        plan = _drafted(problem, improver, plan, watch)
        if prover is not None:
            plan, unproven = _proven(problem, prover, plan, seconds * (1 - FIRST), watch, PARTS)
        else:
            unproven = without_proof(price(problem, plan).tiers)
    return outcome(problem, tidy(problem, plan), unproven)


def _until(board: Board, effort: int | None, enough: Enough) -> Enough:
    return lambda: enough() or (effort is not None and board.effort >= effort)


def _drafted(problem: Problem, improver: Improver, known: Plan, watch: Watch | None) -> Plan:
    """The best of what is known and what the quick search finds."""
    for draft in improver.drafts():
        if known == Plan() or draft.tiers < price(problem, known).tiers:
            known = draft.plan
            if watch is not None:
                watch(outcome(problem, known, without_proof(draft.tiers)))
    return known


def _proven(
    problem: Problem,
    prover: Prover,
    plan: Plan,
    seconds: float,
    watch: Watch | None,
    parts: float = 0.0,
    whole: bool = False,
    anew: bool = False,
) -> tuple[Plan, Unproven | None]:
    seen = None if watch is None else _told(problem, watch)
    proof = prover.prove(problem, plan, seconds, seen, parts=parts, whole=whole, anew=anew)
    if proof is None or check.judge(problem, proof.plan):
        return plan, without_proof(price(problem, plan).tiers)
    return proof.plan, proof.unproven


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
