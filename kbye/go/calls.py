"""Whom to call, in which order."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kbye.household.household import Household
from kbye.household.knowledge import Contact
from kbye.household.people import Member
from kbye.web.calling import Call, emergency


def on_duty(household: Household, leaver: Member, contacts: Iterable[Contact]) -> list[Call]:
    """The emergency number, those of the household's people who may be called, and the one who is away last."""
    calls = [emergency(household), *(Call(row.name, row.phone, row.note) for row in contacts)]
    if leaver.phone:
        calls.append(Call(leaver.name, leaver.phone, _("only if it cannot wait")))
    return calls


def off_duty(household: Household, stayers: list[Member]) -> list[Call]:
    """Those who have the children, and the emergency number."""
    calls = [Call(stayer.name, stayer.phone) for stayer in stayers if stayer.phone]
    return [*calls, emergency(household)]
