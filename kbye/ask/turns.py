"""Whose turn it is to be asked. Every function here runs in the transaction of the action that calls it.

The gap's row is taken first, by everybody and always: on PostgreSQL it is the lock, on SQLite the transaction is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kbye.ask import letters
from kbye.household.event import Event, noted, record, snapshot
from kbye.household.gap import Ask, Gap
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.planning.gaps import answer_until, yes_binds_at

State = Ask.State
# At any hour: until more are asked. A yes of the first still counts until somebody's does.
MINUTES_IN_AN_EMERGENCY = timedelta(minutes=5)
ASKED_AGAIN = "asked_again"


def hold(household: Household, gap: UUID) -> Gap:
    """The gap as it is now, to nobody else until the transaction ends."""
    Gap.objects.of(household).select_for_update().get(pk=gap)
    return Gap.objects.of(household).whole().get(pk=gap)


def ask_in(gap: Gap, key: UUID) -> Ask:
    return next(ask for ask in gap.asks.all() if ask.pk == key)


def move(ask: Ask, state: Ask.State, verb: str, *, by: Member | None, now: datetime, words: str = "") -> bool:
    """Move this ask on and write it down; False if it was not in the state it is known to be in."""
    before = snapshot(ask)
    rows = Ask.objects.filter(household=ask.household_id, pk=ask.pk, state=ask.state)
    asked_at = now if state == State.ASKED else ask.asked_at
    if rows.update(state=state, answered_at=now, words=words, next_at=None, asked_at=asked_at) != 1:
        return False
    ask.state, ask.answered_at, ask.words, ask.next_at = state, now, words, None
    ask.asked_at = asked_at
    record(ask, verb, by=by, at=now, before=before)
    return True


def send(ask: Ask, gap: Gap, *, by: Member | None, now: datetime) -> None:
    """This one is asked, now."""
    if not move(ask, State.ASKED, "asked", by=by, now=now):
        return
    zone = gap.household.zone
    ask.next_at = (
        now + MINUTES_IN_AN_EMERGENCY
        if gap.is_urgent
        else answer_until(now=now, start=gap.starts_at, zone=zone, minutes=gap.answer_minutes)
    )
    ask.answered_at = None
    ask.save(update_fields=["next_at", "answered_at"])
    gap.yes_binds_at = yes_binds_at(now=now, start=gap.starts_at, zone=zone)
    gap.save(update_fields=["yes_binds_at"])
    letters.ask_them(ask, gap, now=now)
    if by is None and not ask.helper.email:
        letters.your_turn_to_send(gap, ask.helper, now=now)


def ask_again(ask: Ask, gap: Gap, *, now: datetime) -> None:
    """Once more, to somebody who was silent in an emergency; their state stays, and so does every yes they may say."""
    with noted(ask, ASKED_AGAIN, by=None, at=now):
        ask.next_at = now + MINUTES_IN_AN_EMERGENCY
        ask.save(update_fields=["next_at"])
    letters.ask_them(ask, gap, now=now, again=True)


def _silent(gap: Gap) -> list[Ask]:
    """Asked once, no answer in time, and within reach. Whoever said no is left in peace."""
    rows = [ask for ask in gap.asks.all() if ask.state == State.ASKED and ask.next_at is None]
    asked_twice = set(
        Event.objects.of(gap.household)
        .filter(verb=ASKED_AGAIN, object_id__in=[ask.pk for ask in rows])
        .values_list("object_id", flat=True)
    )
    return [
        ask
        for ask in rows
        if ask.helper.email and ask.helper.removed_at is None and ask.pk not in asked_twice
    ]


def go_on(gap: Gap, *, by: Member | None, now: datetime, again: bool = False) -> None:
    """Ask whoever is next; with `again` also those who were told that it was covered.

    One after the other, or in an emergency a few at a time: only when nobody is being waited for; in an emergency
    those who were silent are asked once more beside the next ones. Nobody left: those who stay are told.
    """
    if gap.state != Gap.State.OPEN or gap.ends_at <= now:
        return
    wanted = {State.WAITING, State.COVERED} if again else {State.WAITING}
    everybody = list(gap.asks.all())
    left = [ask for ask in everybody if ask.state in wanted and ask.helper.removed_at is None]
    is_waited_for = any(ask.state == State.ASKED and ask.next_at for ask in everybody)
    if gap.wave is not None:
        left = [] if is_waited_for else left[: gap.wave]
    silent = _silent(gap) if gap.is_urgent and not is_waited_for else []
    for ask in left:
        send(ask, gap, by=None, now=now)
    for ask in silent:
        ask_again(ask, gap, now=now)
    if not left and not silent and not is_waited_for and everybody:
        letters.nobody_can(gap, now=now)


def tell_the_others(gap: Gap, winner: Ask, *, now: datetime) -> None:
    """It is covered: those who were asked hear of it; those still waiting their turn never knew."""
    for ask in gap.asks.all():
        if (
            ask.pk != winner.pk
            and ask.state == State.ASKED
            and move(ask, State.COVERED, "covered", by=None, now=now)
        ):
            letters.it_is_covered(ask, gap, now=now)


def end_all(gap: Gap, *, by: Member | None, now: datetime) -> None:
    """No ask goes on; those who were asked or had said yes are told."""
    for ask in gap.asks.all():
        end_one(ask, gap, by=by, now=now)


def end_one(ask: Ask, gap: Gap, *, by: Member | None, now: datetime) -> bool:
    """False if there is nothing to end."""
    counted_on = ask.state in {State.ASKED, State.YES}
    if ask.state == State.ENDED or not move(ask, State.ENDED, "ended_ask", by=by, now=now, words=ask.words):
        return False
    if counted_on:
        letters.it_is_not_needed(ask, gap, now=now)
    return True
