"""A new time away: the row, the hand-over to each of those it concerns, and the link each of them gets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import record
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.occurrences import lay_out
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length, is_question, length_of


@transaction.atomic
def pencil_in(
    *,
    leaver: Member,
    stayers: Iterable[Member],
    span: Span,
    by: Member,
    now: datetime,
    offered_by: Member | None = None,
    what_for: str = "",
    reason: TimeAway.Reason = TimeAway.Reason.OWN,
) -> TimeAway:
    """Pencil in a time away; nobody is told yet. An offer has the one who offers as its stayer.

    A work trip is announced or asked for like any other: it is the other one's time as well.
    """
    household = leaver.household
    row = TimeAway.objects.create(
        household=household,
        leaver=leaver,
        offered_by=offered_by,
        length=length_of(span, household.zone),
        manner=manner_of(span, household=household, offered=offered_by is not None),
        starts_at=span.start,
        ends_at=span.end,
        what_for=what_for,
        reason=reason,
        created_at=now,
    )
    for stayer in [offered_by] if offered_by else stayers:
        hand_over(row, stayer, HandOver.Part.STAYS, now=now)
    if offered_by is not None:
        hand_over(row, leaver, HandOver.Part.LEAVES, now=now)
    lay_out(row)
    record(row, "pencilled_in", by=by, at=now)
    return row


def manner_of(span: Span, *, household: Household, offered: bool) -> TimeAway.Manner:
    """Announced up to the length this household has agreed on, asked beyond it."""
    if offered:
        return TimeAway.Manner.OFFER
    asks = is_question(span, household.zone, announces_up_to=Length(household.announces_up_to))
    return TimeAway.Manner.QUESTION if asks else TimeAway.Manner.ANNOUNCEMENT


def hand_over(row: TimeAway, person: Member, part: HandOver.Part, *, now: datetime) -> HandOver:
    """One person's side of it, with a link of their own if it is somebody else who tells them."""
    made = HandOver.objects.create(household=row.household, time_away=row, person=person, part=part)
    if person.pk == row.offered_by_id:
        made.say(HandOver.Answer.GOT_IT, at=now)
        return made
    purpose = Link.Purpose.STAY if part == HandOver.Part.STAYS else Link.Purpose.TAKE
    Link.objects.make(household=row.household, purpose=purpose, member=person, time_away=row, now=now)
    return made
