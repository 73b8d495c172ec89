"""From rows to a situation file: who could have the children in one time away, as far as anybody said.

Nothing known is nothing in the way: a helper can be asked for as long as it takes, and somebody without a calendar
and without a usual week is simply asked. What is known is only ever added; what somebody chose by hand goes before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from kbye.household.away import TimeAway
from kbye.household.calendar import SAY_WHEN_SOMEBODY_CAN, Calendar, Commitment, Means
from kbye.household.looked_after import supervised
from kbye.household.occurrences import due_in
from kbye.household.people import Member, UsualHome
from kbye.household.responsibility import Priority, Responsibility
from kbye.planning.intervals import Span, without
from kbye.planning.usual_week import HomeTime, UsualWeek, home_spans
from kbye.planning.wallclock import local

Document = dict[str, Any]
GRID_MINUTES = 15
MEDICINE = "medicine"
HOME = "home"
# So far around the time away all is read, for those who would rather go a little sooner or later.
AROUND = timedelta(hours=2)
_STRENGTHS = {Means.RATHER_NOT: "rather_not", Means.ASK: "rather_not"}


@dataclass(frozen=True, slots=True)
class Pin:
    """Chosen by hand: this person has all the children in that stretch, whatever else is known."""

    person: Member
    span: Span


@dataclass(frozen=True, slots=True)
class _Held:
    """A stretch in which somebody is not simply free."""

    person: object
    span: Span
    strength: str
    label: str = ""


def document(
    *,
    leaver: Member,
    stayers: list[Member],
    span: Span,
    now: datetime,
    pins: Iterable[Pin] = (),
    told: Collection[Member] = (),
) -> Document:
    """The situation file for a time in which `leaver` goes and one or several of `stayers` have the children.

    `told`: those who have them anyway, also helpers. The leaver is in it for what stands in the way of leaving.
    """
    household = leaver.household
    around = Span(span.start - AROUND, span.end + AROUND)
    stays = supervised(household, around.start, around.end, now)
    held = _around_pins(_held(leaver, stayers, around, now), stayers, tuple(pins))
    return {
        "version": 1,
        "zone": household.zone,
        "grid_minutes": GRID_MINUTES,
        "children": [
            {"id": str(one.pk), "name": one.name} for one in Member.objects.of(household).children()
        ],
        "carers": [
            _carer(one, rank, span, lives_here=one.is_adult or one in told)
            for rank, one in enumerate([*stayers, leaver])
        ],
        "busy": [_busy(number, one, household.zone) for number, one in enumerate(held)],
        **_elsewhere(stays.order_by("starts_at", "ends_at"), household.zone),
        "occurrences": list(_musts(leaver, around)),
        "away": {"leaver": str(leaver.pk), **_times(span, household.zone)},
    }


def _times(span: Span, zone: str) -> Document:
    """With their offset, on whole minutes, outward."""
    last = span.end + timedelta(seconds=-span.end.second % 60)
    first, until = (local(at, zone).isoformat(timespec="minutes") for at in (span.start, last))
    return {"from": first, "to": until}


def _carer(member: Member, rank: int, span: Span, *, lives_here: bool) -> Document:
    """Who does not live here is asked; helpers may do everything nobody said they may not, and as long as it takes."""
    carer: Document = {"id": str(member.pk), "name": member.name, "household": lives_here}
    carer |= {"skills": [MEDICINE]}
    if not lives_here:
        longest = max(1440, -(-span.minutes // GRID_MINUTES) * GRID_MINUTES + 60)
        carer |= {"may_care": "all", "may_collect": "all", "overnight": True, "ask_rank": rank}
        carer |= {"ask_minutes_max": longest}
    return carer


def _busy(number: int, held: _Held, zone: str) -> Document:
    row = {"id": f"b{number}", "carer": str(held.person), **_times(held.span, zone)}
    return {**row, "strength": held.strength, "label": held.label}


def _held(leaver: Member, stayers: list[Member], span: Span, now: datetime) -> Iterator[_Held]:
    household = leaver.household
    rows = Commitment.objects.of(household).of_own_calendars().filter(member__in=[*stayers, leaver])
    rows = rows.filter(starts_at__lt=span.end, ends_at__gt=span.start).select_related("calendar")
    for row in rows.order_by("starts_at", "member_id"):
        strength = _STRENGTHS.get(Means(row.calendar.means), "cannot")
        yield _Held(row.member_id, _near(Span(row.starts_at, row.ends_at), span), strength, row.title)
    gone = TimeAway.objects.of(household).open().filter(leaver__in=stayers)
    for time_away in gone.filter(starts_at__lt=span.end, ends_at__gt=span.start):
        yield _Held(time_away.leaver_id, _near(time_away.span, span), "cannot")
    unread = Calendar.objects.of(household).unread(now, span.end).filter(member__in=stayers)
    for member in sorted(set(unread.values_list("member_id", flat=True)), key=str):
        yield _Held(member, span, "unknown")
    yield from _usually_out(stayers, span)


def _around_pins(held: Iterable[_Held], stayers: list[Member], pins: tuple[Pin, ...]) -> Iterator[_Held]:
    """Whoever was chosen can; nobody else has the children then."""
    for one in held:
        chosen = [pin.span for pin in pins if pin.person.pk == one.person]
        for left in without((one.span,), chosen):
            yield replace(one, span=left)
    for pin in pins:
        for other in stayers:
            if other.pk != pin.person.pk:
                yield _Held(other.pk, pin.span, "cannot")


def _near(one: Span, span: Span) -> Span:
    """As much of it as matters: an open end is far away, and asks reach a little beyond the time away."""
    return Span(max(one.start, span.start - timedelta(days=1)), min(one.end, span.end + timedelta(days=1)))


def _usually_out(stayers: list[Member], span: Span) -> Iterator[_Held]:
    """Outside of their usual week one can ask somebody; they would rather be asked for other times."""
    if not stayers:
        return
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
                yield _Held(member, out, "rather_not")


def _elsewhere(rows: Iterable[Commitment], zone: str) -> Document:
    """School, day care, a course. Where somebody said how long the way is, they are brought and fetched; else they
    go and come alone, and only have to be met at home. What follows at once is one stay: no way lies between.
    """
    by_child: dict[object, list[Commitment]] = {}
    for row in rows:
        by_child.setdefault(row.member_id, []).append(row)
    ways: dict[str, int] = {}
    found = []
    for child, stays in by_child.items():
        until = None
        for number, row in enumerate(stays):
            start = row.starts_at if until is None else max(row.starts_at, until)
            if start >= row.ends_at:
                continue
            way = max(row.calendar.before_minutes, row.calendar.after_minutes)
            place = str(row.calendar_id) if way else HOME
            ways |= {place: way} if way else {}
            stays_on = any(one.starts_at <= row.ends_at < one.ends_at for one in stays[number + 1 :])
            brought = row.calendar.before_minutes > 0 and start != until
            fetched = row.calendar.after_minutes > 0 and not stays_on
            when = _times(Span(start, row.ends_at), zone)
            edges = {"place": place, "drop_off": brought, "pick_up": fetched}
            found.append({"child": str(child), **when, **edges})
            until = row.ends_at
    return {"supervised": found, "places": [HOME, *ways], "travel": _travel(ways)}


def _travel(ways: dict[str, int]) -> list[Document]:
    """From one place to another by way of home: nobody said anything shorter."""
    from_home = [{"between": [HOME, place], "minutes": minutes} for place, minutes in ways.items()]
    between = [
        {"between": [one, other], "minutes": ways[one] + ways[other]} for one, other in combinations(ways, 2)
    ]
    return from_home + between


def _musts(leaver: Member, span: Span) -> Iterator[Document]:
    """What has to happen; all the rest is nobody's business but theirs. A child is there for its medicine."""
    household = leaver.household
    for number, (row, due) in enumerate(due_in(household, span)):
        window = Span(due.earliest, due.latest)
        if row.priority == Priority.MUST:
            when = _times(window, household.zone)
            is_dose = row.kind == Responsibility.Kind.MEDICINE and row.child_id is not None
            yield {
                "id": f"{row.pk} {number}",
                "title": row.title,
                "priority": "must",
                "minutes": max(1, min(row.minutes, window.minutes)),
                "earliest": when["from"],
                "latest": when["to"],
                "place": None,
                "skills": [MEDICINE] if row.kind == Responsibility.Kind.MEDICINE else [],
                "with": [str(row.child_id)] if is_dose else [],
            }


def responsibility_of(occurrence: str) -> str:
    """Whose time an occurrence of the file is, by id."""
    return occurrence.split(" ")[0]
