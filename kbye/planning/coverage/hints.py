"""What every variable of the exact model is in a plan that is known already, so that the solver starts from there.

A hint that leaves something open, or says what cannot be, is worth nothing to the solver: it would begin anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kbye.planning.coverage.literals import Var
from kbye.planning.coverage.model import Model
from kbye.planning.coverage.price import kept
from kbye.planning.coverage.problem import HOME, Care, Done, Move, Plan
from kbye.planning.coverage.start import appearances

Hint = tuple[Var, bool]


def hints(model: Model, known: Plan) -> Iterator[Hint]:
    """Every variable and its value."""
    yield from decisions(model, known)
    yield from _children(model, known)
    yield from _costs(model, known)
    if model.hands or model.lasts or model.nobody:
        yield from _handovers(model, known)


def decisions(model: Model, known: Plan) -> Iterator[Hint]:
    """The variables that decide something; the others follow from them."""
    care = {(row.child, row.carer, row.place, c) for row in known.care for c in range(row.start, row.end)}
    starts = {(row.carer, row.from_place, row.to_place, row.start) for row in known.moves}
    ridden = _ridden(known)
    begun = {(row.occurrence, row.carer, row.place, row.start) for row in known.done}
    asked = {(ask.carer, cell) for ask in known.asks for cell in range(ask.start, ask.end)}
    first = {(ask.carer, ask.start) for ask in known.asks}
    yield from ((literal, key in care) for key, literal in model.care.items())
    yield from ((literal, key in starts) for key, literal in model.move.items())
    yield from (
        (literal, (key[0], key[1], key[4]) in ridden and key[1:] in starts)
        for key, literal in model.ride.items()
    )
    yield from ((literal, key in begun) for key, literal in model.begin.items())
    yield from ((on, key in asked) for key, on in model.on.items() if not isinstance(on, int))
    yield from ((begins, key in first) for key, begins in model.begins.items() if not isinstance(begins, int))
    for carer in model.carers:
        yield from _whereabouts(model, known, carer, asked)


def _ridden(known: Plan) -> set[tuple[int, int, int]]:
    """Child, carer and start of every way on which a child comes along."""
    return {
        (row.child, row.carer, move.start)
        for move in known.moves
        for row in known.care
        if row.carer == move.carer and row.place is None and row.start <= move.start < row.end
    }


def _whereabouts(model: Model, known: Plan, carer: int, asked: set[tuple[int, int]]) -> Iterator[Hint]:
    household = model.problem.carers[carer].household
    for cell, place in _places(model, known, carer).items():
        for here in model.places:
            literal = model.there.get((carer, here, cell))
            if literal is not None:
                yield literal, here == place and (household or (carer, cell) in asked)


def _places(model: Model, known: Plan, carer: int) -> dict[int, int | None]:
    """Where the carer is in every cell; None on the way. Who may be anywhere is where the next use is."""
    problem, start = model.problem, model.start
    stays: list[Care | Done] = [*known.care, *known.done]
    fixed = {
        c: r.place for r in stays if r.carer == carer for c in range(r.start, r.end) if r.place is not None
    }
    leaves = {move.start: move.from_place for move in known.moves if move.carer == carer}
    ends = {move.end: move.to_place for move in known.moves if move.carer == carer}
    way = {c for move in known.moves if move.carer == carer for c in range(move.start, move.end)}
    turns_up = appearances(problem, carer)
    if not problem.carers[carer].household:
        turns_up = {max(ask.start, 0): None for ask in known.asks if ask.carer == carer}
    found: dict[int, int | None] = {}
    open_cells: list[int] = []
    place = start.carer_place[carer]
    for cell in range(start.carer_from[carer], problem.cells):
        place = ends.get(cell, place)
        if cell in turns_up and cell > start.carer_from[carer] and cell not in start.blocked[carer]:
            place, open_cells = turns_up[cell], []
        anchor = leaves.get(cell, fixed.get(cell))
        if anchor is not None:
            found.update(dict.fromkeys(open_cells, anchor))
            place, open_cells = anchor, []
        found[cell] = None if cell in way else HOME if place is None else place
        if place is None and cell not in way:
            open_cells.append(cell)
    return found


def _children(model: Model, known: Plan) -> Iterator[Hint]:
    """Gaps at a place, and children who wait to be collected."""
    carer_at = {(row.child, cell): row.carer for row in known.care for cell in range(row.start, row.end)}
    yield from (
        (literal, (child, cell) not in carer_at and _left_at(model, known, child, cell) == place)
        for (child, place, cell), literal in model.gap.items()
    )
    for (child, cell), literal in model.wait.items():
        yield literal, not _had_since(model, carer_at, child, cell)
    for (child, carer, cell), literal in model.takes.items():
        waited = not _had_since(model, carer_at, child, cell - 1)
        yield literal, waited and carer_at.get((child, cell)) == carer


def _had_since(model: Model, carer_at: dict[tuple[int, int], int], child: int, cell: int) -> bool:
    """True if somebody has had the child between the start of this wait and the end of the cell."""
    first = cell
    while (child, first - 1) in model.wait:
        first -= 1
    return any((child, c) in carer_at for c in range(first, cell + 1))


def _left_at(model: Model, known: Plan, child: int, cell: int) -> int | None:
    """Where a child is that nobody has; None while it waits to be collected."""
    start = model.start
    first = max(f for f, last in model.stretches(child) if f <= cell < last)
    rows = [row for row in known.care if row.child == child and first <= row.start < cell and row.end <= cell]
    if not rows:
        if (child, first) in model.wait:
            return None
        return model.entries[child, first]
    last = max(rows, key=lambda row: row.end)
    if last.place is not None:
        return last.place
    ways = [m for m in known.moves if m.carer == last.carer and m.start < last.end and last.start < m.end]
    return max(ways, key=lambda move: move.end).to_place if ways else start.child_place[child]


def _costs(model: Model, known: Plan) -> Iterator[Hint]:
    rows: list[Care | Move | Done] = [*known.care, *known.moves, *known.done]
    used = {(row.carer, cell) for row in rows for cell in range(row.start, row.end)}
    yield from ((literal, key in used) for key, literal in model.uses.items())
    before = model.problem.previous
    for number, literal in model.kept.items():
        yield literal, before is not None and kept(before.asks[number], known)


def _handovers(model: Model, known: Plan) -> Iterator[Hint]:
    carer_at: dict[int, dict[int, int]] = defaultdict(dict)
    for row in known.care:
        carer_at[row.child].update(dict.fromkeys(range(row.start, row.end), row.carer))
    last: dict[tuple[int, int], int | None] = {}
    for child in range(len(model.problem.children)):
        had = model.start.child_last[child]
        for cell in range(model.start.child_from[child], model.problem.cells):
            last[child, cell] = had
            had = carer_at[child].get(cell, had)
            last[child, cell + 1] = had
    for (child, carer, cell), literal in model.hands.items():
        yield literal, carer_at[child].get(cell) == carer and last[child, cell] not in (None, carer)
    for (child, carer, cell), literal in model.lasts.items():
        yield literal, last[child, cell + 1] == carer
    for (child, cell), literal in model.nobody.items():
        yield literal, last[child, cell + 1] is None
