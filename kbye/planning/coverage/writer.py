"""Writes a plan and its price as the answer of the situation file, version 1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kbye.planning.coverage import explain
from kbye.planning.coverage.explain import Reason, Repair
from kbye.planning.coverage.joining import within_asks
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import Price, gaps, not_done
from kbye.planning.coverage.problem import Ask, Plan, Problem
from kbye.planning.coverage.situation import Priority

Json = dict[str, object]


def answer(
    problem: Problem, outcome: Outcome, reasons: tuple[Reason, ...] = (), repairs: tuple[Repair, ...] = ()
) -> Json:
    """The answer, ready to be written as JSON."""
    plan, unproven = outcome.plan, outcome.unproven
    open_rows = list(gaps(problem, plan))
    left = [problem.occurrences[number] for number in not_done(problem, plan)]
    return {
        "version": 1,
        "status": str(outcome.status),
        "unproven": None if unproven is None else {"tier": unproven.tier, "gap": unproven.gap},
        "holds_until": _text(
            problem, problem.within(min((row[1] for row in open_rows), default=problem.cells))
        ),
        "care": list(_care(problem, plan)),
        "moves": list(_moves(problem, plan)),
        "done": list(_done(problem, plan)),
        "asks": [
            _ask(problem, plan, ask) for ask in sorted(plan.asks, key=lambda ask: (ask.start, ask.carer))
        ],
        "dropped": [one.id for one in left if one.priority is not Priority.MUST],
        "outside": list(problem.outside),
        "gaps": [_gap(problem, *row) for row in open_rows],
        "missed_musts": [one.id for one in left if one.priority is Priority.MUST],
        "price": price_row(outcome.price),
        "reasons": [_reason(problem, reason) for reason in reasons],
        "repairs": [_repair(repair) for repair in repairs],
    }


def price_row(price: Price) -> Json:
    tiers = price.tiers
    return {
        "gap_minutes": tiers.gap_minutes,
        "missed_musts": tiers.missed_musts,
        "change": tiers.change,
        "rather_not_minutes": price.rather_not_minutes,
        "ask_minutes": price.ask_minutes,
        "asks": price.asks,
        "disturbance": tiers.disturbance,
        "shoulds_dropped": tiers.shoulds_dropped,
        "handovers": tiers.handovers,
        "nices_dropped": tiers.nices_dropped,
    }


def _text(problem: Problem, at: datetime) -> str:
    return explain.rfc3339(at, problem.zone)


def _when(problem: Problem, start: int, end: int) -> Json:
    return {"from": _text(problem, problem.within(start)), "to": _text(problem, problem.within(end))}


def _care(problem: Problem, plan: Plan) -> Iterator[Json]:
    for row in sorted(within_asks(plan), key=lambda row: (row.start, row.child)):
        yield {
            "child": problem.children[row.child][0],
            "carer": problem.carers[row.carer].id,
            **_when(problem, row.start, row.end),
            "place": None if row.place is None else problem.places[row.place],
        }


def _moves(problem: Problem, plan: Plan) -> Iterator[Json]:
    for row in sorted(plan.moves, key=lambda row: (row.start, row.carer)):
        yield {
            "carer": problem.carers[row.carer].id,
            "from_place": problem.places[row.from_place],
            "to_place": problem.places[row.to_place],
            **_when(problem, row.start, row.end),
        }


def _done(problem: Problem, plan: Plan) -> Iterator[Json]:
    for row in sorted(plan.done, key=lambda row: (row.start, row.occurrence)):
        yield {
            "occurrence": problem.occurrences[row.occurrence].id,
            "carer": problem.carers[row.carer].id,
            **_when(problem, row.start, row.end),
            "place": problem.places[row.place],
        }


def _ask(problem: Problem, plan: Plan, ask: Ask) -> Json:
    children = {
        row.child
        for row in plan.care
        if row.carer == ask.carer and row.start < ask.end and ask.start < row.end
    }
    return {
        "carer": problem.carers[ask.carer].id,
        "from": _text(problem, problem.at(ask.start)),
        "to": _text(problem, problem.at(ask.end)),
        "children": [problem.children[child][0] for child in sorted(children)],
    }


def _gap(problem: Problem, child: int, start: int, end: int) -> Json:
    return {"child": problem.children[child][0], **_when(problem, start, end)}


def _reason(problem: Problem, reason: Reason) -> Json:
    row: Json = {
        "child": reason.child,
        **_when(problem, reason.start, reason.end),
        "carer": reason.carer,
        "why": str(reason.why),
        "ref": reason.ref,
        "sentence": reason.sentence,
    }
    return row | ({"occurrence": reason.occurrence} if reason.occurrence else {})


def _repair(repair: Repair) -> Json:
    return {
        "changes": [change.row() for change in repair.changes],
        "price": price_row(repair.price),
        "sentence": repair.sentence,
    }
