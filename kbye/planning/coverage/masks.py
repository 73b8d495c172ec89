"""Times as whole numbers, one bit per cell: a year of eight calendars is looked through in no time.

A mask that is kept costs a question nothing but to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Stretch = tuple[int, int]  # cells, half-open

# Short numbers are quick to work with, so a mask is put together from pages of so many cells.
PAGE = 1024
ONES = {cells: (1 << cells) - 1 for cells in range(PAGE + 1)}  # so many ones in a row


def mask(stretches: Iterable[Stretch], cells: int) -> int:
    """Every cell that one of the stretches touches, of those that there are."""
    rows = list(stretches)
    try:
        pages = _pages(rows, cells)
    except ValueError:
        pages = _pages(sorted(_inside(rows, cells)), cells)
    found = _joined(pages)
    return found if found.bit_length() <= cells else found & (1 << cells) - 1


def _pages(rows: Iterable[Stretch], cells: int) -> list[int]:
    """What begins in each page; it may go on in those after it. Raises ValueError for what is not in order of time,
    lies outside or ends before it starts: that is rare, and looking for it beforehand would cost as much again."""
    pages: list[int] = []
    page, base, limit = 0, 0, PAGE
    for start, end in rows:
        while start >= limit:
            if limit >= cells:
                raise ValueError(start)
            pages.append(page)
            page, base, limit = 0, limit, limit + PAGE
        try:
            page |= ONES[end - start] << start - base
        except KeyError:
            if not base <= start < min(end, cells):
                raise ValueError(start) from None
            page |= (1 << min(end, cells) - start) - 1 << start - base
    return [*pages, page]


def _inside(rows: Iterable[Stretch], cells: int) -> Iterator[Stretch]:
    for start, end in rows:
        if start < cells and max(start, 0) < end:
            yield max(start, 0), min(end, cells)


def _joined(pages: list[int]) -> int:
    """The pages as one number: neighbours first, so that few of the numbers on the way are long."""
    width = PAGE
    while len(pages) > 1:
        if len(pages) % 2:
            pages.append(0)
        pages = [one | other << width for one, other in zip(pages[::2], pages[1::2], strict=True)]
        width *= 2
    return pages[0]


def runs(free: int, length: int) -> int:
    """The cells from which on `length` cells in a row are free: by doubling, so a week costs as much as a minute."""
    have = 1
    while have < length and free:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def count(found: int, start: int, end: int) -> int:
    """How many cells from start up to end are in it."""
    return (found >> start & ((1 << end - start) - 1)).bit_count()


def cells_of(found: int) -> Iterator[int]:
    """The cells that are in it, in order."""
    digits = f"{found:b}"[::-1]
    cell = digits.find("1")
    while cell >= 0:
        yield cell
        cell = digits.find("1", cell + 1)
