"""Stand-ins: who may do what, when. Every cell of the table, on the pages as well as in the code."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from kbye.household.event import Event
from kbye.household.link import Link
from kbye.household.notice import Notice
from kbye.household.stand_in import OPEN_FOR, StandIn
from kbye.planning.standing_in import MAY_BE_CHANGED, Action, Actor, State, after, counted
from kbye.urgent import stand_ins
from kbye.work.standing_in import SECONDS_BETWEEN, TOLD_AFTER_SECONDS, PassingTime
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, Family, signed_in
from tests.urgent.ready import Door, missing, ready_family, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOURS_2 = timedelta(hours=2)
# Written down a second time, by hand: a line an action, a column a state; the letter of what follows, or "." for no.
STATES = (State.OFF, State.REQUESTED, State.WAITING, State.ACTIVE, State.ENDED, State.REFUSED)
LETTERS = dict(zip("orwaen", STATES, strict=True))
ADULTS_MAY = """
agree again  . . . . o o
change       o . . . e n
take away    o r w a e n
ask          . . . . . .
never mind   . . . . . .
refuse       . n n . . .
open now     . a a . . .
close        . . . e . .
look         . . . . . .
tell         . . . . . .
open         . . . . . .
run out      . . . . . .
"""
RECEIVER_MAY = """
agree again  . . . . . .
change       . . . . . .
take away    . . . . . .
ask          r . . . . .
never mind   . o o . . .
refuse       . . . . . .
open now     . . . . . .
close        . . . . . .
look         . . . a . .
tell         . . . . . .
open         . . . . . .
run out      . . . . . .
"""
TIME_MAY = """
tell         . w . . . .
open         . . a . . .
run out      . . . o . .
"""
MAY = {
    Actor.GIVER: ADULTS_MAY,
    Actor.OTHER_ADULT: ADULTS_MAY,
    Actor.RECEIVER: RECEIVER_MAY,
    Actor.TIME: TIME_MAY,
    Actor.CHILD: "",
    Actor.HOST: "",
    Actor.ANYBODY: "",
}
# What a form could name: every column of the row.
FIELDS = tuple(field.attname for field in StandIn._meta.concrete_fields)
PEOPLE = tuple(actor for actor in Actor if actor is not Actor.TIME)


def wanted(state: State, actor: Actor, action: Action) -> State | None:
    for line in MAY[actor].splitlines():
        if line[:12].strip() == action.value:
            return LETTERS.get(line[12:].split()[STATES.index(state)])
    return None


@pytest.fixture
def cast() -> Family:
    return ready_family()


@pytest.fixture
def row(cast: Family) -> StandIn:
    found = stand_ins.agree(giver=cast.sam, receiver=cast.grandma, wait=HOURS_2, now=THURSDAY_NOON)
    assert found is not None
    return found


@pytest.mark.parametrize("actor", Actor)
def test_every_cell_of_the_table(actor: Actor) -> None:
    for state, action in product(State, Action):
        assert after(state, actor, action) == wanted(state, actor, action), (state, actor, action)


class Pages:
    """Everybody at their pages; each tries what they like."""

    def __init__(self, cast: Family, row: StandIn) -> None:
        link = stand_ins.link_of(row, THURSDAY_NOON)
        assert link is not None
        self.row, self.token = row, link.token
        children = Link.objects.make(
            household=cast.household, purpose="children", member=cast.sam, now=THURSDAY_NOON
        )
        self.tokens = {Actor.RECEIVER: self.token, Actor.CHILD: children.token}
        self.clients = {
            Actor.GIVER: signed_in(cast.sam),
            Actor.OTHER_ADULT: signed_in(cast.alex),
            # Somebody who runs kbye has no page of their own here: for a household they are anybody.
            **{actor: Client() for actor in (Actor.RECEIVER, Actor.CHILD, Actor.HOST, Actor.ANYBODY)},
        }

    def tries(self, actor: Actor, said: dict[str, object]) -> None:
        """On the page of the adults and on that of the receiver, as each of them could send it."""
        client = self.clients[actor]
        client.post(reverse("urgent:decide_stand_in", kwargs={"standin": self.row.pk}), said)
        token = self.tokens.get(actor)
        if token:
            client.post(reverse("urgent:stand_in", kwargs={"token": token}), said)

    def set(self, state: State) -> StandIn:
        StandIn.objects.filter(household=self.row.household, pk=self.row.pk).update(
            state=state.value, opened_at=THURSDAY_NOON if state is State.ACTIVE else None, removed_at=None
        )
        return self.now

    def state(self) -> State:
        return self.now.where

    @property
    def now(self) -> StandIn:
        return StandIn.objects.of(self.row.household).get(pk=self.row.pk)


@pytest.fixture
def pages(cast: Family, row: StandIn) -> Pages:
    return Pages(cast, row)


def said_by(action: Action) -> dict[str, object]:
    """As a form would say it; what has no button is tried by its name."""
    names = {
        Action.REFUSE: "refuse",
        Action.OPEN_NOW: "open_now",
        Action.CLOSE: "close",
        Action.AGREE_AGAIN: "again",
        Action.TAKE_AWAY: "take_away",
        Action.ASK: "ask",
        Action.NEVER_MIND: "never_mind",
    }
    if action is Action.CHANGE:
        return {"wait": 30}
    return {"what": names.get(action, action.name.lower())}


TRIED = tuple(action for action in Action if action is not Action.LOOK)


@pytest.mark.parametrize("actor", PEOPLE)
def test_every_cell_on_the_pages(actor: Actor, pages: Pages) -> None:
    for state, action in product(State, TRIED):
        with transaction.atomic():
            before = pages.set(state)
            pages.tries(actor, said_by(action))
            now, follows = pages.now, wanted(state, actor, action)
            assert now.where is (follows or state), (state, actor, action)
            assert (now.wait_minutes != before.wait_minutes) is (
                follows is not None and action is Action.CHANGE
            )
            assert (now.removed_at is not None) is (follows is not None and action is Action.TAKE_AWAY)
            transaction.set_rollback(True)


@pytest.mark.parametrize("actor", PEOPLE)
def test_no_field_is_anybodys_to_write_but_the_wait_and_that_is_the_adults(
    actor: Actor, pages: Pages
) -> None:
    worth = {"receiver_id": pages.row.giver_id, "state": "active", "wait_minutes": 0, "waited_seconds": 10**6}
    for state, name in product(State, FIELDS):
        with transaction.atomic():
            before = pages.set(state)
            value = worth.get(name, "2020-01-01T00:00:00Z")
            pages.tries(actor, {name: value, "what": "change"})
            assert pages.now.__dict__ | {"_state": None} == before.__dict__ | {"_state": None}, (state, name)
            transaction.set_rollback(True)
    assert {"wait_minutes"} == MAY_BE_CHANGED


def test_the_receiver_cannot_reach_the_adults_pages(pages: Pages) -> None:
    client = pages.clients[Actor.RECEIVER]
    assert client.get(reverse("urgent:stand_ins")).status_code == 302
    for wrong in ("x" * 43, pages.tokens[Actor.CHILD]):
        assert client.get(reverse("urgent:stand_in", kwargs={"token": wrong})).status_code == 404


def test_an_open_table_would_be_seen(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_ins, "after", lambda state, actor, action: State.ACTIVE)
    with pytest.raises(AssertionError):
        test_every_cell_on_the_pages(Actor.RECEIVER, pages)


def told(cast: Family) -> set[str]:
    rows = Notice.objects.of(cast.household).filter(kind=stand_ins.KIND)
    names = {one.person.name for one in rows.select_related("person")}
    rows.delete()
    return names


STEPS = [
    (State.OFF, Action.ASK, Actor.RECEIVER),
    (State.REQUESTED, Action.TELL, Actor.TIME),
    (State.REQUESTED, Action.NEVER_MIND, Actor.RECEIVER),
    (State.WAITING, Action.REFUSE, Actor.OTHER_ADULT),
    (State.WAITING, Action.OPEN, Actor.TIME),
    (State.WAITING, Action.OPEN_NOW, Actor.GIVER),
    (State.ACTIVE, Action.CLOSE, Actor.OTHER_ADULT),
    (State.ACTIVE, Action.RUN_OUT, Actor.TIME),
    (State.REFUSED, Action.AGREE_AGAIN, Actor.OTHER_ADULT),
    (State.OFF, Action.TAKE_AWAY, Actor.OTHER_ADULT),
]


@pytest.mark.parametrize(("state", "action", "actor"), STEPS)
def test_every_step_is_told_to_the_giver_and_all_adults_and_written_down(
    state: State, action: Action, actor: Actor, cast: Family, pages: Pages
) -> None:
    pages.set(state)
    told(cast)
    before = Event.objects.of(cast.household).count()
    stand_ins.step(pages.now, action, actor=actor, by=None, now=THURSDAY_NOON)
    assert told(cast) >= {"Sam", "Alex"}
    assert Event.objects.of(cast.household).count() > before


def test_agreeing_and_changing_are_told_too(cast: Family, row: StandIn) -> None:
    assert told(cast) == {"Sam", "Alex"}
    stand_ins.change(row, wait=timedelta(hours=6), actor=Actor.OTHER_ADULT, by=cast.alex, now=THURSDAY_NOON)
    assert told(cast) == {"Sam", "Alex"}


def test_asked_twice_it_is_told_twice(cast: Family, row: StandIn) -> None:
    for _ in range(2):
        told(cast)
        stand_ins.step(row, Action.ASK, actor=Actor.RECEIVER, by=cast.grandma, now=THURSDAY_NOON)
        assert told(cast) == {"Sam", "Alex"}
        stand_ins.step(row, Action.NEVER_MIND, actor=Actor.RECEIVER, by=cast.grandma, now=THURSDAY_NOON)


class Time:
    """A calendar that can be set, and seconds that cannot."""

    def __init__(self) -> None:
        self.at, self.tick = THURSDAY_NOON, 1000.0

    def now(self) -> datetime:
        return self.at

    def ticks(self) -> float:
        return self.tick

    def passes(self, seconds: float) -> None:
        self.tick += seconds
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


def waiting(pages: Pages, row: StandIn, at: datetime = THURSDAY_NOON) -> None:
    pages.set(State.OFF)
    stand_ins.step(pages.now, Action.ASK, actor=Actor.RECEIVER, by=None, now=at)
    stand_ins.step(pages.now, Action.TELL, actor=Actor.TIME, by=None, now=at)


def looks(worker: PassingTime, time: Time, seconds: float, *, every: float = 60) -> None:
    for _ in range(int(seconds / every)):
        time.passes(every)
        worker(time.now)


def test_it_opens_after_the_wait_and_not_a_minute_before(pages: Pages, row: StandIn, time: Time) -> None:
    waiting(pages, row)
    worker = PassingTime(time.ticks)
    worker(time.now)
    looks(worker, time, 2 * 3600 - 60)
    assert pages.state() is State.WAITING
    looks(worker, time, 60)
    assert pages.state() is State.ACTIVE
    time.at += OPEN_FOR
    looks(worker, time, 60)
    assert pages.state() is State.OFF


@pytest.mark.parametrize("jump", [timedelta(days=365), timedelta(hours=2), timedelta(days=-365), -HOURS_2])
def test_a_clock_that_is_set_shortens_no_wait(
    jump: timedelta, pages: Pages, row: StandIn, time: Time
) -> None:
    waiting(pages, row)
    worker = PassingTime(time.ticks)
    worker(time.now)
    for _ in range(11):
        looks(worker, time, 600)
        time.at += jump
        worker(time.now)
        time.passes(SECONDS_BETWEEN)
        worker(time.now)
        time.at -= jump
        assert pages.now.waited_seconds <= time.tick - 1000.0
        assert pages.state() is State.WAITING
    looks(worker, time, 3600)
    assert pages.state() is State.ACTIVE


def test_neither_do_several_workers_nor_a_restart(pages: Pages, row: StandIn, time: Time) -> None:
    waiting(pages, row)
    workers = [PassingTime(time.ticks) for _ in range(3)]
    for _ in range(50):
        time.passes(60)
        for place in range(3):
            if time.tick % 7 < 1:
                workers[place] = PassingTime(time.ticks)
            workers[place](time.now)
        assert pages.now.waited_seconds <= time.tick - 1000.0


@pytest.mark.parametrize(
    ("wall", "really", "counts"), [(60, 60, 60), (31536000, 5, 5), (-31536000, 5, 0), (5, 60, 5), (0, 0, 0)]
)
def test_the_less_of_two_clocks_counts(wall: float, really: float, counts: float) -> None:
    assert counted(by_the_wall=wall, really_passed=really) == counts


def test_the_wait_begins_when_somebody_was_told_or_nobody_can_be(
    cast: Family, pages: Pages, row: StandIn, time: Time
) -> None:
    stand_ins.step(row, Action.ASK, actor=Actor.RECEIVER, by=None, now=THURSDAY_NOON)
    worker = PassingTime(time.ticks)
    worker(time.now)
    looks(worker, time, 60)
    assert pages.state() is State.REQUESTED
    asked = Notice.objects.of(cast.household).filter(key__contains=":requested:")
    asked.filter(person=cast.alex).update(state=Notice.State.SENT)
    looks(worker, time, 60)
    assert pages.state() is State.WAITING
    assert pages.now.waited_seconds == 0
    pages.set(State.REQUESTED)
    asked.update(state=Notice.State.WAITING)
    looks(worker, time, TOLD_AFTER_SECONDS + 60)
    assert pages.state() is State.WAITING


def test_the_sheet_opens_to_them_while_it_is_open_and_only_then(
    cast: Family, pages: Pages, settings: Settings, clock: Clock
) -> None:
    door, grandma = Door(settings.EMERGENCY_SHEETS), Client()
    for state in State:
        pages.set(state)
        written(cast)
        opens = state is State.ACTIVE
        assert (door.open(pages.token).status == 200) is opens
        page = grandma.get(reverse("urgent:stand_in", kwargs={"token": pages.token})).content.decode()
        assert (f"/e/{pages.token}/" in page) is opens
        assert not missing(page, ("Sam", "Alex")) or state not in {State.OFF, State.ACTIVE}
        assert "no nuts" not in page
        assert "+49" not in page
        kept = grandma.get(f"/e/{pages.token}/")
        assert (kept.status_code == 200) is opens
    pages.set(State.ACTIVE)
    written(cast)
    assert missing(door.open(pages.token).text, ("no nuts", "Mia", "Ben", "Zoe", "For Grandma.")) == []


def test_end_to_end_on_the_pages(cast: Family) -> None:
    sam = signed_in(cast.sam)
    page = reverse("urgent:stand_ins")
    assert sam.post(page, {"who": cast.alex.pk, "wait": 120}).status_code == 422
    assert sam.post(page, {"who": cast.noor.pk, "wait": 7}).status_code == 422
    assert sam.post(page, {"who": cast.noor.pk, "wait": 120}).status_code == 302
    assert sam.post(page, {"who": cast.noor.pk, "wait": 120}).status_code == 422
    words = "If none of us answers: Noor may open the emergency sheet after 2 hours."
    assert words in sam.get(page).content.decode()
    row = StandIn.objects.of(cast.household).get()
    link = stand_ins.link_of(row, THURSDAY_NOON)
    assert link is not None
    noor, at = Client(), reverse("urgent:stand_in", kwargs={"token": link.token})
    assert "Ask for it" in noor.get(at).content.decode()
    assert noor.post(at, {"what": "ask"}).status_code == 302
    assert "You have asked" in noor.get(at).content.decode()
    assert "No, all is well" in sam.get(page).content.decode()
    decide = reverse("urgent:decide_stand_in", kwargs={"standin": row.pk})
    assert signed_in(cast.alex).post(decide, {"what": "refuse"}).status_code == 302
    assert "They answered: it stays closed." in noor.get(at).content.decode()
    assert sam.post(decide, {"what": "take_away"}).status_code == 302
    assert noor.get(at).status_code == 404
    assert sam.post(decide, {"what": "again"}).status_code == 404


def test_one_of_another_house_is_not_there(cast: Family, row: StandIn) -> None:
    other = ready_family(canary="zq")
    decide = reverse("urgent:decide_stand_in", kwargs={"standin": row.pk})
    assert signed_in(other.sam).post(decide, {"what": "open_now"}).status_code == 404


def test_who_is_removed_stands_in_no_more(cast: Family, pages: Pages, settings: Settings) -> None:
    pages.set(State.ACTIVE)
    written(cast)
    cast.grandma.remove(at=THURSDAY_NOON)
    written(cast)
    assert Door(settings.EMERGENCY_SHEETS).open(pages.token).status == 503
