"""The first tap on a phone: what a link shows before it, what it leaves behind, and that looking is never one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.household.link import Link
from kbye.web import phones
from kbye.web.roles import RULES, Role
from tests.ask.cast import ask, asks, gap, known_things, link_of, token_of
from tests.conftest import Clock
from tests.people import (
    FRIDAY_EVENING,
    THURSDAY_NOON,
    Family,
    family,
    inhaler,
    opened,
    signed_in,
    stay_link,
    time_away,
)
from tests.web.promised import routes
from tests.web.visitors import visitor
from tests.web.world import OURS, THEIRS, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NAME = "kbye-here"
BUTTON = "Open it here"
# What a link shows to whoever has it: what the message says, and what one needs to answer it.
NO_MORE_THAN_THE_MESSAGE = {"tell:answer_page_by_link", "tell:ics_by_link", "ask:help", "ask:help_fresh"}
# Asks for a tap itself, in a way that works without kbye, too: `kbye/emergency_page`, `tests/urgent/test_sheet.py`.
ASKS_ITSELF = {"urgent:kept_sheet"}
SENSITIVE = ("no nuts", "the rabbit", "the blue cup", "23125", "inhaler, 2 puffs", "pizza and a den")


@dataclass
class Scene:
    cast: Family
    link: Link
    helper: Link
    ask: Any

    @property
    def at(self) -> str:
        return f"/l/{self.link.token}/"

    @property
    def at_help(self) -> str:
        return f"/h/{self.helper.token}/"


@pytest.fixture
def scene() -> Scene:
    cast = family()
    known_things(cast)
    inhaler(cast)
    row = time_away(cast)
    row.our_plan = "pizza and a den"
    row.save(update_fields=["our_plan"])
    made = gap(row, children=[cast.ben], place="at the hall", what_to_know="the key is under the pot")
    ask(made, cast.grandma)
    return Scene(cast, stay_link(row), link_of(cast.grandma), asks(made)["Grandma"])


def shown_on_links() -> set[str]:
    """Every route that shows something to those who stay or help, on their link."""
    return {
        name
        for name, names in routes()
        if "token" in names and "GET" in RULES[name].methods
        if {Role.STAY_LINK, Role.HELP_LINK} & RULES[name].enter and name not in ASKS_ITSELF
    }


def test_what_shows_more_than_the_message_comes_after_a_tap() -> None:
    """A new page on a link: does it say more than the message? Then `after_a_tap=True` in web/roles.py."""
    after_a_tap = {name for name, rule in RULES.items() if rule.after_a_tap}
    assert shown_on_links() - after_a_tap == NO_MORE_THAN_THE_MESSAGE


@pytest.mark.parametrize("who", ["stay link", "helper's link"])
def test_before_a_tap_every_such_page_is_one_button(who: str) -> None:
    holder = visitor(who, home(OURS), home(THEIRS))
    tried = 0
    for name, names in routes():
        if name in shown_on_links() - NO_MORE_THAN_THE_MESSAGE and holder.counts_as in RULES[name].enter:
            path = reverse(name, kwargs={one: {**holder.own, "token": holder.token}[one] for one in names})
            page = Client().get(path)
            assert (page.status_code, BUTTON in page.text, OURS in page.text) == (200, True, False), name
            tried += 1
    assert tried >= (10 if who == "stay link" else 1)


def test_the_answer_is_the_tap(scene: Scene) -> None:
    """The usual way is not a tap longer: the message, "Got it", the sheet."""
    phone = Client()
    page = phone.get(scene.at).text
    for words in ("Sam is going out", "Mia, Ben and Zoe", "Got it", "no account needed"):
        assert words in page, words
    assert BUTTON not in page
    phone.post(f"{scene.at}answer/", {"answer": "got_it"})
    sheet = phone.get(f"{scene.at}sheet/").text
    assert "the rabbit" in sheet
    assert BUTTON not in sheet


def test_without_an_answer_it_is_one_button_and_on_to_the_page(scene: Scene) -> None:
    phone = Client()
    wanted = f"{scene.at}gaps/new/?from=a&until=b"
    before = phone.get(wanted)
    assert not [words for words in SENSITIVE if words in before.text]
    assert before.context["onwards"] == wanted
    tapped = phone.post(f"{scene.at}open/", {"onwards": wanted})
    assert tapped.headers["Location"] == wanted
    assert phone.get(wanted).context["form"] is not None


@pytest.mark.parametrize(
    "onwards", ["", "/", "//example.org/", "https://example.org/", "/more/", "/l/other/", "\r\nX: y"]
)
def test_it_leads_nowhere_but_within_the_link(onwards: str, scene: Scene) -> None:
    for here in (scene.at, scene.at_help):
        assert Client().post(f"{here}open/", {"onwards": onwards}).headers["Location"] == here


def test_a_helper_sees_what_to_decide_on_and_the_rest_after_the_answer(scene: Scene) -> None:
    phone = Client()
    page = phone.get(scene.at_help).text
    for words in ("Could you take Ben?", "19:00–20:30", "Alex asks", "What must happen", BUTTON):
        assert words in page, words
    hidden = ("at the hall", "under the pot", "the rabbit", "23125", "Into my calendar")
    assert not [words for words in hidden if words in page]
    phone.post(
        reverse("ask:answer", kwargs={"token": scene.helper.token, "ask": scene.ask.pk}), {"answer": "yes"}
    )
    page = phone.get(scene.at_help).text
    assert [words for words in hidden if words not in page] == []
    assert BUTTON not in page


def test_a_helper_may_look_before_answering(scene: Scene) -> None:
    phone = Client()
    page = phone.post(f"{scene.at_help}open/", {"onwards": scene.at_help}, follow=True).text
    assert "under the pot" in page
    assert "Could you take Ben?" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_is_no_tap_however_often(method: str, scene: Scene) -> None:
    looker = Client()
    for _ in range(3):
        for here in (scene.at, f"{scene.at}sheet/", scene.at_help):
            answer = getattr(looker, method)(here)
            assert NAME not in answer.cookies
    assert NAME not in looker.cookies
    assert "the rabbit" not in looker.get(f"{scene.at}sheet/").text


def test_looking_at_the_tap_itself_is_refused(scene: Scene) -> None:
    for here in (scene.at, scene.at_help):
        assert Client().get(f"{here}open/").status_code == 405


def test_without_its_token_the_tap_is_none(scene: Scene) -> None:
    """Whoever has no page of ours cannot post: the form check comes first."""
    program = Client(enforce_csrf_checks=True)
    answer = program.post(f"{scene.at}open/")
    assert answer.status_code == 403
    assert NAME not in answer.cookies


def test_a_stranger_gets_404(scene: Scene) -> None:
    for path in (f"/l/{'A' * 43}/open/", f"/h/{'A' * 43}/open/", f"/l/{scene.helper.token}/open/"):
        answer = Client().post(path)
        assert answer.status_code == 404
        assert NAME not in answer.cookies


def test_the_cookie_is_of_this_link_alone_and_ends_with_it(scene: Scene) -> None:
    for link, here in ((scene.link, scene.at), (scene.helper, scene.at_help)):
        cookie = Client().post(f"{here}open/").cookies[NAME]
        assert cookie["path"] == here
        assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
        assert not cookie["secure"]
        assert timedelta(seconds=cookie["max-age"]) == link.lasts_until - THURSDAY_NOON
        assert link.token not in cookie.value
    assert scene.link.lasts_until == FRIDAY_EVENING.end + timedelta(hours=48)


def test_over_https_it_is_secure(scene: Scene, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert Client().post(f"{scene.at}open/").cookies[NAME]["secure"]


def test_nothing_of_it_is_kept(scene: Scene) -> None:
    phone = Client()
    phone.post(f"{scene.at}open/")
    assert "sessionid" not in phone.cookies
    assert settings.SESSION_COOKIE_NAME not in phone.cookies


def test_the_cookie_of_another_link_opens_nothing_here(scene: Scene) -> None:
    other = stay_link(scene.link.time_away) if scene.link.time_away else scene.link
    for wrong in (phones.proof_of(other), phones.proof_of(scene.helper), "", "x", "ü", scene.link.token_hash):
        phone = Client()
        phone.cookies[NAME] = wrong
        assert BUTTON in phone.get(f"{scene.at}sheet/").text


def test_with_the_key_changed_it_opens_nothing(scene: Scene) -> None:
    """Whoever reads the database cannot make one."""
    first = phones.proof_of(scene.link)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "LINK_KEY", "another key")
        assert phones.proof_of(scene.link) != first


def test_a_renewed_link_asks_again_and_the_old_cookie_dies_with_the_old_link(scene: Scene) -> None:
    phone = opened(scene.helper)
    sam = signed_in(scene.cast.alex)
    row = scene.link.time_away
    assert row is not None
    sam.post(reverse("ask:renew_link", kwargs={"time_away": row.pk, "ask": scene.ask.pk}))
    assert phone.get(scene.at_help).status_code == 404
    assert "under the pot" not in phone.get(f"/h/{token_of(scene.cast.grandma)}/").text


def test_whoever_is_signed_in_as_that_person_need_not_tap(scene: Scene) -> None:
    assert "the rabbit" in signed_in(scene.cast.alex).get(f"{scene.at}sheet/").text
    assert BUTTON in signed_in(scene.cast.sam).get(f"{scene.at}sheet/").text


def test_an_offer_has_nothing_to_open(scene: Scene) -> None:
    ours = home(OURS)
    link = ours.link(ours.offer, "take", ours.cast.sam)
    phone = Client()
    answer = phone.post(f"/l/{link.token}/answer/", {"answer": "got_it"})
    assert answer.status_code == 302
    assert NAME not in answer.cookies


def test_after_the_end_the_cookie_opens_nothing(scene: Scene, clock: Clock) -> None:
    phone = opened(scene.link)
    assert phone.get(f"{scene.at}sheet/").status_code == 200
    clock.at = scene.link.lasts_until
    assert phone.get(f"{scene.at}sheet/").status_code == 404


def test_a_door_that_forgets_to_ask_is_seen(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "is_opened", lambda request, link: True)
    assert "the rabbit" in Client().get(f"{scene.at}sheet/").text


def test_its_name_over_https(tmp_path: Path) -> None:
    script = "from django.conf import settings; import kbye.settings; print(settings.PHONE_COOKIE_NAME)"
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KBYE_")}
    for address, name in (("https://kbye.example.org", "__Secure-kbye-here"), ("http://localhost", NAME)):
        env = {**kept, "KBYE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kbye.settings"}
        env["KBYE_PUBLIC_ADDRESS"] = address
        done = subprocess.run(
            [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == name
