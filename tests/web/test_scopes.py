"""Each `.of(household)` in turn is left out, and the request that came by it has to be stopped."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import connection, transaction

import kbye
from kbye.household import ready_query
from kbye.household.owned import OwnedQuerySet
from kbye.household.tripwire import UnscopedQuery
from tests.web.browser import Browser
from tests.web.crawl import crawl, is_the_leavers_too, looking
from tests.web.filling import filled
from tests.web.world import OURS, THEIRS, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
CODE = str(Path(kbye.__file__).parent)
Place = tuple[str, int]
_NAMES_IT_ALL_THE_SAME = re.compile(r' WHERE (?:(?! GROUP BY | ORDER BY ).)*"household_id" = ')
MARK = "'out' = 'out'"
_of = OwnedQuerySet.of


@dataclass(frozen=True)
class Request:
    browser: Browser
    method: str
    path: str
    said: tuple[tuple[str, Any], ...] = ()

    def ask(self) -> None:
        """Ask, and take back what it did."""
        with transaction.atomic():
            self.browser.ask(self.method, self.path, dict(self.said))
            transaction.set_rollback(True)


def place_of_call() -> Place:
    """Where in our own code the scope stands."""
    frame = sys._getframe(2)
    while not frame.f_code.co_filename.startswith(CODE):
        assert frame.f_back is not None
        frame = frame.f_back
    return frame.f_code.co_filename.removeprefix(CODE), frame.f_lineno


@contextmanager
def put_together_anew() -> Iterator[None]:
    """Queries that are ready elsewhere come by their scopes here, too; none that was changed is left behind."""
    ready_query.forget()
    try:
        yield
    finally:
        ready_query.forget()


@contextmanager
def seeing(places: set[Place]) -> Iterator[None]:
    def of(self: OwnedQuerySet[Any], household: Any) -> OwnedQuerySet[Any]:
        places.add(place_of_call())
        return _of(self, household)

    with pytest.MonkeyPatch.context() as patch, put_together_anew():
        patch.setattr(OwnedQuerySet, "of", of)
        yield


@contextmanager
def leaving_out(place: Place, ran: list[str]) -> Iterator[None]:
    """Without that one scope; `ran` fills with the statements that then really went without it."""

    def of(self: OwnedQuerySet[Any], household: Any) -> OwnedQuerySet[Any]:
        return (
            cast(OwnedQuerySet[Any], self.extra(where=[MARK]))
            if place_of_call() == place
            else _of(self, household)
        )

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if MARK in sql and not _NAMES_IT_ALL_THE_SAME.search(sql):
            ran.append(sql)
        return execute(sql, params, many, context)

    with pytest.MonkeyPatch.context() as patch, put_together_anew(), connection.execute_wrapper(look):
        patch.setattr(OwnedQuerySet, "of", of)
        yield


def requests(who: str) -> Iterator[Request]:
    ours, theirs = home(OURS), home(THEIRS)
    looker = looking(who, ours, theirs)
    tried: set[tuple[str, ...]] = set()
    for one in crawl(who, looker, ours):
        if not is_the_leavers_too(who, one.path):
            yield Request(looker.browser, "GET", one.path)
        for form in one.page.forms if one.is_page else []:
            if is_the_leavers_too(who, form.action):
                continue
            said = tuple(filled(form).items())
            kind = (form.action.rpartition("?")[0] or form.action, *(name for name, _ in said))
            if form.method == "post" and kind not in tried:
                tried.add(kind)
                yield Request(looker.browser, "POST", form.action, said)


@pytest.mark.parametrize(("who", "at_least"), [("leaver", 50), ("stayer", 20), ("stay link", 12)])
def test_no_scope_can_be_left_out(who: str, at_least: int) -> None:
    by: dict[Place, list[Request]] = {}
    for request in requests(who):
        places: set[Place] = set()
        with seeing(places):
            request.ask()
        for place in places:
            by.setdefault(place, []).append(request)
    assert [(place, went) for place, asked in by.items() for went in unstopped(asked[:3], place)] == []
    assert len(by) >= at_least


def unstopped(asked: list[Request], left_out: Place) -> list[str]:
    """What ran without its scope and was not stopped; nothing if it was, or if nothing ran."""
    ran: list[str] = []
    for request in asked:
        try:
            with leaving_out(left_out, ran), transaction.atomic():
                request.ask()
        except (UnscopedQuery, ready_query.CannotBeReady):
            return []
    return ran[:1]
