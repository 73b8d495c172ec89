""" "You Saturday, me the Sunday after": proposed from the link, taken in one tap, taken back in one."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event
from kbye.household.notice import Notice
from kbye.planning.agreeing import Action, Actor, State
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, family, signed_in, stay_link, time_away
from tests.tell.stages import ANOTHER_DAY, IN_RETURN, SATURDAY, SUNDAY_AFTER, Stage, at, stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def asked() -> Stage:
    return stage(State.ASKED, Actor.STAYER)


def _given(made: Stage) -> list[TimeAway]:
    rows = TimeAway.objects.of(made.cast.household).filter(leaver=made.cast.alex, called_off_at=None)
    return [row for row in rows.with_people() if made.cast.sam in row.stayers]


def test_the_link_offers_a_time_in_return(asked: Stage) -> None:
    page = Client().get(f"/l/{asked.token()}/")
    assert "In return, a time for you" in page.text
    answer = Client().post(
        f"/l/{asked.token()}/answer/", {"answer": "counter", **ANOTHER_DAY, **IN_RETURN}, follow=True
    )
    assert "In return, for you: Sunday 13 December, 10:00–14:00" in answer.text
    side = HandOver.objects.get(pk=asked.side.pk)
    assert side.in_return is not None
    assert side.in_return.start == at(SUNDAY_AFTER, 10)
    hub = asked.client(Actor.ASKER).get(f"/away/{asked.row.pk}/")
    for words in ("Saturday 5 December, 15:00–19:00 would work", "In return, for Alex: Sunday 13 December"):
        assert words in hub.text
    assert "In return, for Alex: Sunday 13 December, 10:00–14:00." in Notice.objects.get(kind="answer").body


def test_taking_it_moves_the_one_and_makes_the_other_both_settled() -> None:
    made = stage(State.SWAP, Actor.ASKER)
    assert made.try_it(Action.TAKE_PROPOSAL)
    made.row.refresh_from_db()
    assert (made.row.starts_at, made.row.length) == (at(SATURDAY, 15), "evening")
    [mine] = _given(made)
    assert (mine.starts_at, mine.ends_at) == (at(SUNDAY_AFTER, 10), at(SUNDAY_AFTER, 14))
    assert mine.is_settled
    assert mine.phase(THURSDAY_NOON) == "coming"
    assert "yours: Sunday 13 December, 10:00–14:00" in Notice.objects.get(kind="settled").body


def test_one_undo_takes_all_of_it_back() -> None:
    made = stage(State.SWAP, Actor.ASKER)
    starts_at = made.row.starts_at
    made.try_it(Action.TAKE_PROPOSAL)
    made.note_what_was_done()
    assert made.try_it(Action.UNDO)
    made.row.refresh_from_db()
    assert made.row.starts_at == starts_at
    assert made.state is State.SWAP
    assert _given(made) == []
    assert not Notice.objects.filter(kind="settled").exists()


def test_what_has_changed_since_is_not_undone_by_halves() -> None:
    made = stage(State.SWAP, Actor.ASKER)
    made.try_it(Action.TAKE_PROPOSAL)
    made.note_what_was_done()
    [mine] = _given(made)
    mine.call_off(at=THURSDAY_NOON)
    assert not made.try_it(Action.UNDO)
    made.row.refresh_from_db()
    assert made.row.starts_at == at(SATURDAY, 15)
    assert made.state is State.GOT_IT


def test_a_second_tap_makes_no_second_time() -> None:
    made = stage(State.SWAP, Actor.ASKER)
    made.try_it(Action.TAKE_PROPOSAL)
    assert not made.try_it(Action.TAKE_PROPOSAL)
    assert len(_given(made)) == 1


def test_what_has_begun_by_now_cannot_be_taken(clock: Clock) -> None:
    made = stage(State.SWAP, Actor.ASKER)
    HandOver.objects.filter(pk=made.side.pk).update(
        proposed_starts_at=at(SATURDAY, 9), proposed_ends_at=at(SATURDAY, 10)
    )
    TimeAway.objects.filter(pk=made.row.pk).update(
        starts_at=at(SUNDAY_AFTER, 18), ends_at=at(SUNDAY_AFTER, 22)
    )
    clock.at = at(SATURDAY, 9)
    page = made.client().post(f"/away/{made.row.pk}/take-proposal/", {"person": made.side.person_id})
    assert page.status_code == 409
    assert "What was proposed has begun by now." in page.text
    assert HandOver.objects.get(pk=made.side.pk).answer == "counter"


def test_two_times_that_meet_are_not_proposed(asked: Stage) -> None:
    same = {f"return-{name}": value for name, value in ANOTHER_DAY.items()}
    page = Client().post(f"/l/{asked.token()}/answer/", {"answer": "counter", **ANOTHER_DAY, **same})
    assert page.status_code == 422
    assert "somebody has to be with the children" in page.text
    assert asked.state is State.ASKED


def test_half_a_time_in_return_is_said(asked: Stage) -> None:
    half = {"answer": "counter", "words": "Hm", "return-day": SUNDAY_AFTER.isoformat()}
    page = Client().post(f"/l/{asked.token()}/answer/", half)
    assert page.status_code == 422
    assert "Please give the day and both times." in page.text


def test_a_helper_is_asked_for_no_swap() -> None:
    cast = family()
    row = time_away(cast, stayer=cast.grandma)
    token = stay_link(row).token
    assert "In return" not in Client().get(f"/l/{token}/").text
    Client().post(f"/l/{token}/answer/", {"answer": "counter", "words": "Hm", **IN_RETURN})
    side = HandOver.objects.get(time_away=row)
    assert (side.answer, side.in_return) == ("counter", None)


def test_no_as_it_was_leaves_it_open_with_a_line() -> None:
    made = stage(State.SWAP, Actor.ASKER)
    page = made.client().post(f"/away/{made.row.pk}/as-it-was/", {"person": made.side.person_id}, follow=True)
    assert "As it was. Alex hears of it." in page.text
    assert made.state is State.ASKED
    line = "Sam thanks you for looking. It would have to be as it was."
    alex = signed_in(made.cast.alex)
    assert line in alex.get(f"/away/{made.row.pk}/asked/").text
    notice = Notice.objects.get(kind="as_it_was")
    assert "It would have to be as it was: Friday 4 December" in notice.body
    made.note_what_was_done()
    assert made.try_it(Action.UNDO)
    assert not Notice.objects.filter(kind="as_it_was").exists()
    assert line not in alex.get(f"/away/{made.row.pk}/asked/").text


def test_as_it_was_refuses_looking_strangers_and_those_who_may_not() -> None:
    made = stage(State.SWAP, Actor.ASKER)
    where, body = f"/away/{made.row.pk}/as-it-was/", {"person": str(made.side.person_id)}
    assert made.client().get(where).status_code == 405
    assert signed_in(family(canary="X").sam).post(where, body).status_code == 404
    assert made.client(Actor.OTHER_ADULT).post(where, body).status_code == 403
    assert not Event.objects.filter(verb="kept_as_it_is").exists()


def test_someone_was_found_in_their_own_words() -> None:
    made = stage(State.FINDING, Actor.STAYER)
    assert "Whom did you find?" in Client().get(f"/l/{made.token()}/").text
    Client().post(f"/l/{made.token()}/answer/", {"answer": "finding", "words": "Grandma"})
    hub = made.client(Actor.ASKER).get(f"/away/{made.row.pk}/").text
    assert "Alex found someone." in hub
    assert "“Grandma”" in hub
    assert Notice.objects.get(kind="answer").subject == "Alex found someone: Grandma."
