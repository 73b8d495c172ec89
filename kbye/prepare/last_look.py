"""The last look before leaving, in under a minute: what is not done, the few musts, where the medicine is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kbye.household.agreement import may
from kbye.household.away import TimeAway
from kbye.household.knowledge import Fact
from kbye.household.musts import must_lines
from kbye.household.people import Member
from kbye.household.preparation import Preparation
from kbye.household.preparing import on_the_list
from kbye.household.responsibility import Occurrence, Responsibility
from kbye.planning.agreeing import Action
from kbye.web import reader
from kbye.web.must_words import must_text

SEEN_AT_ONCE = 5


def shown(time_away: TimeAway, me: Member, *, now: datetime) -> dict[str, Any]:
    """What is about safety comes first, and all of it is seen; of the rest a few, and the others folded."""
    to_do = [row for row in on_the_list(time_away, me, now=now) if row.done_at is None]
    to_do.sort(key=lambda row: not row.is_safety)
    at_once = max(SEEN_AT_ONCE, sum(row.is_safety for row in to_do))
    medicine = _medicine(time_away)
    return {
        "to_do": to_do[:at_once],
        "the_rest": to_do[at_once:],
        "has_a_list": bool(to_do) or _has_done_something(time_away, me),
        "musts": [must_text(line, reader.current()) for line in must_lines(time_away)],
        "medicine": medicine,
        "medicine_is_nowhere": not medicine and _gives_medicine(time_away),
        "may_go": may(time_away, None, me, Action.BEGIN, now=now),
    }


def _has_done_something(time_away: TimeAway, me: Member) -> bool:
    rows = Preparation.objects.of(me.household).on_the_list()
    return rows.filter(time_away=time_away, owner=me).exists()


def _medicine(time_away: TimeAway) -> list[Fact]:
    """What the handbook says of medicine, and of allergies that have one: whose it is, what it is, where it is."""
    facts = Fact.objects.of(time_away.household).filter(removed_at=None)
    rows = facts.filter(kind=Fact.Kind.MEDICINE) | facts.filter(kind=Fact.Kind.ALLERGY).exclude(kept="")
    return [
        row
        for row in rows.select_related("child").order_by("child__place", "kind", "words")
        if row.child is None or row.child.removed_at is None
    ]


def _gives_medicine(time_away: TimeAway) -> bool:
    kind = Responsibility.Kind.MEDICINE
    return Occurrence.objects.of(time_away.household).filter(time_away=time_away, kind=kind).exists()
