"""Every route, asked by a visitor in every method for everybody's things: whatever is not as promised."""

from __future__ import annotations

import re
import traceback
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from kbye.web.roles import RULES
from tests.web.browser import METHODS, everything_in
from tests.web.promised import Outcome, Owner, is_as_promised, outcome_of, owners, promised, routes
from tests.web.visitors import Keys, Visitor, keys_in, keys_of_nothing, visitor
from tests.web.world import Home, fingerprint, keys_of

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WRITES = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"(?!django_session)', re.I)
NO_SECRET = "A" * 43
USED = {"GET", "HEAD", "POST"}


class Matrix:
    """Asks, and collects what went wrong; every request is taken back again."""

    def __init__(
        self,
        who: str,
        ours: Home,
        theirs: Home,
        *,
        methods: tuple[str, ...] = METHODS,
        most: int = 10**9,
        is_full: bool = False,
    ) -> None:
        self.who, self.methods, self.most, self.is_full = who, methods, most, is_full
        self.visitor: Visitor = visitor(who, ours, theirs)
        self.inside = theirs if theirs.canary in self.visitor.may_know else ours
        self.outside = ours if self.inside is theirs else theirs
        self.closed = [one for one in (ours, theirs) if one.canary not in self.visitor.may_know]
        self.before = {one.canary: fingerprint(one.cast.household.pk) for one in self.closed}
        self.nothing = keys_of_nothing()
        self.asked = 0
        self.faults: list[str] = []

    def ask(self, only: Container[str] | None = None) -> list[str]:
        """Ask for all routes, or those in `only`; stops after `most` faults."""
        for name, names in routes():
            if name in RULES and (only is None or name in only) and self._has_a_way_to(names):
                for method in self.methods:
                    if len(self.faults) < self.most:
                        self._ask_for_everybodys(name, names, method)
        return self.faults

    def _has_a_way_to(self, names: list[str]) -> bool:
        """On routes that take no link a link is as good as none; that is the visitor "anonymous"."""
        if self.visitor.token:
            return "token" in names
        return "code" in names if self.visitor.code else True

    def _ask_for_everybodys(self, name: str, names: list[str], method: str) -> None:
        asked = owners(names)
        if method not in USED and not self.is_full:
            # No route takes these, whosever things it names.
            asked = asked[:1]
        answers = {owner: self._ask(name, names, method, owner) for owner in asked}
        theirs, nobodys = answers.get(Owner.THEIRS), answers.get(Owner.NOBODY)
        if theirs is None or nobodys is None or theirs.status_code != 404:
            return
        if theirs.content != nobodys.content or dict(theirs.headers) != dict(nobodys.headers):
            self.faults.append(f"{self.who}: {method} {name}: what is theirs differs from what is not there")

    @cached_property
    def _theirs(self) -> Keys:
        return keys_in(self.outside, self.outside.under_way)

    def _keys(self, names: list[str], owner: Owner) -> Keys:
        keys = {Owner.OWN: self.visitor.own, Owner.NOBODY: self.nothing}.get(owner, self._theirs)
        if owner is Owner.THEIRS_INSIDE:
            keys = {**keys, "time_away": self.visitor.own["time_away"]}
        secrets = {"token": self.visitor.token or NO_SECRET, "code": self.visitor.code or NO_SECRET}
        return {one: {**keys, **secrets}[one] for one in names}

    def _ask(self, name: str, names: list[str], method: str, owner: Owner) -> HttpResponse:
        path = reverse(name, kwargs=self._keys(names, owner))
        about = f"{self.who}: {method} {name} ({owner})"
        wanted = promised(RULES[name], name, names, self.who, self.visitor, method, owner)
        self.asked += 1
        with transaction.atomic():
            with noticing_writes() as written:
                response = self._answer(about, method, path)
            self._judge(name, about, path, response, wanted)
            if written:
                self._look_for_changes(about)
            transaction.set_rollback(True)
        return response

    def _answer(self, about: str, method: str, path: str) -> HttpResponse:
        # What the views cannot do without; all the rest of a form may stay empty.
        form = {"person": self.inside.cast.grandma.pk, "answer": "got_it"}
        try:
            with transaction.atomic():
                return self.visitor.browser.ask(method, path, form if method == "POST" else {})
        except Exception as trouble:
            last = traceback.extract_tb(trouble.__traceback__)[-1]
            self.faults.append(f"{about}: {trouble!r} in {last.filename}:{last.lineno}")
            return HttpResponse(status=500)

    def _judge(self, name: str, about: str, path: str, response: HttpResponse, wanted: Outcome) -> None:
        outcome = outcome_of(response, self.visitor)
        if not is_as_promised(outcome, wanted, name):
            self.faults.append(f"{about}: {outcome}, not {wanted}")
        if outcome == Outcome.WRONG_METHOD and not response.headers.get("Allow"):
            self.faults.append(f"{about}: does not say which methods there are")
        text = everything_in(response)
        self.faults += [f"{about}: shows {one.canary}" for one in self.closed if one.canary in text]
        shown = set(KEY.findall(text)) - set(KEY.findall(path))
        if shown & self._foreign_keys:
            self.faults.append(f"{about}: shows keys of another household")

    @cached_property
    def _foreign_keys(self) -> frozenset[str]:
        return frozenset().union(*(keys_of(one.cast.household.pk) for one in self.closed))

    def _look_for_changes(self, about: str) -> None:
        for one in self.closed:
            if fingerprint(one.cast.household.pk) != self.before[one.canary]:
                self.faults.append(f"{about}: changed rows of {one.canary}")


@contextmanager
def noticing_writes() -> Iterator[list[str]]:
    written: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if _WRITES.match(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written
