"""What a helper on their link can never do, one line each; and that the link ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.ask import actions, answers, paper
from kbye.ask.message import write
from kbye.household.afterwards import Postcard, Worry
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.gap import Ask, Gap
from kbye.household.knowledge import Contact
from kbye.household.link import Link, hash_of
from kbye.household.occurrences import lay_out
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence
from kbye.planning.intervals import Span
from tests.ask.cast import HOUR, ask, asks, friday, gap, help_page, known_things, link_of, states, token_of
from tests.conftest import Clock
from tests.people import FRIDAY_EVENING, THURSDAY_NOON, Family, family, inhaler, opened, stay_link, time_away
from tests.web.never import assert_shut

pytestmark = [pytest.mark.django_db]
DAY = timedelta(days=1)
KEY = uuid4()


@dataclass
class Scene:
    cast: Family
    row: TimeAway
    gap: Gap
    token: str

    def get(self, path: str) -> int:
        return Client().get(path).status_code

    @property
    def page(self) -> str:
        return help_page(self.cast.grandma)

    def answer(self, key: UUID, said: str = "yes") -> int:
        at = reverse("ask:answer", kwargs={"token": self.token, "ask": key})
        return Client().post(at, {"answer": said}).status_code


@pytest.fixture
def at(clock: Clock) -> Scene:
    """Grandma is asked for Ben, 19:00–20:30; Noor comes after her. Zoe stays with Alex."""
    cast = family()
    known_things(cast)
    row = time_away(cast)
    inhaler(cast)
    lay_out(row)
    row.what_for, row.our_plan = "the cinema with Ruth", "pizza and a den"
    row.save(update_fields=["what_for", "our_plan"])
    made = gap(row, children=[cast.ben], place="at the hall", what_to_know="bring the ball")
    ask(made, cast.grandma, cast.noor)
    return Scene(cast, row, made, token_of(cast.grandma))


def test_they_see_their_stretch_and_what_matters_in_it(at: Scene) -> None:
    for words in (
        "Could you take Ben?",
        "19:00–20:30",
        "at the hall",
        "bring the ball",
        "Alex asks",
        "no nuts",
        "inhaler, 2 puffs",
        "the rabbit",
        "+49 30 23125 015",
        "Dr. Wolke",
        "A yes can be taken back until",
    ):
        assert words in at.page, words


def test_what_could_be_done_before_they_come_is_not_done_twice(at: Scene) -> None:
    """The inhaler is due from 18:30 to 19:30, and Grandma comes at 19:00."""
    asked = asks(at.gap)["Grandma"]
    text = write(asked, at.gap).body
    for words in (at.page, text, str(paper.words(asked, at.gap, now=THURSDAY_NOON))):
        assert "by 19:30 Ben: inhaler, 2 puffs; ask Alex first whether it is done" in words
        assert "18:30" not in words
    row = Occurrence.objects.of(at.cast.household).get(time_away=at.row, title="inhaler, 2 puffs")
    row.earliest_at, row.latest_at = friday(19), friday(21)
    row.save()
    assert "19:00 Ben: inhaler, 2 puffs" in at.page
    assert "whether it is done" not in at.page


def test_never_their_own_number_as_somebody_to_call(at: Scene) -> None:
    at.cast.grandma.phone = "030 23125 041"
    at.cast.grandma.save(update_fields=["phone"])
    Contact.objects.create(household=at.cast.household, name="Grandma", phone="+49 30 23125041", place=8)
    Contact.objects.create(household=at.cast.household, name="Ruth", phone="030 / 23125 041", place=9)
    assert "Ruth" not in at.page
    assert "23125041" not in at.page
    assert "Dr. Wolke" in at.page


def test_looking_changes_nothing(at: Scene) -> None:
    before = Event.objects.count()
    for _ in range(3):
        assert at.get(f"/h/{at.token}/") == 200
        assert Client().head(f"/h/{at.token}/").status_code == 200
    assert Event.objects.count() == before
    assert states(at.gap) == {"Grandma": "asked", "Noor": "waiting"}


def test_the_wrong_method_is_refused(at: Scene) -> None:
    key = asks(at.gap)["Grandma"].pk
    assert Client().post(f"/h/{at.token}/").status_code == 405
    for name in ("ask:answer", "ask:take_back"):
        assert at.get(reverse(name, kwargs={"token": at.token, "ask": key})) == 405
    assert Client().post(reverse("ask:ics", kwargs={"token": at.token, "ask": key})).status_code == 405


# What can never be seen.


def test_never_another_child(at: Scene) -> None:
    assert "Zoe" not in at.page
    assert "Mia" not in at.page


def test_never_what_is_known_of_another_child(at: Scene) -> None:
    assert "the blue cup" not in at.page


def test_never_another_hour_of_the_evening(at: Scene) -> None:
    early = Occurrence.objects.of(at.cast.household).get(time_away=at.row, title="inhaler, 2 puffs")
    early.earliest_at, early.latest_at, early.title = friday(20, 30), friday(21), "drops"
    early.save()
    assert "drops" not in at.page
    assert "22:00" not in at.page


def test_never_another_day(at: Scene) -> None:
    later = time_away(at.cast, span=Span(FRIDAY_EVENING.start + DAY, FRIDAY_EVENING.end + DAY))
    ask(gap(later, span=later.span), at.cast.noor)
    assert "Saturday" not in at.page


def test_never_what_was(at: Scene, clock: Clock) -> None:
    clock.at = friday(20, 30)
    assert "Friday" not in help_page(at.cast.grandma, clock.at)
    assert "There is nothing to do for you." in help_page(at.cast.grandma, clock.at)


def test_never_what_the_leaver_does(at: Scene) -> None:
    assert "cinema" not in at.page


def test_never_our_plan(at: Scene) -> None:
    assert "pizza" not in at.page


def test_never_a_worry(at: Scene) -> None:
    Worry.objects.create(
        household=at.cast.household,
        time_away=at.row,
        author=at.cast.sam,
        words="bedtime",
        created_at=THURSDAY_NOON,
    )
    assert "bedtime" not in at.page


def test_never_who_else_was_asked(at: Scene) -> None:
    assert "Noor" not in at.page


def test_never_who_has_it_instead(at: Scene) -> None:
    answers.say_no(ask=asks(at.gap)["Grandma"], by=at.cast.grandma, now=THURSDAY_NOON)
    answers.say_yes(ask=asks(at.gap)["Noor"], by=at.cast.noor, now=THURSDAY_NOON)
    assert "Noor" not in at.page


def test_never_the_rest_once_they_said_no(at: Scene) -> None:
    answers.say_no(ask=asks(at.gap)["Grandma"], by=at.cast.grandma, now=THURSDAY_NOON)
    for words in ("no nuts", "the rabbit", "23125", "at the hall", "Ben"):
        assert words not in at.page, words


def test_never_the_one_who_is_away_as_somebody_to_call(at: Scene) -> None:
    at.cast.sam.phone = "+49 30 23125 099"
    at.cast.sam.save(update_fields=["phone"])
    assert "23125 099" not in at.page


def test_never_an_ask_that_waits_its_turn(at: Scene) -> None:
    second = gap(at.row, span=Span(friday(21), friday(22)))
    ask(second, at.cast.noor, at.cast.grandma)
    assert "21:00" not in at.page
    assert at.answer(asks(second)["Grandma"].pk) == 404


# What can never be opened or done.

CLOSED = {
    "the sheet": "/l/{token}/sheet/",
    "the answer page": "/l/{token}/",
    "answering for the one who stays": "/l/{token}/answer/",
    "the gaps": "/l/{token}/gaps/",
    "asking somebody": "/l/{token}/gaps/new/",
    "the state of the gap": "/l/{token}/gaps/{gap}/",
    "closing the gap": "/l/{token}/gaps/{gap}/close/",
    "the message to another": "/l/{token}/asks/{other}/",
    "saying yes for another": "/l/{token}/asks/{other}/said/",
    "a new link": "/l/{token}/asks/{mine}/new-link/",
    "a tick": "/l/{token}/tick/{must}/",
    "our plan": "/l/{token}/plan/",
    "a postcard": "/l/{token}/postcard/",
    "the photo of a postcard": "/l/{token}/photo/{postcard}/",
    "two minutes": "/l/{token}/two-minutes/",
    "the calendar entry of all of it": "/l/{token}/kbye.ics",
    "an invitation": "/invitation/{token}/",
    "a way in": "/start/{token}/",
    "a way back in": "/way-in/{token}/",
    "another's answer": "/h/{token}/{other}/answer/",
    "another's yes taken back": "/h/{token}/{other}/take-back/",
    "another's calendar entry": "/h/{token}/{other}/kbye.ics",
    "nobody's answer": "/h/{token}/{nobody}/answer/",
    "the neighbours' answer": "/h/{token}/{neighbours}/answer/",
    "the neighbours' calendar entry": "/h/{token}/{neighbours}/kbye.ics",
}


@pytest.mark.parametrize("what", CLOSED)
def test_never(what: str, at: Scene) -> None:
    card = Postcard.objects.create(
        household=at.cast.household,
        time_away=at.row,
        sender=at.cast.alex,
        words="fine",
        created_at=THURSDAY_NOON,
    )
    must = Occurrence.objects.of(at.cast.household).filter(time_away=at.row)[0]
    next_door = gap(time_away(family(canary="-next-door")))
    ask(next_door, Member.objects.of(next_door.household).get(name="Noor-next-door"))
    path = CLOSED[what].format(
        token=at.token,
        gap=at.gap.pk,
        mine=asks(at.gap)["Grandma"].pk,
        other=asks(at.gap)["Noor"].pk,
        nobody=KEY,
        neighbours=asks(next_door)["Noor-next-door"].pk,
        must=must.pk,
        postcard=card.pk,
    )
    assert_shut(path, opened(link_of(at.cast.grandma)))


@pytest.mark.parametrize(
    "name", ["today:page", "handbook:page", "come_back:history", "set_up:more", "set_up:home"]
)
def test_never_a_page_of_the_household(name: str, at: Scene) -> None:
    """Having opened their link, they are still nobody anywhere else."""
    client = Client()
    assert client.get(f"/h/{at.token}/").status_code == 200
    assert client.get(reverse(name)).status_code == 302


def test_never_the_page_of_the_time_away(at: Scene) -> None:
    client = Client()
    client.get(f"/h/{at.token}/")
    for name in ("go:page", "go:sheet", "ask:page", "tell:message"):
        assert client.get(reverse(name, kwargs={"time_away": at.row.pk})).status_code == 302


def test_never_a_link_out_of_their_world(at: Scene) -> None:
    assert "/away/" not in at.page
    assert "/l/" not in at.page


# The link itself.


def test_one_link_for_all_they_are_asked(at: Scene) -> None:
    second = gap(at.row, span=Span(friday(21), friday(22)))
    ask(second, at.cast.grandma)
    assert token_of(at.cast.grandma) == at.token
    assert Link.objects.filter(member=at.cast.grandma, purpose="help").count() == 1
    assert "19:00–20:30" in at.page
    assert "21:00–22:00" in at.page


def test_it_ends_two_days_after_the_last_of_it_and_lasts_longer_when_asked_again(
    at: Scene, clock: Clock
) -> None:
    clock.at = friday(20, 30) + 2 * DAY - HOUR
    assert at.get(f"/h/{at.token}/") == 200
    clock.at = friday(20, 30) + 2 * DAY
    assert at.get(f"/h/{at.token}/") == 404
    clock.at = THURSDAY_NOON
    later = time_away(at.cast, span=Span(FRIDAY_EVENING.start + DAY, FRIDAY_EVENING.end + DAY))
    ask(gap(later, span=later.span), at.cast.grandma)
    clock.at = friday(20, 30) + 2 * DAY
    assert at.get(f"/h/{at.token}/") == 200


def test_ended_by_hand_it_opens_nothing_and_a_new_one_does(at: Scene) -> None:
    new = actions.renew_link(helper=at.cast.grandma, by=at.cast.alex, now=THURSDAY_NOON)
    assert new is not None
    assert new.token != at.token
    assert at.get(f"/h/{at.token}/") == 404
    assert at.answer(asks(at.gap)["Grandma"].pk) == 404
    assert at.get(f"/h/{new.token}/") == 200


def test_the_one_who_stays_ends_it_from_the_message(at: Scene) -> None:
    key = asks(at.gap)["Grandma"].pk
    stay = stay_link(at.row).token
    client = Client()
    page = client.post(f"/l/{stay}/asks/{key}/new-link/", follow=True)
    assert at.get(f"/h/{at.token}/") == 404
    assert settings.PUBLIC_ADDRESS + f"/h/{token_of(at.cast.grandma)}/" in page.text


def test_of_somebody_removed_it_opens_nothing(at: Scene) -> None:
    at.cast.grandma.remove(at=THURSDAY_NOON)
    assert at.get(f"/h/{at.token}/") == 404


def test_after_the_return_nothing_is_asked_any_more(at: Scene) -> None:
    at.row.come_back(at=THURSDAY_NOON)
    assert "19:00" not in at.page
    assert at.answer(asks(at.gap)["Grandma"].pk) == 404


def test_after_it_was_called_off_nothing_is_asked_any_more(at: Scene) -> None:
    at.row.call_off(at=THURSDAY_NOON)
    assert "19:00" not in at.page
    assert at.answer(asks(at.gap)["Grandma"].pk) == 404


def test_only_a_hash_of_it_is_stored(at: Scene) -> None:
    link = Link.objects.get(member=at.cast.grandma, purpose="help")
    assert link.token_hash == hash_of(at.token)
    assert at.token not in str(list(Event.objects.values_list("before", "after")))


def test_a_stranger_with_a_made_up_link_gets_404(at: Scene) -> None:
    assert at.get(f"/h/{'A' * 43}/") == 404
    assert at.get(f"/h/{stay_link(at.row).token}/") == 404


def test_the_calendar_entry_is_of_this_stretch_alone(at: Scene) -> None:
    key = asks(at.gap)["Grandma"].pk
    link = link_of(at.cast.grandma)
    entry = opened(link).get(reverse("ask:ics", kwargs={"token": link.token, "ask": key}))
    assert entry.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART;TZID=Europe/Berlin:20261204T190000" in entry.text
    assert "DTEND;TZID=Europe/Berlin:20261204T203000" in entry.text
    assert "Ben (Alex asked)" in entry.text
    assert "Zoe" not in entry.text


def test_their_words_come_with_the_answer(at: Scene) -> None:
    key = asks(at.gap)["Grandma"].pk
    here = reverse("ask:answer", kwargs={"token": at.token, "ask": key})
    page = Client().post(here, {"answer": "no", "words": "choir"}, follow=True)
    assert "That is fine." in page.text
    assert Ask.objects.get(pk=key).words == "choir"
    assert states(at.gap) == {"Grandma": "no", "Noor": "asked"}
