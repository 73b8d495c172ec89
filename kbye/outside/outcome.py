"""What became of something that was to leave the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there any more, and nobody will be: forget the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """It did not arrive, or nobody can tell. `words` are for the household, `cause` is for the log.

    `again` says whether another try may help; `not_before` is how long the other side asked to be left alone.
    """

    words: str
    cause: str
    again: bool = True
    not_before: timedelta | None = None
