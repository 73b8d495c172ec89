"""E-mail and password, so that one can get back in."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from kbye.household.door import SIGN_IN_TRIES
from kbye.household.event import Event
from kbye.household.people import Member, User
from kbye.set_up import keeping
from tests.people import LONG_AGO, THURSDAY_NOON, Family, family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
GOOD = "three kettles and a moon"


@pytest.fixture
def cast() -> Family:
    """The first minutes are over: Sam is in, without an e-mail or a password."""
    cast = family()
    cast.sam.user = User.objects.start(now=LONG_AGO)
    cast.sam.email = ""
    cast.sam.save()
    return cast


def test_keeping_lets_one_back_in_elsewhere(cast: Family) -> None:
    browser = signed_in(cast.sam)
    answer = browser.post("/keep/", {"email": "Sam.New@Example.org", "password": GOOD})
    assert (answer.status_code, answer["Location"]) == (302, "/more/")
    assert "you get back in" in browser.get("/more/").content.decode()
    elsewhere = Client()
    elsewhere.post("/sign-in/", {"email": "sam.new@example.org", "password": GOOD})
    assert elsewhere.get("/more/").status_code == 200


def test_messages_reach_one_there_unless_another_address_was_given(cast: Family) -> None:
    signed_in(cast.sam).post("/keep/", {"email": "sam.new@example.org", "password": GOOD})
    cast.sam.refresh_from_db()
    assert cast.sam.email == "sam.new@example.org"
    signed_in(cast.alex).post(
        "/keep/",
        {"email": "a@example.org", "so_far": "a long enough password", "password": GOOD},
    )
    cast.alex.refresh_from_db()
    assert cast.alex.email == "alex@example.org"


def test_it_stands_in_the_log_without_the_password(cast: Family) -> None:
    signed_in(cast.sam).post("/keep/", {"email": "sam.new@example.org", "password": GOOD})
    event = Event.objects.of(cast.household).get()
    user = User.objects.get(email="sam.new@example.org")
    assert event.verb == "kept_a_way_in"
    assert user.password not in str(event.after)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("elevenchars", "at least 12 characters"),
        ("1q2w3e4r5t6y", "too common"),
        ("sam.new@example.org", "too similar"),
        ("", "Please write a password."),
    ],
)
def test_weak_passwords_are_refused_in_words(cast: Family, password: str, words: str) -> None:
    answer = signed_in(cast.sam).post("/keep/", {"email": "sam.new@example.org", "password": password})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not User.objects.filter(email="sam.new@example.org").exists()


def test_another_accounts_address_is_refused_without_saying_whose(cast: Family) -> None:
    family(canary="-canary")
    browser = signed_in(cast.sam)
    own = browser.post("/keep/", {"email": "ALEX@example.org", "password": GOOD}).content.decode()
    others = browser.post("/keep/", {"email": "alex-canary@example.org", "password": GOOD}).content.decode()
    for page in (own, others):
        assert "This e-mail address cannot be used here." in page
        assert "Alex-canary" not in page
    assert browser.get("/more/").status_code == 200
    assert cast.sam.user is not None
    cast.sam.user.refresh_from_db()
    assert not cast.sam.user.can_get_back_in


def test_an_address_taken_in_the_same_moment_is_refused(
    cast: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "is_taken", lambda email, by_other_than=None: False)
    user = cast.sam.user
    assert user is not None
    with pytest.raises(keeping.EmailTaken):
        keeping.keep(member=cast.sam, user=user, email="alex@example.org", password=GOOD, now=THURSDAY_NOON)
    assert Member.objects.of(cast.household).get(pk=cast.sam.pk).email == ""


def test_one_keeps_ones_own_address(cast: Family) -> None:
    said = {"email": "Alex@example.org", "so_far": "a long enough password", "password": GOOD}
    assert signed_in(cast.alex).post("/keep/", said).status_code == 302


def test_a_change_needs_the_password_so_far(cast: Family) -> None:
    browser = signed_in(cast.alex)
    page = browser.post("/keep/", {"email": "thief@example.org", "password": GOOD}).content.decode()
    assert 'name="so_far"' in page
    said = {"email": "thief@example.org", "so_far": "a guess, a long one", "password": GOOD}
    assert "not your password so far" in browser.post("/keep/", said).content.decode()
    assert not User.objects.filter(email="thief@example.org").exists()


def test_guessing_it_is_limited_like_signing_in(cast: Family) -> None:
    browser = signed_in(cast.alex)
    for _ in range(SIGN_IN_TRIES):
        browser.post("/keep/", {"email": "alex@example.org", "so_far": "a guess", "password": GOOD})
    said = {"email": "alex@example.org", "so_far": "a long enough password", "password": GOOD}
    assert "wait a quarter of an hour" in browser.post("/keep/", said).content.decode()


def test_a_new_password_ends_every_other_session(cast: Family) -> None:
    phone, desk = signed_in(cast.alex), signed_in(cast.alex)
    said = {"email": "alex@example.org", "so_far": "a long enough password", "password": GOOD}
    desk.post("/keep/", said)
    assert desk.get("/more/").status_code == 200
    assert phone.get("/more/").status_code == 302


def test_going_on_never_leaves_this_kbye(cast: Family) -> None:
    said = {"email": "sam.new@example.org", "password": GOOD}
    assert signed_in(cast.sam).post("/keep/", said | {"next": "//evil.example.org"})["Location"] == "/more/"
    assert Client().get("/keep/").status_code == 302


def test_going_on_to_where_one_came_from(cast: Family) -> None:
    browser = signed_in(cast.sam)
    assert 'name="next" value="/away/"' in browser.get("/keep/?next=/away/").content.decode()
    said = {"email": "sam.new@example.org", "password": GOOD, "next": "/away/"}
    assert browser.post("/keep/", said)["Location"] == "/away/"


def test_it_can_stand_on_another_page_that_has_a_form_of_its_own(cast: Family) -> None:
    request: Any = RequestFactory().get("/away/")
    part = render_to_string("set_up/_keep.html", {"form": "theirs"}, request=request)
    assert 'action="/keep/"' in part
    assert part.count("<input") == 4
    assert 'name="email"' in part
    assert 'name="password"' in part
    assert 'name="next" value="/away/"' in part
    assert "csrfmiddlewaretoken" in part


def test_only_showing_and_keeping(cast: Family) -> None:
    assert signed_in(cast.sam).delete("/keep/").status_code == 405


def test_nobody_known_is_sent_to_sign_in() -> None:
    assert Client().post("/keep/", {"email": "x@example.org", "password": GOOD}).status_code == 302
    assert not User.objects.exists()
