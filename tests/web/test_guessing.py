"""Addresses tried at random: none opens, trying is slowed down, and nobody else is kept out by it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from statistics import median
from time import process_time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from kbye.household.link import Link, LinkQuerySet, hash_of
from kbye.web import access, guessing
from kbye.web.access import recognise
from kbye.web.guessing import MACHINES_REMEMBERED, MOST, WITHIN, Guesses, guesses
from kbye.web.roles import RULES, Role
from tests.conftest import Clock
from tests.people import THURSDAY_NOON, family, stay_link, time_away
from tests.web.browser import Browser
from tests.web.visitors import visitor
from tests.web.world import OURS, THEIRS, fingerprint, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TRIES, ALL_TRIES = 1_000, 1_000_000
UNKNOWN = "A" * 43


def a_guess() -> str:
    """As long as a real one."""
    return secrets.token_urlsafe(32)


def hits(tries: int) -> int:
    """How many of so many random addresses the door lets in, with links of every kind open."""
    rule, request = RULES["tell:answer_page_by_link"], RequestFactory().get("/")
    return sum(recognise(request, {"token": a_guess()}, rule).role is not Role.ANYONE for _ in range(tries))


def test_no_random_address_opens_anything() -> None:
    home(OURS)
    assert hits(TRIES) == 0


@pytest.mark.nightly
def test_no_random_address_of_a_million_opens_anything() -> None:
    home(OURS)
    assert hits(ALL_TRIES) == 0


def test_a_weak_comparison_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = home(OURS)
    links = list(Link.objects.of(ours.cast.household).filter(purpose="stay"))
    known = {hash_of(one.token)[:2]: one.token_hash for one in links}
    monkeypatch.setattr(access, "hash_of", lambda token: known.get(hash_of(token)[:2], "none"))
    assert hits(500) > 2


def test_through_the_whole_house_trying_is_slowed_down(clock: Clock) -> None:
    home(OURS)
    stranger = Browser()
    found = [stranger.ask("GET", f"/l/{a_guess()}/") for _ in range(3 * MOST)]
    assert [one.status_code for one in found] == [404] * MOST + [429] * (2 * MOST)
    page = found[-1]
    assert "Please wait ten minutes." in page.content.decode()
    assert page.headers["Retry-After"] == "600"
    assert page.headers["Cache-Control"] == "no-store"
    clock.at += WITHIN
    assert stranger.ask("GET", f"/l/{a_guess()}/").status_code == 404


PATHS = ("/l/{}/", "/l/{}/sheet/", "/h/{}/", "/invitation/{}/", "/way-in/{}/", "/start/{}/")


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_address_counts(path: str) -> None:
    found = [Client().get(path.format(a_guess())).status_code for _ in range(MOST + 1)]
    assert found == [404] * MOST + [429]
    assert Client().post(PATHS[0].format(a_guess()) + "answer/").status_code == 429


def test_what_opens_goes_on_opening_from_the_same_address() -> None:
    """Behind one address there is a whole family, or a whole town: nobody is locked out by whoever tries."""
    link = stay_link(time_away(family()))
    for _ in range(MOST + 5):
        Client().get(f"/l/{a_guess()}/")
    assert Client().get(f"/l/{a_guess()}/").status_code == 429
    assert Client().get(f"/l/{link.token}/").status_code == 200
    phone = Client()
    assert phone.post(f"/l/{link.token}/answer/", {"answer": "got_it"}).status_code == 302
    assert phone.get(f"/l/{link.token}/sheet/").status_code == 200
    assert Client().get("/sign-in/").status_code == 200


def test_nothing_is_written_and_one_question_is_asked() -> None:
    house = home(OURS).cast.household
    before, sessions = fingerprint(house.pk), Session.objects.count()
    stranger = Client()
    for number in range(MOST + 20):
        with CaptureQueriesContext(connection) as asked:
            stranger.get(f"/l/{a_guess()}/")
        assert [sql["sql"].split()[0] for sql in asked.captured_queries] == ["SELECT"], number
    assert (fingerprint(house.pk), Session.objects.count()) == (before, sessions)


def test_other_machines_are_not_slowed_down() -> None:
    for _ in range(MOST + 1):
        Client(REMOTE_ADDR="192.0.2.1").get(f"/l/{a_guess()}/")
    assert Client(REMOTE_ADDR="192.0.2.1").get(f"/l/{a_guess()}/").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.2").get(f"/l/{a_guess()}/").status_code == 404


def test_all_of_one_homes_ipv6_addresses_are_one() -> None:
    for number in range(MOST):
        Client(REMOTE_ADDR=f"2001:db8::{number:x}").get(f"/l/{a_guess()}/")
    assert Client(REMOTE_ADDR="2001:db8::ffff").get(f"/l/{a_guess()}/").status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:0:1::1").get(f"/l/{a_guess()}/").status_code == 404


@pytest.mark.parametrize(("is_trusted", "status"), [(False, 429), (True, 404)])
def test_a_forwarded_address_counts_only_behind_a_proxy_of_ours(
    is_trusted: bool, status: int, settings: Any
) -> None:
    settings.TRUST_FORWARDED_FOR = is_trusted
    for number in range(MOST + 1):
        answer = Client(headers={"x-forwarded-for": f"192.0.2.{number}"}).get(f"/l/{a_guess()}/")
    assert answer.status_code == status


def test_behind_a_proxy_only_its_own_word_counts(settings: Any) -> None:
    settings.TRUST_FORWARDED_FOR = True
    for number in range(MOST + 1):
        claimed = {"x-forwarded-for": f"198.51.100.{number}, 192.0.2.1"}
        answer = Client(headers=claimed).get(f"/l/{a_guess()}/")
    assert answer.status_code == 429


def test_it_remembers_a_bounded_number_of_machines() -> None:
    found = Guesses()
    for number in range(MACHINES_REMEMBERED + 100):
        found.are_too_many(str(number), now=THURSDAY_NOON)
    assert len(found) == MACHINES_REMEMBERED


def test_a_clock_set_back_does_not_keep_anybody_out() -> None:
    found = Guesses()
    for _ in range(MOST + 1):
        found.are_too_many("one", now=THURSDAY_NOON)
    assert found.are_too_many("one", now=THURSDAY_NOON)
    assert not found.are_too_many("one", now=THURSDAY_NOON - timedelta(days=365))


KINDS = ("unknown", "expired", "revoked", "for something else")


def tokens() -> dict[str, str]:
    """One address of each kind that opens no sheet, all of one household."""
    ours, theirs = home(OURS), home(THEIRS)
    expired = ours.link(ours.coming, "stay", ours.cast.grandma)
    found = {"unknown": UNKNOWN, "expired": expired.token}
    found["revoked"] = visitor("revoked link", ours, theirs).token
    found["for something else"] = visitor("helper's link", ours, theirs).token
    assert expired.time_away is not None
    expired.time_away.starts_at -= timedelta(days=30)
    expired.time_away.ends_at -= timedelta(days=30)
    expired.time_away.save()
    return found


def test_all_that_opens_nothing_is_slowed_down_alike() -> None:
    given = tokens()
    for kind in KINDS:
        guesses.forget()
        found = [Browser().ask("GET", f"/l/{given[kind]}/sheet/") for _ in range(MOST + 1)]
        assert [one.status_code for one in found] == [404] * MOST + [429], kind


def cpu_of(asks: Mapping[str, Callable[[], object]], rounds: int, times: int = 40) -> dict[str, float]:
    """The median CPU seconds of each, interleaved in one run."""
    took: dict[str, list[float]] = {kind: [] for kind in asks}
    for _ in range(rounds):
        for kind, ask in asks.items():
            before = process_time()
            for _ in range(times):
                ask()
            took[kind].append(process_time() - before)
    return {kind: median(values) / times for kind, values in took.items()}


def spread(monkeypatch: pytest.MonkeyPatch, rounds: int = 60) -> float:
    """By how much the slowest kind takes longer than the quickest, as a part of the quickest."""
    monkeypatch.setattr(guessing, "MOST", 10**9)
    browser = Browser()
    asks = {
        kind: (lambda path=f"/l/{token}/sheet/": browser.ask("GET", path)) for kind, token in tokens().items()
    }
    cpu_of(asks, rounds=3)
    found = cpu_of(asks, rounds)
    return max(found.values()) / min(found.values()) - 1


@pytest.mark.nightly
def test_all_that_opens_nothing_takes_the_same_time(
    monkeypatch: pytest.MonkeyPatch, settings: Any, sealed: None
) -> None:
    settings.TRIPWIRE = settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    found = spread(monkeypatch)
    assert found < 0.05, found


@pytest.mark.nightly
def test_one_question_more_for_one_kind_is_seen(
    monkeypatch: pytest.MonkeyPatch, settings: Any, sealed: None
) -> None:
    """The control: found first and judged afterwards, what has ended takes longer than what never was."""
    settings.TRIPWIRE = settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    really = access._by_link

    def looks_twice(token: str, rule: Any) -> Any:
        found = Link.objects.filter(token_hash=hash_of(token)).first()
        if found is not None:
            assert found.member.household.zone
        return really(token, rule)

    monkeypatch.setattr(access, "_by_link", looks_twice)
    assert spread(monkeypatch, rounds=40) > 0.05


def test_what_has_ended_is_asked_of_the_database_like_what_never_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a clock: the same questions, and no row comes back for any of them."""
    given = tokens()
    asked = {}
    for kind in KINDS:
        with CaptureQueriesContext(connection) as found:
            Browser().ask("GET", f"/l/{given[kind]}/sheet/")
        asked[kind] = [one["sql"].replace(hash_of(given[kind]), "…") for one in found.captured_queries]
    assert len({tuple(one) for one in asked.values()}) == 1
    with CaptureQueriesContext(connection) as found, monkeypatch.context() as patch:
        patch.setattr(LinkQuerySet, "open_at", lambda self, now: self.all())
        Browser().ask("GET", f"/l/{given['revoked']}/")
    assert len(found.captured_queries) > 1
