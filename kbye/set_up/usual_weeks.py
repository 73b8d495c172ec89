"""The few usual weeks one can tap, in words, and which of them somebody has."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kbye.household.people import Member, UsualHome
from kbye.planning.usual_week import PRESETS, HomeTime

NOTHING_KNOWN = "nothing_known"
ITS_OWN = "its_own"


class Choice(NamedTuple):
    key: str
    label: str | Promise
    icon: str


CHOICES = (
    Choice("evenings_weekends", _("evenings, nights and weekends"), "evening"),
    Choice("always", _("always"), "house"),
    Choice("mornings", _("mornings, nights and weekends"), "sun"),
    Choice("afternoons", _("afternoons, nights and weekends"), "kettle"),
    Choice(NOTHING_KNOWN, _("hard to say: ask first"), "dots"),
)
LABELS = {choice.key: choice.label for choice in CHOICES} | {ITS_OWN: _("a week of their own")}


def usual_week_of(person: Member) -> str:
    """The key of the usual week that is set for somebody."""
    rows = UsualHome.objects.of(person.household).filter(member=person)
    return _key({HomeTime(weekday=r.weekday, from_minute=r.from_minute, to_minute=r.to_minute) for r in rows})


def _key(times: set[HomeTime]) -> str:
    if not times:
        return NOTHING_KNOWN
    return next((key for key, week in PRESETS.items() if set(week.times) == times), ITS_OWN)
