"""The numbers of a country for an emergency. What nobody is sure of is left out: families can write down their own."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from kbye.calendars.holidays_of import country_of
from kbye.household.household import Household

# Any mobile phone calls for help with it, wherever it is (3GPP TS 22.101).
EVERYWHERE_ELSE = "112"


class Numbers(NamedTuple):
    """`general` reaches all of them and stands first; "" where nobody is sure, or there is none nationwide."""

    general: str = ""
    ambulance: str = ""
    police: str = ""
    fire: str = ""
    poison: str = ""

    @property
    def first(self) -> str:
        """The one to call when in doubt, for a child that needs help."""
        return self.general or self.ambulance or EVERYWHERE_ELSE

    @property
    def is_known(self) -> bool:
        return bool(self.general or self.ambulance)


def numbers_of(household: Household) -> Numbers:
    """Of the country it named, or of the one in which its clock is."""
    return numbers_in(household.country or country_of(household.zone))


def numbers_in(country: str) -> Numbers:
    """Of a country (two letters). Each row of the file names where to check it: the International Telecommunication
    Union's list of national numbers (E.129), the European Commission's page on 112, national pages.
    """
    return _countries().get(country.upper(), Numbers())


@cache
def _countries() -> dict[str, Numbers]:
    with files("kbye.household").joinpath("emergency_numbers.csv").open(encoding="utf-8") as file:
        return {
            row["country"]: Numbers(*(row[name] for name in Numbers._fields)) for row in csv.DictReader(file)
        }
