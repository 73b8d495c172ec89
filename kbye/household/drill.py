"""A drill: that somebody looked what would fail if an adult left, and how much there was of it. No more is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models

from kbye.household.household import Household
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery

DRILLS_HOLD = timedelta(days=90)


class Drill(Owned):
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    to_mend = models.PositiveSmallIntegerField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=["household", "at"], name="drill_by_household")]

    def __str__(self) -> str:
        return f"drill {self.at}"


_last = ReadyQuery(lambda household: Drill.objects.of(household)[:1], household=UUID)


def is_long_ago(household: Household, now: datetime) -> bool:
    """Whether the last drill is older than it holds; without any, whether the household has been here that long."""
    if now - household.created_at < DRILLS_HOLD:
        return False
    last = next(iter(_last(household=household.pk)), None)
    return last is None or now - last.at >= DRILLS_HOLD
