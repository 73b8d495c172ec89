"""Nonsense is answered with a sentence, never with an error; and each kind of "no" has its page."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.people import signed_in
from tests.web.crawl import crawl, is_the_leavers_too, looking, starts
from tests.web.filling import filled
from tests.web.page import Form
from tests.web.visitors import Visitor
from tests.web.world import OURS, THEIRS, Home, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
NONSENSE = (
    "",
    "\0",
    "x" * 10_000,
    "\ud83d\ude00 \u202e \ufeff".encode("utf-16", "surrogatepass").decode("utf-16"),
    "9" * 40,
    "-1",
    "9223372036854775808",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "24:00",
    "00:00",
    "٣",
    "' OR 1=1 --",
    "../../etc/passwd",
    "__class__",
    "0b4f3c5e-8f0f-4d3a-9d0e-2a1b3c4d5e6f",
    "{}",
)
ASKED = (
    *("person", "credit", "offer", "day", "from_time", "until_time", "until_day"),
    *("next", "kind", "child", "for", "but"),
)
WHO = (
    "leaver",
    "stayer",
    "stay link",
    "take link",
    "invitation",
    "helper's link",
    "way back in",
    "set-up code",
    "anonymous",
)


@pytest.fixture
def homes() -> tuple[Home, Home]:
    return home(OURS), home(THEIRS)


def trouble_with(looker: Visitor, method: str, path: str, said: dict[str, Any]) -> list[str]:
    """What went wrong, if an answer did not come or is an error of ours."""
    about = f"{method} {path} {str(said)[:300]}"
    try:
        with transaction.atomic():
            answer = looker.browser.ask(method, path, said)
            transaction.set_rollback(True)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{about}: {error!r:.200} in {last.filename}:{last.lineno}"]
    return [f"{about}: {answer.status_code}"] if answer.status_code >= 500 else []


@pytest.mark.parametrize("who", WHO)
def test_nonsense_in_an_address_is_no_error(who: str, homes: tuple[Home, Home]) -> None:
    looker = looking(who, *homes)
    paths = sorted(set(starts(who, looker, homes[0])))
    words = [quote(one, errors="ignore") for one in NONSENSE]
    trouble = []
    for place, path in enumerate(paths):
        # Every word comes to every name on some page.
        asked = "&".join(f"{name}={words[(place + i) % len(words)]}" for i, name in enumerate(ASKED))
        trouble += trouble_with(looker, "GET", f"{path}?{asked}&{asked}", {})
    assert trouble == []


@pytest.mark.parametrize("who", WHO)
def test_nonsense_in_a_form_is_no_error(who: str, homes: tuple[Home, Home]) -> None:
    """One word a field, another in every one, and a few words in all fields at once."""
    assert nonsense_in_forms(who, homes, words_a_field=1, words_at_once=4) == []


@pytest.mark.nightly
@pytest.mark.parametrize("who", WHO)
def test_all_nonsense_in_all_fields_is_no_error(who: str, homes: tuple[Home, Home]) -> None:
    every = len(NONSENSE)
    assert nonsense_in_forms(who, homes, words_a_field=every, words_at_once=every) == []


def nonsense_in_forms(
    who: str, homes: tuple[Home, Home], *, words_a_field: int, words_at_once: int
) -> list[str]:
    looker, words = looking(who, *homes), cycle(NONSENSE)
    at_once = cycle(NONSENSE)
    is_full = words_a_field == len(NONSENSE)
    trouble = []
    for form in forms_of(who, looker, homes[0]):
        if not is_full and is_the_leavers_too(who, form.action):
            continue
        said = filled(form)
        for name in set(said) - {"csrfmiddlewaretoken"}:
            for nonsense in islice(words, words_a_field):
                trouble += trouble_with(looker, "POST", form.action, {**said, name: nonsense})
        for nonsense in islice(at_once, words_at_once if len(said) > 2 or is_full else 2):
            trouble += trouble_with(looker, "POST", form.action, dict.fromkeys(said, nonsense))
    return trouble


def forms_of(who: str, looker: Visitor, ours: Home) -> Iterator[Form]:
    """One form a route."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for one in crawl(who, looker, ours):
        for form in one.page.forms if one.is_page else []:
            kind = resolve(urlsplit(form.action).path).view_name, frozenset(name for name, _ in form.fields)
            if form.method == "post" and kind not in seen:
                seen.add(kind)
                yield form


@pytest.mark.parametrize(
    "path",
    [
        "/away/not-a-key/",
        "/l/%00/",
        "/l/../",
        f"/l/{'x' * 2000}/",
        "/undo/99999999999999999999999999/",
        "/start/%F0%9F%98%80/",
        "/handbook/%2e%2e/",
        "/%ff",
    ],
)
def test_addresses_that_are_none(client: Client, path: str) -> None:
    assert client.get(path).status_code in {302, 404}


def test_a_number_beyond_all_events_is_not_there(homes: tuple[Home, Home]) -> None:
    sam = signed_in(homes[0].cast.sam)
    assert sam.post("/undo/99999999999999999999999999/").status_code == 404


def test_nothing_of_a_wish_to_go_elsewhere_is_granted(homes: tuple[Home, Home], client: Client) -> None:
    user = homes[0].cast.sam.user
    assert user is not None
    said = {"email": user.email, "password": "a long enough password"}
    for wanted in (
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:x",
        "\t//example.org",
    ):
        answer = client.post("/sign-in/", {**said, "next": wanted})
        assert answer.headers["Location"] == "/"


def test_the_pages_that_say_no(homes: tuple[Home, Home], client: Client) -> None:
    ours = homes[0]
    ruth = signed_in(ours.third)
    missing = client.get("/nowhere/")
    assert (missing.status_code, "There is nothing here for you" in missing.text) == (404, True)
    not_yours = ruth.get(reverse("go:page", kwargs={"time_away": ours.coming.pk}))
    assert (not_yours.status_code, "This is not yours to see or change" in not_yours.text) == (403, True)
    assert OURS not in not_yours.text


def test_a_page_that_goes_wrong_tells_nothing(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ValueError("the address of Grandma")

    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    client.raise_request_exception = False
    monkeypatch.setattr("kbye.web.living_page.samples", broken)
    answer = client.get("/components/")
    assert answer.status_code == 500
    assert "Something went wrong here." in answer.text
    assert "Grandma" not in answer.text
    assert "Traceback" not in answer.text


def test_another_name_for_this_server_is_not_answered(client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "example.org"}).status_code == 400
    assert client.get("/sign-in/", headers={"host": "localhost"}).status_code == 200
