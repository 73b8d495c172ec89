"""Times as whole numbers, one bit per cell: a year of eight calendars is looked through in no time.

A mask that is kept costs a question nothing but to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Stretch = tuple[int, int]  # cells, half-open


def mask(stretches: Iterable[Stretch], cells: int) -> int:
    """Every cell that one of the stretches touches, of those that there are."""
    last = cells + 1
    digits = bytearray(b"0") * last  # the first digit is the last cell, and a nought so that there is one
    for start, end in stretches:
        if start < 0 or end > cells:
            start, end = max(start, 0), min(end, cells)
        if start < end:
            digits[last - end : last - start] = b"1" * (end - start)
    return int(digits, 2)


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
