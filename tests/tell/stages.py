"""One hand-over in any of its states, and anybody trying anything with it through real requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from kbye.household.agreement import state_of
from kbye.household.away import HandOver, TimeAway
from kbye.household.event import UNDOABLE, Event
from kbye.household.link import Link
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.planning.agreeing import Action, Actor, State
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from tests.people import FRIDAY, FRIDAY_EVENING, THURSDAY_NOON, ZONE, Family, family, give_account, signed_in
from tests.web.browser import Browser

SATURDAY, SUNDAY_AFTER = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=9)
FRIDAY_NIGHT = Span(instant(FRIDAY, 18 * 60, ZONE), instant(FRIDAY, 34 * 60, ZONE))
ANOTHER_DAY = {"day": SATURDAY.isoformat(), "from_time": "15:00", "until_time": "19:00"}
IN_RETURN = {
    "return-day": SUNDAY_AFTER.isoformat(),
    "return-from_time": "10:00",
    "return-until_time": "14:00",
}
OF_AN_OFFER = {Actor.OFFERER, Actor.TAKER}
OF_A_QUESTION = {Actor.ASKER, Actor.STAYER}
NEVER_IN_AN_OFFER = {State.TOLD, State.ASKED, State.SWAP, State.FINDING}
SAYS: dict[Action, dict[str, str]] = {
    Action.GOT_IT: {"answer": "got_it"},
    Action.COUNTER: {"answer": "counter", **ANOTHER_DAY},
    Action.COUNTER_IN_WORDS: {"answer": "counter", "words": "Sunday?"},
    Action.SWAP: {"answer": "counter", **IN_RETURN},
    Action.FIND: {"answer": "finding"},
}
ROUTES = {
    Action.TELL: "told",
    Action.TAKE_PROPOSAL: "take-proposal",
    Action.KEEP_AS_IT_IS: "as-it-was",
    Action.SAID_YES_FOR: "said-yes",
    Action.CALL_OFF: "call-off",
    Action.BEGIN: "begin",
    Action.COME_BACK: "back",
}
# How the asking side gets to a state by something that can be taken back, and from where.
UNDOABLE_WAYS = {
    State.TOLD: (State.COUNTER_TIME, Action.KEEP_AS_IT_IS),
    State.ASKED: (State.COUNTER_TIME, Action.KEEP_AS_IT_IS),
    State.OFFERED: (State.COUNTER_TIME, Action.KEEP_AS_IT_IS),
    State.CALLED_OFF: (None, Action.CALL_OFF),
    State.BACK: (State.UNDER_WAY, Action.COME_BACK),
}


def at(day: date, hour: int) -> Any:
    return instant(day, hour * 60, ZONE)


def can_be(state: State, actor: Actor) -> bool:
    """Whether somebody like this can meet a hand-over in this state at all."""
    if actor in OF_AN_OFFER:
        return state not in NEVER_IN_AN_OFFER
    return not (actor in OF_A_QUESTION and state is State.OFFERED)


@dataclass
class Stage:
    cast: Family
    row: TimeAway
    side: HandOver
    actor: Actor
    before: State | None = None
    seq: int = 0
    browsers: dict[Actor, Browser] = field(default_factory=dict)

    @property
    def is_offer(self) -> bool:
        return self.row.is_offer

    @property
    def state(self) -> State:
        row = TimeAway.objects.with_people().get(pk=self.row.pk)
        side = next(one for one in row.hand_overs.all() if one.pk == self.side.pk)
        return state_of(row, side, THURSDAY_NOON)

    def person(self, actor: Actor) -> Member | None:
        return {
            Actor.ASKER: self.cast.sam,
            Actor.TAKER: self.cast.sam,
            Actor.STAYER: self.cast.alex,
            Actor.OFFERER: self.cast.alex,
            Actor.OTHER_ADULT: self.cast.noor,
        }.get(actor)

    def token(self) -> str:
        """The link that this actor would try."""
        of = Link.objects.filter(household=self.cast.household)
        if self.actor in {Actor.STAYER, Actor.TAKER}:
            return of.get(time_away=self.row, member=self.side.person).token
        if self.actor is Actor.LINK_OF_ANOTHER:
            return of.get(time_away__isnull=False, member=self.cast.grandma).token
        if self.actor is Actor.HELPER:
            return of.get(purpose=Link.Purpose.HELP).token
        return ""

    def client(self, actor: Actor | None = None) -> Client:
        person = self.person(actor or self.actor)
        return signed_in(person) if person else Client()

    def browser(self, actor: Actor | None = None) -> Browser:
        """Signed in once, if this actor is somebody who can."""
        actor = actor or self.actor
        if actor not in self.browsers:
            self.browsers[actor] = Browser(self.client(actor))
        return self.browsers[actor]

    def try_it(self, action: Action, actor: Actor | None = None) -> bool:
        """Through the door as this actor would; whether it was accepted."""
        undone = Event.objects.filter(verb="undid").count() if action is Action.UNDO else 0
        answer = self._send(action, actor)
        assert answer.status_code < 500
        if action is Action.UNDO:
            return Event.objects.filter(verb="undid").count() > undone
        goes_on = answer.status_code == 302 and "/sign-in/" not in answer.headers["Location"]
        if action is Action.COME_BACK:
            return goes_on and "welcome" in answer.headers["Location"]
        return goes_on and (actor or self.actor) is not Actor.LINK_OF_ANOTHER

    def _send(self, action: Action, actor: Actor | None) -> HttpResponse:
        who = self.browser(actor)
        if action is Action.UNDO:
            return who.ask("POST", f"/undo/{self.seq}/")
        if action not in SAYS:
            said = {"person": self.side.person_id}
            return who.ask("POST", f"/away/{self.row.pk}/{ROUTES[action]}/", said)
        token = self.token()
        where = f"/l/{token}/answer/" if token else f"/away/{self.row.pk}/answer/"
        return (Browser() if token else who).ask("POST", where, SAYS[action])

    def note_what_was_done(self) -> None:
        """The last thing that can be taken back, else the last thing at all."""
        seqs = Event.objects.filter(household=self.cast.household, part_of=None).order_by("-seq")
        last = seqs.filter(verb__in=UNDOABLE).first() or seqs[0]
        self.seq = last.seq


def stage(state: State, actor: Actor, *, to_undo: bool = False) -> Stage:
    """The sample household with a hand-over in that state, and everybody who may try something."""
    cast = family()
    is_offer = actor in OF_AN_OFFER or state is State.OFFERED
    made = _stage(cast, state, actor, is_offer)
    way = _undoable_way(state, actor) if to_undo else None
    if way is None:
        _put(made, state)
    else:
        before = way[0] or (State.OFFERED if is_offer else State.ASKED)
        _put(made, before)
        made.before = made.state
        assert made.try_it(way[1], _who_did(actor, is_offer, way[1]))
    made.note_what_was_done()
    assert made.state is state
    return made


def _undoable_way(state: State, actor: Actor) -> tuple[State | None, Action] | None:
    if state is State.GOT_IT:
        return None if actor is Actor.TAKER else (None, Action.SAID_YES_FOR)
    if state is State.UNDER_WAY:
        # The offerer has nothing to begin, but may have noted a yes meanwhile.
        return (state, Action.SAID_YES_FOR) if actor is Actor.OFFERER else (None, Action.BEGIN)
    return UNDOABLE_WAYS.get(state)


def _who_did(actor: Actor, is_offer: bool, action: Action) -> Actor:
    if not is_offer:
        return Actor.ASKER
    if action in {Action.BEGIN, Action.COME_BACK}:
        return Actor.TAKER
    return Actor.TAKER if actor is Actor.TAKER and action is Action.CALL_OFF else Actor.OFFERER


def _stage(cast: Family, state: State, actor: Actor, is_offer: bool) -> Stage:
    cast.noor.kind = Member.Kind.ADULT
    cast.noor.save(update_fields=["kind"])
    give_account(cast.noor, "noor@example.org")
    row = pencil_in(
        leaver=cast.sam,
        stayers=[cast.alex],
        span=FRIDAY_EVENING if is_offer or state is State.TOLD else FRIDAY_NIGHT,
        by=cast.alex if is_offer else cast.sam,
        now=THURSDAY_NOON,
        offered_by=cast.alex if is_offer else None,
    )
    # Another time, of which Grandma has the link; and the link of a helper.
    pencil_in(
        leaver=cast.alex,
        stayers=[cast.grandma],
        span=Span(at(SUNDAY_AFTER, 17), at(SUNDAY_AFTER, 20)),
        by=cast.alex,
        now=THURSDAY_NOON,
    )
    Link.objects.make(
        household=cast.household,
        purpose=Link.Purpose.HELP,
        member=cast.grandma,
        now=THURSDAY_NOON,
    )
    side = HandOver.objects.select_related("person").get(
        time_away=row, person=cast.sam if is_offer else cast.alex
    )
    return Stage(cast, row, side, actor)


def _put(made: Stage, state: State) -> None:
    row, side, now = made.row, made.side, THURSDAY_NOON
    if state is State.DRAFTED:
        return
    side.note_told(HandOver.Via.BY_HAND, at=now)
    row.note_told(at=now)
    if state in {State.UNDER_WAY, State.BACK}:
        row.begin(at=now)
    if state is State.BACK:
        row.come_back(at=now)
    if state is State.CALLED_OFF:
        row.call_off(at=now)
    _answered(side, state)


def _answered(side: HandOver, state: State) -> None:
    another = Span(at(SATURDAY, 15), at(SATURDAY, 19))
    in_return = Span(at(SUNDAY_AFTER, 10), at(SUNDAY_AFTER, 14))
    counter, now = HandOver.Answer.COUNTER, THURSDAY_NOON
    match state:
        case State.GOT_IT:
            side.say(HandOver.Answer.GOT_IT, at=now)
        case State.FINDING:
            side.say(HandOver.Answer.FINDING, at=now)
        case State.COUNTER_TIME:
            side.say(counter, at=now, proposal=another)
        case State.COUNTER_WORDS:
            side.say(counter, at=now, words="Sunday?")
        case State.SWAP:
            side.say(counter, at=now, proposal=another, in_return=in_return)
