"""Turns the cells in which a helper is used into asks: whole pieces of time, as few and short as can be."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import pairwise

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.price import MINUTES_PER_ASK
from kbye.planning.coverage.problem import Ask

Stretch = tuple[int, int, bool]


def asks(
    board: Board, carer: int, stretches: list[Stretch], tied: frozenset[int] = frozenset()
) -> tuple[Ask, ...] | None:
    """The cheapest asks that hold all uses, or None if none were found.

    `stretches` are sorted; the flag is true if the helper turns up elsewhere than the last one ended, so that both
    cannot belong to one ask. Stretches that are asked already come as uses, too. One that is too long for one ask is
    cut into some that touch, but not in cells that are `tied` to the one before.
    """
    longest = board.problem.carers[carer].ask_max
    begun = {ask.start for ask in board.start.past.asks if ask.carer == carer}
    past = range(min(begun, default=0), board.problem.now or 0)
    kept = (range(start + 1, end) for who, start, end in board.kept_asks if who == carer)
    fixed = tied.union(past, *kept)
    uses = [piece for stretch in stretches for piece in _pieces(stretch, longest, begun, fixed)]
    best: dict[int, tuple[int, tuple[Ask, ...]]] = {0: (0, ())}
    for end in range(1, len(uses) + 1):
        options = [
            option
            for begin in _beginnings(uses, end, longest)
            if begin in best
            for option in _with_one_more(board, carer, uses[begin:end], best[begin])
        ]
        if options:
            best[end] = min(options, key=lambda option: (option[0], option[1][-1].end))
    return best[len(uses)][1] if len(uses) in best else None


def _beginnings(uses: list[Stretch], end: int, longest: int) -> Iterator[int]:
    """The uses with which an ask can begin that ends with the last of the first `end` ones."""
    for begin in range(end - 1, -1, -1):
        yield begin
        if uses[begin][2] or uses[end - 1][1] - uses[begin][0] > longest:
            return


def _pieces(stretch: Stretch, longest: int, begun: Set[int], tied: Set[int]) -> Iterator[Stretch]:
    """The stretch in pieces that touch: where an ask began before now, and where it is too long for one."""
    start, end, jumps = stretch
    borders = {start, end, *(cell for cell in begun if start < cell < end)}
    for first, last in pairwise(sorted(borders)):
        if last - first > longest > 0:
            borders |= _cuts(first, last, longest, tied)
            borders |= {-cell for cell in _cuts(-last, -first, longest, {-cell for cell in tied})}
            count = -(-(last - first) // longest)
            borders |= {first + n * (last - first) // count for n in range(1, count)} - tied
    for first, last in pairwise(sorted(borders)):
        yield first, last, first in begun or (jumps and first == start)


def _cuts(start: int, end: int, longest: int, tied: Set[int]) -> set[int]:
    """Borders from the start on, each as late as it may be."""
    found = {start}
    while start + longest < end:
        start = max((c for c in range(start + 1, start + longest + 1) if c not in tied), default=end)
        found.add(start)
    return found


def _with_one_more(
    board: Board, carer: int, uses: list[Stretch], before: tuple[int, tuple[Ask, ...]]
) -> list[tuple[int, tuple[Ask, ...]]]:
    cost, earlier = before
    who, grid = board.problem.carers[carer], board.problem.grid
    first, last = uses[0][0], max(use[1] for use in uses)
    least = earlier[-1].end if earlier else None
    length = max(last - first, who.ask_min)
    found = []
    for start in range(last - length, first + 1):
        end = max(last, start + length)
        if _can(board, carer, start, end, first, least):
            found.append((cost + (end - start) * grid + MINUTES_PER_ASK, (*earlier, Ask(carer, start, end))))
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
    if board.blocked[carer].isdisjoint(cell for cell in rest if cell >= now):
        return []
    minutes = (last - first) * board.problem.grid
    return [(cost + minutes + MINUTES_PER_ASK, (*earlier, Ask(carer, first, last)))]
