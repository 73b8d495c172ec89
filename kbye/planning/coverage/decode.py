"""From the exact model to a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kbye.planning.coverage.joining import in_order, joined
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.network import Var
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
    for carer in model.carers:
        cells = sorted(
            cell
            for (who, cell), on in model.on.items()
            if who == carer and (on if isinstance(on, int) else value(on))
        )
        start = None
        for number, cell in enumerate(cells):
            start = cell if start is None else start
            if number + 1 == len(cells) or cells[number + 1] != cell + 1:
                yield Ask(carer, start, cell + 1)
                start = None
