"""What the page of standing dates shows: whose, whether it is agreed, and its next times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.standing import StandingDate
from kbye.household.standing_conflicts import Surroundings, surroundings
from kbye.household.standing_days import AHEAD
from kbye.planning.standing import is_possible
from kbye.planning.wallclock import local_day
from kbye.web.standing_words import day_name, noticed, whose

SHOWN = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One day of a standing date; `time_away` is there if it can be skipped."""

    day: str
    words: str
    time_away: TimeAway | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One standing date. `waits_for` is whose yes is missing, `is_mine_to_agree` if that is the reader's."""

    standing: StandingDate
    title: str
    note: str
    lines: tuple[Line, ...]
    later: tuple[Line, ...]
    waits_for: Member | None
    is_mine_to_agree: bool
    has_part: bool
    question: TimeAway | None


def cards(me: Member, now: datetime) -> list[Card]:
    """The standing dates of the household, one's own first."""
    rows = list(StandingDate.objects.of(me.household).kept().with_people())
    if not rows:
        return []
    start = local_day(now, me.household.zone)
    around = surroundings(me.household, start, start + AHEAD)
    times = _times(me, start)
    rows.sort(key=lambda one: (one.leaver_id != me.pk, one.weekday, one.from_minute))
    return [_card(row, me, now, around, times[row.pk]) for row in rows]


def _times(me: Member, start: date) -> dict[object, dict[date, TimeAway]]:
    found: dict[object, dict[date, TimeAway]] = defaultdict(dict)
    rows = TimeAway.objects.of(me.household).filter(standing__isnull=False, on_date__gte=start)
    for row in rows.with_people():
        if row.on_date is not None:
            found[row.standing_id][row.on_date] = row
    return found


def _card(
    standing: StandingDate, me: Member, now: datetime, around: Surroundings, times: dict[date, TimeAway]
) -> Card:
    lines = tuple(_lines(standing, me, now, around, times)) if standing.is_agreed else ()
    other = standing.stayer if standing.proposed_by_id == standing.leaver_id else standing.leaver
    question = next((row for row in times.values() if row.called_off_at is None), None)
    has_part = me.pk in (standing.leaver_id, standing.stayer_id, standing.proposed_by_id)
    return Card(
        standing=standing,
        title=whose(standing, me),
        note=_note(standing, me, other),
        lines=lines[:SHOWN],
        later=lines[SHOWN:],
        waits_for=None if standing.is_agreed else other,
        is_mine_to_agree=not standing.is_agreed and me.pk == other.pk and me.pk != standing.proposed_by_id,
        has_part=has_part,
        question=question if not standing.is_agreed and standing.proposed_by_id == me.pk else None,
    )


def _note(standing: StandingDate, me: Member, other: Member) -> str:
    name = {"name": standing.stayer.name}
    if not standing.is_agreed and other.pk == me.pk:
        return _("%(name)s asks you. Agreed once, each one goes by itself.") % {
            "name": standing.proposed_by.name
        }
    if not standing.is_agreed:
        return _("Proposed. %(name)s has not said yes yet.") % {"name": other.name}
    if standing.stayer_id == me.pk:
        return _("You have the children.")
    return _("%(name)s has the children.") % name


def _lines(
    standing: StandingDate, me: Member, now: datetime, around: Surroundings, times: dict[date, TimeAway]
) -> Iterator[Line]:
    start = local_day(now, around.zone)
    for day in standing.rhythm.days(start, start + AHEAD):
        row = times.get(day)
        if standing.rhythm.on(day, around.zone).start <= now:
            continue
        if row is not None and row.called_off_at:
            yield Line(day_name(day), _("Skipped."))
            continue
        found = around.conflicts(standing, day, own=row.pk if row else None)
        words = noticed(found, standing, me)
        if row is not None and row.phase(now) == TimeAway.Phase.COMING:
            yield Line(day_name(day), words, row)
        elif row is None and not is_possible(found):
            yield Line(day_name(day), _("Not this week: %(why)s") % {"why": words})


def heading(rows: list[Card]) -> str:
    return _("Standing dates") if rows else _("A time that is always yours")
