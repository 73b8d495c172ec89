"""The states of telling, read off the rows: where a hand-over stands, what somebody is to it, what they may do."""

from __future__ import annotations

from datetime import datetime

from kbye.household.away import HandOver, TimeAway
from kbye.household.people import Member
from kbye.planning import agreeing
from kbye.planning.agreeing import Action, Actor, State

_OF_PHASE = {
    TimeAway.Phase.CALLED_OFF: State.CALLED_OFF,
    TimeAway.Phase.BACK: State.BACK,
    TimeAway.Phase.UNDER_WAY: State.UNDER_WAY,
}
_AS_TOLD = {
    TimeAway.Manner.ANNOUNCEMENT: State.TOLD,
    TimeAway.Manner.QUESTION: State.ASKED,
    TimeAway.Manner.OFFER: State.OFFERED,
}


class NotTheirs(Exception):
    """It is never up to them."""


class NotNow(Exception):
    """It is up to them at other times; `state` is where things stand."""

    def __init__(self, state: State) -> None:
        super().__init__(state.value)
        self.state = state


def state_of(time_away: TimeAway, row: HandOver | None, now: datetime) -> State:
    """`row` None: the time away as a whole, which stands where somebody's side of it stands."""
    over = _OF_PHASE.get(time_away.phase(now))
    if over is not None:
        return over
    if row is None:
        return _state_of_whole(time_away, now)
    if row.answer == HandOver.Answer.COUNTER:
        if row.in_return is not None:
            return State.SWAP
        return State.COUNTER_TIME if row.proposal is not None else State.COUNTER_WORDS
    if row.answer:
        return State.GOT_IT if row.answer == HandOver.Answer.GOT_IT else State.FINDING
    return State.DRAFTED if row.told_at is None else _AS_TOLD[TimeAway.Manner(time_away.manner)]


def _state_of_whole(time_away: TimeAway, now: datetime) -> State:
    if time_away.told_at is None:
        return State.DRAFTED
    sides = [row for row in time_away.hand_overs.all() if row.person_id != time_away.offered_by_id]
    states = [state_of(time_away, row, now) for row in sides]
    told = [state for state in states if state != State.DRAFTED]
    return told[0] if told else _AS_TOLD[TimeAway.Manner(time_away.manner)]


def actor_of(time_away: TimeAway, row: HandOver | None, member: Member) -> Actor:
    """What this member is to that hand-over. The door has seen to it that they are of the household."""
    if time_away.is_offer and member.pk == time_away.offered_by_id:
        return Actor.OFFERER
    if member.pk == time_away.leaver_id:
        return Actor.TAKER if time_away.is_offer else Actor.ASKER
    if row is not None and row.person_id == member.pk:
        return Actor.STAYER
    return Actor.OTHER_ADULT if member.is_adult else Actor.HELPER


def may(time_away: TimeAway, row: HandOver | None, member: Member, action: Action, *, now: datetime) -> bool:
    return agreeing.may(state_of(time_away, row, now), actor_of(time_away, row, member), action)


def require(
    time_away: TimeAway, row: HandOver | None, member: Member, action: Action, *, now: datetime
) -> None:
    """Nothing if they may; otherwise raises NotTheirs or NotNow. Call it in the transaction of the action."""
    actor, state = actor_of(time_away, row, member), state_of(time_away, row, now)
    if agreeing.may(state, actor, action):
        return
    raise NotNow(state) if agreeing.may_ever(actor, action) else NotTheirs
