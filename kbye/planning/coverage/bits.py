"""Cells as whole numbers, one bit per cell, so that a question about a stretch is a question about one number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def stretch(start: int, end: int) -> int:
    """The cells from start up to end; none if it ends before it starts."""
    return (1 << end) - (1 << start) if start < end else 0


def every(flags: Iterable[bool]) -> int:
    """The cells whose flag is true."""
    return sum(1 << cell for cell, flag in enumerate(flags) if flag)


def numbered(cells: Iterable[int], start: int, end: int) -> int:
    """Those of these different cells that lie between, counted from `start`."""
    return sum(1 << cell - start for cell in cells if start <= cell < end)


def first(cells: int) -> int:
    """The first of them; there has to be one."""
    return (cells & -cells).bit_length() - 1


def in_front(cells: int) -> int:
    """How many cells in a row are in it, from cell 0 on."""
    return (~cells & (cells + 1)).bit_length() - 1


def in_a_row(cells: int) -> Iterator[tuple[int, int]]:
    """The stretches that these cells make up, in order."""
    while cells:
        start = first(cells)
        end = start + in_front(cells >> start)
        yield start, end
        cells &= ~stretch(start, end)
