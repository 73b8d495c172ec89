"""Turns the cells in which a helper is used into asks: whole pieces of time, as few and short as can be."""

from __future__ import annotations

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.problem import Ask

NEW_ASK_MINUTES = 60
Stretch = tuple[int, int, bool]


def asks(board: Board, carer: int, uses: list[Stretch]) -> tuple[Ask, ...] | None:
    """The cheapest asks that hold all uses, or None if there are none.

    `uses` are sorted stretches; the flag is true if the helper turns up elsewhere than the last one ended, so
    that both cannot belong to one ask. Stretches that are asked already come as uses, too.
    """
    best: dict[int, tuple[int, tuple[Ask, ...]]] = {0: (0, ())}
    for end in range(1, len(uses) + 1):
        options = [
            option
            for begin in range(end)
            if begin in best and not any(use[2] for use in uses[begin + 1 : end])
            for option in _with_one_more(board, carer, uses[begin:end], best[begin])
        ]
        if options:
            best[end] = min(options, key=lambda option: (option[0], option[1][-1].end))
    return best[len(uses)][1] if len(uses) in best else None


def _with_one_more(
    board: Board, carer: int, uses: list[Stretch], before: tuple[int, tuple[Ask, ...]]
) -> list[tuple[int, tuple[Ask, ...]]]:
    cost, earlier = before
    who, grid = board.problem.carers[carer], board.problem.grid
    first, last = uses[0][0], max(use[1] for use in uses)
    least = earlier[-1].end + 1 if earlier else None
    length = max(last - first, who.ask_min)
    found = []
    for start in range(last - length, first + 1):
        end = max(last, start + length)
        if _can(board, carer, start, end, first, least):
            found.append((cost + (end - start) * grid + NEW_ASK_MINUTES, (*earlier, Ask(carer, start, end))))
            break
    if not found and board.problem.past(first):
        found += _broken_off(board, carer, first, last, before)
    return found


def _can(board: Board, carer: int, start: int, end: int, first: int, least: int | None) -> bool:
    past = board.problem.past
    if end - start > board.problem.carers[carer].ask_max or (least is not None and start < least):
        return False
    if start < first and past(start):
        return False
    return all(past(cell) or cell not in board.blocked[carer] for cell in range(start, end))


def _broken_off(
    board: Board, carer: int, first: int, last: int, before: tuple[int, tuple[Ask, ...]]
) -> list[tuple[int, tuple[Ask, ...]]]:
    """What began before now may end sooner than agreed if the helper can no longer."""
    cost, earlier = before
    rest = range(last, first + board.problem.carers[carer].ask_min)
    now = board.problem.now or 0
    if (
        board.blocked[carer].isdisjoint(cell for cell in rest if cell >= now)
        or last - first > board.problem.carers[carer].ask_max
    ):
        return []
    minutes = (last - first) * board.problem.grid
    return [(cost + minutes + NEW_ASK_MINUTES, (*earlier, Ask(carer, first, last)))]
