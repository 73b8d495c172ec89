"""Every state × actor × action through real requests; what is expected stands in `docs/states.md`."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import transaction

from kbye.household.away import HandOver
from kbye.planning import agreeing
from kbye.planning.agreeing import Action, Actor, State, Then
from tests.house.repository import text_of
from tests.tell.drawing import Moves, read
from tests.tell.stages import OF_AN_OFFER, Stage, can_be, stage
from tests.web.matrix import noticing_writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
EXPECTED: Moves = read(text_of("docs/states.md"))
MEETINGS = [pair for pair in product(State, Actor) if can_be(*pair)]


class _Back(Exception):
    """Leaves the database as it was."""


def check(made: Stage, action: Action, expected: Moves, before: State | None = None) -> None:
    """One action; afterwards everything is as before it. What writes nothing changes nothing."""
    made.browser()
    before = before or made.state
    to = expected.get((before, made.actor, action))
    try:
        with transaction.atomic():
            with noticing_writes() as written:
                accepted = made.try_it(action)
            after = made.state if written or accepted else before
            raise _Back
    except _Back:
        pass
    what = f"{before.value} / {made.actor.value} / {action.value}"
    assert accepted == (to is not None), f"{what}: {'accepted' if accepted else 'refused'}"
    assert after == _meant(to, before, made), what


def _meant(to: State | Then | None, before: State, made: Stage) -> State:
    if to is Then.AS_BEFORE:
        assert made.before is not None
        return made.before
    if to is Then.AS_IT_WAS_TOLD:
        return {"question": State.ASKED, "announcement": State.TOLD, "offer": State.OFFERED}[made.row.manner]
    return to or before


@pytest.mark.parametrize(("state", "actor"), MEETINGS, ids=lambda one: one.name.lower())
def test_every_action(state: State, actor: Actor) -> None:
    made = stage(state, actor)
    for action in (one for one in Action if one is not Action.UNDO):
        check(made, action, EXPECTED, state)


@pytest.mark.parametrize(("state", "actor"), MEETINGS, ids=lambda one: one.name.lower())
def test_taking_back(state: State, actor: Actor) -> None:
    check(stage(state, actor, to_undo=True), Action.UNDO, EXPECTED)


def test_nothing_is_allowed_to_those_who_cannot_meet_it() -> None:
    assert [key for key in agreeing.ALLOWED if not can_be(key[0], key[1])] == []
    assert {key[1] for key in agreeing.ALLOWED} == {Actor.ASKER, Actor.STAYER, *OF_AN_OFFER}


@pytest.mark.parametrize(
    ("state", "actor", "action"),
    [
        (State.ASKED, Actor.STAYER, Action.GOT_IT),
        (State.COUNTER_TIME, Actor.ASKER, Action.KEEP_AS_IT_IS),
        (State.SWAP, Actor.ASKER, Action.TAKE_PROPOSAL),
        (State.OFFERED, Actor.TAKER, Action.BEGIN),
    ],
)
def test_a_line_missing_from_the_table_is_noticed(
    monkeypatch: pytest.MonkeyPatch, state: State, actor: Actor, action: Action
) -> None:
    made = stage(state, actor)
    check(made, action, EXPECTED)
    monkeypatch.delitem(agreeing.ALLOWED, (state, actor, action))
    with pytest.raises(AssertionError, match="refused"):
        check(made, action, EXPECTED)


@pytest.mark.parametrize(
    ("state", "actor", "action"),
    [
        (State.UNDER_WAY, Actor.STAYER, Action.COUNTER_IN_WORDS),
        (State.UNDER_WAY, Actor.ASKER, Action.CALL_OFF),
        (State.GOT_IT, Actor.ASKER, Action.KEEP_AS_IT_IS),
    ],
)
def test_a_line_too_many_in_the_table_is_noticed(
    monkeypatch: pytest.MonkeyPatch, state: State, actor: Actor, action: Action
) -> None:
    made = stage(state, actor)
    if action is Action.KEEP_AS_IT_IS:
        HandOver.objects.filter(pk=made.side.pk).update(answer=HandOver.Answer.GOT_IT)
    check(made, action, EXPECTED)
    monkeypatch.setitem(agreeing.ALLOWED, (state, actor, action), State.CALLED_OFF)
    if action is Action.KEEP_AS_IT_IS:
        # The claim by conditional update holds even then.
        assert not made.try_it(action)
        return
    with pytest.raises(AssertionError, match="accepted"):
        check(made, action, EXPECTED)


def test_a_wrong_next_state_is_noticed() -> None:
    made = stage(State.ASKED, Actor.STAYER)
    wrong = EXPECTED | {(State.ASKED, Actor.STAYER, Action.GOT_IT): State.FINDING}
    with pytest.raises(AssertionError):
        check(made, Action.GOT_IT, wrong)


def test_not_now_is_said_kindly_with_where_it_stands() -> None:
    over = stage(State.BACK, Actor.ASKER)
    page = over.client().post(f"/away/{over.row.pk}/call-off/")
    assert page.status_code == 409
    assert "This one is over." in page.text
    assert "So nothing was changed." in page.text
    assert f'href="/away/{over.row.pk}/"' in page.text


def test_not_theirs_is_said_kindly() -> None:
    made = stage(State.ASKED, Actor.STAYER)
    page = made.client().post(f"/away/{made.row.pk}/call-off/")
    assert page.status_code == 403
    assert "This is not yours to see or change just now." in page.text
