"""Somebody who may open the emergency sheet if nobody at home answers: agreed in advance, never by themselves.

What may become of it, and by whom, stands in `planning/standing_in.py`, once; nothing else changes `state`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.planning.standing_in import State

STATES = [(state.value, state.value) for state in State]
# After this long it closes by itself, and what was agreed is as it was before.
OPEN_FOR = timedelta(days=7)


class StandInQuerySet(OwnedQuerySet["StandIn"]):
    def here(self) -> Self:
        return self.filter(removed_at=None, receiver__removed_at=None)

    def running(self) -> Self:
        """Somebody asked, and time decides what comes next."""
        return self.here().filter(state__in=[State.REQUESTED.value, State.WAITING.value, State.ACTIVE.value])


class StandIn(Owned):
    giver = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    receiver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="stands_in")
    wait_minutes = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=STATES, default=State.OFF.value)
    asked_at = models.DateTimeField(null=True, blank=True)
    # Seconds of waiting that were really seen to pass; a clock that is set does not add to them.
    waited_seconds = models.FloatField(default=0)
    counted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    # How often it was asked for: so that each time is told of once.
    times_asked = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        indexes = [
            models.Index(fields=["household", "receiver"], name="stand_in_by_household"),
            models.Index(fields=["state"], name="stand_in_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "receiver"],
                condition=models.Q(removed_at=None),
                name="one_stand_in_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receiver_id} {self.state}"

    @property
    def where(self) -> State:
        return State(self.state)

    @property
    def wait(self) -> timedelta:
        return timedelta(minutes=self.wait_minutes)

    @property
    def still_to_wait(self) -> timedelta:
        return max(self.wait - timedelta(seconds=self.waited_seconds), timedelta(0))

    def closes_at(self) -> datetime | None:
        return self.opened_at + OPEN_FOR if self.opened_at and self.where is State.ACTIVE else None
