"""What one feared before, and how it was: remembered for the one who wrote it, and for nobody else."""

from __future__ import annotations

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.people import Member


def own_worries(member: Member, time_away: TimeAway) -> list[Worry]:
    """What this member wrote down before this time away, in the order of writing."""
    return list(Worry.objects.of(member.household).filter(author=member, time_away=time_away))


def last_worry(member: Member) -> Worry | None:
    """The member's latest worry of which they wrote how it was; None if there is none."""
    closed = Worry.objects.of(member.household).filter(author=member).exclude(how_it_was="")
    return closed.order_by("-time_away__starts_at", "-created_at").first()
