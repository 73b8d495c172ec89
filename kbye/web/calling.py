"""Numbers that can be tapped; the emergency number is one of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.household.emergency import emergency_number
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
    return Call(_("Emergency"), emergency_number(household.country))
