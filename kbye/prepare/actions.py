"""Writing a worry down, what it is turned into, and afterwards how it was.

The log knows that one was written down, but never the words; and of what it became it knows only that this is
there, not where it came from. Nothing that is made here points back to the worry.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.event import noted, record
from kbye.household.occurrences import add_all_the_while
from kbye.household.people import Member
from kbye.household.preparation import ToSay
from kbye.planning.quick_entry import Entered
from kbye.prepare import list_actions


@transaction.atomic
def write_down(*, time_away: TimeAway, words: str, by: Member, now: datetime) -> Worry:
    worry = Worry.objects.create(
        household=by.household, time_away=time_away, author=by, words=words, created_at=now
    )
    record(worry, "wrote_down", by=by, at=now)
    return worry


@transaction.atomic
def make_to_do(
    *, worry: Worry, time_away: TimeAway, words: str, heading: str, by: Member, now: datetime
) -> None:
    """A line on the author's own list, in the words they chose for it."""
    list_actions.add(time_away=time_away, entries=[Entered(heading, words)], by=by, now=now)
    turn_into(worry=worry, became=Worry.Became.TO_DO)


@transaction.atomic
def make_must(
    *, worry: Worry, time_away: TimeAway, words: str, child: Member | None, by: Member, now: datetime
) -> None:
    """A must of this time away, in the words they confirmed."""
    must = add_all_the_while(time_away, words, child=child)
    record(must, "added", by=by, at=now)
    turn_into(worry=worry, became=Worry.Became.MUST)


@transaction.atomic
def make_to_say(*, worry: Worry, time_away: TimeAway, words: str, by: Member, now: datetime) -> None:
    """A line for the others, in words meant for them."""
    line = ToSay.objects.create(
        household=by.household, time_away=time_away, author=by, words=words, created_at=now
    )
    record(line, "said", by=by, at=now)
    turn_into(worry=worry, became=Worry.Became.SAID)


def turn_into(*, worry: Worry, became: Worry.Became) -> None:
    """Also back to nothing yet. Not in the log: what becomes of a worry is its author's business."""
    worry.become(became)


@transaction.atomic
def say_how_it_was(*, worry: Worry, words: str, by: Member, now: datetime) -> None:
    with noted(worry, "said_how_it_was", by=by, at=now):
        worry.close(words)
