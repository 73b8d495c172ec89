"""What stands on the page "More": people, calendars, and what concerns oneself."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.people import Member
from kbye.set_up.brought_calendars import brought_calendars
from kbye.set_up.country import country_name
from kbye.set_up.reach_words import WHO_CAN_OPEN
from kbye.web.limits import up_to
from kbye.web.reach import Reach


class Row(NamedTuple):
    person: Member
    note: str


def more_page(me: Member, *, today: date, reach: Reach) -> dict[str, Any]:
    people = list(Member.objects.of(me.household).here())
    calendars = list(brought_calendars(me.household))
    return {
        "place": "more",
        "household": me.household,
        "account": me.user,
        "groups": [(title, rows) for title, rows in _groups(people, me, today) if rows],
        "calendars": calendars,
        "brought_one": any(calendar.member_id == me.pk for calendar in calendars),
        "reach": WHO_CAN_OPEN[reach],
        "limit": up_to(me.household.announces_up_to),
        "limit_waits": bool(me.household.limit_proposed) and me.household.limit_proposed_by_id != me.pk,
        "country": country_name(me.household),
        "reads_12": me.clock == Member.Clock.H12,
    }


def _groups(people: list[Member], me: Member, today: date) -> list[tuple[str, list[Row]]]:
    titles = {
        Member.Kind.ADULT: _("Adults"),
        Member.Kind.CHILD: _("Children"),
        Member.Kind.HELPER: _("Those who help"),
    }
    return [
        (title, [Row(one, _note(one, me, today)) for one in people if one.kind == kind])
        for kind, title in titles.items()
    ]


def _note(person: Member, me: Member, today: date) -> str:
    if person.is_child:
        return age_words(person.age(today))
    if person.pk == me.pk:
        return _("you")
    if person.is_adult:
        return _("signs in") if person.user_id else _("by link so far")
    return person.phone or person.email


def age_words(age: int | None) -> str:
    """ "6 years", "under 1", or nothing when no birthday is known."""
    if age is None:
        return ""
    return ngettext("%(count)d year", "%(count)d years", age) % {"count": age} if age else _("under 1")
