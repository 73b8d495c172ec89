"""What one feared before, and how it was: remembered for the one who wrote it, and for nobody else.

A worry about safety is never answered with how it went the last time: that it went well once says nothing.
"""

from __future__ import annotations

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.remembering import alike
from kbye.planning.safety_words import is_about_safety

LOOKED_BACK_ON = 60


def own_worries(member: Member, time_away: TimeAway) -> list[Worry]:
    """What this member wrote down before this time away, in the order of writing."""
    return list(Worry.objects.of(member.household).filter(author=member, time_away=time_away))


def last_worry(member: Member) -> Worry | None:
    """The member's latest worry of which they said how it was; None if there is none."""
    return next(iter(_told(member)), None)


def like_an_earlier_one(member: Member, worry: Worry) -> Worry | None:
    """The latest worry of another time away that is about the same, if they said how it was."""
    if is_about_safety(worry.words):
        return None
    earlier = [one for one in _told(member) if one.time_away_id != worry.time_away_id]
    found = alike(worry.words, (one.words for one in earlier))
    return None if found is None else earlier[found]


def came_true_last_time(member: Member, time_away: TimeAway) -> list[Worry]:
    """What came true the last time somebody was away and this member had worried; not what is written down again."""
    rows = Worry.objects.of(member.household).filter(
        author=member, came_true=Worry.CameTrue.YES, time_away__starts_at__lt=time_away.starts_at
    )
    last = rows.exclude(time_away=time_away).order_by("-time_away__starts_at").first()
    if last is None:
        return []
    again = {one.words.casefold() for one in own_worries(member, time_away)}
    return [one for one in rows.filter(time_away=last.time_away_id) if one.words.casefold() not in again]


def _told(member: Member) -> list[Worry]:
    rows = Worry.objects.of(member.household).filter(author=member).answered()
    latest = rows.order_by("-time_away__starts_at", "-created_at")[:LOOKED_BACK_ON]
    return [worry for worry in latest if not is_about_safety(worry.words)]
