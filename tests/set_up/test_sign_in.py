"""Signing in, its limits, and what it does not tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse
from django.test import Client

from kbye.household.door import SIGN_IN_TRIES, SIGN_IN_WITHIN, SignInTry
from tests.conftest import Clock
from tests.people import Family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
RIGHT, WRONG = "a long enough password", "another long password"


def try_as(email: str, password: str, **more: Any) -> HttpResponse:
    said = {"email": email, "password": password, "next": more.pop("next", "")}
    answer: Any = Client().post("/sign-in/", said, **more)
    return answer  # type: ignore[no-any-return]


def let_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302


def test_e_mail_and_password_open_the_door(cast: Family) -> None:
    browser = Client()
    answer = browser.post("/sign-in/", {"email": "SAM@example.org ", "password": RIGHT})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/more/").status_code == 200


def test_the_session_and_the_forms_token_are_new(cast: Family) -> None:
    browser = signed_in(cast.alex)
    before, held = browser.session.session_key, dict(browser.session)
    browser.get("/more/")
    token = browser.cookies["kbye-form"].value
    browser.post("/sign-in/", {"email": "sam@example.org", "password": RIGHT})
    assert browser.session.session_key != before
    assert browser.session["_auth_user_id"] == str(cast.sam.user_id) != held["_auth_user_id"]
    assert browser.cookies["kbye-form"].value != token


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sam@example.org", WRONG),
        ("sam@example.org", RIGHT.upper()),
        ("sam@example.org", f" {RIGHT}"),
        ("nobody@example.org", RIGHT),
        ("grandma@example.org", RIGHT),
    ],
)
def test_known_or_not_the_answer_is_the_same(cast: Family, email: str, password: str) -> None:
    answer = try_as(email, password)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "E-mail and password do not go together." in page
    assert password.strip() not in page
    assert without_what_was_typed(page) == without_what_was_typed(
        try_as("x@example.org", "x").content.decode()
    )


def without_what_was_typed(page: str) -> list[str]:
    return [line for line in page.splitlines() if "value=" not in line]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("sam@example.org", RIGHT),
        ("sam@example.org", WRONG),
        ("nobody@example.org", RIGHT),
        ("ruth@example.org", "x"),
    ],
)
def test_every_try_costs_exactly_one_hash(
    cast: Family, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    """Also for an e-mail nobody has, and for an account without a password: else time would tell."""
    ruth = cast.alex.user
    assert ruth is not None
    ruth.email = "ruth@example.org"
    ruth.set_unusable_password()
    ruth.save()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    try_as(email, password)
    assert len(hashed) == 1


def test_ten_failures_close_an_account_from_everywhere_for_a_quarter_of_an_hour(
    cast: Family, clock: Clock
) -> None:
    for number in range(SIGN_IN_TRIES):
        assert try_as("Sam@example.org", WRONG, REMOTE_ADDR=f"192.0.2.{number}").status_code == 200
    answer = try_as("sam@example.org", RIGHT, REMOTE_ADDR="192.0.2.99")
    assert answer.status_code == 429
    assert "wait a quarter of an hour" in answer.content.decode()
    assert let_in(try_as("alex@example.org", RIGHT, REMOTE_ADDR="192.0.2.99"))
    clock.at += SIGN_IN_WITHIN - timedelta(seconds=1)
    assert try_as("sam@example.org", RIGHT).status_code == 429
    clock.at += timedelta(seconds=1)
    assert let_in(try_as("sam@example.org", RIGHT))


def test_nine_failures_do_not(cast: Family) -> None:
    for _ in range(SIGN_IN_TRIES - 1):
        try_as("sam@example.org", WRONG)
    assert let_in(try_as("sam@example.org", RIGHT))


def test_ten_failures_close_an_address_for_every_account(cast: Family) -> None:
    for number in range(SIGN_IN_TRIES):
        try_as(f"somebody{number}@example.org", WRONG, REMOTE_ADDR="192.0.2.1")
    assert try_as("sam@example.org", RIGHT, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert let_in(try_as("sam@example.org", RIGHT, REMOTE_ADDR="192.0.2.2"))


def test_an_account_nobody_has_closes_like_one_there_is(cast: Family) -> None:
    for number in range(SIGN_IN_TRIES):
        try_as("nobody@example.org", WRONG, REMOTE_ADDR=f"192.0.2.{number}")
    assert try_as("nobody@example.org", WRONG, REMOTE_ADDR="192.0.2.99").status_code == 429


def test_one_account_nobody_has_closes_no_other(cast: Family) -> None:
    for number in range(SIGN_IN_TRIES):
        try_as("nobody@example.org", WRONG, REMOTE_ADDR=f"192.0.2.{number}")
    assert try_as("no.one@example.org", WRONG, REMOTE_ADDR="192.0.2.99").status_code == 200


def test_a_home_with_very_many_addresses_counts_as_one(cast: Family) -> None:
    for number in range(SIGN_IN_TRIES):
        try_as(f"somebody{number}@example.org", WRONG, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert try_as("sam@example.org", RIGHT, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert let_in(try_as("sam@example.org", RIGHT, REMOTE_ADDR="2001:db8:1:3::1"))


def test_without_a_proxy_a_claimed_address_counts_for_nothing(cast: Family) -> None:
    for number in range(SIGN_IN_TRIES):
        try_as(f"somebody{number}@example.org", WRONG, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert try_as("sam@example.org", RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.99").status_code == 429


def test_behind_a_proxy_only_what_the_proxy_saw_counts(cast: Family, settings: Any) -> None:
    settings.TRUST_FORWARDED_FOR = True
    for number in range(SIGN_IN_TRIES):
        claimed = f"198.51.100.{number}, 192.0.2.1"
        try_as(f"somebody{number}@example.org", WRONG, HTTP_X_FORWARDED_FOR=claimed)
    closed = try_as("sam@example.org", RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.5, 192.0.2.1")
    assert closed.status_code == 429
    assert let_in(try_as("sam@example.org", RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2"))


def test_failures_are_kept_without_names(cast: Family) -> None:
    try_as("sam@example.org", WRONG, REMOTE_ADDR="192.0.2.1")
    row = SignInTry.objects.get()
    assert "sam" not in row.account
    assert "192" not in row.address[:4]
    assert len(row.account) == len(row.address) == 64


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)", "evil"],
)
def test_going_on_never_leaves_this_kbye(cast: Family, wanted: str) -> None:
    assert try_as("sam@example.org", RIGHT, next=wanted)["Location"] == "/"
    assert signed_in(cast.sam).get("/sign-in/", {"next": wanted})["Location"] == "/"
    assert "evil" not in Client().get("/sign-in/", {"next": wanted}).content.decode()


def test_one_goes_on_to_where_one_wanted_to_go(cast: Family) -> None:
    page = Client().get("/sign-in/?next=/more/").content.decode()
    assert 'name="next" value="/more/"' in page
    assert try_as("sam@example.org", RIGHT, next="/more/")["Location"] == "/more/"


def test_who_is_signed_in_goes_on_at_once(cast: Family) -> None:
    assert signed_in(cast.sam).get("/sign-in/?next=/more/")["Location"] == "/more/"


def test_before_anybody_lives_here_it_says_where_the_door_is() -> None:
    page = Client().get("/sign-in/").content.decode()
    assert "printed an address on its console" in page
    assert "<form" not in page


def test_without_e_mail_or_password_nothing_is_tried(cast: Family) -> None:
    page = try_as("", "").content.decode()
    assert "Please write your e-mail address." in page
    assert "Please write a password." in page
    assert not SignInTry.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_showing_and_signing_in(method: str) -> None:
    assert getattr(Client(), method)("/sign-in/").status_code == 405


def test_a_form_from_elsewhere_signs_nobody_in(cast: Family) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/sign-in/", {"email": "sam@example.org", "password": RIGHT})
    assert answer.status_code == 403
    assert "_auth_user_id" not in browser.session
