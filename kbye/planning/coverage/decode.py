"""From the exact model to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kbye.planning.coverage.joining import in_order, joined
from kbye.planning.coverage.literals import Expr, Var
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan

Values = Callable[[Var], int]


def plan(model: Model, value: Values) -> Plan:
    """The plan that these values stand for, the past included."""
    past, problem = model.start.past, model.problem
    stays = [
        (child, cell, cell + 1, carer, place)
        for (child, carer, place, cell), literal in model.care.items()
        if value(literal)
    ]
    rides = [
        Care(child, cell, cell + problem.travel[one][other], carer, None)
        for (child, carer, one, other, cell), literal in model.ride.items()
        if value(literal)
    ]
    moves = [
        Move(carer, cell, cell + problem.travel[one][other], one, other)
        for (carer, one, other, cell), literal in model.move.items()
        if value(literal)
    ]
    done = [
        Done(number, cell, cell + problem.occurrences[number].cells, carer, place)
        for (number, carer, place, cell), literal in model.begin.items()
        if value(literal)
    ]
    return Plan(
        care=tuple(sorted([*joined([*past.care, *(Care(*stay) for stay in stays)]), *rides], key=in_order)),
        moves=tuple(sorted([*past.moves, *moves])),
        done=tuple(sorted([*past.done, *done])),
        asks=tuple(_asks(model, value)),
    )


def _asks(model: Model, value: Values) -> Iterator[Ask]:
    def holds(literal: Expr) -> bool:
        return bool(literal if isinstance(literal, int) else value(literal))

    for carer in model.carers:
        asked = {cell for (who, cell), on in model.on.items() if who == carer and holds(on)}
        begun = {cell for (who, cell), begins in model.begins.items() if who == carer and holds(begins)}
        for start in sorted(begun):
            end = start + 1
            while end in asked and end not in begun:
                end += 1
            yield Ask(carer, start, end)
