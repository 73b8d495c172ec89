"""From rows to a situation file: who could have the children in one time away, as far as anybody said.

Nothing known is nothing in the way: a helper can be asked for as long as it takes, and somebody without a calendar
and without a usual week is simply asked. What is known is only ever added.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from kbye.household.away import TimeAway
from kbye.household.calendar import SAY_WHEN_SOMEBODY_CAN, Calendar, Commitment, Means
from kbye.household.occurrences import due_in
from kbye.household.people import Member, UsualHome
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning.intervals import Span, without
from kbye.planning.usual_week import HomeTime, UsualWeek, home_spans
from kbye.planning.wallclock import local

Document = dict[str, Any]
GRID_MINUTES = 15
_STRENGTHS = {Means.RATHER_NOT: "rather_not", Means.ASK: "rather_not"}


def document(*, leaver: Member, stayers: list[Member], span: Span, now: datetime) -> Document:
    """The situation file for a time in which `leaver` goes and one or several of `stayers` have the children."""
    household = leaver.household
    return {
        "version": 1,
        "zone": household.zone,
        "grid_minutes": GRID_MINUTES,
        "children": [
            {"id": str(one.pk), "name": one.name} for one in Member.objects.of(household).children()
        ],
        "carers": [_carer(one, rank, span) for rank, one in enumerate(stayers)],
        "busy": _numbered(list(_busy(stayers, span, now))),
        "supervised": list(_supervised(leaver, span)),
        "occurrences": list(_musts(leaver, span)),
        "away": {"leaver": str(leaver.pk), **_times(span, household.zone)},
    }


def _times(span: Span, zone: str) -> Document:
    """With their offset, on whole minutes, outward."""
    last = span.end + timedelta(seconds=-span.end.second % 60)
    first, until = (local(at, zone).isoformat(timespec="minutes") for at in (span.start, last))
    return {"from": first, "to": until}


def _carer(member: Member, rank: int, span: Span) -> Document:
    """Adults live here; helpers may do everything nobody said they may not, and as long as it takes."""
    carer: Document = {"id": str(member.pk), "name": member.name, "household": member.is_adult}
    if not member.is_adult:
        longest = max(1440, -(-span.minutes // GRID_MINUTES) * GRID_MINUTES + 60)
        carer |= {"may_care": "all", "may_collect": "all", "overnight": True, "ask_rank": rank}
        carer |= {"ask_minutes_max": longest}
    return carer


def _numbered(rows: list[Document]) -> list[Document]:
    return [{"id": f"b{number}", **row} for number, row in enumerate(rows)]


def _busy(stayers: list[Member], span: Span, now: datetime) -> Iterator[Document]:
    if not stayers:
        return
    household, zone = stayers[0].household, stayers[0].household.zone
    rows = Commitment.objects.of(household).of_own_calendars().filter(member__in=stayers)
    rows = rows.filter(starts_at__lt=span.end, ends_at__gt=span.start).select_related("calendar")
    for row in rows.order_by("starts_at", "member_id"):
        strength = _STRENGTHS.get(Means(row.calendar.means), "cannot")
        near = _near(Span(row.starts_at, row.ends_at), span)
        yield {"carer": str(row.member_id), **_times(near, zone), "strength": strength, "label": row.title}
    gone = TimeAway.objects.of(household).open().filter(leaver__in=stayers)
    for time_away in gone.filter(starts_at__lt=span.end, ends_at__gt=span.start):
        near = _near(time_away.span, span)
        yield {"carer": str(time_away.leaver_id), **_times(near, zone), "strength": "cannot"}
    unread = Calendar.objects.of(household).unread(now, span.end).filter(member__in=stayers)
    for member in sorted(set(unread.values_list("member_id", flat=True)), key=str):
        yield {"carer": str(member), **_times(span, zone), "strength": "unknown"}
    yield from _usually_out(stayers, span)


def _near(one: Span, span: Span) -> Span:
    """As much of it as matters: an open end is far away, and asks reach a little beyond the time away."""
    return Span(max(one.start, span.start - timedelta(days=1)), min(one.end, span.end + timedelta(days=1)))


def _usually_out(stayers: list[Member], span: Span) -> Iterator[Document]:
    """Outside of their usual week one can ask somebody; they would rather be asked for other times."""
    household = stayers[0].household
    with_calendar = set(
        Calendar.objects.of(household)
        .counting()
        .filter(member__in=stayers, means__in=SAY_WHEN_SOMEBODY_CAN)
        .values_list("member_id", flat=True)
    )
    weeks: dict[Any, list[HomeTime]] = {}
    for row in UsualHome.objects.of(household).filter(member__in=stayers):
        time = HomeTime(weekday=row.weekday, from_minute=row.from_minute, to_minute=row.to_minute)
        weeks.setdefault(row.member_id, []).append(time)
    for member, times in weeks.items():
        if member not in with_calendar:
            home = home_spans(UsualWeek(tuple(times)), span, household.zone)
            for out in without((span,), home):
                yield {"carer": str(member), **_times(out, household.zone), "strength": "rather_not"}


def _supervised(leaver: Member, span: Span) -> Iterator[Document]:
    """School and day care; bringing and fetching are musts of their own, and how far it is nobody said."""
    household = leaver.household
    rows = Commitment.objects.of(household).counting().filter(calendar__means=Means.SUPERVISED)
    rows = rows.filter(starts_at__lt=span.end, ends_at__gt=span.start, member__kind=Member.Kind.CHILD)
    until: dict[Any, datetime] = {}
    for row in rows.filter(member__removed_at=None).order_by("starts_at", "ends_at"):
        start = max(row.starts_at, until.get(row.member_id, row.starts_at))
        if start < row.ends_at:
            when = _times(Span(start, row.ends_at), household.zone)
            edges = {"place": "home", "drop_off": False, "pick_up": False}
            yield {"child": str(row.member_id), **when, **edges}
        until[row.member_id] = max(start, row.ends_at)


def _musts(leaver: Member, span: Span) -> Iterator[Document]:
    """What has to happen; all the rest is nobody's business but theirs. A child is there for its medicine."""
    household = leaver.household
    for number, (row, due) in enumerate(due_in(household, span)):
        window = Span(due.earliest, due.latest)
        if row.priority == Priority.MUST:
            when = _times(window, household.zone)
            is_dose = row.kind == Responsibility.Kind.MEDICINE and row.child_id is not None
            yield {
                "id": f"o{number}",
                "title": row.title,
                "priority": "must",
                "minutes": max(1, min(row.minutes, window.minutes)),
                "earliest": when["from"],
                "latest": when["to"],
                "place": None,
                "with": [str(row.child_id)] if is_dose else [],
            }
