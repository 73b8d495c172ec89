"""Writing a worry down, and afterwards how it was. The log knows that, but never the words."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.event import noted, record
from kbye.household.people import Member


@transaction.atomic
def write_down(*, time_away: TimeAway, words: str, by: Member, now: datetime) -> Worry:
    worry = Worry.objects.create(
        household=by.household, time_away=time_away, author=by, words=words, created_at=now
    )
    record(worry, "wrote_down", by=by, at=now)
    return worry


@transaction.atomic
def say_how_it_was(*, worry: Worry, words: str, by: Member, now: datetime) -> None:
    with noted(worry, "said_how_it_was", by=by, at=now):
        worry.close(words)
