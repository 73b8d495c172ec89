"""What stands in a handbook, in few words, for the tests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kbye.household.knowledge import Collector, Contact, Fact
from tests.people import Family

Kind = Fact.Kind


def fact(cast: Family, words: str, kind: str = Kind.GOOD_TO_KNOW, **more: Any) -> Fact:
    return Fact.objects.create(household=cast.household, words=words, kind=kind, **more)


def contact(
    cast: Family, name: str = "Grandma", phone: str = "+49 30 23125 014", place: int = 0, **more: Any
) -> Contact:
    return Contact.objects.create(household=cast.household, name=name, phone=phone, place=place, **more)


def collector(cast: Family, name: str = "Noor", **more: Any) -> Collector:
    return Collector.objects.create(household=cast.household, name=name, **more)


def at(name: str, **named: object) -> str:
    return reverse(f"handbook:{name}", kwargs=named)
