"""A time away as an entry for anybody's calendar: told, changed, called off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from kbye.calendars.ours import uid_of
from kbye.calendars.writing import Entry, calendar_text
from kbye.household.away import TimeAway
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.web.wording import names

_TIMES = re.compile(r"^UID:([0-9a-f-]{36})@", re.MULTILINE)
_SEQUENCE = re.compile(r"^SEQUENCE:([0-9]+)", re.MULTILINE)


def text_for(time_away: TimeAway, person: Member, *, now: datetime, is_off: bool = False) -> bytes:
    """RFC 5545 text: for the leaver "away", for everybody else that they have the children."""
    return text_for_all([time_away], person, now=now, is_off=is_off)


def text_for_all(times: Iterable[TimeAway], person: Member, *, now: datetime, is_off: bool = False) -> bytes:
    """One text with each of them, each under the name it keeps for life and with a sequence that only grows.

    What is called off, or all of it with `is_off`, is struck where it was taken over.
    """
    rows = list(times)
    entries = tuple(_entry(row, person, now, is_off=is_off or row.called_off_at is not None) for row in rows)
    is_all_off = all(entry.cancelled for entry in entries)
    return calendar_text(entries, method="CANCEL" if is_all_off else "PUBLISH", now=now)


def is_in_their_calendar(time_away: TimeAway, person: Member) -> bool:
    """Whether kbye has sent it to this person as a date for the calendar, or is about to."""
    rows = Notice.objects.of(time_away.household).filter(person=person)
    return rows.filter(calendar__contains=f"UID:{time_away.pk}@").exists()


def times_in(calendar: str) -> list[str]:
    """The keys of the times away that such a text is about."""
    return _TIMES.findall(calendar)


def newest(calendars: Iterable[str]) -> tuple[str, ...]:
    """Of several texts about the same only the one with the highest sequence, which is the last word on it."""
    found: dict[tuple[str, ...], str] = {}
    for text in calendars:
        about = tuple(sorted(times_in(text)))
        found[about] = max(found.get(about, text), text, key=_sequence)
    return tuple(found.values())


def _sequence(calendar: str) -> int:
    return max(map(int, _SEQUENCE.findall(calendar)), default=0)


def title_for(time_away: TimeAway, person: Member, children: Iterable[Member]) -> str:
    """How it is called in this person's calendar."""
    is_open = time_away.span.open_end
    if person.pk == time_away.leaver_id:
        return _("Away, open end") if is_open else _("Away")
    words = (
        _("You have %(children)s (%(name)s is away, open end)")
        if is_open
        else _("You have %(children)s (%(name)s is away)")
    )
    return words % {"children": names(children) or _("the children"), "name": time_away.leaver.name}


def _entry(time_away: TimeAway, person: Member, now: datetime, *, is_off: bool) -> Entry:
    children = Member.objects.of(time_away.household).children()
    return Entry(
        uid=uid_of(time_away.pk, settings.PUBLIC_HOST),
        start=time_away.starts_at,
        end=time_away.ends_at,
        zone=time_away.household.zone,
        title=title_for(time_away, person, children),
        sequence=max(int((now - time_away.created_at).total_seconds()), 0),
        cancelled=is_off,
    )
