"""Stretches that belong together become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kbye.planning.coverage.problem import Care


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
