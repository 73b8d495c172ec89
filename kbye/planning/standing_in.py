"""What may become of a stand-in, and by whom: one table. What does not stand in it does not happen.

off: agreed, nobody asked · requested: the receiver asked, the adults are being told · waiting: they were told, the
time runs · active: the sheet is open to the receiver · ended: it was, and is no more · refused: an adult said no.
"""

from __future__ import annotations

from enum import Enum


class State(Enum):
    OFF = "off"
    REQUESTED = "requested"
    WAITING = "waiting"
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"


class Actor(Enum):
    GIVER = "giver"
    RECEIVER = "receiver"
    OTHER_ADULT = "other adult"
    CHILD = "child"
    HOST = "host"
    ANYBODY = "anybody"
    # The background work: it does only what time does.
    TIME = "time"


class Action(Enum):
    AGREE_AGAIN = "agree again"
    CHANGE = "change"
    TAKE_AWAY = "take away"
    ASK = "ask"
    NEVER_MIND = "never mind"
    REFUSE = "refuse"
    OPEN_NOW = "open now"
    CLOSE = "close"
    LOOK = "look"
    TELL = "tell"
    OPEN = "open"
    RUN_OUT = "run out"


# The only thing about it that anybody may write, and only by CHANGE.
MAY_BE_CHANGED = frozenset({"wait_minutes"})

_S, _A = State, Action
_AT_REST = (_S.OFF, _S.ENDED, _S.REFUSED)
_BY_ADULTS: dict[Action, dict[State, State]] = {
    _A.CHANGE: {state: state for state in _AT_REST},
    _A.AGREE_AGAIN: {_S.ENDED: _S.OFF, _S.REFUSED: _S.OFF},
    _A.TAKE_AWAY: {state: state for state in State},
    _A.REFUSE: {_S.REQUESTED: _S.REFUSED, _S.WAITING: _S.REFUSED},
    _A.OPEN_NOW: {_S.REQUESTED: _S.ACTIVE, _S.WAITING: _S.ACTIVE},
    _A.CLOSE: {_S.ACTIVE: _S.ENDED},
}
TABLE: dict[Actor, dict[Action, dict[State, State]]] = {
    Actor.GIVER: _BY_ADULTS,
    Actor.OTHER_ADULT: _BY_ADULTS,
    Actor.RECEIVER: {
        _A.ASK: {_S.OFF: _S.REQUESTED},
        _A.NEVER_MIND: {_S.REQUESTED: _S.OFF, _S.WAITING: _S.OFF},
        _A.LOOK: {_S.ACTIVE: _S.ACTIVE},
    },
    Actor.TIME: {
        _A.TELL: {_S.REQUESTED: _S.WAITING},
        _A.OPEN: {_S.WAITING: _S.ACTIVE},
        _A.RUN_OUT: {_S.ACTIVE: _S.OFF},
    },
    Actor.CHILD: {},
    Actor.HOST: {},
    Actor.ANYBODY: {},
}


def after(state: State, actor: Actor, action: Action) -> State | None:
    """The state that follows; None if this actor may not do this now."""
    return TABLE[actor].get(action, {}).get(state)


def counted(*, by_the_wall: float, really_passed: float) -> float:
    """How many seconds of waiting count since they were counted last.

    `by_the_wall`: by the machine's calendar, which somebody may set. `really_passed`: by a counter that only this
    process has and that nobody sets. The less of the two, so that neither a clock set ahead nor several processes
    that count at once can shorten a wait; a restart only lengthens it.
    """
    return max(min(by_the_wall, really_passed), 0.0)
