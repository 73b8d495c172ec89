"""When nobody answered a question in time: one gentle second notice, and never a third. Silence is not consent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import record
from kbye.household.tripwire import spanning_households
from kbye.tell import replies

AT_ONCE = 50


def ask_once_more(now: Callable[[], datetime]) -> int:
    """Remind those whose time to answer has passed, up to 50; returns how many."""
    with spanning_households():
        rows = _silent(now()).select_related(
            "person__household", "time_away__household", "time_away__leaver"
        )[:AT_ONCE]
        return sum(_remind(row, now()) for row in rows)


def _silent(at: datetime) -> QuerySet[HandOver]:
    """Asked, not answered, not reminded, and the time away still ahead."""
    return HandOver.objects.filter(
        answer=HandOver.Answer.NONE,
        nudged_at=None,
        told_at__isnull=False,
        person__removed_at=None,
        time_away__manner=TimeAway.Manner.QUESTION,
        time_away__answer_by_at__lte=at,
        time_away__starts_at__gt=at,
        time_away__began_at=None,
        time_away__back_at=None,
        time_away__called_off_at=None,
    ).order_by("time_away__answer_by_at", "pk")


@transaction.atomic
def _remind(row: HandOver, at: datetime) -> bool:
    """False when somebody else was first, or an answer came in between."""
    if not _silent(at).filter(household=row.household_id, pk=row.pk).exists():
        return False
    # By its own columns alone: PostgreSQL looks at those once more after waiting for another worker, not at a join.
    unclaimed = HandOver.objects.filter(
        household=row.household_id, nudged_at=None, answer=HandOver.Answer.NONE
    )
    if unclaimed.filter(pk=row.pk).update(nudged_at=at) != 1:
        return False
    row.nudged_at = at
    record(row, "asked_once_more", by=None, at=at)
    replies.ask_once_more(row, row.time_away, now=at)
    return True
