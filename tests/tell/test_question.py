"""A question says until when, and its silence is never a yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kbye.household.away import HandOver, TimeAway
from kbye.household.notice import Notice
from kbye.household.pencilling import pencil_in
from kbye.household.tripwire import spanning_households
from kbye.planning.agreeing import Action, Actor, State
from kbye.planning.wallclock import instant
from kbye.work import answers
from kbye.work.answers import ask_once_more
from tests.conftest import Clock
from tests.people import FRIDAY, FRIDAY_EVENING, THURSDAY_NOON, ZONE, family, signed_in
from tests.tell.stages import FRIDAY_NIGHT, Stage, stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
UNTIL = instant(FRIDAY, 8 * 60, ZONE)


@pytest.fixture
def asked() -> Stage:
    made = stage(State.DRAFTED, Actor.ASKER)
    assert made.try_it(Action.TELL)
    made.row.refresh_from_db()
    return made


def _remind(clock: Clock) -> int:
    return ask_once_more(clock.now)


def test_both_read_until_when(asked: Stage) -> None:
    assert asked.row.answer_by_at == UNTIL
    stayer = asked.client(Actor.STAYER).get(f"/away/{asked.row.pk}/asked/").text
    assert "Please answer by tomorrow 08:00." in stayer
    assert "Asked to answer by tomorrow 08:00." in asked.client().get(f"/away/{asked.row.pk}/").text


def test_the_message_says_it_before_it_is_sent() -> None:
    made = stage(State.DRAFTED, Actor.ASKER)
    page = made.client().get(f"/away/{made.row.pk}/message/").text
    assert "Please answer by Friday 4 December, 08:00." in page
    made.row.refresh_from_db()
    assert made.row.answer_by_at is None


def test_an_announcement_waits_for_no_answer() -> None:
    made = stage(State.TOLD, Actor.ASKER)
    page = made.client().get(f"/away/{made.row.pk}/message/").text
    assert "Please answer by" not in page
    made.try_it(Action.TELL)
    made.row.refresh_from_db()
    assert made.row.answer_by_at is None


def test_silence_becomes_one_gentle_notice_and_no_second(asked: Stage, clock: Clock) -> None:
    assert _remind(clock) == 0
    clock.at = UNTIL
    assert _remind(clock) == 1
    notice = Notice.objects.get()
    assert (notice.kind, notice.person) == ("nudge", asked.cast.alex)
    assert "Without one, nothing is agreed." in notice.body
    clock.at = UNTIL + timedelta(hours=3)
    assert _remind(clock) == 0
    assert Notice.objects.count() == 1
    assert "No answer yet: ask in person." in asked.client().get(f"/away/{asked.row.pk}/").text


def test_silence_is_never_consent(asked: Stage, clock: Clock) -> None:
    clock.at = UNTIL
    _remind(clock)
    assert asked.state is State.ASKED
    clock.at = asked.row.starts_at
    page = asked.client().get(f"/away/{asked.row.pk}/").text
    assert "Alex has not said yes. Ask in person." in page
    assert "Alex has it." not in page
    today = asked.client().get("/").text
    assert "Alex has not said yes. Ask in person." in today
    row = TimeAway.objects.with_people().get(pk=asked.row.pk)
    assert not row.is_settled


@pytest.mark.parametrize(
    "state", [State.GOT_IT, State.COUNTER_WORDS, State.FINDING, State.UNDER_WAY, State.CALLED_OFF]
)
def test_whoever_answered_or_need_not_is_left_alone(state: State, clock: Clock) -> None:
    made = stage(state, Actor.ASKER)
    TimeAway.objects.filter(pk=made.row.pk).update(answer_by_at=THURSDAY_NOON)
    assert _remind(clock) == 0
    assert not Notice.objects.exists()


def test_of_two_who_remind_at_once_one_does(asked: Stage) -> None:
    rows = HandOver.objects.select_related("person__household", "time_away__household", "time_away__leaver")
    first, second = rows.get(pk=asked.side.pk), rows.get(pk=asked.side.pk)
    with spanning_households():
        assert [answers._remind(row, UNTIL) for row in (first, second)] == [True, False]
    assert Notice.objects.count() == 1


def test_an_answer_that_came_in_between_is_not_reminded_of(asked: Stage) -> None:
    rows = HandOver.objects.select_related("person__household", "time_away__household", "time_away__leaver")
    stale = rows.get(pk=asked.side.pk)
    rows.get(pk=asked.side.pk).say(HandOver.Answer.FINDING, at=UNTIL)
    assert not answers._remind(stale, UNTIL)
    assert not Notice.objects.exists()


def test_nobody_is_reminded_once_it_has_begun(asked: Stage, clock: Clock) -> None:
    clock.at = asked.row.starts_at
    assert _remind(clock) == 0


def test_without_an_address_the_asker_still_reads_it(asked: Stage, clock: Clock) -> None:
    asked.cast.alex.email = ""
    asked.cast.alex.save(update_fields=["email"])
    clock.at = UNTIL
    assert _remind(clock) == 1
    assert not Notice.objects.exists()
    assert HandOver.objects.get(pk=asked.side.pk).nudged_at == UNTIL


def test_several_households_are_reminded_in_one_round(asked: Stage, clock: Clock) -> None:
    other = family(canary="X")
    row = pencil_in(
        leaver=other.sam, stayers=[other.alex], span=FRIDAY_NIGHT, by=other.sam, now=THURSDAY_NOON
    )
    person = str(other.alex.pk)
    signed_in(other.sam).post(f"/away/{row.pk}/told/", {"person": person})
    clock.at = UNTIL
    assert _remind(clock) == 2
    assert {one.person_id for one in Notice.objects.all()} == {asked.cast.alex.pk, other.alex.pk}


def test_an_evening_asks_where_only_a_coffee_is_announced() -> None:
    cast = family()
    cast.household.announces_up_to = "coffee"
    cast.household.save(update_fields=["announces_up_to"])
    row = pencil_in(leaver=cast.sam, stayers=[cast.alex], span=FRIDAY_EVENING, by=cast.sam, now=THURSDAY_NOON)
    assert row.manner == "question"
    cast.household.announces_up_to = "longer"
    cast.household.save(update_fields=["announces_up_to"])
    row = pencil_in(leaver=cast.sam, stayers=[cast.alex], span=FRIDAY_NIGHT, by=cast.sam, now=THURSDAY_NOON)
    assert row.manner == "announcement"


def test_as_it_was_asks_until_a_new_time(clock: Clock) -> None:
    made = stage(State.COUNTER_WORDS, Actor.ASKER)
    TimeAway.objects.filter(pk=made.row.pk).update(answer_by_at=THURSDAY_NOON - timedelta(hours=1))
    assert made.try_it(Action.KEEP_AS_IT_IS)
    made.row.refresh_from_db()
    assert made.row.answer_by_at == UNTIL
    page = Client().get(f"/l/{_token(made)}/").text
    assert "Please answer by tomorrow 08:00." in page


def _token(made: Stage) -> str:
    made.actor = Actor.STAYER
    return made.token()
