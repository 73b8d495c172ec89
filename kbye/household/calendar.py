"""Calendars somebody brought along, and the busy times read from them. Titles are not kept."""

from __future__ import annotations

from django.db import models

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class Calendar(Owned):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=120)
    read_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    until_at = models.DateTimeField()
    all_day_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "member"], name="calendar_by_household")]

    def __str__(self) -> str:
        return self.name


class Commitment(Owned):
    """A busy time from a calendar: when, and nothing else."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="commitments")
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="commitments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "starts_at"], name="commitment_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="commitment_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}–{self.ends_at}"
