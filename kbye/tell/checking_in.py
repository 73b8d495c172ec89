"""Writing to the leaver who is off duty: only what the one who stays chose to send."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.check_ins import ALL_WELL, URGENT, all_well_today
from kbye.household.event import record
from kbye.household.language import written_for
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.planning.wallclock import local_day


@transaction.atomic
def all_well(*, time_away: TimeAway, by: Member, now: datetime) -> bool:
    """One line to the leaver, once a day at home. False when it was said that day already."""
    if all_well_today(time_away, now) is not None:
        return False
    record(time_away, ALL_WELL, by=by, at=now)
    day = local_day(now, time_away.household.zone)
    with written_for(time_away.leaver):
        tell(
            time_away.leaver,
            kind=ALL_WELL,
            key=f"{ALL_WELL}:{time_away.pk}:{day.isoformat()}",
            time_away=time_away,
            subject=_("All well at home."),
            body=_("All well at home.") + f"\n\n{by.name}",
            due_at=now,
        )
    return True


@transaction.atomic
def urgent(*, time_away: TimeAway, words: str, by: Member, now: datetime) -> bool:
    """To the leaver on every channel at once. False when there is none."""
    record(time_away, URGENT, by=by, at=now)
    with written_for(time_away.leaver):
        body = [words, by.name]
        if by.phone:
            body.append(_("Call back: %(phone)s") % {"phone": by.phone})
        notices = tell(
            time_away.leaver,
            kind=URGENT,
            key=f"{URGENT}:{time_away.pk}:{now.isoformat()}",
            time_away=time_away,
            subject=_("Urgent, from %(name)s") % {"name": by.name},
            body="\n\n".join(body),
            urgent=True,
            reply_to=by.email,
            due_at=now,
        )
    return bool(notices)
