"""Three questions for a helper who wants them, from what they may read anyway; the answer lies under each.

Nobody is tested: nothing is written down, counted or told. Only "I have read it" goes out, if they send it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from kbye.ask.stretch import Stretch
from kbye.household.knowledge import Fact
from kbye.household.people import Member
from kbye.web.calling import Call
from kbye.web.wording import clock_time

ENOUGH = 3


class Question(NamedTuple):
    asks: str
    answer: str


def questions(about: Stretch, emergency: Call) -> list[Question]:
    """At most three, one of each kind, what matters most first."""
    return [found for found in _all(about, emergency) if found][:ENOUGH]


def _all(about: Stretch, emergency: Call) -> Iterator[Question | None]:
    yield _must_never_be(about)
    yield _must_happen(about)
    yield _where_is_the_medicine(about)
    yield _what_helps(about)
    yield _whom_to_call(about)
    yield Question(_("Which number is the one for an emergency?"), emergency.phone)
    yield Question(_("Where is it?"), about.place) if about.place else None


def _must_never_be(about: Stretch) -> Question | None:
    for fact in about.allergies:
        return Question(
            _for(fact.child, _("What must never be?"), _("What must never be, for %(name)s?")), fact.line
        )
    return None


def _must_happen(about: Stretch) -> Question | None:
    for row in about.musts:
        asks = _for(
            row.child, _("What must happen, and when?"), _("What must happen for %(name)s, and when?")
        )
        return Question(asks, f"{clock_time(row.earliest_at)} {row.title}")
    return None


def _where_is_the_medicine(about: Stretch) -> Question | None:
    for fact in (*about.allergies, *about.facts):
        if fact.kept:
            return Question(
                _for(fact.child, _("Where is the medicine?"), _("Where is %(name)s's medicine?")), fact.kept
            )
    return None


def _what_helps(about: Stretch) -> Question | None:
    for fact in about.facts:
        if fact.kind == Fact.Kind.COMFORT:
            return Question(
                _for(fact.child, _("What comforts them?"), _("What comforts %(name)s?")), fact.line
            )
    return None


def _whom_to_call(about: Stretch) -> Question | None:
    for call in about.calls:
        return Question(_("Whom do you call first?"), f"{call.name}, {call.phone}")
    return None


def _for(child: Member | None, of_all: str, of_one: str) -> str:
    return of_one % {"name": child.name} if child else of_all
