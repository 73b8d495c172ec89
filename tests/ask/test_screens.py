"""The screens of the one who stays, signed in and on their link: four tests each, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from kbye.ask import answers
from kbye.household.away import HandOver, TimeAway
from kbye.household.gap import Ask, Gap
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from tests.ask.cast import (
    STRETCH,
    a_third_adult,
    again,
    ask,
    asks,
    by_link,
    friday,
    gap,
    mail_for,
    states,
    token_of,
    url,
)
from tests.conftest import Clock
from tests.once import built_once
from tests.people import THURSDAY_NOON, ZONE, Family, busy, family, opened, signed_in, stay_link, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GETS = ("ask:page", "ask:better", "ask:new", "ask:gap", "ask:message", "ask:entry")
POSTS = ("ask:mine", "ask:take", "ask:close", "ask:open", "ask:said", "ask:end", "ask:renew_link")
WORLDS = ("signed in", "on a link")


@dataclass
class Scene:
    cast: Family
    row: TimeAway
    gap: Gap
    ask: Ask
    cookies: dict[str, SimpleCookie]

    def browser(self, who: str) -> Client:
        """Signed in, once for all tests."""
        client = Client()
        client.cookies = self.cookies[who]
        return client

    def keys(self, name: str) -> dict[str, object]:
        of_gap = {"ask:gap", "ask:take", "ask:close", "ask:open"}
        of_ask = {"ask:message", "ask:entry", "ask:said", "ask:end", "ask:renew_link"}
        return {"gap": self.gap.pk} if name in of_gap else {"ask": self.ask.pk} if name in of_ask else {}

    def way(self, name: str, world: str = "signed in") -> tuple[Client, str]:
        return way(self.row, name, world, **self.keys(name))


def way(row: TimeAway, name: str, world: str, **keys: object) -> tuple[Client, str]:
    """The browser and the address of the one who stays, in that world."""
    if world == "on a link":
        link = stay_link(row)
        return opened(link), by_link(name, link.token, **keys)
    return signed_in(row.stayers[0]), url(name, row, **keys)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    with built_once(django_db_blocker):
        cast = family(at="world.example.org")
        mail_for(cast.grandma)
        row = time_away(cast)
        made = gap(row)
        asked = ask(made, cast.grandma, cast.noor)["Grandma"]
        third, stranger = a_third_adult(cast), family(canary="-elsewhere").sam
        others = {"the leaver": cast.sam, "a third adult": third, "a stranger": stranger}
        yield Scene(cast, row, made, asked, {who: signed_in(one).cookies for who, one in others.items()})


@pytest.fixture
def at(built: Scene) -> Scene:
    """Alex has something from 19:00 to 20:30 and asked Grandma, then Noor."""
    return deepcopy(built)


def stretch(**more: object) -> dict[str, object]:
    said = {"day": "2026-12-04", "from_time": "19:00", "until_time": "20:30", "manner": "one_by_one"}
    return {**said, "place": "at yours", "what_to_know": "boots", **more}


# Four for each.


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", GETS)
def test_it_opens(name: str, world: str, at: Scene) -> None:
    client, here = at.way(name, world)
    assert client.get(here).status_code == 200


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", POSTS)
def test_it_acts_and_leads_back(name: str, world: str, at: Scene) -> None:
    client, here = at.way(name, world)
    answer = client.post(here, {"answer": "no"})
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_the_wrong_method_is_refused(name: str, world: str, at: Scene) -> None:
    client, here = at.way(name, world)
    wrong = client.get(here) if name in POSTS else client.put(here)
    assert wrong.status_code == 405


@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_a_stranger_gets_404(name: str, at: Scene) -> None:
    stranger, here = at.browser("a stranger"), at.way(name)[1]
    answer = stranger.post(here) if name in POSTS else stranger.get(here)
    assert answer.status_code == 404


@pytest.mark.parametrize("when", [THURSDAY_NOON, friday(18, 30)], ids=["before", "meanwhile"])
@pytest.mark.parametrize("who", ["the leaver", "a third adult"])
@pytest.mark.parametrize("name", [*GETS, *POSTS])
def test_whoever_is_not_on_duty_gets_403(name: str, who: str, when: object, at: Scene, clock: Clock) -> None:
    clock.at = when  # type: ignore[assignment]
    client, here = at.browser(who), at.way(name)[1]
    answer = client.post(here) if name in POSTS else client.get(here)
    assert answer.status_code == 403
    assert states(at.gap) == {"Grandma": "asked", "Noor": "waiting"}


@pytest.mark.parametrize("name", ["ask:gap", "ask:message"])
def test_what_is_not_of_this_time_away_is_404(name: str, at: Scene) -> None:
    other = time_away(at.cast, span=Span(STRETCH.end + timedelta(days=2), STRETCH.end + timedelta(days=3)))
    alex = signed_in(at.cast.alex)
    assert alex.get(url(name, other, **at.keys(name))).status_code == 404
    missing = dict.fromkeys(at.keys(name), uuid4())
    assert alex.get(url(name, at.row, **missing)).status_code == 404


def test_nothing_of_it_is_on_the_leavers_pages(at: Scene) -> None:
    answers.say_yes(ask=at.ask, by=at.cast.grandma, now=THURSDAY_NOON)
    sam = signed_in(at.cast.sam)
    for path in ("/", f"/away/{at.row.pk}/", f"/away/{at.row.pk}/message/"):
        page = sam.get(path).text
        assert "Grandma has" not in page
        assert "19:00–20:30" not in page


# What clashes.


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("name", ["tell:answer_page", "go:sheet", "ask:page"])
def test_a_clash_is_one_line_with_two_ways_out(name: str, world: str) -> None:
    cast = family()
    row = time_away(cast)
    busy(cast.alex, Span(friday(16), friday(19, 30)))
    client, here = way(row, name, world)
    page = client.get(here)
    text = unescape(page.text)
    for words in (
        "18:00–19:30",
        "you have something.",
        "I'll do it",
        "Ask someone",
        "Ask somebody for a stretch",
    ):
        assert words in text, words


def test_what_the_leaver_has_in_the_calendar_is_no_clash() -> None:
    cast = family()
    row = time_away(cast)
    busy(cast.sam, STRETCH)
    page = signed_in(cast.alex).get(url("ask:page", row)).text
    assert "you have something" not in page
    assert "Nothing clashes that kbye knows of." in page


def test_over_midnight_and_over_the_clock_change_a_clash_keeps_its_hours() -> None:
    cast = family()
    day = date(2027, 3, 27)
    night = Span(instant(day, 20 * 60, ZONE), instant(day, 32 * 60, ZONE))
    row = time_away(cast, span=night)
    busy(cast.alex, Span(instant(day, 23 * 60, ZONE), instant(day, 28 * 60, ZONE)))
    page = signed_in(cast.alex).get(url("ask:page", row)).text
    assert "23:00–04:00" in page or "Saturday 27 March, 23:00–04:00" in page


@pytest.mark.parametrize("world", WORLDS)
def test_i_will_do_it_settles_a_clash(world: str) -> None:
    cast = family()
    row = time_away(cast)
    busy(cast.alex, STRETCH)
    client, here = way(row, "ask:mine", world)
    said = {"from": STRETCH.start.isoformat(), "until": STRETCH.end.isoformat()}
    page = client.post(here, said, follow=True).text
    assert "you have something" not in page
    assert "you do it" in page
    assert Gap.objects.get(time_away=row).state == "stayer"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", ""),
        ("x", "y"),
        ("2026-12-04T19:00", "2026-12-04T20:00"),
        ("2026-12-05T10:00Z", "2026-12-05T11:00Z"),
    ],
)
def test_a_stretch_that_makes_no_sense_is_said_kindly(start: str, end: str) -> None:
    row = time_away(family())
    client = signed_in(row.stayers[0])
    page = client.post(url("ask:mine", row), {"from": start, "until": end}, follow=True)
    assert "Which stretch do you mean?" in page.text
    assert not Gap.objects.filter(time_away=row).exists()


def test_who_finds_someone_has_the_whole_time_filled_in() -> None:
    cast = family()
    row = time_away(cast, answer=HandOver.Answer.FINDING)
    link = stay_link(row)
    page = unescape(Client().get(f"/l/{link.token}/").text)
    assert "18:00–22:00" in page
    assert "you'll find someone." in page
    form = opened(link).get(f"/l/{link.token}/gaps/new/").text
    assert 'value="18:00"' in form
    assert 'value="22:00"' in form


# Asking.


@pytest.mark.parametrize("world", WORLDS)
def test_asking_somebody_for_a_stretch(world: str) -> None:
    cast = family()
    mail_for(cast.grandma)
    row = time_away(cast)
    client, here = way(row, "ask:new", world)
    said = stretch(which=[cast.mia.pk, cast.ben.pk], whom_1=cast.grandma.pk, whom_2=cast.noor.pk)
    page = client.post(here, said, follow=True).text
    made = again(Gap.objects.get(time_away=row))
    assert (made.span, made.place, made.what_to_know) == (STRETCH, "at yours", "boots")
    assert [child.name for child in made.named_children] == ["Mia", "Ben"]
    assert states(made) == {"Grandma": "asked", "Noor": "waiting"}
    assert "Asked: Grandma." in page


def test_a_clash_fills_in_its_own_times() -> None:
    row = time_away(family())
    wanted = {"from": STRETCH.start.isoformat(), "until": STRETCH.end.isoformat()}
    page = signed_in(row.stayers[0]).get(url("ask:new", row), wanted).text
    assert 'value="19:00"' in page
    assert 'value="20:30"' in page


def test_all_the_children_are_none_in_particular() -> None:
    cast = family()
    row = time_away(cast)
    everybody = [child.pk for child in cast.children]
    signed_in(cast.alex).post(url("ask:new", row), stretch(which=everybody, whom_1=cast.noor.pk))
    assert again(Gap.objects.get(time_away=row)).named_children == []


def test_without_an_address_it_says_to_send_it_by_hand() -> None:
    cast = family()
    row = time_away(cast)
    said = stretch(which=[cast.mia.pk], whom_1=cast.noor.pk)
    page = signed_in(cast.alex).post(url("ask:new", row), said, follow=True).text
    assert "Now send it to Noor" in page
    assert "Send it to Noor" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"from_time": "16:00"}, "outside the time away"),
        ({"day": "2026-12-06"}, "outside the time away"),
        ({"whom_1": ""}, "Please choose somebody to ask."),
        ({"which": []}, "Please choose at least one child."),
        ({"from_time": "late"}, "Please write the time like 18:00."),
    ],
)
def test_what_is_missing_is_said(wrong: dict[str, object], words: str) -> None:
    cast = family()
    row = time_away(cast)
    said = {**stretch(which=[cast.mia.pk], whom_1=cast.noor.pk), **wrong}
    page = signed_in(cast.alex).post(url("ask:new", row), said)
    assert page.status_code == 422
    assert words in page.text
    assert not Gap.objects.filter(time_away=row).exists()


@pytest.mark.parametrize("field", ["whom_1", "which"])
def test_nobody_of_another_household_can_be_asked_or_asked_for(field: str) -> None:
    cast, next_door = family(), family(canary="-next-door")
    row = time_away(cast)
    theirs = {"whom_1": next_door.noor.pk, "which": [next_door.mia.pk]}[field]
    said = {**stretch(which=[cast.mia.pk], whom_1=cast.noor.pk), field: theirs}
    assert signed_in(cast.alex).post(url("ask:new", row), said).status_code == 422
    assert not Gap.objects.filter(time_away=row).exists()


def test_neither_the_leaver_nor_oneself_is_to_be_asked() -> None:
    cast = family()
    row = time_away(cast)
    for person in (cast.sam, cast.alex, cast.mia):
        said = stretch(which=[cast.mia.pk], whom_1=person.pk)
        assert signed_in(cast.alex).post(url("ask:new", row), said).status_code == 422


@pytest.mark.parametrize("world", WORLDS)
def test_with_nobody_to_ask_the_page_says_what_would_help(world: str) -> None:
    cast = family()
    for helper in (cast.grandma, cast.noor):
        helper.remove(at=THURSDAY_NOON)
    row = time_away(cast)
    client, here = way(row, "ask:new", world)
    page = client.get(here).text
    assert ("can add somebody" if world == "on a link" else "Add somebody") in page
    assert client.post(here, stretch(which=[cast.mia.pk])).status_code == 422


# How it stands.


def test_a_covered_stretch_stands_on_the_run_sheet() -> None:
    cast = family()
    row = time_away(cast)
    made = gap(row, children=[cast.mia])
    answers.say_yes(ask=ask(made, cast.grandma)["Grandma"], by=cast.grandma, now=THURSDAY_NOON)
    for world in WORLDS:
        client, here = way(row, "go:sheet", world)
        text = " ".join(client.get(here).text.split())
        assert "19:00–20:30</span> Grandma has Mia" in text


def test_the_gap_says_who_is_asked_and_who_comes_next(at: Scene) -> None:
    page = unescape(signed_in(at.cast.alex).get(url("ask:gap", at.row, gap=at.gap.pk)).text)
    for words in (
        "asked: Grandma",
        "Noor: comes next",
        "The next one is asked",
        "Grandma said yes",
        "I'll do it",
    ):
        assert words in page, words


def test_nobody_can_and_what_would_help(at: Scene) -> None:
    for name, person in (("Grandma", at.cast.grandma), ("Noor", at.cast.noor)):
        answers.say_no(ask=asks(at.gap)[name], by=person, now=THURSDAY_NOON, words="choir")
    page = unescape(signed_in(at.cast.alex).get(url("ask:gap", at.row, gap=at.gap.pk)).text)
    for words in (
        "Nobody can.",
        "ask somebody else, do it yourself, or tell Sam",
        "“choir”",
        "Ask somebody else",
    ):
        assert words in page, words


def test_the_one_who_stays_notes_what_was_said_in_person(at: Scene) -> None:
    client, here = at.way("ask:said")
    page = client.post(here, {"answer": "yes"}, follow=True).text
    assert "Good. Grandma has it." in page
    assert "I'll do it after all" in unescape(page)
    assert again(at.gap).covered_by == at.cast.grandma


def test_nobody_else_to_ask_is_not_said_to_be_asked(at: Scene) -> None:
    only = ask(gap(at.row, span=Span(friday(21), friday(22))), at.cast.noor)["Noor"]
    answers.say_yes(ask=only, by=at.cast.noor, now=THURSDAY_NOON)
    address = f"/h/{token_of(at.cast.noor)}/{only.pk}/take-back/"
    page = unescape(Client().post(address, follow=True).text)
    assert "Somebody else is asked." not in page
    assert "That is fine. Thank you for saying so." in page


def test_what_has_to_be_sent_by_hand_is_the_first_thing_to_tap(at: Scene) -> None:
    made = gap(at.row, span=Span(friday(21), friday(22)))
    ask(made, at.cast.noor)
    for key, style in ((made, "primary"), (at.gap, "quiet")):
        client, here = way(at.row, "ask:gap", "signed in", gap=key.pk)
        page = client.get(here).text
        assert f'class="button button-{style}" href="/away/{at.row.pk}/asks/' in page


def test_the_message_can_be_copied_and_carries_the_link(at: Scene) -> None:
    client, here = at.way("ask:message", "on a link")
    page = client.get(here).text
    for words in ("Hi Grandma,", f"/h/{token_of(at.cast.grandma)}/", 'data-copy="message"', "mailto:helper0"):
        assert words in page, words


def test_looking_at_the_message_makes_no_link(at: Scene, clock: Clock) -> None:
    client, here = at.way("ask:message")
    before = at.cast.grandma.links.filter(household=at.cast.household).count()
    clock.at = friday(20, 30) + timedelta(days=3)
    assert client.get(here).status_code == 200
    assert at.cast.grandma.links.filter(household=at.cast.household).count() == before


def test_the_journey_of_two_helpers(at: Scene, clock: Clock) -> None:
    """Asked, first yes, the other told, taken back, asked again."""
    first, second = at.cast.grandma, at.cast.noor
    helper = Client()

    def say(person: object, what: str) -> str:
        key = asks(at.gap)[person.name].pk  # type: ignore[attr-defined]
        name = "take-back" if what == "take back" else "answer"
        token = token_of(person, clock.at)  # type: ignore[arg-type]
        return unescape(helper.post(f"/h/{token}/{key}/{name}/", {"answer": what}, follow=True).text)

    assert "Thank you. You have it." in say(first, "yes")
    assert "Somebody else is asked." in say(first, "take back")
    assert states(at.gap) == {"Grandma": "withdrawn", "Noor": "asked"}
    assert "Thank you. You have it." in say(second, "yes")
    assert "Somebody has it already." in say(first, "yes")
    clock.at = friday(18)
    assert "They count on you now." in say(second, "take back")
    assert again(at.gap).covered_by == second
