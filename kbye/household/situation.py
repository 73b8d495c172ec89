"""The bridge from rows to the times to choose from: what is known about who could have the children when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Min

from kbye.household.away import TimeAway
from kbye.household.calendar import LIVE, SAY_WHEN_SOMEBODY_CAN, Calendar, Commitment, Means
from kbye.household.household import Household
from kbye.household.looked_after import nobody_needed
from kbye.household.people import Member, UsualHome
from kbye.planning.intervals import Span, without
from kbye.planning.lengths import Length
from kbye.planning.usual_week import HomeTime, UsualWeek
from kbye.planning.wish import Busy, Carer, Hold, Wish

# How far ahead times are looked for, the longest usual time away included.
HORIZON = timedelta(days=28)
_HOLDS = {Means.RATHER_NOT: Hold.RATHER_NOT, Means.ASK: Hold.ASK}


def wish(
    *, leaver: Member, stayers: list[Member], length: Length, now: datetime, until: datetime | None = None
) -> Wish:
    """What the planner needs to look for times in which `leaver` could go and one of `stayers` has the children.

    What happens up to `until` is looked at; without it, as far ahead as times are usually looked for.
    """
    household = leaver.household
    everybody = [leaver, *stayers]
    until = until or now + HORIZON
    busy = _busy_times(everybody, now, until)
    needless = nobody_needed(household, now, until, now)
    weeks = _usual_weeks(stayers)
    unread = _unread(stayers, now, until)
    taken = TimeAway.objects.of(household).open().filter(ends_at__gt=now)
    return Wish(
        now=now,
        zone=household.zone,
        length=length,
        leaver_busy=busy[leaver.pk],
        carers=tuple(
            Carer(
                id=str(one.pk),
                week=weeks.get(one.pk),
                busy=_but(busy[one.pk], needless),
                unknown=one.pk in unread,
            )
            for one in stayers
        ),
        taken=tuple(row.span for row in taken),
    )


def _busy_times(people: list[Member], now: datetime, until: datetime) -> dict[object, tuple[Busy, ...]]:
    rows = Commitment.objects.of(people[0].household).of_own_calendars()
    rows = rows.filter(member__in=people, ends_at__gt=now, starts_at__lt=until).select_related("calendar")
    found: dict[object, list[Busy]] = defaultdict(list)
    for row in rows.order_by("starts_at"):
        hold = _HOLDS.get(Means(row.calendar.means), Hold.CANNOT)
        found[row.member_id].append(Busy(Span(row.starts_at, row.ends_at), row.title, hold))
    return defaultdict(tuple, {key: tuple(spans) for key, spans in found.items()})


def _but(busy: tuple[Busy, ...], needless: tuple[Span, ...]) -> tuple[Busy, ...]:
    """What somebody has while all the children are looked after elsewhere is in nobody's way."""
    return tuple(replace(one, span=left) for one in busy for left in without((one.span,), needless))


def _usual_weeks(people: list[Member]) -> dict[object, UsualWeek]:
    if not people:
        return {}
    found: dict[object, list[HomeTime]] = defaultdict(list)
    for row in UsualHome.objects.of(people[0].household).filter(member__in=people):
        found[row.member_id].append(
            HomeTime(weekday=row.weekday, from_minute=row.from_minute, to_minute=row.to_minute)
        )
    return {key: UsualWeek(tuple(times)) for key, times in found.items()}


def _unread(people: list[Member], now: datetime, until: datetime) -> set[object]:
    """Those with a calendar that is too old, or no longer reaches into the coming weeks: unknown, never free."""
    if not people:
        return set()
    rows = Calendar.objects.of(people[0].household).unread(now, until).filter(member__in=people)
    return set(rows.values_list("member_id", flat=True))


def last_read(people: list[Member]) -> dict[object, datetime]:
    """When the calendars that say when somebody can were last read, of each the one that is oldest.

    Only of those that are read by themselves.
    """
    if not people:
        return {}
    rows = (
        Calendar.objects.of(people[0].household)
        .counting()
        .filter(member__in=people, means__in=SAY_WHEN_SOMEBODY_CAN, source__kind__in=LIVE)
    )
    return dict(rows.values_list("member_id").annotate(Min("read_at")))


def said_along(household: Household, span: Span) -> list[tuple[Member, str, Span]]:
    """What the calendars that count for nothing say about a span: whose, what, and when."""
    rows = Commitment.objects.of(household).counting().filter(calendar__means=Means.INFORMATION)
    rows = rows.filter(starts_at__lt=span.end, ends_at__gt=span.start).exclude(title="")
    found = rows.select_related("member").order_by("starts_at", "title")
    return [(row.member, row.title, Span(row.starts_at, row.ends_at)) for row in found]
