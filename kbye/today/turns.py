"""How long the first screen stays as it is by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from kbye.household.away import TimeAway
from kbye.household.offering import SHOWN_FOR
from kbye.household.people import Member
from kbye.household.standing_days import BROUGHT_BEFORE
from kbye.planning.wallclock import instant, local_day

# When the greeting is another one, and when today is another day.
GREETINGS_TURN = (5 * 60, 11 * 60, 18 * 60)


def holds_until(rows: Iterable[TimeAway], me: Member, now: datetime) -> datetime:
    """The first moment after `now` at which it would read differently although nobody did anything.

    What turns after months (a drill that is long ago, somebody who has not been away for weeks) is not reckoned here.
    """
    return min(at for at in _turns(rows, me, now) if at > now)


def _turns(rows: Iterable[TimeAway], me: Member, now: datetime) -> Iterator[datetime]:
    zone = me.household.zone
    today = local_day(now, zone)
    yield instant(today + timedelta(days=1), 0, zone)
    for minute in GREETINGS_TURN:
        yield instant(today, minute, zone)
    if me.offer_suggested_at:
        yield me.offer_suggested_at + SHOWN_FOR
    for row in rows:
        yield from (row.starts_at - BROUGHT_BEFORE, row.starts_at, row.ends_at)
        if row.answer_by_at:
            yield row.answer_by_at
