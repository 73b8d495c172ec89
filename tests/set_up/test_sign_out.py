"""Signing out, and not locking oneself out by it."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people import family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_session_is_gone_and_the_browser_forgets() -> None:
    browser = signed_in(family().sam)
    answer = browser.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()
    assert browser.get("/more/").status_code == 302


def test_who_could_not_get_back_in_is_asked_for_a_password_first() -> None:
    sam = family().sam
    assert sam.user is not None
    sam.user.email = None
    sam.user.save()
    browser = signed_in(sam)
    assert browser.post("/sign-out/")["Location"] == "/keep/"
    assert "nobody could get back in" in browser.get("/keep/").content.decode()


def test_looking_signs_nobody_out() -> None:
    browser = signed_in(family().sam)
    assert browser.get("/sign-out/").status_code == 405
    assert browser.get("/more/").status_code == 200


def test_nobody_known_is_sent_to_sign_in() -> None:
    assert Client().post("/sign-out/")["Location"] == "/sign-in/"
