"""The number for an ambulance, by country."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

EVERYWHERE_ELSE = "112"


def emergency_number(country: str) -> str:
    """The number for an ambulance in that country (two letters); 112 where nothing else is known.

    Source: the International Telecommunication Union's list of national emergency numbers (E.129).
    """
    return _numbers().get(country.upper(), EVERYWHERE_ELSE)


@cache
def _numbers() -> dict[str, str]:
    with files("kbye.household").joinpath("emergency_numbers.csv").open(encoding="utf-8") as file:
        return {row["country"]: row["number"] for row in csv.DictReader(file)}
