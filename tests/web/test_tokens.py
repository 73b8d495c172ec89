"""What opens without an account: kept nowhere in the clear, written into no log, and shut without a word of why."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from kbye.household.door import SetUpCode
from kbye.household.link import Link
from kbye.web.logs import WithoutLinks
from kbye.web.roles import RULES
from tests.people import THURSDAY_NOON, signed_in
from tests.web.promised import routes
from tests.web.visitors import Keys, Visitor, keys_of_nothing, visitor
from tests.web.world import OURS, THEIRS, Home, fingerprint, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
ON_LINKS = [(name, names) for name, names in routes() if "token" in names]
OPEN = (
    *("stay link", "take link", "invitation", "helper's link", "way back in", "children's link"),
    *("link of a sheet", "stand-in's link", "link of a feed"),
)
UNKNOWN = "A" * 43
SECRET = "Zq_-" * 10 + "Zqx"


@pytest.fixture
def homes() -> tuple[Home, Home]:
    return home(OURS), home(THEIRS)


def stored() -> Iterator[tuple[str, str]]:
    """Every column of every row of every table, sessions unpacked."""
    for model in apps.get_models():
        for row in model._default_manager.all():
            for column in model._meta.concrete_fields:
                yield f"{model._meta.db_table}.{column.column}", str(getattr(row, column.attname))
    for session in Session.objects.all():
        yield "django_session.unpacked", str(session.get_decoded())


def where_it_stands(secret: str) -> set[str]:
    return {column for column, text in stored() if secret in text}


def test_no_link_stands_in_the_database(homes: tuple[Home, Home]) -> None:
    ours = homes[0]
    sam, link = signed_in(ours.cast.sam), ours.link(ours.coming, "stay", ours.cast.grandma)
    grandma = {"person": ours.cast.grandma.pk}
    away = {"time_away": ours.coming.pk}
    assert (
        sam.post(reverse("tell:send", kwargs=away), {**grandma, "address": "g@example.org"}).status_code
        == 302
    )
    visit = Client()
    at = {"token": link.token}
    assert visit.get(reverse("tell:answer_page_by_link", kwargs=at)).status_code == 200
    assert visit.post(reverse("tell:answer_by_link", kwargs=at), {"answer": "got_it"}).status_code == 302
    assert visit.post(reverse("go:plan_by_link", kwargs=at), {"our_plan": "cereal"}).status_code == 302
    assert sam.get(reverse("set_up:person", kwargs={"person": ours.invited.pk})).status_code == 200
    for one in Link.objects.of(ours.cast.household):
        assert where_it_stands(one.token) == set()
    assert where_it_stands(link.token_hash) == {"household_link.token_hash"}


def test_no_set_up_code_stands_in_the_database(client: Client) -> None:
    code = SetUpCode.make(now=THURSDAY_NOON)
    assert client.get(f"/start/{code}/").status_code == 200
    assert client.post(f"/start/{code}/sample/", {"zone": "Europe/Berlin"}).status_code == 302
    assert client.get("/").status_code == 200
    assert where_it_stands(code) == set()


def keys_for(who: Visitor, names: list[str]) -> Keys:
    return {one: who.own[one] for one in names if one != "token"}


CLOSED = (
    "expired link",
    "revoked link",
    "link of a called-off time",
    "link of a removed person",
    "expired invitation",
    "used invitation",
    "ended helper's link",
    "used way back in",
    "ended children's link",
    "revoked link of a feed",
    "expired link of a feed",
)


@pytest.mark.parametrize("who", CLOSED)
def test_what_has_ended_looks_like_what_never_was(who: str, homes: tuple[Home, Home]) -> None:
    ended = visitor(who, *homes)
    tokens = (ended.token, ended.token[:-1] + "-", ended.token.swapcase(), UNKNOWN, "x")
    for place, (name, names) in enumerate(ON_LINKS):
        tried = tokens[:1] + tokens[3:4] if place else tokens
        answers = [
            ended.browser.ask(method, reverse(name, kwargs={**keys_for(ended, names), "token": token}))
            for method in ("GET", "POST")
            for token in tried
        ]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
        assert len({repr(sorted(one.headers.items())) for one in answers}) == 1


@pytest.mark.parametrize("who", OPEN)
def test_a_link_for_something_else_looks_like_what_never_was(who: str, homes: tuple[Home, Home]) -> None:
    holder, tried = visitor(who, *homes), 0
    for name, names in ON_LINKS:
        if holder.counts_as in RULES[name].enter:
            continue
        keys = {one: holder.own[one] for one in names if one != "token"}
        theirs, nobodys = (
            holder.browser.ask("GET", reverse(name, kwargs={**keys, "token": token}))
            for token in (holder.token, "A" * 43)
        )
        tried += 1
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.content == nobodys.content
    assert tried > 0


@pytest.mark.parametrize("who", ["leaver", *OPEN, "set-up code"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_uses_nothing_up(who: str, method: str, homes: tuple[Home, Home]) -> None:
    """Chat programs and mail filters open links before people do."""
    comer = visitor(who, *homes)
    before = [fingerprint(one.cast.household.pk) for one in homes], list(SetUpCode.objects.values_list())
    secrets = {"token": comer.token or UNKNOWN, "code": comer.code or "A" * 27}
    keys = {**comer.own, **secrets}
    for name, names in routes():
        comer.browser.ask(method, reverse(name, kwargs={one: keys[one] for one in names}))
    assert (
        [fingerprint(one.cast.household.pk) for one in homes],
        list(SetUpCode.objects.values_list()),
    ) == before


def test_an_ended_link_is_shut_at_the_next_request(homes: tuple[Home, Home]) -> None:
    ours = homes[0]
    sam, grandma = signed_in(ours.cast.sam), ours.cast.grandma
    old = ours.link(ours.coming, "stay", grandma)
    shown = reverse("tell:answer_page_by_link", kwargs={"token": old.token})
    assert Client().get(shown).status_code == 200
    sam.post(reverse("tell:end_link", kwargs={"time_away": ours.coming.pk}), {"person": grandma.pk})
    assert Client().get(shown).status_code == 404
    new = Link.objects.of(ours.cast.household).get(time_away=ours.coming, member=grandma, revoked_at=None)
    assert Client().get(reverse("tell:answer_page_by_link", kwargs={"token": new.token})).status_code == 200


@dataclass
class Console:
    """What the console would show, by the settings' own filters, at its most talkative."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def console(settings: Any) -> Iterator[Console]:
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        assert settings.LOGGING["filters"][name]["()"] == "kbye.web.logs.WithoutLinks"
        handler.addFilter(WithoutLinks())
    loggers = [logging.getLogger(name) for name in ("", "django.request", "kbye")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    loggers[0].addHandler(handler)
    yield Console(stream)
    loggers[0].removeHandler(handler)
    for one, level in zip(loggers, before, strict=True):
        one.setLevel(level)


def secret_addresses() -> list[str]:
    """Of every route that a secret opens."""
    found = [(name, names) for name, names in routes() if {"token", "code"} & set(names)]
    given: Keys = {**keys_of_nothing(), "token": SECRET, "code": SECRET}
    return [reverse(name, kwargs={one: given[one] for one in names}) for name, names in found]


def go_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not found, wrong method, no form token, and an error that tells everything it knows."""
    visit = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for path in [*secret_addresses(), f"/l/{SECRET}/nothing/"]:
        for ask in (visit.get, visit.post, visit.put):
            ask(path)

    def broken(found: str, rule: object) -> None:
        raise ValueError(f"no way to l/{found}/ nor {{'token': '{found}'}}")

    monkeypatch.setattr("kbye.web.access._by_link", broken)
    assert visit.get(f"/l/{SECRET}/").status_code == 500


def test_no_log_opens_a_link(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    go_wrong(monkeypatch)
    assert SECRET not in console.text
    assert console.text.count("/l/…") >= 4
    assert "/start/…" in console.text
    assert "ValueError" in console.text


def test_a_log_that_opens_a_link_is_seen(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WithoutLinks, "filter", lambda self, record: True)
    go_wrong(monkeypatch)
    assert console.text.count(SECRET) > 5
