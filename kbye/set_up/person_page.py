"""What stands on somebody's page beside the form: their week, their calendars, their way in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from kbye.household.link import Link
from kbye.household.people import Member
from kbye.set_up.brought_calendars import brought_calendars
from kbye.set_up.invitations import open_invitation
from kbye.set_up.reach_words import WHO_CAN_OPEN
from kbye.set_up.usual_weeks import LABELS, usual_week_of
from kbye.web.reach import Reach, reach_of


def person_page(person: Member, *, me: Member, now: datetime) -> dict[str, Any]:
    """`person` has its household loaded."""
    is_me, page = person.pk == me.pk, {"person": person, "place": "more"}
    if not person.is_child:
        page["usual_week"] = LABELS[usual_week_of(person)]
    page["calendars"] = brought_calendars(person.household, person)
    if person.is_adult:
        page |= _way_in(open_invitation(person, now=now)) if not person.user_id else {}
    return page | {"is_me": is_me}


def _way_in(invitation: Link | None) -> dict[str, Any]:
    reach = reach_of(settings.PUBLIC_ADDRESS)
    return {
        "can_be_invited": True,
        "invitation": invitation,
        "invitation_address": address_of(invitation) if invitation else "",
        "reach": WHO_CAN_OPEN[reach],
        "opens_only_here": reach is Reach.THIS_COMPUTER,
    }


def address_of(invitation: Link) -> str:
    """The whole address of an invitation, as it is passed on."""
    return settings.PUBLIC_ADDRESS + reverse("set_up:invitation", kwargs={"token": invitation.token})
