"""How a line of the sheet and a dose read on screen."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from kbye.go.sheet import Dose, Line
from kbye.household.responsibility import Responsibility
from kbye.planning.wallclock import local_day
from kbye.web import reader, wording


class Shown(NamedTuple):
    """A line in words, for `components/must.html`."""

    id: UUID
    time: str
    text: str
    detail: str
    is_must: bool
    is_done: bool
    done_line: str

    @property
    def key(self) -> str:
        return str(self.id)


def shown(line: Line, now: datetime) -> Shown:
    return Shown(
        id=line.id,
        time=wording.clock_time(line.earliest),
        text=line.text,
        detail=_detail(line, now),
        is_must=line.is_must,
        is_done=line.is_done,
        done_line=_done_line(line, now),
    )


def shown_dose(dose: Dose, now: datetime) -> tuple[str, str]:
    """ "Ben: inhaler" and "18:34, Alex"."""
    return dose.text, _by_whom(dose.at, dose.by, now)


def moment(at: datetime, now: datetime) -> str:
    """ "18:34" today, "Fri 4 Dec 18:34" on any other day: a dose without its day would mislead."""
    time, zone = wording.clock_time(at), reader.current().zone
    if local_day(at, zone) == local_day(now, zone):
        return time
    return _("%(day)s %(time)s") % {"day": wording.short_day(at), "time": time}


def _detail(line: Line, now: datetime) -> str:
    parts = []
    if not line.is_open(now) or line.latest <= now:
        parts.append(_day_if_not_today(line.earliest, now))
    if line.is_must:
        parts.append(_("by %(time)s") % {"time": wording.clock_time(line.latest)})
    if line.last:
        parts.append(_("last %(when)s") % {"when": _by_whom(line.last.at, line.last.by, now)})
    parts += [_not_before(line, now), _helper(line)]
    return " · ".join(part for part in parts if part)


def _done_line(line: Line, now: datetime) -> str:
    if line.done_at is None:
        return ""
    parts = [_by_whom(line.done_at, line.done_by, now), _not_before(line, now)]
    return " · ".join(part for part in parts if part)


def _not_before(line: Line, now: datetime) -> str:
    """The earliest next dose, as long as it is still to come."""
    if line.next_at is None or line.next_at <= now:
        return ""
    words = _("next not before %(when)s") if line.is_done else _("not before %(when)s")
    return words % {"when": moment(line.next_at, now)}


def _helper(line: Line) -> str:
    if not line.helper:
        return ""
    is_errand = line.kind == Responsibility.Kind.FETCH
    words = _("%(name)s does it") if is_errand else _("with %(name)s then")
    return words % {"name": line.helper}


def _day_if_not_today(at: datetime, now: datetime) -> str:
    zone = reader.current().zone
    return "" if local_day(at, zone) == local_day(now, zone) else wording.day(at, now=now)


def _by_whom(at: datetime, name: str, now: datetime) -> str:
    return ", ".join(part for part in (moment(at, now), name) if part)
