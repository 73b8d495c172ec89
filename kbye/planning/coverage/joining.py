"""Stretches that belong together become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kbye.planning.coverage.problem import Care, Plan


def in_order(row: Care) -> tuple[int, int]:
    return row.child, row.start


def joined(rows: Iterable[Care]) -> Iterator[Care]:
    """Stretches of one child with one carer at one place that touch become one."""
    last: Care | None = None
    for row in sorted(rows, key=in_order):
        same = last is not None and (last.child, last.carer, last.place) == (row.child, row.carer, row.place)
        if last is not None and same and last.end == row.start and row.place is not None:
            last = Care(row.child, last.start, row.end, row.carer, row.place)
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def within_asks(plan: Plan) -> Iterator[Care]:
    """The stretches of care, cut where an ask of the carer begins, so that each lies in one ask."""
    for row in plan.care:
        begun = {ask.start for ask in plan.asks if ask.carer == row.carer and row.start < ask.start < row.end}
        for start, end in pairwise(sorted({row.start, *begun, row.end})):
            yield replace(row, start=start, end=end)
