"""From "is six" to a birthday that is wrong by half a year at most."""

from __future__ import annotations

from datetime import date

HALF_A_YEAR = 6


def born_about(age: int, today: date) -> date:
    """A birthday for somebody who is `age` full years old today: they turned that half a year ago.

    `age` in years, 0 or more. The day is kept within the 28 that every month has.
    """
    months = today.year * 12 + (today.month - 1) - age * 12 - HALF_A_YEAR
    return date(months // 12, months % 12 + 1, min(today.day, 28))
