"""No form is taken without its token: signed in, on a link, with a set-up code, or as nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from kbye.web.roles import RULES
from tests.people import signed_in
from tests.web.browser import Browser
from tests.web.filling import filled
from tests.web.matrix import NO_SECRET
from tests.web.page import Page
from tests.web.promised import routes
from tests.web.test_pages import wrong_headers
from tests.web.visitors import Visitor, visitor
from tests.web.world import OURS, THEIRS, Home, fingerprint, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
WHO = (
    "leaver",
    "stayer",
    "anonymous",
    "stay link",
    "take link",
    "invitation",
    "helper's link",
    "way back in",
    "set-up code",
)
# A page with a form, and what comes of it when its token is sent along.
A_FORM = {
    "leaver": ("handbook:add_contact", 302),
    "stay link": ("go:sheet_by_link", 302),
    "take link": ("tell:answer_page_by_link", 302),
    "invitation": ("set_up:invitation", 302),
    "set-up code": ("set_up:names", 302),
    "anonymous": ("set_up:sign_in", 200),
}


def address(name: str, names: list[str], who: Visitor) -> str:
    secrets = {"token": who.token or NO_SECRET, "code": who.code or NO_SECRET}
    keys: dict[str, Any] = {**who.own, **secrets}
    return reverse(name, kwargs={one: keys[one] for one in names})


def guarded(who: Visitor) -> Browser:
    browser = Browser(is_guarded=True)
    browser.cookies = who.browser.cookies
    return browser


def is_refused(answer: HttpResponseBase) -> bool:
    text = getattr(answer, "content", b"").decode()
    return answer.status_code == 403 and "This page had been open for too long." in text


@pytest.fixture
def homes() -> tuple[Home, Home]:
    return home(OURS), home(THEIRS)


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_posted_without_a_token(who: str, homes: tuple[Home, Home]) -> None:
    comer = visitor(who, *homes)
    before = [fingerprint(one.cast.household.pk) for one in homes]
    posts = [(name, names) for name, names in routes() if "POST" in RULES[name].methods]
    assert len(posts) > 30
    for name, names in posts:
        answer = guarded(comer).ask("POST", address(name, names, comer), {"answer": "got_it"})
        assert is_refused(answer), name
        assert wrong_headers(answer) == []
    assert [fingerprint(one.cast.household.pk) for one in homes] == before


@pytest.mark.parametrize("who", A_FORM)
def test_with_its_token_a_form_is_taken_and_with_anothers_it_is_not(
    who: str, homes: tuple[Home, Home]
) -> None:
    comer, (name, status) = visitor(who, *homes), A_FORM[who]
    browser, here = guarded(comer), address(name, dict(routes())[name], comer)
    page = browser.ask("GET", here)
    for key, cookie in page.cookies.items():
        browser.cookies[key] = cookie.value
    form = next(one for one in Page(page.content.decode(), here).forms if one.has_token)
    said = {**filled(form), "csrfmiddlewaretoken": dict(form.fields)["csrfmiddlewaretoken"]}
    assert is_refused(browser.ask("POST", form.action, {**said, "csrfmiddlewaretoken": "B" * 64}))
    assert browser.ask("POST", form.action, said).status_code == status


def test_a_form_sent_from_another_site_is_refused(homes: tuple[Home, Home]) -> None:
    """Even with the right token: the browser says where it comes from."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(homes[0].cast.sam).cookies
    page = client.get("/handbook/contact/")
    token = str(page.context["csrf_token"])
    said = {"name": "Noor", "phone": "112", "csrfmiddlewaretoken": token}
    assert is_refused(client.post("/handbook/contact/", said, headers={"origin": "https://example.org"}))
    assert client.post("/handbook/contact/", said, headers={"origin": "http://testserver"}).status_code == 302


def test_a_new_sign_in_makes_the_old_token_worthless(homes: tuple[Home, Home]) -> None:
    client = Client(enforce_csrf_checks=True)
    token = str(client.get("/sign-in/").context["csrf_token"])
    user = homes[0].cast.sam.user
    assert user is not None
    said = {"email": user.email, "password": "a long enough password", "csrfmiddlewaretoken": token}
    assert client.post("/sign-in/", said).status_code == 302
    assert is_refused(client.post("/handbook/contact/", {"name": "Noor", "phone": "112", **said}))
