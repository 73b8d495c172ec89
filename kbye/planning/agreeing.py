"""How two people agree on a time away: every state of one hand-over, who may do what in it, and what follows.

`ALLOWED` is the only place where this is decided; whatever is not in it is refused. `docs/states.md` draws it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from kbye.planning.decent_hours import decent
from kbye.planning.wallclock import local


class State(StrEnum):
    """Where one person's side of a time away stands."""

    DRAFTED = "drafted"
    TOLD = "told"  # an announcement
    ASKED = "asked"  # a question
    OFFERED = "offered"
    GOT_IT = "got it"
    COUNTER_TIME = "another time proposed"
    COUNTER_WORDS = "not then, in words"
    SWAP = "swap proposed"
    FINDING = "finding someone"
    UNDER_WAY = "under way"
    BACK = "back"
    CALLED_OFF = "called off"


class Actor(StrEnum):
    """What somebody is to one hand-over. Whoever asks or offers waits for the answer of the other."""

    ASKER = "asker"  # the leaver, who announces or asks
    OFFERER = "offerer"  # the one who stays, and offers
    STAYER = "stayer"  # answers the asker
    TAKER = "taker"  # answers the offerer, and is the one who leaves
    OTHER_ADULT = "another adult of the household"
    HELPER = "helper"
    LINK_OF_ANOTHER = "holder of another time's link"
    NOBODY = "nobody known"


class Action(StrEnum):
    TELL = "tell"
    GOT_IT = "got it"
    COUNTER = "propose another time"
    COUNTER_IN_WORDS = "say what would work"
    SWAP = "propose a swap"
    FIND = "find someone"
    TAKE_PROPOSAL = "take what is proposed"
    KEEP_AS_IT_IS = "no, as it was"
    SAID_YES_FOR = "they said yes"
    CALL_OFF = "call off"
    BEGIN = "begin"
    COME_BACK = "come back"
    UNDO = "undo"


class Then(Enum):
    """Next states that depend on where the time away comes from."""

    AS_IT_WAS_TOLD = "told, asked or offered, as it was"
    AS_BEFORE = "as before"


Key = tuple[State, Actor, Action]

HEARD = (State.TOLD, State.ASKED)
ANSWERED = (State.GOT_IT, State.COUNTER_TIME, State.COUNTER_WORDS, State.SWAP, State.FINDING)
TOWARDS_A_STAYER = (*HEARD, *ANSWERED)
# Nobody can promise in an offer to find someone else, or ask for something in return.
TOWARDS_A_TAKER = (State.OFFERED, State.GOT_IT, State.COUNTER_TIME, State.COUNTER_WORDS)

UNDONE_FROM = (State.GOT_IT, State.CALLED_OFF, State.UNDER_WAY)


def _each(
    states: Iterable[State], actor: Actor, action: Action, to: State | Then | None
) -> dict[Key, State | Then]:
    """The same from each of these states; with `to` None the state stays as it is."""
    return {(state, actor, action): state if to is None else to for state in states}


def _answers(
    actor: Actor, states: tuple[State, ...], answers: dict[Action, State]
) -> dict[Key, State | Then]:
    """Any answer at any time until it begins: a mind may be changed, and a message may be read before it is noted."""
    return {
        (state, actor, action): to for state in (State.DRAFTED, *states) for action, to in answers.items()
    }


def _asking(actor: Actor, states: tuple[State, ...], proposed: tuple[State, ...]) -> dict[Key, State | Then]:
    """What is up to the one who asks or offers."""
    ahead = (State.DRAFTED, *states)
    heard = (s for s in states if s not in ANSWERED)
    return {
        (State.DRAFTED, actor, Action.TELL): Then.AS_IT_WAS_TOLD,
        **_each((*states, State.UNDER_WAY), actor, Action.TELL, None),
        **_each(ahead, actor, Action.SAID_YES_FOR, State.GOT_IT),
        (State.UNDER_WAY, actor, Action.SAID_YES_FOR): State.UNDER_WAY,
        **_each((s for s in proposed if s in states), actor, Action.TAKE_PROPOSAL, State.GOT_IT),
        **_each((*proposed, State.COUNTER_WORDS), actor, Action.KEEP_AS_IT_IS, Then.AS_IT_WAS_TOLD),
        **_each(ahead, actor, Action.CALL_OFF, State.CALLED_OFF),
        # "They said yes", "take that", "as it was" and "call it off" can be taken back, each by who did it.
        **_each((*heard, *UNDONE_FROM), actor, Action.UNDO, Then.AS_BEFORE),
    }


def _leaving(actor: Actor, states: tuple[State, ...]) -> dict[Key, State | Then]:
    """What is up to the one who leaves. Going does not wait for an answer; see "silence" in the document."""
    return {
        **_each((*states, State.UNDER_WAY), actor, Action.BEGIN, State.UNDER_WAY),
        **_each((State.UNDER_WAY, State.BACK), actor, Action.COME_BACK, State.BACK),
        **_each((State.UNDER_WAY, State.BACK), actor, Action.UNDO, Then.AS_BEFORE),
    }


_TO_AN_ASKER = {
    Action.GOT_IT: State.GOT_IT,
    Action.COUNTER: State.COUNTER_TIME,
    Action.COUNTER_IN_WORDS: State.COUNTER_WORDS,
    Action.SWAP: State.SWAP,
    Action.FIND: State.FINDING,
}
_TO_AN_OFFERER = {
    Action.GOT_IT: State.GOT_IT,
    Action.COUNTER: State.COUNTER_TIME,
    Action.COUNTER_IN_WORDS: State.COUNTER_WORDS,
}

ALLOWED: dict[Key, State | Then] = {
    **_asking(Actor.ASKER, TOWARDS_A_STAYER, (State.COUNTER_TIME, State.SWAP)),
    **_leaving(Actor.ASKER, TOWARDS_A_STAYER),
    **_answers(Actor.STAYER, TOWARDS_A_STAYER, _TO_AN_ASKER),
    # A page that was left open may still say so while it is running; nobody is disturbed by it.
    (State.UNDER_WAY, Actor.STAYER, Action.GOT_IT): State.UNDER_WAY,
    (State.UNDER_WAY, Actor.STAYER, Action.FIND): State.UNDER_WAY,
    **_asking(Actor.OFFERER, TOWARDS_A_TAKER, (State.COUNTER_TIME,)),
    **_answers(Actor.TAKER, TOWARDS_A_TAKER, _TO_AN_OFFERER),
    **_leaving(Actor.TAKER, TOWARDS_A_TAKER),
    **_each(TOWARDS_A_TAKER, Actor.TAKER, Action.CALL_OFF, State.CALLED_OFF),
    (State.CALLED_OFF, Actor.TAKER, Action.UNDO): Then.AS_BEFORE,
}


def may(state: State, actor: Actor, action: Action) -> bool:
    return (state, actor, action) in ALLOWED


def may_ever(actor: Actor, action: Action) -> bool:
    """Whether this is theirs to do in any state; if not, it is refused as not theirs, else as not now."""
    return any(key[1:] == (actor, action) for key in ALLOWED)


LONGEST_WAIT = timedelta(hours=48)
SHORTEST_WAIT = timedelta(hours=1)
_QUARTER = timedelta(minutes=15)


def answer_by(*, asked_at: datetime, starts_at: datetime, zone: str) -> datetime | None:
    """Until when an answer is asked for: the earlier of 48 hours and half-way to the start, on the full hour.

    Never at night: then at the nearest decent hour by the clock in `zone`. At least an hour ahead (then on the
    quarter), and never after the start; None if it has begun.
    """
    if starts_at <= asked_at:
        return None
    soonest = _next_quarter(asked_at + SHORTEST_WAIT)
    wanted = _on_the_hour(asked_at + min(LONGEST_WAIT, (starts_at - asked_at) / 2), zone)
    if wanted < asked_at + SHORTEST_WAIT:
        wanted = soonest
    wanted = decent(wanted, earliest=soonest, latest=starts_at - SHORTEST_WAIT, zone=zone)
    return min(wanted, starts_at)


def _on_the_hour(at: datetime, zone: str) -> datetime:
    """By the clock in `zone`: some are half an hour beside all the others."""
    shown = local(at, zone)
    return at - timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)


def _next_quarter(at: datetime) -> datetime:
    whole = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    return whole if whole == at else whole + _QUARTER
