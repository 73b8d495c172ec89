"""What those who stay hear when the return moves."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.language import written_for
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.web import calendar_entry
from kbye.web.reader import Reader
from kbye.web.wording import clock_time, date


def say_it_moved(person: Member, time_away: TimeAway, *, at: datetime, now: datetime) -> None:
    """Complete as text, with a calendar entry that replaces the one before."""
    reader = Reader(time_away.household.zone, person.clock)
    with written_for(person):
        about = {
            "name": time_away.leaver.name,
            "day": date(time_away.ends_at, reader),
            "time": clock_time(time_away.ends_at, reader),
        }
        tell(
            person,
            kind="moved",
            key=f"moved_return:{time_away.pk}:{person.pk}:{now.isoformat()}",
            time_away=time_away,
            subject=_("%(name)s is back %(day)s, %(time)s") % about,
            body=_(
                "It has changed: %(name)s is back %(day)s, %(time)s.\n\n"
                "The children's page says so, too. Everything else is as before."
            )
            % about,
            calendar=calendar_entry.text_for(time_away, person, now=now).decode(),
            due_at=at,
        )
