"""The first plan, at once: one pass of the quick search, the asks it needs, and the occurrences on top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kbye.planning.coverage import check
from kbye.planning.coverage.asking import Stretch, asks
from kbye.planning.coverage.baseline import baseline
from kbye.planning.coverage.board import Board, Pin
from kbye.planning.coverage.joining import joined
from kbye.planning.coverage.placing import place_occurrences
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan
from kbye.planning.coverage.search import Search


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked plan, its price, and the pins that led to it."""

    plan: Plan
    tiers: Tiers
    pins: tuple[Pin, ...] = ()


def nothing(board: Board) -> Draft:
    """What is always there."""
    plan = baseline(board.problem, board.start)
    return Draft(plan, price(board.problem, plan).tiers)


def draft(board: Board, pins: Sequence[Pin] = (), width: int = 1, ranks: Sequence[int] = ()) -> Draft | None:
    """One plan with these pins, or None if they cannot be kept."""
    rows = Search(board, [*_going_on(board), *pins], width, ranks).run().rows()
    care = tuple(joined([*board.start.past.care, *(row for row in rows if isinstance(row, Care))]))
    moves = tuple(sorted([*board.start.past.moves, *(row for row in rows if isinstance(row, Move))]))
    done = [Done(pin.occurrence, pin.start, pin.end, pin.carer, pin.place) for pin in pins]
    plan = Plan(care=care, moves=moves, done=tuple(sorted([*board.start.past.done, *done])))
    return completed(board, plan, pins)


def completed(board: Board, plan: Plan, pins: Sequence[Pin] = ()) -> Draft | None:
    """The plan with the asks it needs and whatever else can be done without changing it; None if there are none."""
    asked = _ask_for(board, plan)
    if asked is None:
        return None
    plan = place_occurrences(board, replace(plan, asks=asked), _ask_for)
    if check.judge(board.problem, plan):
        return None
    return Draft(plan, price(board.problem, plan).tiers, tuple(pins))


def _going_on(board: Board) -> list[Pin]:
    """What was begun before now and is not done yet."""
    rows = (row for row in board.start.running if row.end > board.problem.fixed)
    return [Pin(row.occurrence, row.carer, row.place, row.start, row.end) for row in rows]


def _ask_for(board: Board, plan: Plan) -> tuple[Ask, ...] | None:
    found: list[Ask] = []
    for carer, who in enumerate(board.problem.carers):
        if who.used and not who.household:
            asked = asks(board, carer, stretches(spots(board, plan, carer)), _tied(plan, carer))
            if asked is None:
                return None
            found += asked
    return tuple(found)


Spot = tuple[int, int, int | None, int | None]  # from, to, where at first and at last


def spots(board: Board, plan: Plan, carer: int) -> list[Spot]:
    """When and where a helper is used, and what was asked of them before."""
    stays: list[Care | Done] = [*plan.care, *plan.done]
    found: list[Spot] = [
        (r.start, r.end, r.place, r.place) for r in stays if r.carer == carer and r.place is not None
    ]
    found += [(m.start, m.end, m.from_place, m.to_place) for m in plan.moves if m.carer == carer]
    found += [(start, end, None, None) for who, start, end in board.kept_asks if who == carer]
    running = baseline(board.problem, board.start).asks
    return found + [(ask.start, ask.end, None, None) for ask in running if ask.carer == carer]


def _tied(plan: Plan, carer: int) -> frozenset[int]:
    """The cells in the middle of a way or of an occurrence, where no ask can begin."""
    rows: list[Move | Done] = [*plan.moves, *plan.done]
    return frozenset(c for row in rows if row.carer == carer for c in range(row.start + 1, row.end))


def stretches(used: Iterable[Spot]) -> list[Stretch]:
    """Uses joined where they touch; one that starts elsewhere than the last ended needs an ask of its own."""
    found: list[Stretch] = []
    place: int | None = None
    for start, end, first, last in sorted(used, key=lambda spot: spot[:2]):
        jumps = place is not None and first is not None and place != first
        if found and start <= found[-1][1] and not jumps:
            found[-1] = (found[-1][0], max(end, found[-1][1]), found[-1][2])
        else:
            found.append((start, end, jumps))
        place = place if last is None else last
    return found
