"""The time away as an entry for anybody's calendar."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from kbye.calendars.writing import Entry, calendar_text
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.web.wording import names


def text_for(time_away: TimeAway, person: Member, *, now: datetime, is_off: bool = False) -> bytes:
    """RFC 5545 text: for the leaver "away", for everybody else that they have the children."""
    if person.pk == time_away.leaver_id:
        title = _("Away")
    else:
        children = Member.objects.of(time_away.household).children()
        title = _("You have %(children)s (%(name)s is away)") % {
            "children": names(children) or _("the children"),
            "name": time_away.leaver.name,
        }
    entry = Entry(
        uid=f"{time_away.pk}@{_host()}",
        start=time_away.starts_at,
        end=time_away.ends_at,
        zone=time_away.household.zone,
        title=title,
        description="",
        url="",
        sequence=int(now.timestamp() - time_away.created_at.timestamp()),
        cancelled=is_off,
    )
    return calendar_text((entry,), method="CANCEL" if is_off else "PUBLISH", now=now)


def _host() -> str:
    return settings.PUBLIC_ADDRESS.split("//")[-1].split(":")[0].strip("/")
