"""Everybody has a colour; kbye gives the first that nobody else has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

COLOURS = range(1, 9)


def free_colour(taken: Iterable[int]) -> int:
    """The first colour that is used least: with up to eight people, one of their own each."""
    used = Counter(taken)
    return min(COLOURS, key=lambda colour: (used[colour], colour))
