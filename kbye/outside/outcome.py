"""What became of something that was to leave the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_WAIT = timedelta(days=1)


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


def asked_to_wait(text: str, now: datetime) -> timedelta | None:
    """Retry-After, seconds or a date; never more than a day, never before now."""
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    try:
        wait = parsedate_to_datetime(text) - now
    except (TypeError, ValueError):
        return None
    return max(timedelta(0), min(wait, LONGEST_WAIT))
