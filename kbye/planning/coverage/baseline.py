"""The plan that is always there: nobody has anybody, and what was begun is brought to its end."""

from __future__ import annotations

from dataclasses import replace

from kbye.planning.coverage.problem import Ask, Done, Move, Plan, Problem
from kbye.planning.coverage.start import Standing


def baseline(problem: Problem, start: Standing) -> Plan:
    """The past, with running asks made as long as agreed if the helper still can."""
    return replace(start.past, asks=tuple(_as_agreed(problem, start, ask) for ask in start.past.asks))


def _as_agreed(problem: Problem, start: Standing, ask: Ask) -> Ask:
    if problem.now is None or ask.end < problem.now:
        return ask
    rows: list[Move | Done] = [*start.past.moves, *start.past.done]
    needed = [row.end for row in rows if row.carer == ask.carer]
    least = max([ask.start + problem.carers[ask.carer].ask_min, ask.end, *needed])
    if not start.blocked[ask.carer].isdisjoint(range(ask.end, least)):
        return replace(ask, end=max([ask.end, *needed]))
    return replace(ask, end=least)
