from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kbye.come_back.questions import questions
from kbye.household.afterwards import Debrief, Worry
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.knowledge import Fact
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.household.preparation import Preparation
from kbye.household.question import Question
from kbye.household.responsibility import Occurrence, Priority, Responsibility
from tests.come_back.after import AFTERWARDS, DURING, over, told
from tests.conftest import Clock
from tests.people import (
    LONG_AGO,
    THURSDAY_NOON,
    Family,
    family,
    inhaler,
    opened,
    signed_in,
    stay_link,
    time_away,
)

pytestmark = pytest.mark.django_db
CEREAL, WELLIES = "cereal for dinner", "where the wellies are"
FINE = {"about": "fine", "different_and_fine": CEREAL}
KNOW = {"about": "know", "to_know_next_time": WELLIES}


@pytest.fixture(autouse=True)
def _afterwards(clock: Clock) -> None:
    clock.at = AFTERWARDS


def url(row: TimeAway, about: str = "") -> str:
    return reverse("come_back:two_minutes", kwargs={"time_away": row.pk}) + (
        f"?about={about}" if about else ""
    )


def by_link(token: str) -> str:
    return reverse("come_back:two_minutes_by_link", kwargs={"token": token})


def welcome(row: TimeAway) -> str:
    return reverse("come_back:welcome", kwargs={"time_away": row.pk})


def asked(row: TimeAway, member: Member) -> list[str]:
    said = Debrief.objects.filter(time_away=row, member=member).first()
    return [one.about for one in questions(row, member, said)]


def worry(row: TimeAway, author: Member, words: str = "bedtime") -> Worry:
    return Worry.objects.create(
        household=row.household, time_away=row, author=author, words=words, created_at=LONG_AGO
    )


def prepared(row: TimeAway, owner: Member, words: str = "lasagne", **more: object) -> Preparation:
    return Preparation.objects.create(
        household=row.household,
        time_away=row,
        owner=owner,
        words=words,
        created_at=LONG_AGO,
        **{"done_at": LONG_AGO, **more},
    )


def test_the_one_who_stayed_is_asked_one_thing_at_a_time() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    text = browser.get(url(row)).content.decode()
    assert "How was it without Sam?" in text
    assert "next time" not in text
    response = browser.post(url(row), FINE)
    assert response.headers["Location"] == url(row, "way")
    said = Debrief.objects.get(time_away=row)
    assert (said.member, said.different_and_fine, said.skipped) == (cast.alex, CEREAL, False)
    assert browser.post(url(row), {"about": "way", "no": "yes"}).headers["Location"] == url(row, "know")
    assert browser.post(url(row), KNOW).headers["Location"] == url(row, "next")
    assert browser.post(url(row), {"about": "next"}).headers["Location"] == welcome(row)
    assert Event.objects.filter(object_id=said.pk, actor=cast.alex).count() == 2


def test_there_are_never_more_questions_than_two_minutes_hold() -> None:
    cast = family()
    row = over(cast)
    assert asked(row, cast.sam) == ["rested"]
    assert asked(row, cast.alex) == ["fine", "know", "next"]
    for author in (cast.sam, cast.alex):
        worry(row, author)
        prepared(row, author)
    told(row, cast.alex, different_and_fine=CEREAL)
    assert asked(row, cast.sam) == ["worries", "used", "rested"]
    assert asked(row, cast.alex) == ["fine", "way", "know", "used", "worries", "next"]


def test_the_same_by_link_without_an_account() -> None:
    cast = family()
    row = over(cast, stayer=cast.grandma)
    link = stay_link(row)
    browser = opened(link)
    assert "no account needed" in browser.get(by_link(link.token)).content.decode()
    assert browser.post(by_link(link.token), FINE).headers["Location"] == by_link(link.token) + "?about=way"
    last = browser.post(by_link(link.token), {"about": "next", "try_first": "a night at mine"})
    assert last.headers["Location"] == reverse("come_back:postcard_by_link", kwargs={"token": link.token})
    assert Debrief.objects.get(time_away=row).member == cast.grandma
    assert TryFirst.objects.get().author == cast.grandma


def test_the_one_who_left_says_how_rested_and_nobody_else_reads_it() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.sam)
    text = browser.get(url(row)).content.decode()
    assert "How rested are you?" in text
    assert "Only you see this." in text
    assert "different" not in text
    assert not any(f">{number}<" in text for number in range(11))
    browser.post(url(row), {**FINE, "about": "rested", "rested": "well", "switched_off": "partly"})
    said = Debrief.objects.get(time_away=row)
    assert (said.rested, said.switched_off, said.different_and_fine) == ("well", "partly", "")
    logged = Event.objects.filter(object_id=said.pk).values_list("after", flat=True)
    assert all(after and "rested" not in after and "switched_off" not in after for after in logged)


def test_said_again_it_is_written_anew_and_what_is_not_asked_stays() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    browser.post(url(row), KNOW)
    browser.post(url(row), FINE)
    assert CEREAL in browser.get(url(row)).content.decode()
    browser.post(url(row), {**FINE, "different_and_fine": "no bath"})
    said = Debrief.objects.get(time_away=row)
    assert (said.different_and_fine, said.to_know_next_time) == ("no bath", WELLIES)


def test_nobody_reads_the_answers_of_another_here() -> None:
    cast = family()
    row = over(cast)
    told(row, cast.sam, rested="well")
    told(row, cast.alex, different_and_fine=CEREAL)
    for about in asked(row, cast.sam):
        assert CEREAL not in signed_in(cast.sam).get(url(row, about)).content.decode()
    for about in asked(row, cast.alex):
        assert "rested" not in signed_in(cast.alex).get(url(row, about)).content.decode()


@pytest.mark.parametrize("who", ["sam", "alex"])
def test_skip_asks_no_more_and_wipes_nothing(who: str) -> None:
    cast = family()
    row, member = over(cast), getattr(cast, who)
    browser = signed_in(member)
    assert browser.post(url(row), {"skip": "yes"}).headers["Location"] == welcome(row)
    assert Debrief.objects.get(time_away=row, member=member).skipped
    browser.post(url(row), {"about": "rested", "rested": "well"} if who == "sam" else FINE)
    browser.post(url(row), {"skip": "yes"})
    said = Debrief.objects.get(time_away=row, member=member)
    assert not said.skipped
    assert said.rested or said.different_and_fine


def test_to_say_nothing_to_the_end_is_to_skip() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    for about in asked(row, cast.alex):
        browser.post(url(row), {"about": about, "different_and_fine": " "})
    assert Debrief.objects.get(time_away=row).skipped
    assert not Fact.objects.exists()
    assert not Question.objects.exists()
    assert not TryFirst.objects.exists()


def test_a_way_that_worked_is_kept_beside_the_usual_one() -> None:
    cast = family()
    dinner = _dinner(cast)
    inhaler(cast)
    row, browser = over(cast), signed_in(cast.alex)
    browser.post(url(row), FINE)
    text = browser.get(url(row, "way")).content.decode()
    assert f'value="{CEREAL}"' in text
    assert "dinner at six" in text
    assert "inhaler" not in text
    browser.post(url(row), {"about": "way", "our_way": "cereal", "beside": dinner.pk})
    browser.post(url(row), {"about": "way", "our_way": "cereal, with a film", "beside": dinner.pk})
    way = OurWay.objects.get()
    assert (way.words, way.whose, way.responsibility, way.time_away) == (
        "cereal, with a film", cast.alex, dinner, row,
    )  # fmt: skip


def test_a_way_needs_a_few_words() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    browser.post(url(row), FINE)
    response = browser.post(url(row), {"about": "way", "our_way": ""})
    assert response.status_code == 422
    assert "or just this once" in response.content.decode()
    assert not OurWay.objects.exists()


def _dinner(cast: Family) -> Responsibility:
    return Responsibility.objects.create(
        household=cast.household,
        kind=Responsibility.Kind.CARE,
        title="dinner at six",
        priority=Priority.NICE,
        from_minute=18 * 60,
        to_minute=19 * 60,
    )


def test_only_what_came_up_can_have_another_way() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    later = _dinner(cast)
    assert not Occurrence.objects.filter(responsibility=later).exists()
    browser.post(url(row), FINE)
    response = browser.post(url(row), {"about": "way", "our_way": "cereal", "beside": later.pk})
    assert response.status_code == 422
    assert "not there any more" in response.content.decode()


def test_what_to_know_becomes_a_question_for_the_one_who_left() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    assert "Ask Sam" in browser.get(url(row, "know")).content.decode()
    browser.post(url(row), {**KNOW, "becomes": "ask"})
    browser.post(url(row), {**KNOW, "becomes": "ask"})
    question = Question.objects.get()
    assert (question.words, question.asked_by, question.asked_of) == (WELLIES, cast.alex, cast.sam)
    browser.post(url(row), {**KNOW, "to_know_next_time": "where the spare inhaler is", "becomes": "ask"})
    assert [one.words for one in Question.objects.open()] == ["where the spare inhaler is"]


def test_or_a_line_of_the_handbook() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    for words in (WELLIES, WELLIES, "the wellies: in the car"):
        browser.post(url(row), {"about": "know", "to_know_next_time": words, "becomes": "handbook"})
    fact = Fact.objects.get(household=cast.household)
    assert (fact.kind, fact.words, fact.child) == (Fact.Kind.GOOD_TO_KNOW, "the wellies: in the car", None)


def test_or_nothing_but_words() -> None:
    cast = family()
    signed_in(cast.alex).post(url(over(cast)), {**KNOW, "becomes": "said"})
    assert Debrief.objects.get().to_know_next_time == WELLIES
    assert not Fact.objects.exists()
    assert not Question.objects.exists()


def test_did_the_preparations_get_used_a_tap_each() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.sam)
    used, unused, unsaid = (prepared(row, cast.sam, words) for words in ("lasagne", "cards", "boots"))
    prepared(row, cast.sam, "never done", done_at=None)
    prepared(row, cast.sam, "allergy plan", is_safety=True)
    of_alex = prepared(row, cast.alex, "a box of pegs")
    text = browser.get(url(row, "used")).content.decode()
    assert [words in text for words in ("lasagne", "cards", "boots", "never done", "allergy plan", "pegs")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    said = {f"used-{used.pk}": "yes", f"used-{unused.pk}": "no", f"used-{of_alex.pk}": "yes"}
    browser.post(url(row), {"about": "used", **said})
    found = dict(Preparation.objects.values_list("words", "used"))
    assert (found["lasagne"], found["cards"], found["boots"], found["a box of pegs"]) == ("yes", "no", "", "")
    assert unsaid.used == ""


def test_did_the_worry_come_true_a_tap_and_words_if_they_like() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.sam)
    tapped, written, unsaid = (worry(row, cast.sam, words) for words in ("bedtime", "the inhaler", "tears"))
    of_alex = worry(row, cast.alex, "quiet")
    text = browser.get(url(row, "worries")).content.decode()
    assert "bedtime" in text
    assert "quiet" not in text
    browser.post(
        url(row),
        {
            "about": "worries",
            f"came-{tapped.pk}": "no",
            f"came-{written.pk}": "a_little",
            f"words-{written.pk}": "an hour late",
            f"came-{of_alex.pk}": "yes",
        },
    )
    found = {one.words: (one.came_true, one.how_it_was) for one in Worry.objects.all()}
    assert found == {
        "bedtime": ("no", ""), "the inhaler": ("a_little", "an hour late"), "tears": ("", ""), "quiet": ("", ""),
    }  # fmt: skip
    assert Worry.objects.unanswered().filter(author=cast.sam).get() == unsaid
    logged = [event.before for event in Event.objects.filter(object_kind="worry")]
    logged += [event.after for event in Event.objects.filter(object_kind="worry")]
    assert logged
    assert all(not {"words", "how_it_was", "came_true"} & set(one or {}) for one in logged)


def test_what_to_try_first_is_one_line_that_can_change_and_go() -> None:
    cast = family()
    row, browser = over(cast), signed_in(cast.alex)
    for words in ("a night at Grandma's first", "two nights at Grandma's first"):
        browser.post(url(row), {"about": "next", "try_first": words})
    line = TryFirst.objects.get()
    assert (line.words, line.author, line.leaver) == ("two nights at Grandma's first", cast.alex, cast.sam)
    browser.post(url(row), {"about": "next", "try_first": ""})
    assert not TryFirst.objects.for_leaver(cast.sam, now=AFTERWARDS).exists()


def test_too_many_words_are_kept_on_the_page() -> None:
    cast = family()
    row = over(cast)
    response = signed_in(cast.alex).post(url(row), {**FINE, "different_and_fine": "cereal " * 80})
    assert response.status_code == 422
    assert "more than fits here" in response.content.decode()
    assert "cereal cereal" in response.content.decode()
    assert not Debrief.objects.exists()


def test_while_away_one_is_asked_nothing(clock: Clock) -> None:
    cast, clock.at = family(), DURING
    row = time_away(cast)
    worry(row, cast.sam)
    response = signed_in(cast.sam).get(url(row, "worries"))
    assert response.headers["Location"] == reverse("go:page", kwargs={"time_away": row.pk})
    assert signed_in(cast.alex).get(url(row)).status_code == 200


def test_before_it_began_there_is_nothing_to_tell(clock: Clock) -> None:
    cast, clock.at = family(), THURSDAY_NOON
    row = time_away(cast)
    link = stay_link(row)
    page = reverse("tell:answer_page_by_link", kwargs={"token": link.token})
    away = reverse("go:page", kwargs={"time_away": row.pk})
    assert signed_in(cast.alex).get(url(row)).headers["Location"] == away
    assert opened(link).post(by_link(link.token), FINE).headers["Location"] == page
    assert not Debrief.objects.exists()


def test_an_old_address_leads_to_the_first_question() -> None:
    cast = family()
    row = over(cast, back_at=AFTERWARDS - timedelta(minutes=1))
    assert "How rested are you?" in signed_in(cast.sam).get(url(row, "fine")).content.decode()


def test_it_refuses_the_wrong_method() -> None:
    cast = family()
    row = over(cast)
    assert signed_in(cast.sam).put(url(row)).status_code == 405
    assert Client().delete(by_link(stay_link(row).token)).status_code == 405


def test_a_stranger_finds_nothing() -> None:
    cast, strangers = family(), family(canary="-x")
    row = over(cast)
    assert signed_in(strangers.alex).get(url(row)).status_code == 404
    assert signed_in(strangers.alex).post(url(row), FINE).status_code == 404
    assert Client().get(by_link("x" * 43)).status_code == 404
    assert not Debrief.objects.exists()


def test_one_who_had_no_part_in_it_is_not_asked() -> None:
    cast = family()
    assert signed_in(cast.alex).post(url(over(cast, stayer=cast.grandma)), FINE).status_code == 403
