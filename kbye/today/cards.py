"""What stands on the first screen: what is coming. Never what was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kbye.household.away import HandOver, TimeAway
from kbye.household.people import Member

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Cards:
    """Each list in the order of time; a time away stands in one of them at most."""

    emergencies: list[TimeAway]
    off_duty: list[TimeAway]
    on_duty: list[TimeAway]
    to_answer: list[TimeAway]
    coming: list[TimeAway]
    pencilled: list[TimeAway]
    standing: list[TimeAway]


def cards(rows: list[TimeAway], me: Member, now: datetime) -> Cards:
    found = Cards([], [], [], [], [], [], [])
    for row in (row for row in rows if row.concerns(me)):
        _place_for(row, me, now, found).append(row)
    return found


def _place_for(row: TimeAway, me: Member, now: datetime, found: Cards) -> list[TimeAway]:
    if row.phase(now) == TimeAway.Phase.PENCILLED:
        # Whoever is asked for a standing date finds it here at once; it needs no message.
        return found.to_answer if row.standing_id and _is_asked(row, me) else found.pencilled
    if row.is_under_way(now) and row.is_emergency:
        return found.emergencies
    if row.is_under_way(now):
        return found.off_duty if row.leaver_id == me.pk else found.on_duty
    if _is_asked(row, me):
        return found.to_answer
    return found.standing if row.standing_id and row.is_settled else found.coming


def _is_asked(row: TimeAway, me: Member) -> bool:
    """Somebody told me, and I have not answered."""
    return any(
        one.person_id == me.pk and one.answer == HandOver.Answer.NONE and me.pk != row.offered_by_id
        for one in row.hand_overs.all()
    )
