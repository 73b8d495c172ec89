"""Weekdays in one number, as the tables keep them: Monday is the lowest bit."""

from __future__ import annotations

from collections.abc import Iterable

EVERY_DAY = 0b1111111


def mask_of(days: Iterable[int]) -> int:
    """Weekdays (Monday is 0) as the bits of a number."""
    return sum(1 << day for day in set(days))


def days_in(mask: int) -> frozenset[int]:
    """The weekdays of such a number; Monday is 0."""
    return frozenset(day for day in range(7) if mask >> day & 1)
