"""In which language somebody is written to: what was chosen for them, else the household's. See ADR 18."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils import translation

from kbye.household.people import Member


def names() -> dict[str, str]:
    """Every language kbye speaks, by its code, as those call it who speak it."""
    return dict(settings.LANGUAGES)


def language_of(person: Member) -> str:
    """A language that kbye speaks; one that it spoke once and speaks no more counts as none."""
    return person.language if person.language in names() else settings.LANGUAGE_CODE


def written_for(person: Member) -> AbstractContextManager[None]:
    """Whatever is put into words within this block is in the language of this person."""
    return translation.override(language_of(person))
