"""From the exact model to a plan and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
        care=tuple(sorted([*joined([*past.care, *(Care(*stay) for stay in stays)]), *rides], key=_order)),
        moves=tuple(sorted([*past.moves, *moves])),
        done=tuple(sorted([*past.done, *done])),
        asks=tuple(_asks(model, value)),
    )


def _order(row: Care) -> tuple[int, int]:
    return row.child, row.start


def joined(rows: Iterable[Care]) -> Iterator[Care]:
    """Stretches of one child with one carer at one place that touch become one."""
    last: Care | None = None
    for row in sorted(rows, key=_order):
        same = last is not None and (last.child, last.carer, last.place) == (row.child, row.carer, row.place)
        if last is not None and same and last.end == row.start and row.place is not None:
            last = Care(row.child, last.start, row.end, row.carer, row.place)
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


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


def hints(model: Model, known: Plan) -> Iterator[tuple[Var, int]]:
    """What the variables would be in a plan that is known already."""
    care = {(row.child, row.carer, row.place, c) for row in known.care for c in range(row.start, row.end)}
    starts = {(row.carer, row.from_place, row.to_place, row.start) for row in known.moves}
    rides = {(row.child, row.carer, row.start) for row in known.care if row.place is None}
    begun = {(row.occurrence, row.carer, row.place, row.start) for row in known.done}
    asked = {(ask.carer, cell) for ask in known.asks for cell in range(ask.start, ask.end)}
    first = {(ask.carer, ask.start) for ask in known.asks}
    yield from ((literal, key in care) for key, literal in model.care.items())
    yield from ((literal, key in starts) for key, literal in model.move.items())
    yield from (
        (literal, (key[0], key[1], key[4]) in rides and key[1:] in starts)
        for key, literal in model.ride.items()
    )
    yield from ((literal, key in begun) for key, literal in model.begin.items())
    yield from ((on, key in asked) for key, on in model.on.items() if not isinstance(on, int))
    yield from ((literal, key in first) for key, literal in model.begins.items())
    yield from _whereabouts(model, known)


def _whereabouts(model: Model, known: Plan) -> Iterator[tuple[Var, int]]:
    for carer in model.carers:
        fixed: dict[int, int] = {}
        stays: list[Care | Done] = [*known.care, *known.done]
        for row in stays:
            if row.carer == carer and row.place is not None:
                fixed.update(dict.fromkeys(range(row.start, row.end), row.place))
        way = {c for move in known.moves if move.carer == carer for c in range(move.start, move.end)}
        ends = {move.end: move.to_place for move in known.moves if move.carer == carer}
        place = model.start.carer_place[carer] or 0
        for cell in range(model.start.carer_from[carer], model.problem.cells):
            place = fixed.get(cell, ends.get(cell, place))
            if cell in way:
                continue
            for here in model.places:
                literal = model.there.get((carer, here, cell))
                if literal is not None:
                    yield literal, here == place
