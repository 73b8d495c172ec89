"""The only bridge from rows to the planner: what is known about who could have the children when."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from kbye.household.away import TimeAway
from kbye.household.calendar import Calendar, Commitment
from kbye.household.people import Member, UsualHome
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.usual_week import HomeTime, UsualWeek
from kbye.planning.wish import Busy, Carer, Wish

# How far ahead times are looked for, the longest usual time away included.
HORIZON = timedelta(days=28)


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
    weeks = _usual_weeks(stayers)
    unread = _unread(stayers, until)
    taken = TimeAway.objects.of(household).open().filter(ends_at__gt=now)
    return Wish(
        now=now,
        zone=household.zone,
        length=length,
        leaver_busy=busy[leaver.pk],
        carers=tuple(
            Carer(id=str(one.pk), week=weeks.get(one.pk), busy=busy[one.pk], unknown=one.pk in unread)
            for one in stayers
        ),
        taken=tuple(row.span for row in taken),
    )


def _busy_times(people: list[Member], now: datetime, until: datetime) -> dict[object, tuple[Busy, ...]]:
    rows = Commitment.objects.of(people[0].household).filter(
        member__in=people, ends_at__gt=now, starts_at__lt=until
    )
    found: dict[object, list[Busy]] = defaultdict(list)
    for row in rows.order_by("starts_at"):
        found[row.member_id].append(Busy(Span(row.starts_at, row.ends_at)))
    return defaultdict(tuple, {key: tuple(spans) for key, spans in found.items()})


def _usual_weeks(people: list[Member]) -> dict[object, UsualWeek]:
    if not people:
        return {}
    found: dict[object, list[HomeTime]] = defaultdict(list)
    for row in UsualHome.objects.of(people[0].household).filter(member__in=people):
        found[row.member_id].append(
            HomeTime(weekday=row.weekday, from_minute=row.from_minute, to_minute=row.to_minute)
        )
    return {key: UsualWeek(tuple(times)) for key, times in found.items()}


def _unread(people: list[Member], until: datetime) -> set[object]:
    """Those with a calendar that no longer reaches into the coming weeks: unknown, never free."""
    if not people:
        return set()
    ended = Calendar.objects.of(people[0].household).filter(member__in=people, until_at__lt=until)
    return set(ended.values_list("member_id", flat=True))
