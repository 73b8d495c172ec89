"""The table of an ask: state × actor × action, and what becomes of the gap. Whatever is not drawn changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from kbye.ask import actions, answers
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.gap import Ask, Gap
from tests.ask.cast import HOUR, ask, asks, friday, gap, states, token_of, url
from tests.once import built_once
from tests.people import THURSDAY_NOON, Family, family, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STATES = ("waiting", "asked", "yes", "no", "covered", "withdrawn", "ended")
LEAVER, STAYER, ON_LINK, HELPER, OTHER = "leaver", "stayer", "stayer on a link", "helper", "another helper"
# (action, actor) → for each state the state of the ask afterwards; whatever is missing stays as it is.
TABLE: dict[tuple[str, str], dict[str, str]] = {
    ("yes", HELPER): {"asked": "yes", "no": "yes", "withdrawn": "yes"},
    ("no", HELPER): {"asked": "no", "yes": "withdrawn"},
    ("take back", HELPER): {"yes": "withdrawn"},
    ("yes", OTHER): {},
    ("no", OTHER): {},
    ("take back", OTHER): {},
    ("said yes", STAYER): {"asked": "yes", "no": "yes", "withdrawn": "yes"},
    ("said no", STAYER): {"asked": "no", "yes": "withdrawn"},
    ("said yes", ON_LINK): {"asked": "yes", "no": "yes", "withdrawn": "yes"},
    ("said no", ON_LINK): {"asked": "no", "yes": "withdrawn"},
    ("end", STAYER): dict.fromkeys(STATES[:-1], "ended"),
    ("end", ON_LINK): dict.fromkeys(STATES[:-1], "ended"),
    ("close the gap", STAYER): dict.fromkeys(STATES[:-1], "ended"),
    ("do it myself", STAYER): dict.fromkeys(STATES[:-1], "ended"),
    ("do it myself", ON_LINK): dict.fromkeys(STATES[:-1], "ended"),
    ("said yes", LEAVER): {},
    ("said no", LEAVER): {},
    ("end", LEAVER): {},
    ("close the gap", LEAVER): {},
    ("do it myself", LEAVER): {},
}
CASES = [(action, actor, state) for action, actor in TABLE for state in STATES]


@dataclass
class Scene:
    cast: Family
    row: TimeAway
    gap: Gap
    ask: Ask
    token: str
    sessions: dict[str, str] = field(default_factory=dict)

    def browser(self, actor: str) -> Client:
        """Signed in, once for all tests."""
        client = Client()
        client.cookies["kbye"] = self.sessions[actor]
        return client

    def act(self, action: str, actor: str) -> int:
        if actor in {HELPER, OTHER}:
            who = self.cast.grandma if actor == HELPER else self.cast.noor
            name = "ask:take_back" if action == "take back" else "ask:answer"
            at = reverse(name, kwargs={"token": token_of(who), "ask": self.ask.pk})
            return Client().post(at, {"answer": action}).status_code
        name, key = {
            "said yes": ("ask:said", {"ask": self.ask.pk}),
            "said no": ("ask:said", {"ask": self.ask.pk}),
            "end": ("ask:end", {"ask": self.ask.pk}),
            "close the gap": ("ask:close", {"gap": self.gap.pk}),
            "do it myself": ("ask:take", {"gap": self.gap.pk}),
        }[action]
        said = {"answer": action.removeprefix("said ")}
        if actor == ON_LINK:
            at = reverse(f"{name}_by_link", kwargs={"token": self.token, **key})
            return Client().post(at, said).status_code
        return self.browser(actor).post(url(name, self.row, **key), said).status_code


class Scenes(dict[str, Scene]):
    """By the state; each test has a copy of its own."""

    def __getitem__(self, state: str) -> Scene:
        return deepcopy(super().__getitem__(state))


@pytest.fixture(scope="module")
def scenes(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scenes]:
    with built_once(django_db_blocker):
        yield Scenes({state: in_state(state) for state in STATES})


def in_state(state: str) -> Scene:
    """Grandma's ask in that state, reached as it is reached; Noor has a link of an ask of her own."""
    cast = family(at=f"{state}.example.org")
    row = time_away(cast)
    elsewhere = gap(row)
    ask(elsewhere, cast.noor)
    made = gap(row)
    noor, grandma = cast.noor, cast.grandma
    if state == "waiting":
        ask(made, noor, grandma)
        ask(gap(row), grandma)
    elif state == "covered":
        ask(made, noor, grandma, one_by_one=False)
        answers.say_yes(ask=asks(made)["Noor"], by=noor, now=THURSDAY_NOON)
    else:
        ask(made, grandma)
    one = asks(made)["Grandma"]
    if state in {"yes", "withdrawn"}:
        answers.say_yes(ask=one, by=grandma, now=THURSDAY_NOON)
    if state == "withdrawn":
        answers.take_back(ask=one, by=grandma, now=THURSDAY_NOON)
    if state == "no":
        answers.say_no(ask=one, by=grandma, now=THURSDAY_NOON)
    if state == "ended":
        actions.end_ask(ask=one, by=cast.alex, now=THURSDAY_NOON)
    assert states(made)["Grandma"] == state
    sessions = {
        actor: signed_in(person).cookies["kbye"].value
        for actor, person in ((LEAVER, cast.sam), (STAYER, cast.alex))
    }
    return Scene(cast, row, made, asks(made)["Grandma"], stay_link(row).token, sessions)


@pytest.mark.parametrize(("action", "actor", "state"), CASES)
def test_the_table(action: str, actor: str, state: str, scenes: Scenes) -> None:
    at = scenes[state]
    wanted = TABLE[action, actor].get(state, state)
    before = Event.objects.filter(object_id=at.ask.pk).count()
    status = at.act(action, actor)
    assert states(at.gap)["Grandma"] == wanted
    assert status == (403 if actor == LEAVER else 404 if refused(actor, state) else 302)
    recorded = Event.objects.filter(object_id=at.ask.pk).count() - before
    assert (recorded > 0) == (wanted != state)


def refused(actor: str, state: str) -> bool:
    """Of what waits its turn a helper knows nothing; another's ask is not there at all."""
    return actor == OTHER or (actor == HELPER and state == "waiting")


@pytest.mark.parametrize(
    ("action", "state", "gap_state"),
    [
        ("yes", "asked", "covered"),
        ("no", "asked", "open"),
        ("take back", "yes", "open"),
        ("no", "yes", "open"),
        ("yes", "covered", "covered"),
    ],
)
def test_what_becomes_of_the_gap(action: str, state: str, gap_state: str, scenes: Scenes) -> None:
    at = scenes[state]
    at.act(action, HELPER)
    assert Gap.objects.get(pk=at.gap.pk).state == gap_state


@pytest.mark.parametrize(("action", "state"), [("close the gap", "closed"), ("do it myself", "stayer")])
@pytest.mark.parametrize("ask_state", ["asked", "yes", "no"])
def test_the_one_who_stays_settles_it_and_can_open_it_again(
    action: str, state: str, ask_state: str, scenes: Scenes
) -> None:
    at = scenes[ask_state]
    at.act(action, STAYER)
    assert Gap.objects.get(pk=at.gap.pk).state == state
    assert Gap.objects.get(pk=at.gap.pk).covered_by_id is None
    assert at.browser(STAYER).post(url("ask:open", at.row, gap=at.gap.pk)).status_code == 302
    assert Gap.objects.get(pk=at.gap.pk).state == "open"
    assert states(at.gap)["Grandma"] == "ended"
    ask(at.gap, at.cast.grandma)
    assert states(at.gap)["Grandma"] == "asked"


def test_ending_a_yes_opens_the_stretch_again(scenes: Scenes) -> None:
    at = scenes["yes"]
    at.act("end", STAYER)
    assert Gap.objects.get(pk=at.gap.pk).state == "open"


@pytest.mark.parametrize("state", ["asked", "yes", "no"])
def test_when_it_is_over_nothing_can_be_said_any_more(state: str, scenes: Scenes) -> None:
    at = scenes[state]
    late = friday(21)
    assert answers.say_yes(ask=at.ask, by=at.cast.grandma, now=late) in {"over", "yes"}
    assert answers.take_back(ask=at.ask, by=at.cast.grandma, now=late) in {"over", "no"}
    assert states(at.gap)["Grandma"] == state


def test_a_yes_binds_from_the_stated_time_on(scenes: Scenes) -> None:
    at = scenes["yes"]
    binds = Gap.objects.get(pk=at.gap.pk).yes_binds_at
    assert binds is not None
    assert binds == friday(8), "half-way would be at night"
    assert answers.take_back(ask=at.ask, by=at.cast.grandma, now=binds) == "binds"
    assert answers.say_no(ask=at.ask, by=at.cast.grandma, now=binds + HOUR) == "binds"
    assert states(at.gap)["Grandma"] == "yes"
    assert answers.take_back(ask=at.ask, by=at.cast.grandma, now=binds - HOUR / 60) == "taken_back"


def test_the_one_who_stays_writes_down_a_late_no_all_the_same(scenes: Scenes) -> None:
    at = scenes["yes"]
    assert answers.say_no(ask=at.ask, by=at.cast.alex, now=friday(18)) == "taken_back"
