"""The plan that is always there: nobody has anybody, and what was begun is brought to its end."""

from __future__ import annotations

from dataclasses import replace

from kbye.planning.coverage.joining import joined
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.coverage.start import Standing


def baseline(problem: Problem, start: Standing) -> Plan:
    """The past, with what is being done brought to its end and running asks made as long as agreed if the helper
    still can."""
    going_on = (
        Care(child, problem.fixed, done.end, done.carer, done.place)
        for done in start.past.done
        if done.end > problem.fixed
        for child in sorted(problem.occurrences[done.occurrence].children)
    )
    return replace(
        start.past,
        care=tuple(joined([*start.past.care, *going_on])),
        asks=tuple(_as_agreed(problem, start, ask) for ask in start.past.asks),
    )


def _as_agreed(problem: Problem, start: Standing, ask: Ask) -> Ask:
    if problem.now is None or ask.end < problem.now:
        return ask
    rows: list[Move | Done] = [*start.past.moves, *start.past.done]
    needed = [row.end for row in rows if row.carer == ask.carer]
    least = max([ask.start + problem.carers[ask.carer].ask_min, ask.end, *needed])
    if not start.blocked[ask.carer].isdisjoint(range(ask.end, least)):
        return replace(ask, end=max([ask.end, *needed]))
    return replace(ask, end=least)
