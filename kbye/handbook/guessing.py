"""What a line is probably about: words that speak for a kind, and a child that is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kbye.handbook.splitting import CONTACT, Proposal, guess
from kbye.household.knowledge import Fact
from kbye.household.people import Member

Kind = Fact.Kind


@dataclass(frozen=True, slots=True)
class Guess:
    words: str
    kind: str
    child_key: str


def hints() -> dict[str, str]:
    """The beginnings of words that speak for a kind, in the language of the page."""
    return {
        Kind.ALLERGY.value: _("allerg"),
        Kind.MEDICINE.value: _("medicine inhaler syrup tablet drops"),
        Kind.HOUSE.value: _("fuse water wifi key heating boiler alarm dishwasher bins torch"),
        Kind.COMFORT.value: _("cuddly pacifier dummy lullaby hum asleep"),
    }


def guessed(words: str, children: Iterable[Member]) -> Guess:
    people = list(children)
    return as_guess(guess(words, children=[child.name for child in people], hints=hints()), people)


def as_guess(proposal: Proposal, children: Iterable[Member], *, with_contacts: bool = False) -> Guess:
    child = next((child for child in children if child.name == proposal.child), None)
    kind = proposal.kind or Kind.GOOD_TO_KNOW.value
    if kind == CONTACT and not with_contacts:
        kind = Kind.GOOD_TO_KNOW.value
    return Guess(proposal.words, kind, str(child.pk) if child else "")
