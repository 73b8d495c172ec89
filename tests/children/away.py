"""What the tests of the children's page share: a weekend of Sam's with Alex, its cards, and a tablet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from kbye.children import actions
from kbye.household.away import TimeAway
from kbye.household.card import Card, CardChild
from kbye.household.link import Link
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant
from kbye.web.phones import proof_of
from tests.people import FRIDAY, LONG_AGO, THURSDAY_NOON, ZONE, Family, time_away


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """So many days after Friday."""
    return instant(FRIDAY + timedelta(days=days), hour * 60 + minute, ZONE)


# Friday 15:00 to Sunday 16:00.
WEEKEND = Span(at(0, 15), at(2, 16))
BEDTIME = at(0, 18, 30)


def weekend(cast: Family, **more: Any) -> TimeAway:
    return time_away(cast, span=WEEKEND, **more)


def card(
    row: TimeAway,
    author: Member,
    *,
    opens_at: datetime | None = BEDTIME,
    words: str = "Sleep tight",
    children: tuple[Member, ...] = (),
    **more: Any,
) -> Card:
    made = Card.objects.create(
        household=row.household,
        time_away=row,
        author=author,
        words=words,
        opens_at=opens_at,
        created_at=LONG_AGO,
        **more,
    )
    for child in children:
        CardChild.objects.create(household=row.household, card=made, child=child)
    return made


class Tablet(Client):
    """A browser that knows the children's link and nothing else; it was opened there by a tap."""

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.token = link.token
        self.cookies[settings.PHONE_COOKIE_NAME] = proof_of(link)

    def url(self, name: str, **more: object) -> str:
        return reverse(f"children:{name}_by_link", kwargs={"token": self.token, **more})

    def see(self) -> str:
        return self.get(self.url("shown")).text


def tablet(cast: Family, *, child: Member | None = None, now: datetime = THURSDAY_NOON) -> Tablet:
    return Tablet(actions.make_link(whose=child or cast.sam, by=cast.sam, now=now))
