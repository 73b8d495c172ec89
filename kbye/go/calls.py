"""Whom to call, in which order."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.household.household import Household
from kbye.household.knowledge import Contact
from kbye.household.people import Member

EVERYWHERE_ELSE = "112"


class Call(NamedTuple):
    """Somebody with a number, and a word on when to call it."""

    name: str
    phone: str
    note: str

    @property
    def href(self) -> str:
        return "tel:" + re.sub(r"[^0-9+*#]", "", self.phone)


@cache
def _numbers() -> dict[str, str]:
    with files("kbye.go").joinpath("emergency_numbers.csv").open(encoding="utf-8") as file:
        return {row["country"]: row["number"] for row in csv.DictReader(file)}


def emergency_number(country: str) -> str:
    """The number for an ambulance in that country (two letters); 112 where nothing else is known.

    Source: the International Telecommunication Union's list of national emergency numbers (E.129).
    """
    return _numbers().get(country.upper(), EVERYWHERE_ELSE)


def emergency(household: Household) -> Call:
    return Call(_("Emergency"), emergency_number(household.country), "")


def on_duty(household: Household, leaver: Member) -> list[Call]:
    """The emergency number, the household's own people, and the one who is away last."""
    rows = Contact.objects.of(household).filter(removed_at=None)
    calls = [emergency(household), *(Call(row.name, row.phone, row.note) for row in rows)]
    if leaver.phone:
        calls.append(Call(leaver.name, leaver.phone, _("only if it cannot wait")))
    return calls


def off_duty(household: Household, stayers: list[Member]) -> list[Call]:
    """Those who have the children, and the emergency number."""
    calls = [Call(stayer.name, stayer.phone, "") for stayer in stayers if stayer.phone]
    return [*calls, emergency(household)]
