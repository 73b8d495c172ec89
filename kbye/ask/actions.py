"""What the one who stays does about a gap: do it themselves, ask, ask somebody else, leave it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from kbye.ask import turns
from kbye.ask.helper_link import renew
from kbye.household.away import TimeAway
from kbye.household.event import noted, record
from kbye.household.gap import Ask, Gap, GapChild
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.planning.intervals import Span


@transaction.atomic
def open_gap(
    *,
    time_away: TimeAway,
    span: Span,
    by: Member,
    now: datetime,
    place: str = "",
    what_to_know: str = "",
    children: Iterable[Member] = (),
    is_mine: bool = False,
) -> Gap:
    """A stretch of the time away that needs somebody; `is_mine`: the one who stays does it themselves."""
    gap = Gap.objects.create(
        household=time_away.household,
        time_away=time_away,
        starts_at=span.start,
        ends_at=span.end,
        place=place,
        what_to_know=what_to_know,
        state=Gap.State.STAYER if is_mine else Gap.State.OPEN,
        asked_by=by,
        created_at=now,
    )
    for child in children:
        GapChild.objects.create(household=time_away.household, gap=gap, child=child)
    record(gap, "opened_gap", by=by, at=now)
    return gap


@transaction.atomic
def ask_people(
    *,
    gap: Gap,
    people: Sequence[Member],
    by: Member,
    now: datetime,
    one_by_one: bool = True,
    answer_minutes: int | None = None,
) -> list[Ask]:
    """Ask these, in this order; returns the asks that went out now. None if the gap needs nobody any more."""
    gap = turns.hold(gap.household, gap.pk)
    if gap.state != Gap.State.OPEN:
        return []
    with noted(gap, "changed", by=by, at=now):
        gap.one_by_one, gap.answer_minutes, gap.asked_by = one_by_one, answer_minutes, by
        gap.save(update_fields=["one_by_one", "answer_minutes", "asked_by"])
    _line_up(gap, people, by=by, now=now)
    gap = turns.hold(gap.household, gap.pk)
    turns.go_on(gap, by=by, now=now)
    return [ask for ask in gap.asks.all() if ask.state == Ask.State.ASKED and ask.asked_at == now]


def _line_up(gap: Gap, people: Sequence[Member], *, by: Member, now: datetime) -> None:
    """Behind those who are waiting already; whoever is being asked is not asked twice."""
    known = {ask.helper_id: ask for ask in gap.asks.all()}
    rank = max((ask.rank for ask in known.values()), default=-1)
    for number, person in enumerate(people, start=rank + 1):
        ask = known.get(person.pk)
        if ask is None:
            made = Ask.objects.create(household=gap.household, gap=gap, helper=person, rank=number)
            record(made, "lined_up", by=by, at=now)
        elif ask.state not in {Ask.State.WAITING, Ask.State.ASKED}:
            Ask.objects.of(gap.household).filter(pk=ask.pk).update(rank=number)
            turns.move(ask, Ask.State.WAITING, "lined_up", by=by, now=now)


@transaction.atomic
def do_it_myself(*, gap: Gap, by: Member, now: datetime) -> None:
    _settle(gap, Gap.State.STAYER, "took_gap", by=by, now=now)


@transaction.atomic
def close(*, gap: Gap, by: Member | None, now: datetime) -> None:
    """Nobody is needed for it any more."""
    _settle(gap, Gap.State.CLOSED, "closed_gap", by=by, now=now)


def _settle(gap: Gap, state: Gap.State, verb: str, *, by: Member | None, now: datetime) -> None:
    gap = turns.hold(gap.household, gap.pk)
    if gap.state == state:
        return
    with noted(gap, verb, by=by, at=now):
        gap.settle(state)
    turns.end_all(gap, by=by, now=now)


@transaction.atomic
def open_again(*, gap: Gap, by: Member, now: datetime) -> bool:
    """After closing it, or "I'll do it". Nobody is asked by that alone. False if it was open or is covered."""
    gap = turns.hold(gap.household, gap.pk)
    if gap.state not in {Gap.State.CLOSED, Gap.State.STAYER}:
        return False
    with noted(gap, "opened_gap", by=by, at=now):
        gap.settle(Gap.State.OPEN)
    return True


@transaction.atomic
def end_ask(*, ask: Ask, by: Member, now: datetime) -> bool:
    """This one is not asked any more; if they had said yes, the stretch is open again. False if it had ended."""
    gap = turns.hold(ask.household, ask.gap_id)
    ask = turns.ask_in(gap, ask.pk)
    was_yes = ask.state == Ask.State.YES
    if not turns.end_one(ask, gap, by=by, now=now):
        return False
    if was_yes and Gap.objects.reopen(gap, by=ask.helper):
        record(gap, "reopened_gap", by=by, at=now)
    elif any(one.state == Ask.State.WAITING for one in gap.asks.all()):
        turns.go_on(gap, by=by, now=now)
    return True


@transaction.atomic
def renew_link(*, helper: Member, by: Member, now: datetime) -> Link | None:
    return renew(helper, by=by, now=now)


@transaction.atomic
def move_on(*, ask: Ask, now: datetime) -> bool:
    """Their time to answer is over: the next one is asked, and their own yes still counts until somebody's does."""
    gap = turns.hold(ask.household, ask.gap_id)
    waited_for = Ask.objects.of(gap.household).filter(pk=ask.pk, state=Ask.State.ASKED, next_at=ask.next_at)
    if ask.next_at is None or waited_for.update(next_at=None) != 1:
        return False
    gap = turns.hold(ask.household, ask.gap_id)
    turns.go_on(gap, by=None, now=now)
    return True


@transaction.atomic
def begin(*, gap: Gap, now: datetime) -> None:
    """Somebody lined up those who may help in an emergency: the first of them are asked, if nobody is yet."""
    gap = turns.hold(gap.household, gap.pk)
    turns.go_on(gap, by=None, now=now)
