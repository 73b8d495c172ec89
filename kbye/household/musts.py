"""The few things that must happen in a time away, as lines: allergies first, then by the clock."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from kbye.household.away import TimeAway
from kbye.household.knowledge import Fact
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class MustLine:
    """`at` is every instant of it: none for what always holds, several for what comes back on other days."""

    title: str
    child: Member | None
    at: tuple[datetime, ...] = ()


def must_lines(time_away: TimeAway) -> tuple[MustLine, ...]:
    return (*_allergies(time_away), *_to_do(time_away))


def _allergies(time_away: TimeAway) -> list[MustLine]:
    """One line a child, however many there are."""
    facts = Fact.objects.of(time_away.household).filter(kind=Fact.Kind.ALLERGY, removed_at=None)
    by_child: dict[Member | None, list[str]] = defaultdict(list)
    for fact in facts.select_related("child"):
        if fact.child is None or fact.child.removed_at is None:
            by_child[fact.child].append(fact.line)
    return [MustLine(title="; ".join(words), child=child) for child, words in by_child.items()]


def _to_do(time_away: TimeAway) -> list[MustLine]:
    """One line for each thing, even if it comes on several days of a longer time away."""
    rows = Occurrence.objects.of(time_away.household).filter(time_away=time_away, priority=Priority.MUST)
    together: dict[tuple[object, str], list[Occurrence]] = defaultdict(list)
    for row in rows.in_order():
        together[row.responsibility_id or row.pk, row.title].append(row)
    return [
        MustLine(
            title=same[0].title,
            child=same[0].child,
            at=tuple(row.earliest_at for row in same if not row.is_all_the_while),
        )
        for same in together.values()
    ]
