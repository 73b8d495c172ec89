"""Numbers that can be tapped; the emergency number is one of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.household.emergency import Numbers, numbers_of
from kbye.household.household import Household


class Call(NamedTuple):
    """Somebody with a number, and a word on when to call it."""

    name: str
    phone: str
    note: str = ""

    @property
    def href(self) -> str:
        return "tel:" + re.sub(r"[^0-9+*#]", "", self.phone)


def emergency(household: Household) -> Call:
    """Wherever somebody has the children, it stands among those to call."""
    numbers = numbers_of(household)
    return Call(_("Emergency"), numbers.first, _besides(numbers))


def other_numbers(numbers: Numbers) -> list[Call]:
    """Besides the first number those of the country that are not the same."""
    found = (
        Call(_("ambulance"), numbers.ambulance),
        Call(_("police"), numbers.police),
        Call(_("fire"), numbers.fire),
        Call(_("poison centre"), numbers.poison),
    )
    return [one for one in found if one.phone not in {"", numbers.first}]


def _besides(numbers: Numbers) -> str:
    if not numbers.is_known:
        return _("from a mobile phone")
    return " · ".join(f"{one.name} {one.phone}" for one in other_numbers(numbers))
