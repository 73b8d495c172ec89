"""Asked by the one on duty, answered from what is there, or later; and what only one of the two knows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbye.household.away import TimeAway
from kbye.household.event import Event, undo
from kbye.household.knowledge import Fact, write_down
from kbye.household.known import known_by_one
from kbye.household.notice import Notice
from kbye.household.people import Member
from kbye.household.question import Question
from kbye.household.questions import answer_question, ask_question, waiting_for
from tests.conftest import Clock
from tests.handbook.shelf import Kind, at, fact
from tests.people import (
    FRIDAY_EVENING,
    LONG_AGO,
    THURSDAY_NOON,
    Family,
    family,
    opened,
    signed_in,
    stay_link,
    time_away,
)

pytestmark = pytest.mark.django_db
WORDS = "where is the thermometer?"
AT_EIGHT = FRIDAY_EVENING.start + timedelta(hours=2)
AFTERWARDS = FRIDAY_EVENING.end + timedelta(hours=1)


@pytest.fixture
def cast(clock: Clock) -> Family:
    clock.at = AT_EIGHT
    return family()


@pytest.fixture
def evening(cast: Family) -> TimeAway:
    return time_away(cast)


def come_back(row: TimeAway, clock: Clock) -> None:
    clock.at = AFTERWARDS
    row.come_back(at=AFTERWARDS)


def test_what_is_there_answers_at_once(cast: Family, evening: TimeAway) -> None:
    fact(cast, "thermometer", Kind.HOUSE, detail="bathroom, top drawer")
    link = stay_link(evening)
    phone = opened(link)
    answer = phone.post(f"/l/{link.token}/handbook/ask/", {"words": WORDS}, follow=True)
    assert "bathroom, top drawer" in answer.content.decode()
    assert not Question.objects.of(cast.household).exists()
    phone.post(f"/l/{link.token}/handbook/ask/", {"words": WORDS, "anyway": "1"})
    assert Question.objects.of(cast.household).count() == 1


def test_else_it_waits_for_the_one_who_left_and_the_answer_becomes_the_entry(
    cast: Family, evening: TimeAway, clock: Clock
) -> None:
    link = stay_link(evening)
    phone, sam, here = opened(link), signed_in(cast.sam), f"/l/{link.token}/handbook/"
    assert "Ask Sam" in phone.get(here, {"q": WORDS}).content.decode()
    answer = phone.post(f"{here}ask/", {"words": WORDS}, follow=True).content.decode()
    assert "Sam finds it after coming back." in answer
    assert f"You asked: “{WORDS}”" in answer
    assert not Notice.objects.of(cast.household).exists()
    assert waiting_for(cast.sam, now=AT_EIGHT) == [], "off duty is off duty"
    assert "thermometer" not in sam.get("/").content.decode()
    come_back(evening, clock)
    question = Question.objects.of(cast.household).get()
    assert f"Alex asked: {WORDS}" in sam.get("/").content.decode()
    assert f"Alex asked: {WORDS}" in sam.get(at("page")).content.decode()
    assert "Alex asked" not in signed_in(cast.alex).get("/").content.decode()
    path = at("answer", question=question.pk)
    assert sam.post(path, {"words": WORDS, "kind": "house", "detail": ""}).status_code == 422
    said = {"words": WORDS, "kind": "good_to_know", "detail": "bathroom, top drawer"}
    assert sam.post(path, said).status_code == 302
    row = Fact.objects.of(cast.household).get()
    assert row.line == f"{WORDS} bathroom, top drawer"
    assert Question.objects.of(cast.household).get().fact_id == row.pk
    assert sam.get(path).status_code == 404, "answered once"
    assert "Alex asked" not in sam.get("/").content.decode()
    assert known_by_one(cast.household) == []


def test_what_cannot_wait_goes_to_the_leaver_at_once_and_the_answer_comes_back(
    cast: Family, evening: TimeAway, clock: Clock
) -> None:
    alex = signed_in(cast.alex)
    ask = at("ask", time_away=evening.pk)
    answer = alex.post(ask, {"words": WORDS, "urgent": "1"}, follow=True).content.decode()
    assert "Sam hears it at once." in answer
    sent = Notice.objects.of(cast.household).get()
    assert (sent.person_id, sent.is_urgent, sent.body, sent.due_at) == (cast.sam.pk, True, WORDS, AT_EIGHT)
    alex.post(ask, {"words": WORDS, "urgent": "1"})
    assert Notice.objects.of(cast.household).count() == 1, "once"
    assert Question.objects.of(cast.household).count() == 1
    assert WORDS in signed_in(cast.sam).get(at("page")).content.decode()
    path = at("answer", question=Question.objects.of(cast.household).get().pk)
    signed_in(cast.sam).post(path, {"words": WORDS, "kind": "house", "detail": "top drawer"})
    back = Notice.objects.of(cast.household).get(person=cast.alex)
    assert "top drawer" in back.body


def test_marked_urgent_later_it_goes_then(cast: Family, evening: TimeAway) -> None:
    for urgent in (False, True, True):
        ask_question(
            household=cast.household,
            words=WORDS,
            by=cast.alex,
            time_away=evening,
            urgent=urgent,
            now=AT_EIGHT,
        )
    assert Notice.objects.of(cast.household).count() == 1


def test_a_question_of_the_two_minutes_is_one_of_the_handbook(
    cast: Family, evening: TimeAway, clock: Clock
) -> None:
    come_back(evening, clock)
    ask_question(
        household=cast.household,
        words=" when does choir end? ",
        by=cast.alex,
        time_away=evening,
        about_child=cast.mia,
        now=AFTERWARDS,
    )
    (question,) = waiting_for(cast.sam, now=AFTERWARDS)
    assert (question.words, question.about_child) == ("when does choir end?", cast.mia)
    assert waiting_for(cast.alex, now=AFTERWARDS) == waiting_for(cast.grandma, now=AFTERWARDS) == []
    shown = signed_in(cast.sam).get(at("answer", question=question.pk)).content.decode()
    assert shown.index(f'value="{cast.mia.pk}"') < shown.index(
        "checked", shown.index(f'value="{cast.mia.pk}"')
    )


def test_at_home_one_asks_the_other(cast: Family, clock: Clock) -> None:
    clock.at = THURSDAY_NOON
    alex = signed_in(cast.alex)
    assert alex.post(at("ask_at_home"), {"words": ""}).status_code == 302
    assert alex.post(at("ask_at_home"), {"words": WORDS}).status_code == 302
    assert [one.words for one in waiting_for(cast.sam, now=THURSDAY_NOON)] == [WORDS]
    question = Question.objects.of(cast.household).get()
    path = at("let_go", question=question.pk)
    assert alex.get(path).status_code == 405
    assert "Undo" in alex.post(path, follow=True).content.decode()
    assert waiting_for(cast.sam, now=THURSDAY_NOON) == []
    assert alex.post(path).status_code == 404
    event = Event.objects.of(cast.household).latest("seq")
    assert undo(event, by=cast.alex, at=THURSDAY_NOON)
    assert len(waiting_for(cast.sam, now=THURSDAY_NOON)) == 1


def test_of_two_who_answer_one_does(cast: Family) -> None:
    ask_question(household=cast.household, words=WORDS, by=cast.alex, now=AT_EIGHT)
    first, second = Question.objects.of(cast.household).get(), Question.objects.of(cast.household).get()
    said = {"words": WORDS, "kind": Kind.HOUSE}
    assert answer_question(first, by=cast.sam, now=AT_EIGHT, detail="top drawer", **said)
    assert answer_question(second, by=cast.alex, now=AT_EIGHT, detail="found it", **said) is None
    assert Fact.objects.of(cast.household).get().detail == "top drawer"


def test_only_who_has_the_children_sees_it_by_that_door(
    cast: Family, evening: TimeAway, clock: Clock
) -> None:
    here = at("on_duty", time_away=evening.pk)
    assert signed_in(cast.alex).get(here).status_code == 200
    assert signed_in(cast.alex).post(here).status_code == 405
    assert signed_in(cast.sam).get(here).status_code == 403
    others = family(canary="stranger")
    assert signed_in(others.alex).get(here).status_code == 404
    assert signed_in(others.alex).post(at("ask", time_away=evening.pk), {"words": "x"}).status_code == 404
    assert signed_in(cast.sam).post(at("ask", time_away=evening.pk), {"words": "x"}).status_code == 403
    come_back(evening, clock)
    link = stay_link(evening)
    assert opened(link).get(f"/l/{link.token}/handbook/").status_code == 302
    signed_in(cast.alex).post(at("ask", time_away=evening.pk), {"words": "x"})
    assert not Question.objects.of(cast.household).exists()


# ------------------------------------------------------------------ what only one of the two knows


def alone(cast: Family) -> dict[str, list[str]]:
    return {one.who.name: [row.words for row in one.facts] for one in known_by_one(cast.household)}


def note(cast: Family, words: str, by: Member) -> Fact:
    return write_down(by=by, now=THURSDAY_NOON, words=words, kind=Kind.COMFORT)


def test_what_one_wrote_only_that_one_knows_until_the_other_says_so(cast: Family) -> None:
    row = note(cast, "hum the low tune", cast.sam)
    fact(cast, "nobody said who wrote this")
    assert alone(cast) == {"Sam": ["hum the low tune"]}
    path = at("know_too", fact=row.pk)
    alex = signed_in(cast.alex)
    shown = alex.get(at("page")).content.decode()
    assert "Only Sam:" in shown
    assert path in shown
    assert path not in signed_in(cast.sam).get(at("page")).content.decode()
    assert alex.get(path).status_code == 405
    assert alex.post(path).status_code == alex.post(path).status_code == 302
    assert alone(cast) == {}


def test_it_shrinks_by_itself_once_the_other_has_had_the_children(cast: Family, clock: Clock) -> None:
    note(cast, "hum the low tune", cast.sam)
    evening = time_away(cast)
    assert alone(cast) == {"Sam": ["hum the low tune"]}
    come_back(evening, clock)
    assert alone(cast) == {}
    write_down(by=cast.sam, now=AFTERWARDS, words="written later", kind=Kind.COMFORT)
    assert alone(cast) == {"Sam": ["written later"]}


def test_a_question_is_something_the_other_knows_alone(cast: Family, evening: TimeAway) -> None:
    ask_question(household=cast.household, words=WORDS, by=cast.alex, time_away=evening, now=AT_EIGHT)
    (one,) = known_by_one(cast.household)
    assert (one.who, [row.words for row in one.questions]) == (cast.sam, [WORDS])


def test_with_one_adult_there_is_nothing_to_say(cast: Family) -> None:
    note(cast, "hum the low tune", cast.sam)
    cast.alex.remove(at=LONG_AGO)
    assert alone(cast) == {}
