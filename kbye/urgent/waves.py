"""Helpers in the agreed order, once nobody at home has the children. Asking them is background work, from the rows."""

from __future__ import annotations

from datetime import datetime

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import noted, record
from kbye.household.gap import Ask, Gap
from kbye.household.household import Household
from kbye.household.leaving_now import urgent_gap
from kbye.household.notices import off_duty_until
from kbye.household.people import Member, MemberQuerySet
from kbye.household.preparation import ToSay

OPEN_OR_TAKEN = {Gap.State.OPEN, Gap.State.COVERED}


def helpers(household: Household) -> MemberQuerySet:
    """In the order in which the household would ask them."""
    return Member.objects.of(household).here().filter(kind=Member.Kind.HELPER).order_by("place", "name")


def line_up(time_away: TimeAway, *, by: Member | None, now: datetime) -> Gap:
    """All of it needs somebody, and these may be asked; whoever is asked already is not asked twice.

    Call it in a transaction that holds the household.
    """
    if time_away.answer_by_at is not None:
        time_away.ask_until(None)
    gap = urgent_gap(time_away)
    if gap is None or gap.state not in OPEN_OR_TAKEN:
        gap = _open_gap(time_away, by=by, now=now)
    known = {ask.helper_id for ask in gap.asks.all()}
    in_it = {time_away.leaver_id, *(one.pk for one in time_away.stayers)}
    for rank, helper in enumerate(helpers(time_away.household)):
        if helper.pk not in known | in_it:
            ask = Ask.objects.create(household=time_away.household, gap=gap, helper=helper, rank=rank)
            record(ask, "lined_up", by=by, at=now)
    return Gap.objects.of(time_away.household).whole().get(pk=gap.pk)


def _open_gap(time_away: TimeAway, *, by: Member | None, now: datetime) -> Gap:
    gap = Gap.objects.create(
        household=time_away.household,
        time_away=time_away,
        starts_at=now,
        ends_at=time_away.ends_at,
        what_to_know=sentence_of(time_away),
        asked_by=by or time_away.leaver,
        is_urgent=True,
        created_at=now,
    )
    record(gap, "opened_gap", by=by, at=now)
    return Gap.objects.of(time_away.household).whole().get(pk=gap.pk)


def end(time_away: TimeAway, *, by: Member, now: datetime) -> None:
    """It was a false alarm: nobody is asked any more, and whoever was is told so by whoever calls this."""
    gap = urgent_gap(time_away)
    if gap is None or gap.state not in OPEN_OR_TAKEN:
        return
    Ask.objects.of(time_away.household).filter(gap=gap).update(state=Ask.State.ENDED, next_at=None)
    with noted(gap, "closed_gap", by=by, at=now):
        gap.settle(Gap.State.CLOSED)


def nobody_at_home_is_left(time_away: TimeAway, now: datetime) -> bool:
    """Nobody has said yes, and none of those at home is still waited for."""
    rows = [row for row in time_away.hand_overs.all() if row.part == HandOver.Part.STAYS]
    silent = [row.person for row in rows if row.answer == HandOver.Answer.NONE]
    has_yes = any(row.answer == HandOver.Answer.GOT_IT for row in rows)
    return not has_yes and all(off_duty_until(one, now) for one in silent)


def sentence_of(time_away: TimeAway) -> str:
    """What happened, if whoever had to leave wrote it."""
    lines = ToSay.objects.of(time_away.household).filter(
        time_away=time_away, author=time_away.leaver_id, removed_at=None
    )
    return "\n".join(lines.values_list("words", flat=True))[:500]
