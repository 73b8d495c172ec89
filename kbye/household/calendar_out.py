"""The calendar on a server into which kbye writes somebody's times, and what it has written there.

An entry is remembered by the time away it tells of. Nothing is touched there that is not in this table.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from kbye.household.away import TimeAway
from kbye.household.calendar_account import CalendarAccount
from kbye.household.feed import Detail
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.sealed import seal, unseal

LEASE = timedelta(minutes=10)


class CalendarOutQuerySet(OwnedQuerySet["CalendarOut"]):
    def chosen(self) -> Self:
        return self.filter(
            stopped_at=None,
            account__removed_at=None,
            member__removed_at=None,
            account__member__removed_at=None,
        )

    def due(self, now: datetime) -> Self:
        """Something was done in the household since, or it is time to look; across households, for the background."""
        wanted = Q(due_at__lte=now) | Q(seen_seq__lt=F("household__event_seq"), failures=0)
        return self.filter(wanted).filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def claim(self, row: CalendarOut, *, now: datetime) -> bool:
        """Take it for ten minutes. True for exactly one of all who try at once."""
        mine = self.due(now).filter(household=row.household_id, pk=row.pk, attempts=row.attempts)
        return mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1) == 1


class CalendarOut(Owned):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendars_out")
    account = models.ForeignKey(CalendarAccount, on_delete=models.CASCADE, related_name="calendars_out")
    # Its address, sealed: names of people stand in such addresses.
    secret = models.TextField(blank=True, default="")
    name = models.CharField(max_length=120)
    detail = models.CharField(max_length=5, choices=Detail, default=Detail.BUSY)
    created_at = models.DateTimeField()
    # From then on what is still to come there is taken out again.
    stopped_at = models.DateTimeField(null=True, blank=True)
    # Up to which event of the household it was brought there, and when to look there again; None: never by itself.
    seen_seq = models.BigIntegerField(default=-1)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True, default="")
    # When an entry was last put back that somebody had moved there.
    put_back_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarOutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "member"], name="calendar_out_by_household")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Raises `NotOurs`."""
        found: str = json.loads(unseal(self.secret, about=self._about))
        return found

    def set_address(self, address: str) -> None:
        self.secret = seal(json.dumps(address), about=self._about)

    @property
    def _about(self) -> str:
        return f"{self.household_id}|{self.pk}|calendar out"

    def stop(self, *, at: datetime) -> None:
        self.stopped_at = at
        self.save(update_fields=["stopped_at"])

    def write_as(self, detail: Detail) -> None:
        self.detail = detail
        self.save(update_fields=["detail"])

    def try_again(self, *, at: datetime) -> None:
        """Whatever went wrong before."""
        self.due_at, self.failures = at, 0
        self.save(update_fields=["due_at", "failures"])


class EntryOut(Owned):
    """One time away as it stands in that calendar."""

    calendar = models.ForeignKey(CalendarOut, on_delete=models.CASCADE, related_name="entries")
    time_away = models.ForeignKey(TimeAway, null=True, on_delete=models.SET_NULL, related_name="+")
    # The key of the time away, which outlives it: under this name the entry lies there.
    about = models.UUIDField()
    ends_at = models.DateTimeField()
    # The title kbye gave it, and a hash over what kbye wrote; empty before the first time, and while it is taken out.
    title = models.CharField(max_length=200, blank=True, default="")
    written = models.CharField(max_length=64, blank=True, default="")
    tag = models.CharField(max_length=400, blank=True, default="")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "calendar"], name="entry_out_by_household")]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "about"], name="one_entry_out_a_time_away")
        ]

    def __str__(self) -> str:
        return f"entry {self.about}"
