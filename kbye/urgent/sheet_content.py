"""What stands on an emergency sheet, for whoever reads it: what the house wrote down anyway, and nothing guessed.

What nobody wrote down is named, plainly: a line that is missing must not look like a line that says "none".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kbye.household.emergency import Numbers, numbers_of
from kbye.household.excerpt import Excerpt, excerpt
from kbye.household.household import Household
from kbye.household.knowledge import Collector, Contact, Fact
from kbye.household.people import Member
from kbye.household.responsibility import Responsibility

Kind = Fact.Kind
# In this order, wherever it is said what is not written down.
BLANKS = ("address", "phones", "contacts", "doctor", "poison", "insurance", "consent", "collect", "allergies")
# So many to call, one after the other, is what a sheet promises.
CONTACTS_WANTED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild:
    """What there is about one child; `child` is None for what holds for all of them."""

    child: Member | None
    age: int | None
    facts: dict[str, tuple[Fact, ...]]
    doses: tuple[Responsibility, ...]
    collectors: tuple[Collector, ...]

    @property
    def says_anything(self) -> bool:
        return bool(self.doses or any(self.facts.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`adults` are those with or without a number; `blanks` is what nobody wrote down, as in BLANKS."""

    emergency: Numbers
    children: tuple[OfChild, ...]
    for_all: OfChild
    adults: tuple[Member, ...]
    contacts: tuple[Contact, ...]
    doctors: tuple[Contact, ...]
    poison: tuple[Contact, ...]
    addresses: tuple[Fact, ...]
    house: tuple[Fact, ...]
    blanks: tuple[str, ...] = field(default=())


def content_for(reader: Member, *, on: date) -> Content:
    """All of it is for this reader: an adult of the house everything, a helper what `household/excerpt.py` says."""
    household = reader.household
    known = excerpt(household, to=reader, on=on)
    children = list(Member.objects.of(household).children())
    doses = _doses(household)
    found = Content(
        emergency=numbers_of(household),
        children=tuple(_of(child, known, doses, on) for child in children),
        for_all=_of(None, known, doses, on),
        adults=tuple(Member.objects.of(household).adults()),
        contacts=_called(known, Contact.Role.ANY),
        doctors=_called(known, Contact.Role.DOCTOR),
        poison=_called(known, Contact.Role.POISON),
        addresses=_of_kind(known, Kind.ADDRESS),
        house=_of_kind(known, Kind.HOUSE),
    )
    return _with_blanks(found, known)


def _of(child: Member | None, known: Excerpt, doses: list[Responsibility], on: date) -> OfChild:
    key = child.pk if child else None
    facts = known.of(child)
    shown = (Kind.ALLERGY, Kind.MEDICINE, Kind.CONDITION, Kind.INSURANCE, Kind.CONSENT)
    return OfChild(
        child=child,
        age=child.age(on) if child else None,
        facts={kind.value: tuple(fact for fact in facts if fact.kind == kind) for kind in shown},
        doses=tuple(row for row in doses if row.child_id == key),
        collectors=tuple(row for row in known.collectors if row.child_id in {None, key}),
    )


def _doses(household: Household) -> list[Responsibility]:
    rows = Responsibility.objects.of(household).filter(kind=Responsibility.Kind.MEDICINE, removed_at=None)
    return list(rows)


def _called(known: Excerpt, role: str) -> tuple[Contact, ...]:
    return tuple(row for row in known.contacts if row.role == role)


def _of_kind(known: Excerpt, kind: str) -> tuple[Fact, ...]:
    return tuple(fact for fact in known.facts if fact.kind == kind)


def _with_blanks(found: Content, known: Excerpt) -> Content:
    kinds = {fact.kind for fact in known.facts}
    is_there = {
        "address": bool(found.addresses),
        "phones": all(adult.phone for adult in found.adults),
        "contacts": len(found.contacts) >= CONTACTS_WANTED,
        "doctor": bool(found.doctors),
        "poison": bool(found.poison or found.emergency.poison),
        "insurance": Kind.INSURANCE.value in kinds,
        "consent": Kind.CONSENT.value in kinds,
        "collect": bool(known.collectors),
        "allergies": Kind.ALLERGY.value in kinds,
    }
    blanks = tuple(one for one in BLANKS if not is_there[one])
    return Content(**{name: getattr(found, name) for name in Content.__slots__} | {"blanks": blanks})
