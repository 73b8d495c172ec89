"""A standing date was proposed, its first day has passed, and nobody has said yes: the question goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import noted
from kbye.household.occurrences import lay_out
from kbye.household.standing import StandingDate
from kbye.household.standing_days import carry_the_question, first_possible, hold, still_asked
from kbye.planning.lengths import length_of


@transaction.atomic
def ask_for_the_next(standing: StandingDate, *, now: datetime) -> TimeAway | None:
    """The day that carried the question is over and nobody has said yes: the next one carries it.

    The same time away moves on, so that its message and its link still ask, and can be sent again. What really
    happened stays where it was, and a new one asks. None while there is nothing to be moved.
    """
    hold(standing)
    rows = TimeAway.objects.of(standing.household).with_people().filter(standing=standing, called_off_at=None)
    last = rows.order_by("-starts_at").first()
    if still_asked(standing.household, standing.pk) is None or last is None or last.ends_at > now:
        return None
    if _happened(last):
        return carry_the_question(standing, now=now)
    day = first_possible(standing, now)
    span = standing.rhythm.on(day, standing.household.zone)
    with noted(last, "moved_on", by=None, at=now):
        last.belong_to(standing, day)
        last.move(span, length=length_of(span, standing.household.zone))
        last.ask_until(None)
    lay_out(last)
    return last


def _happened(row: TimeAway) -> bool:
    went = bool(row.began_at or row.back_at)
    kept = {HandOver.Answer.GOT_IT, HandOver.Answer.FINDING}
    return went or any(
        side.answer in kept for side in row.hand_overs.all() if side.person_id != row.offered_by_id
    )
