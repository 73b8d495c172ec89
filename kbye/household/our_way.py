"""Ways of doing it that worked: beside the usual way, and equal in rank with it."""

from __future__ import annotations

from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.responsibility import Responsibility


class OurWayQuerySet(OwnedQuerySet["OurWay"]):
    def here(self) -> Self:
        """Those that still hold, with whose way it is; the first one first."""
        return (
            self.filter(removed_at=None)
            .select_related("whose", "responsibility")
            .order_by("created_at", "id")
        )


class OurWay(Owned):
    """ "Cereal for dinner (Alex's way)", beside the usual way of a responsibility, or of nothing in particular."""

    words = models.CharField(max_length=200)
    whose = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="ways")
    responsibility = models.ForeignKey(
        Responsibility, null=True, blank=True, on_delete=models.SET_NULL, related_name="ways"
    )
    time_away = models.ForeignKey(
        TimeAway, null=True, blank=True, on_delete=models.SET_NULL, related_name="ways", db_index=False
    )
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OurWayQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "responsibility"], name="our_way_by_household")]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="our_way_says_something")]

    def __str__(self) -> str:
        return self.words
