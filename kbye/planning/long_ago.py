"""When it is long ago for the other: the one thing kbye does with own time, and only to suggest an offer.

No figure comes out of it, and never a word to the one who is tired.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LONG_AGO = timedelta(days=14)
A_GOOD_STRETCH = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """How it was for one adult. `last_own_at`, `last_trip_at`: when they came back, None if never.

    `longest`: the longest own stretch of the last two weeks, as far as it is known.
    """

    last_own_at: datetime | None = None
    last_trip_at: datetime | None = None
    longest: timedelta = timedelta()
    has_coming: bool = False
    has_offered: bool = False


def could_offer(me: Lately, other: Lately, *, now: datetime) -> bool:
    """Whether `me` may be asked to give `other` some time.

    Long ago: nothing is coming for the other, they came back from their last own time more than two weeks ago, and no
    stretch of four hours has been theirs since. Not tired: I had own time after theirs, or came back from a work trip
    after it, or have offered before; and the other was on no work trip since my own last time, because then I had the
    children for it.
    """
    if other.has_coming or other.longest >= A_GOOD_STRETCH or not _is_long_ago(other, now):
        return False
    if _after(other.last_trip_at, _latest(me.last_own_at, me.last_trip_at)):
        return False
    has_more = other.last_own_at is not None and _after(me.last_own_at, other.last_own_at)
    was_left_alone = _after(me.last_trip_at, other.last_own_at)
    return has_more or was_left_alone or (me.has_offered and other.last_own_at is not None)


def _is_long_ago(other: Lately, now: datetime) -> bool:
    return other.last_own_at is None or now - other.last_own_at > LONG_AGO


def _after(one: datetime | None, other: datetime | None) -> bool:
    """True if `one` happened, and the other never or before it."""
    return one is not None and (other is None or one > other)


def _latest(*times: datetime | None) -> datetime | None:
    return max((at for at in times if at is not None), default=None)
