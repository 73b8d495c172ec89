"""What of the handbook somebody gets to see: the one place that decides it, for every screen, message and sheet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q

from kbye.household.household import Household
from kbye.household.if_then import IfThen, if_then_rows
from kbye.household.knowledge import Collector, Contact, Fact, Shown
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery

# Allergies, medicine and conditions first; then in the order in which the kinds are written down.
_ORDER = tuple(sorted(Fact.Kind.values, key=lambda kind: kind not in Fact.VITAL | {Fact.Kind.CONDITION}))

_written = ReadyQuery(
    lambda household: (
        Fact.objects.of(household)
        .filter(Q(removed_at=None, child__removed_at=None) | ~Q(seed=""))
        .select_related("child")
    ),
    household=UUID,
)
_contacts = ReadyQuery(
    lambda household: Contact.objects.of(household).filter(removed_at=None), household=UUID
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """All of it is for this reader. `facts` are without if-then rows: child by child, allergies first."""

    facts: tuple[Fact, ...]
    if_then: tuple[IfThen, ...]
    contacts: tuple[Contact, ...]
    collectors: tuple[Collector, ...]

    def of(self, child: Member | None) -> tuple[Fact, ...]:
        key = child.pk if child else None
        return tuple(fact for fact in self.facts if fact.child_id == key)

    @property
    def vital(self) -> tuple[Fact, ...]:
        """Allergies and what there is to know of medicine."""
        return tuple(fact for fact in self.facts if fact.kind in Fact.VITAL)


def excerpt(
    household: Household,
    *,
    to: Member | None,
    on: date,
    children: Collection[Member] | None = None,
    with_collectors: bool = True,
) -> Excerpt:
    """What `to` sees on that day of the household.

    An adult of the house: everything. A helper who stays: what is for those who stay, and what is marked for them.
    With `children` it is for a stretch with just these: what is for everybody on duty or marked for this helper, of
    one of them or of all. `to` may be None when a text goes to several helpers: then what is for everybody on duty.
    """
    may_see = partial(_may_see, reader=to, is_stretch=children is not None)
    written, settled = _facts(household)
    facts = [fact for fact in written if may_see(fact)]
    those = collectors(household) if with_collectors else []
    collect = [row for row in those if may_see(row) and row.may_on(on)]
    if children is not None:
        facts = [fact for fact in facts if fact.is_about(children)]
        collect = [row for row in collect if row.child is None or row.child in children]
    return Excerpt(
        facts=tuple(fact for fact in facts if fact.kind != Fact.Kind.IF_THEN),
        if_then=if_then_rows(facts, settled),
        contacts=tuple(row for row in _contacts(household=household.pk) if may_see(row)),
        collectors=tuple(collect),
    )


def contacts_for(household: Household, to: Member) -> tuple[Contact, ...]:
    """Whom somebody with the children may call, in order."""
    rows = _contacts(household=household.pk)
    return tuple(row for row in rows if _may_see(row, to, is_stretch=False))


def everything(household: Household) -> Excerpt:
    """For the adults' own handbook; also those who may collect no longer, or not yet."""
    facts, settled = _facts(household)
    return Excerpt(
        facts=tuple(fact for fact in facts if fact.kind != Fact.Kind.IF_THEN),
        if_then=if_then_rows(facts, settled),
        contacts=tuple(_contacts(household=household.pk)),
        collectors=tuple(collectors(household)),
    )


def collectors(household: Household) -> list[Collector]:
    rows = Collector.objects.of(household).filter(removed_at=None, child__removed_at=None)
    return list(rows.select_related("child").order_by("child__place", "name"))


def _may_see(row: Shown, reader: Member | None, *, is_stretch: bool) -> bool:
    if reader is None:
        return row.is_for_everybody_on_duty
    if reader.is_adult or reader.is_child:
        return reader.is_adult
    return row.is_for_stretch(reader) if is_stretch else row.is_for_stayer(reader)


def _facts(household: Household) -> tuple[list[Fact], set[str]]:
    """In the order in which they are read, those about children who were taken out not among them; and the seeds of
    all that ever stood for a row that kbye brings along.
    """
    rows = _written(household=household.pk)
    there = [row for row in rows if row.removed_at is None and not (row.child and row.child.removed_at)]
    there.sort(key=lambda fact: (_place(fact), _ORDER.index(fact.kind), fact.words.casefold()))
    return there, {row.seed for row in rows if row.seed}


def _place(fact: Fact) -> tuple[bool, int, str]:
    return (True, 0, "") if fact.child is None else (False, fact.child.place, fact.child.name)
