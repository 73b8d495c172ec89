"""Takes out ways that nobody needs: a proof is content with any plan of the best price, people are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kbye.planning.coverage import check
from kbye.planning.coverage.joining import joined
from kbye.planning.coverage.price import price
from kbye.planning.coverage.problem import HOME, Care, Done, Move, Plan, Problem


def tidy(problem: Problem, plan: Plan) -> Plan:
    """The same plan, or one that costs no more, without idle ways."""
    limit = price(problem, plan).tiers
    for carer in sorted({move.carer for move in plan.moves}):
        plan = _tidy(problem, _without_outings(problem, plan, carer, limit), carer, limit)
    return plan


def _without_outings(problem: Problem, plan: Plan, carer: int, limit: tuple[int, ...]) -> Plan:
    """Nobody takes children somewhere and back for nothing."""
    done = False
    while not done:
        done = True
        for there, back in _outings(problem, plan, carer):
            option = _staying(plan, there, back)
            if not check.judge(problem, option) and price(problem, option).tiers <= limit:
                plan, done = option, False
                break
    return plan


def _outings(problem: Problem, plan: Plan, carer: int) -> Iterator[tuple[Move, Move | None]]:
    """Ways there and back, and the last way of all if it leads away from home."""
    ways = sorted(move for move in plan.moves if move.carer == carer and move.start >= problem.fixed)
    yield from ((there, back) for there, back in pairwise(ways) if there.from_place == back.to_place)
    yield from ((there, None) for there in ways[-1:] if there.from_place == HOME)


def _staying(plan: Plan, there: Move, back: Move | None) -> Plan:
    """The same, but the carer stays where they were with whomever they have."""
    home = there.from_place

    def out(row: Care | Done) -> bool:
        return row.carer == there.carer and there.start <= row.start and (back is None or row.end <= back.end)

    return replace(
        plan,
        care=tuple(joined(replace(row, place=home) if out(row) else row for row in plan.care)),
        moves=tuple(move for move in plan.moves if move not in (there, back)),
        done=tuple(replace(row, place=home) if out(row) else row for row in plan.done),
    )


def _tidy(problem: Problem, plan: Plan, carer: int, limit: tuple[int, ...]) -> Plan:
    ridden = {(row.start, row.end) for row in plan.care if row.carer == carer and row.place is None}
    run: list[Move] = []
    ways = sorted(move for move in plan.moves if move.carer == carer)
    for move in [*ways, None]:
        idle = move is not None and move.start >= problem.fixed and not _ridden(move, ridden)
        if move is not None and idle and (not run or not _used_between(plan, run[-1], move)):
            run.append(move)
            continue
        plan = _shortened(problem, plan, run, limit)
        run = [move] if move is not None and idle else []
    return plan


def _ridden(move: Move, ridden: set[tuple[int, int]]) -> bool:
    return any(start < move.end and move.start < end for start, end in ridden)


def _used_between(plan: Plan, one: Move, other: Move) -> bool:
    rows: list[Care | Done] = [*plan.care, *plan.done]
    return any(row.carer == one.carer and row.start < other.start and one.end < row.end for row in rows)


def _shortened(problem: Problem, plan: Plan, run: list[Move], limit: tuple[int, ...]) -> Plan:
    """Without these ways, or with one way instead, as soon as the carer is free to go."""
    if not run:
        return plan
    for option in (_without(plan, run), _with_one(problem, plan, run, early=True)):
        if not check.judge(problem, option) and price(problem, option).tiers <= limit:
            return option
    return plan


def _without(plan: Plan, run: list[Move]) -> Plan:
    return replace(plan, moves=tuple(move for move in plan.moves if move not in run))


def _with_one(problem: Problem, plan: Plan, run: list[Move], early: bool) -> Plan:
    first, last = run[0], run[-1]
    cells = problem.travel[first.from_place][last.to_place]
    rest = _without(plan, run)
    rows: list[Care | Done | Move] = [*rest.care, *rest.done, *rest.moves]
    mine = [row for row in rows if row.carer == first.carer]
    if early:
        start = max([problem.fixed, *(row.end for row in mine if row.end <= first.start)])
    else:
        start = min([problem.last_whole, *(row.start for row in mine if row.start >= last.end)]) - cells
    if not cells:
        return plan
    way = Move(first.carer, start, start + cells, first.from_place, last.to_place)
    return replace(rest, moves=tuple(sorted([*rest.moves, way])))


def just_in_time(problem: Problem, plan: Plan) -> Plan:
    """The same plan with every way that is gone alone as late as it can be, as the exact model has it."""
    limit = price(problem, plan).tiers
    for move in sorted(plan.moves, key=lambda move: move.start, reverse=True):
        ridden = any(
            row.carer == move.carer and row.place is None and row.start <= move.start < row.end
            for row in plan.care
        )
        if move.start < problem.fixed or ridden:
            continue
        for option in (_without(plan, [move]), _with_one(problem, plan, [move], early=False)):
            if not check.judge(problem, option) and price(problem, option).tiers <= limit:
                plan = option
                break
    return plan
