"""Several names in one line, as one would say them: "Mia 6, Ben 3 and Zoe 8 months"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_BETWEEN = re.compile(r"\s*(?:[,;\n&+]|\s(?:and|und|et|y)\s)\s*")
_WITH_AGE = re.compile(
    r"(?P<name>[^\d()]+?)\s*\(?\s*(?P<age>\d{1,2})\s*(?P<unit>years?|yrs?|y|months?|mo|m)?(?:\s+old)?\s*\)?(?=\s|$)",
    re.IGNORECASE,
)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    age_months: int | None = None

    def born_about(self, today: date) -> date | None:
        """A birthday that gives the age said, half a year off at most; None when no age was said."""
        if self.age_months is None:
            return None
        half = 182 if self.age_months >= 12 else 0
        return today - timedelta(days=round(self.age_months * 30.4375) + half)


def names_in(text: str) -> list[Named]:
    """The names in a line, in order, with ages in months where they were said. Never fails on any text."""
    found: list[Named] = []
    for piece in _BETWEEN.split(f" {text} "):
        found += _in_piece(piece.strip(" .:"))
    return found


def _in_piece(piece: str) -> list[Named]:
    if not piece:
        return []
    with_age = [
        Named(name, _months(match["age"], match["unit"]))
        for match in _WITH_AGE.finditer(piece)
        if (name := match["name"].strip(" .:-"))
    ]
    return with_age or [Named(re.sub(r"[\d()]+", "", piece).strip()[:LONGEST_NAME] or piece[:LONGEST_NAME])]


def _months(age: str, unit: str | None) -> int:
    in_months = (unit or "y").lower().startswith("m")
    return int(age) * (1 if in_months else 12)
