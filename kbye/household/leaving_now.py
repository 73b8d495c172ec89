"""Leaving within the hour: the emergency that runs in a household, and who has the children at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from kbye.household.away import HandOver, TimeAway
from kbye.household.gap import Ask, Gap
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.people import Member

# An open end is reckoned with as so much later, and moved on when half of it is left.
PRESUMED = timedelta(hours=24)


def presumed_end(now: datetime) -> datetime:
    return (now + PRESUMED).replace(second=0, microsecond=0)


def hold(household: Household) -> None:
    """Whoever changes who has the children does so one after the other, until the transaction ends.

    In the order in which answers and returns take these rows, so that nobody waits for another in a circle.
    """
    gaps = Gap.objects.of(household).filter(is_urgent=True, state__in=[Gap.State.OPEN, Gap.State.COVERED])
    times = TimeAway.objects.of(household).open()
    sides = HandOver.objects.of(household).filter(time_away__in=times.emergencies().values("pk"))
    for rows in (gaps, times, sides):
        list(rows.select_for_update(no_key=True).order_by("pk"))
    Household.objects.select_for_update(no_key=True).get(pk=household.pk)


def running(household: Household) -> TimeAway | None:
    """There is one at most: whoever has to leave besides cannot stay in this one."""
    return TimeAway.objects.of(household).emergencies().with_people().order_by("-starts_at").first()


def urgent_gap(time_away: TimeAway) -> Gap | None:
    """What helpers are asked for, once nobody at home has them."""
    rows = Gap.objects.of(time_away.household).filter(time_away=time_away, is_urgent=True)
    return rows.whole().order_by("-created_at", "-pk").first()


class Stands(Enum):
    HAS = auto()  # somebody said so
    TOLD = auto()  # somebody at home was told, and has not answered
    UNTOLD = auto()  # kbye has no way to reach them: whoever leaves has to tell them
    ASKING = auto()  # nobody yet; helpers are being asked
    NOBODY = auto()  # nobody, and nobody left to be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoHasThem:
    """`people`: who has them, was told or is to be told, or is being asked."""

    stands: Stands
    people: tuple[Member, ...]
    gap: Gap | None


def who_has_them(time_away: TimeAway, gap: Gap | None) -> WhoHasThem:
    """`time_away` comes with its people, `gap` from `urgent_gap`. Somebody at home goes before a helper."""
    rows = [row for row in time_away.hand_overs.all() if row.part == HandOver.Part.STAYS]
    yes = tuple(row.person for row in rows if row.answer == HandOver.Answer.GOT_IT)
    if yes:
        return WhoHasThem(stands=Stands.HAS, people=yes, gap=gap)
    if gap is not None and gap.state == Gap.State.COVERED and gap.covered_by is not None:
        return WhoHasThem(stands=Stands.HAS, people=(gap.covered_by,), gap=gap)
    if gap is not None and gap.state == Gap.State.OPEN:
        asked = tuple(ask.helper for ask in being_asked(gap))
        return WhoHasThem(stands=Stands.ASKING if asked else Stands.NOBODY, people=asked, gap=gap)
    silent = [row for row in rows if row.answer == HandOver.Answer.NONE]
    told = tuple(row.person for row in silent if row.told_at is not None)
    if told or not silent:
        return WhoHasThem(stands=Stands.TOLD if told else Stands.NOBODY, people=told, gap=gap)
    return WhoHasThem(stands=Stands.UNTOLD, people=tuple(row.person for row in silent), gap=gap)


def being_asked(gap: Gap) -> list[Ask]:
    """Those who may still say yes; before the first were asked, a second from now, those who will be."""
    asks = list(gap.asks.all())
    asked = [ask for ask in asks if ask.state == Ask.State.ASKED]
    waiting = [ask for ask in asks if ask.state == Ask.State.WAITING]
    return asked if asked or len(waiting) < len(asks) else waiting[: gap.wave]


def follow_the_end(time_away: TimeAway) -> None:
    """What helpers have or are asked for lasts as long as the emergency does, and so do their links."""
    gaps = Gap.objects.of(time_away.household).filter(time_away=time_away, is_urgent=True)
    open_ones = gaps.filter(state__in=[Gap.State.OPEN, Gap.State.COVERED], starts_at__lt=time_away.ends_at)
    open_ones.update(ends_at=time_away.ends_at)
    helpers = Ask.objects.of(time_away.household).filter(gap__in=open_ones.values("pk"))
    until = time_away.links_end_at
    Link.objects.of(time_away.household).filter(
        purpose=Link.Purpose.HELP, member__in=helpers.values("helper"), revoked_at=None, ends_at__lt=until
    ).update(ends_at=until)
