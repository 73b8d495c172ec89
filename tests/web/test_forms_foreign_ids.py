"""A key of another household in any field of any form brings nothing of it into ours, and changes nothing there.

The forms are found on the pages themselves, so that a new one is tried without being named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.urls import resolve

from kbye.household import ready_query
from kbye.household.owned import OwnedQuerySet
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence
from tests.web.browser import everything_in
from tests.web.crawl import crawl, is_the_leavers_too, looking
from tests.web.filling import fields_with_keys, filled
from tests.web.matrix import noticing_writes
from tests.web.page import Form
from tests.web.visitors import Visitor
from tests.web.world import (
    OURS,
    THEIRS,
    Home,
    fingerprint,
    home,
    keys_of,
    owned_models,
    rows_of,
    rows_pointing_elsewhere,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "sealed")]
Field = tuple[str, str]
OTHER_KINDS = 3
# At least these fields take keys; more may come.
BY_WHOM: dict[str, set[Field]] = {
    "leaver": {
        ("tell:who", "stays"),
        ("tell:send", "person"),
        ("tell:told", "person"),
        ("tell:take_proposal", "person"),
        ("tell:end_link", "person"),
        ("handbook:add_fact", "child"),
        ("set_up:musts", "medicine_child"),
        ("set_up:musts", "never_child"),
        ("set_up:musts", "fetch_child"),
        ("set_up:add_responsibility", "child"),
        ("set_up:responsibility", "child"),
    },
    "stayer": {("go:credit", "who")},
    "stay link": {("go:credit_by_link", "who")},
}


@dataclass
class Trial:
    """One visitor's forms, each sent with our own keys and with theirs; everything is taken back again."""

    visitor: Visitor
    ours: Home
    theirs: Home
    is_full: bool = False
    sent: int = 0
    accepted: set[Field] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.foreign = list(self._foreign())
        self.turn = cycle(self.foreign)
        self.keys = keys_of(self.theirs.cast.household.pk)
        self.before = fingerprint(self.theirs.cast.household.pk)
        self.ours_before = fingerprint(self.ours.cast.household.pk)

    def run(self, who: str) -> None:
        for form, at in distinct(who, self.visitor, self.ours):
            if not self.is_full and is_the_leavers_too(who, form.action):
                continue
            said = filled(form)
            if self._changes_ours(form, said):
                self.accepted.add(at)
            for key in self._tried_for(said[at[1]]):
                self._send(at, form, {**said, at[1]: key})

    def _tried_for(self, own: object) -> list[str]:
        """Keys of the kind that belongs here, and by turns of some that do not; by night of every kind."""
        if self.is_full:
            return self.foreign
        same = next(
            (one for one in owned_models() if one._default_manager.filter(pk=str(own)).exists()), Member
        )
        house = self.theirs.cast.household
        alike = same._default_manager.filter(household=house).order_by("pk")
        people = [str(Member.objects.of(house).filter(kind=kind)[0].pk) for kind in Member.Kind]
        return [
            *(people if same is Member else [str(alike[0].pk)] if alike else []),
            *islice(self.turn, OTHER_KINDS),
        ]

    def _foreign(self) -> Iterator[str]:
        """One of theirs of every kind, and a person of every kind."""
        house = self.theirs.cast.household
        for model in owned_models():
            yield str(model._default_manager.filter(household=house)[0].pk)
        for kind in Member.Kind:
            yield str(Member.objects.of(house).filter(kind=kind)[0].pk)

    def _changes_ours(self, form: Form, said: dict[str, Any]) -> bool:
        with transaction.atomic():
            self.visitor.browser.ask("POST", form.action, said)
            changed = fingerprint(self.ours.cast.household.pk) != self.ours_before
            transaction.set_rollback(True)
        return changed

    def _send(self, at: Field, form: Form, said: dict[str, Any]) -> None:
        self.sent += 1
        with transaction.atomic():
            with noticing_writes() as written:
                answer = self.visitor.browser.ask("POST", form.action, said)
            about = f"{at[0]} {at[1]}={said[at[1]]}: {answer.status_code}"
            if THEIRS in everything_in(answer):
                self.faults.append(f"{about}: shows something of theirs")
            if written:
                self._look_at_rows(about)
            transaction.set_rollback(True)

    def _look_at_rows(self, about: str) -> None:
        if fingerprint(self.theirs.cast.household.pk) != self.before:
            self.faults.append(f"{about}: changed their rows")
        self.faults += [f"{about}: {row}" for row in rows_pointing_elsewhere()]
        for row in rows_of(self.ours.cast.household.pk):
            text = repr(row)
            if THEIRS in text or any(key in text for key in self.keys):
                self.faults.append(f"{about}: in our rows stands {text[:200]}")


def distinct(who: str, visitor: Visitor, ours: Home) -> Iterator[tuple[Form, Field]]:
    """Each field that takes a key, once a route and visitor."""
    seen: set[Field] = set()
    for one in crawl(who, visitor, ours):
        for form in one.page.forms if one.is_page else []:
            if form.method != "post":
                continue
            name = resolve(urlsplit(form.action).path).view_name
            for key in fields_with_keys(form):
                if (name, key) not in seen:
                    seen.add((name, key))
                    yield form, (name, key)


def tried(who: str, *, hole: Callable[[], None] = lambda: None, is_full: bool = False) -> Trial:
    ours, theirs = home(OURS), home(THEIRS)
    done = Occurrence.objects.of(ours.cast.household).filter(time_away=ours.under_way, kind="care")
    assert done.filter(done_at__isnull=False).exists()
    trial = Trial(looking(who, ours, theirs), ours, theirs, is_full)
    hole()
    trial.run(who)
    return trial


@pytest.mark.parametrize("who", BY_WHOM)
def test_a_foreign_key_in_a_form_is_refused(who: str) -> None:
    trial = tried(who)
    assert trial.faults == []
    assert trial.accepted >= BY_WHOM[who], "with our own keys these forms are taken"
    assert trial.sent > OTHER_KINDS * len(BY_WHOM[who])


@pytest.mark.nightly
@pytest.mark.parametrize("who", BY_WHOM)
def test_no_foreign_key_of_any_kind_is_taken_by_any_form(who: str) -> None:
    trial = tried(who, is_full=True)
    assert trial.faults == []
    assert trial.sent >= 15 * len(BY_WHOM[who])


def everything(self: OwnedQuerySet[Any], household: object) -> OwnedQuerySet[Any]:
    return self.all()


@pytest.mark.parametrize("who", ["leaver", "stay link"])
def test_a_form_that_takes_anybodys_key_is_seen(
    who: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def hole() -> None:
        ready_query.all_ready()  # they take no keys from forms, and would refuse to be without a household
        monkeypatch.setattr(OwnedQuerySet, "of", everything)

    settings.TRIPWIRE = False
    trial = tried(who, hole=hole)
    assert trial.faults != []
