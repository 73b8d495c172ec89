"""kbye's times as entries for a calendar that keeps up with them: for one adult, or for everybody of the household.

Told ones only, from a year ago on; what was called off stays some weeks as cancelled, so that every program strikes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from kbye.calendars.ours import uid_of
from kbye.calendars.writing import Entry
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.feed import Detail
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.web.calendar_entry import title_for
from kbye.web.wording import names

PAST = timedelta(days=365)
STRUCK_FOR = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whose times, None for everybody's; and a `Detail`: with names, or only that somebody is busy."""

    household: Household
    person: Member | None
    detail: str

    @property
    def title(self) -> str:
        if self.detail == Detail.BUSY:
            return _("Busy times")
        return f"kbye: {self.person.name}" if self.person else "kbye"


def entries_for(audience: Audience, *, now: datetime) -> dict[UUID, Entry]:
    """Each by the key of its time away, in the order of their beginnings."""
    changed = _last_changes(audience.household)
    children = list(Member.objects.of(audience.household).children())
    return {
        row.pk: _entry(row, audience, children, changed)
        for row in _rows(audience, now)
        if audience.person is None or row.concerns(audience.person)
    }


def _rows(audience: Audience, now: datetime) -> list[TimeAway]:
    told = TimeAway.objects.of(audience.household).exclude(told_at=None).filter(ends_at__gt=now - PAST)
    shown = told.filter(Q(called_off_at=None) | Q(called_off_at__gt=now - STRUCK_FOR))
    return list(shown.with_people().order_by("starts_at", "pk"))


def _last_changes(household: Household) -> Mapping[UUID, datetime]:
    """When something was last done to each of them, as the log has it."""
    done = Event.objects.of(household).filter(object_kind__in=("timeaway", "handover"))
    return dict(done.order_by().values_list("object_id").annotate(last=Max("at")))


def _entry(
    row: TimeAway, audience: Audience, children: list[Member], changed: Mapping[UUID, datetime]
) -> Entry:
    parts = (row.pk, *(one.pk for one in row.hand_overs.all()))
    written_at = max((changed[key] for key in parts if key in changed), default=row.told_at or row.created_at)
    is_off = row.called_off_at is not None
    return Entry(
        uid=uid_of(row.pk, settings.PUBLIC_HOST),
        start=row.starts_at,
        end=_end(row),
        zone=audience.household.zone,
        title=_title(row, audience, children),
        sequence=max(int((written_at - row.created_at).total_seconds()), 0),
        cancelled=is_off,
        tentative=not is_off and not row.back_at and _is_open_question(row),
        written_at=written_at,
    )


def _end(row: TimeAway) -> datetime:
    """Whoever is back earlier is not away any more."""
    return row.back_at if row.back_at and row.starts_at < row.back_at < row.ends_at else row.ends_at


def _is_open_question(row: TimeAway) -> bool:
    return row.manner != TimeAway.Manner.ANNOUNCEMENT and not row.is_settled


def _title(row: TimeAway, audience: Audience, children: list[Member]) -> str:
    if audience.detail == Detail.BUSY:
        return _("Busy")
    if audience.person is not None:
        return title_for(row, audience.person, children)
    words = _("%(name)s is away, open end") if row.span.open_end else _("%(name)s is away")
    away = words % {"name": row.leaver.name}
    stayers = names(row.stayers)
    if not stayers:
        return away
    return _("%(away)s; with the children: %(names)s") % {"away": away, "names": stayers}
