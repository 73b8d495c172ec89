"""What only one adult of the house knows. It shrinks by itself: nobody is asked, and nothing is counted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kbye.household.away import HandOver, TimeAway
from kbye.household.household import Household
from kbye.household.knowledge import Fact, KnownBy
from kbye.household.people import Member
from kbye.household.question import Question


@dataclass(frozen=True, slots=True)
class KnownByOne:
    """What this one alone knows: entries, and what the others asked them."""

    who: Member
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]


def known_by_one(household: Household) -> list[KnownByOne]:
    """For each adult who knows something alone. Nothing where there is only one adult.

    Somebody knows an entry who wrote or changed it, asked for it, said so, or has had the children for a whole time
    away since it was written.
    """
    adults = list(Member.objects.of(household).adults())
    if len(adults) < 2:
        return []
    facts, questions = _alone(household, adults), _asked_of(household)
    return [
        KnownByOne(who, tuple(facts[who.pk]), tuple(questions[who.pk]))
        for who in adults
        if facts[who.pk] or questions[who.pk]
    ]


def _alone(household: Household, adults: list[Member]) -> dict[UUID, list[Fact]]:
    here = {who.pk for who in adults}
    said: dict[UUID, set[UUID]] = defaultdict(set)
    for row in KnownBy.objects.of(household).filter(member__in=here):
        said[row.fact_id].add(row.member_id)
    last_had_them = _last_had_the_children(household)
    found: dict[UUID, list[Fact]] = defaultdict(list)
    rows = Fact.objects.of(household).filter(removed_at=None, child__removed_at=None, pk__in=list(said))
    for fact in rows.select_related("child"):
        lived = {who for who in here if fact.written_at and _after(last_had_them.get(who), fact.written_at)}
        knowers = said[fact.pk] | lived
        if len(knowers) == 1:
            found[knowers.pop()].append(fact)
    return found


def _after(began: datetime | None, written: datetime) -> bool:
    return began is not None and began >= written


def _last_had_the_children(household: Household) -> dict[UUID, datetime]:
    """When the last time away began that each of them saw to its end."""
    rows = HandOver.objects.of(household).filter(
        part=HandOver.Part.STAYS,
        time_away__in=TimeAway.objects.of(household).happened(),
    )
    last: dict[UUID, datetime] = {}
    for person, began in rows.values_list("person", "time_away__starts_at"):
        last[person] = max(began, last.get(person, began))
    return last


def _asked_of(household: Household) -> dict[UUID, list[Question]]:
    found: dict[UUID, list[Question]] = defaultdict(list)
    for question in Question.objects.of(household).open().exclude(asked_of=None):
        if question.asked_of_id is not None:
            found[question.asked_of_id].append(question)
    return found
