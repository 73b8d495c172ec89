"""Who is here on one day of a child, and who fetches whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kbye.children.faces import Face, face, faces
from kbye.children.rows import away_span
from kbye.household.away import TimeAway
from kbye.household.gap import Gap
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.planning.intervals import Span
from kbye.planning.sleeps import BED_BY, DAY_BEGINS
from kbye.planning.wallclock import instant, local

BRINGS_BEFORE = 11


@dataclass(frozen=True, slots=True)
class Fetch:
    """Somebody brings children somewhere, or fetches them."""

    who: tuple[Face, ...]
    children: tuple[Face, ...]
    brings: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    noon: datetime
    here: tuple[Face, ...]
    fetches: tuple[Fetch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known of the people around the children: read once, asked for each day."""

    household: Household
    members: tuple[Member, ...]
    rows: tuple[TimeAway, ...]
    gaps: tuple[Gap, ...]
    fetching: tuple[Occurrence, ...]
    now: datetime

    @property
    def adults(self) -> list[Member]:
        return [one for one in self.members if one.is_adult]

    @property
    def children(self) -> list[Member]:
        return [one for one in self.members if one.is_child]


def around(household: Household, rows: Iterable[TimeAway], now: datetime) -> Around:
    rows = tuple(rows)
    keys = [row.pk for row in rows]
    gaps = Gap.objects.of(household).filter(time_away__in=keys).whole() if keys else ()
    fetching = Occurrence.objects.of(household).filter(
        time_away__in=keys, kind=Responsibility.Kind.FETCH, done_at=None
    )
    return Around(
        household=household,
        members=tuple(Member.objects.of(household).here()),
        rows=rows,
        gaps=tuple(gaps),
        fetching=tuple(fetching.in_order()) if keys else (),
        now=now,
    )


def day_of(known: Around, on: date, *, child: Member | None = None) -> Day:
    """That day, or what is left of it. `child`: only who fetches this one."""
    zone = known.household.zone
    start, end = instant(on, DAY_BEGINS * 60, zone), instant(on, BED_BY * 60, zone)
    start = max(start, min(known.now, end - timedelta(minutes=1)))
    return Day(
        noon=instant(on, 12 * 60, zone),
        here=faces(_here(known, Span(start, end))),
        fetches=tuple(_fetches(known, Span(start, end), child)),
    )


def _here(known: Around, day: Span) -> list[Member]:
    """The adults of the house who are not away all the time, and those who come for it."""
    gone = {
        row.leaver_id
        for row in known.rows
        for span in [away_span(row, known.now)]
        if span.start <= day.start and day.end <= span.end
    }
    comes = {
        stayer.pk: stayer
        for row in known.rows
        if _touch(away_span(row, known.now), day)
        for stayer in row.stayers
        if stayer.removed_at is None
    }
    for gap in known.gaps:
        helper = gap.covered_by
        if helper is not None and helper.removed_at is None and _touch(gap.span, day):
            comes[helper.pk] = helper
    here = [one for one in known.adults if one.pk not in gone]
    return here + [one for key, one in comes.items() if not one.is_adult and key not in gone]


def _fetches(known: Around, day: Span, child: Member | None) -> Iterable[Fetch]:
    found: dict[tuple[datetime, tuple[Face, ...]], list[Member]] = {}
    for one in known.fetching:
        if not (day.start < one.latest_at and one.earliest_at < day.end):
            continue
        whom = [one.child] if one.child else known.children
        for each in whom:
            if each.removed_at is None and child in (None, each):
                who = faces(_who_fetches(known, one, each))
                if who:
                    found.setdefault((one.earliest_at, who), []).append(each)
    for (at, who), children in found.items():
        brings = local(at, known.household.zone).hour < BRINGS_BEFORE
        yield Fetch(who, tuple(face(one) for one in dict.fromkeys(children)), brings, at)


def _who_fetches(known: Around, one: Occurrence, child: Member) -> list[Member]:
    """A helper who said yes to that stretch, else those who stay; nobody as long as it is open: no promises."""
    for gap in known.gaps:
        is_about = gap.time_away_id == one.time_away_id and child in (gap.named_children or [child])
        if is_about and _touch(gap.span, Span(one.earliest_at, one.latest_at)):
            if gap.state == Gap.State.COVERED and gap.covered_by is not None:
                return [gap.covered_by]
            if gap.state == Gap.State.OPEN:
                return []
    row = next((row for row in known.rows if row.pk == one.time_away_id), None)
    return [stayer for stayer in row.stayers if stayer.removed_at is None] if row else []


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
