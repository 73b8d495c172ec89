"""Can other phones open kbye's links?"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kbye.outside.reach import Answer
from kbye.set_up import address as page_of_address
from tests.people import family, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def browser() -> Client:
    return signed_in(family().sam)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def answer(address: str) -> Answer:
        asked.append(address)
        return Answer.KBYE

    monkeypatch.setattr(page_of_address, "answer_at", answer)
    return asked


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://localhost:8000", "Only this computer can open"),
        ("http://192.168.1.20:8000", "Phones in your own Wi-Fi can open"),
        ("https://kbye.example.org", "Phones anywhere can open"),
    ],
)
def test_it_says_who_can_open_a_link_without_asking_anybody(
    browser: Client, asked: list[str], settings: Any, address: str, words: str
) -> None:
    settings.PUBLIC_ADDRESS = address
    page = browser.get("/address/").content.decode()
    assert words in page
    assert address in page
    assert asked == []


def test_it_tests_the_address_of_this_kbye_and_no_other(browser: Client, asked: list[str]) -> None:
    page = browser.post("/address/", {"address": "http://elsewhere.example.org"}).content.decode()
    assert "kbye answers at this address" in page
    assert asked == ["http://kbye.test"]


@pytest.mark.parametrize("answer", list(Answer))
def test_every_answer_is_said_in_words(
    browser: Client, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    monkeypatch.setattr(page_of_address, "answer_at", lambda address: answer)
    page = browser.post("/address/").content.decode()
    assert str(page_of_address.WORDS[answer]) in page
    assert ("notice-careful" in page) == (answer is not Answer.KBYE)


def test_it_asks_a_real_server(browser: Client, settings: Any) -> None:
    """Nobody listens on port 1 of this computer."""
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:1"
    assert "Nobody answers at this address" in browser.post("/address/").content.decode()


def test_without_https_it_says_what_is_missing(browser: Client, settings: Any) -> None:
    assert "others in the same network could read along" in browser.get("/address/").content.decode()
    settings.IS_HTTPS = True
    assert "read along" not in browser.get("/address/").content.decode()


def test_only_showing_and_testing(browser: Client) -> None:
    assert browser.put("/address/").status_code == 405


def test_nobody_known_tests_nothing(asked: list[str]) -> None:
    assert Client().post("/address/").status_code == 302
    assert asked == []
