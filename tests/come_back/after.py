"""A time away that is over, as the tests of coming back need it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kbye.household.afterwards import Debrief, First, Postcard
from kbye.household.away import TimeAway
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.planning.intervals import Span
from tests.people import FRIDAY_EVENING, LONG_AGO, Family, time_away

DURING = FRIDAY_EVENING.start + timedelta(hours=1)
AFTERWARDS = FRIDAY_EVENING.end + timedelta(minutes=5)


def over(
    cast: Family,
    *,
    span: Span = FRIDAY_EVENING,
    leaver: Member | None = None,
    stayer: Member | None = None,
    back_at: datetime | None = None,
) -> TimeAway:
    row = time_away(cast, span=span, leaver=leaver, stayer=stayer)
    row.come_back(at=back_at or span.end)
    return row


def card(row: TimeAway, *, sender: Member, words: str = "raw currants", photo: str = "") -> Postcard:
    return Postcard.objects.create(
        household=row.household, time_away=row, sender=sender, words=words, photo=photo, created_at=DURING
    )


def told(row: TimeAway, member: Member, **said: str) -> Debrief:
    return Debrief.objects.create(
        household=row.household, time_away=row, member=member, created_at=LONG_AGO, **said
    )


def first(
    row: TimeAway,
    *,
    teller: Member,
    words: str = "first currants",
    child: Member | None = None,
    whom: str = "",
) -> First:
    return First.objects.create(
        household=row.household,
        time_away=row,
        told_by=teller,
        child=child,
        words=words,
        with_whom=whom,
        created_at=DURING,
    )


def way(row: TimeAway, whose: Member, words: str = "cereal for dinner", **more: Any) -> OurWay:
    return OurWay.objects.create(
        household=row.household, time_away=row, whose=whose, words=words, created_at=AFTERWARDS, **more
    )


def try_first(row: TimeAway, author: Member, words: str = "a night at Grandma's first") -> TryFirst:
    return TryFirst.objects.create(
        household=row.household,
        time_away=row,
        leaver=row.leaver,
        author=author,
        words=words,
        created_at=AFTERWARDS,
    )
