"""What was sent of something that has been taken back since: calendars hear that it is as it was."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.language import written_for
from kbye.household.notice import DIGEST, Notice
from kbye.household.notices import tell
from kbye.household.people import Member
from kbye.web import calendar_entry
from kbye.web.reader import Reader
from kbye.web.wording import when


def say_it_was_taken_back(event: Event, *, by: Member, now: datetime) -> None:
    """To everybody who was sent a date for the calendar because of this event: the dates as they are again.

    Nothing where it was taken back in time. Call it after the undo, before what still waits is withdrawn.
    """
    rows = Notice.objects.of(event.household)
    about = Q(time_away=event.object_id) | Q(key__startswith=f"{event.verb}:{event.object_id}:")
    in_a_letter = rows.filter(state=Notice.State.SENT, kind=DIGEST).values("pk")
    has_left = Q(state=Notice.State.SENT) | Q(state=Notice.State.FOLDED, folded_into__in=in_a_letter)
    ours = rows.filter(about, key__startswith=f"{event.verb}:", due_at__gte=event.at)
    said = ours.filter(has_left).exclude(calendar="")
    of: dict[Member, list[str]] = defaultdict(list)
    for notice in said.select_related("person__household"):
        of[notice.person] += calendar_entry.times_in(notice.calendar)
    for person, keys in of.items():
        times = TimeAway.objects.of(event.household).with_people().filter(pk__in=keys).order_by("starts_at")
        _tell(person, list(times), event, by=by, now=now)


def _tell(person: Member, rows: list[TimeAway], event: Event, *, by: Member, now: datetime) -> None:
    if not rows:
        return
    stands = [row for row in rows if row.called_off_at is None] or rows
    reader = Reader(person.household.zone, person.clock)
    with written_for(person):
        about = {"name": by.name, "when": "\n".join(when(row.span, reader) for row in stands)}
        tell(
            person,
            kind="taken_back",
            key=f"taken_back:{event.pk}:{person.pk}",
            time_away=stands[0],
            subject=_("As it was before: %(when)s") % {"when": when(stands[0].span, reader)},
            body=_("%(name)s took that back. It is as it was before:\n%(when)s") % about,
            calendar=calendar_entry.text_for_all(rows, person, now=now).decode(),
            due_at=now,
        )
