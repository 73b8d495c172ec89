"""What choosing a time does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.coverage import Pin
from kbye.household.event import record
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.household.preparation import ToSay
from kbye.planning.intervals import Span
from kbye.web.ways import short


@transaction.atomic
def choose_time(
    *,
    leaver: Member,
    stayers: list[Member],
    span: Span,
    pins: Iterable[Pin],
    by: Member,
    now: datetime,
    offered_by: Member | None,
    reason: TimeAway.Reason,
) -> TimeAway:
    """Pencil it in. What was planned by hand goes along as a line to read, with the message and on the sheet.

    Nobody is asked by that: once told, it belongs to the one who stays, who may see to it in another way.
    """
    row = pencil_in(
        leaver=leaver, stayers=stayers, span=span, by=by, now=now, offered_by=offered_by, reason=reason
    )
    staying = {one.pk for one in stayers}
    for pin in pins:
        if pin.person.pk not in staying:
            about = {"name": pin.person.name, "when": short(pin.span, span)}
            line = ToSay.objects.create(
                household=row.household,
                time_away=row,
                author=by,
                words=_("%(name)s could have them: %(when)s.") % about,
                created_at=now,
            )
            record(line, "said", by=by, at=now)
    return row
