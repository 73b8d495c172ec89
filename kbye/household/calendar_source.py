"""Where a calendar comes from, how far its refresh is, and what incremental reading needs of the last good copy.

What opens the source, and what was kept of it, are sealed: neither the database alone nor a log gives them away.
"""

from __future__ import annotations

import base64
import json
import zlib
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q

from kbye.household.calendar import Calendar, Kind
from kbye.household.calendar_account import CalendarAccount
from kbye.household.household import Household
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.sealed import NotOurs, seal, unseal

# Longer than fetching and reading may take together.
LEASE = timedelta(minutes=3)


class CalendarSourceQuerySet(OwnedQuerySet["CalendarSource"]):
    def due(self, now: datetime) -> Self:
        """To be read again, and nobody is at it: across households, for the background work alone."""
        wanted = self.filter(due_at__lte=now, calendar__removed_at=None, calendar__paused_at=None)
        wanted = wanted.filter(calendar__member__removed_at=None)
        return wanted.filter(Q(lease_until=None) | Q(lease_until__lte=now))

    @transaction.atomic
    def claim(self, source: CalendarSource, *, now: datetime) -> bool:
        """Take it for three minutes. True for exactly one of all who try, and for one calendar of a household."""
        # Whoever claims for this household waits here until the other has said what it took.
        Household.objects.select_for_update().get(pk=source.household_id)
        its = self.filter(household=source.household_id)
        if its.filter(lease_until__gt=now).exists():
            return False
        mine = its.filter(pk=source.pk, attempts=source.attempts, due_at__lte=now)
        return mine.update(lease_until=now + LEASE, attempts=F("attempts") + 1) == 1


class CalendarSource(Owned):
    calendar = models.OneToOneField(Calendar, on_delete=models.CASCADE, related_name="source")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FILE)
    account = models.ForeignKey(
        CalendarAccount, null=True, blank=True, on_delete=models.CASCADE, related_name="sources"
    )
    # What opens it, as JSON: an address may be a key itself.
    secret = models.TextField(blank=True, default="")
    # The name of the machine, to be shown.
    host = models.CharField(max_length=253, blank=True, default="")
    # How the other side names the state that was read last.
    etag = models.CharField(max_length=400, blank=True, default="")
    modified = models.CharField(max_length=100, blank=True, default="")
    # Hashes and spans for each entry, as JSON.
    kept = models.TextField(blank=True, default="")
    # None: never by itself.
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    # A doubt that somebody has answered with "take the new one".
    may_take = models.CharField(max_length=8, blank=True, default="")

    objects = CalendarSourceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["household"], name="source_by_household"),
            models.Index(fields=["due_at"], name="source_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def where(self) -> dict[str, Any]:
        """What opens it. Raises `NotOurs`."""
        found: dict[str, Any] = json.loads(unseal(self.secret, about=self._about("where")))
        return found

    def set_where(self, where: dict[str, Any]) -> None:
        self.secret = seal(json.dumps(where), about=self._about("where"))

    @property
    def copy(self) -> dict[str, Any] | None:
        """What was kept of the last good copy; None if nothing was, or it cannot be opened any more."""
        if not self.kept:
            return None
        try:
            packed = base64.b64decode(unseal(self.kept, about=self._about("kept")))
            found: dict[str, Any] = json.loads(zlib.decompress(packed))
        except (NotOurs, ValueError, zlib.error):
            return None
        return found

    def set_copy(self, kept: dict[str, Any]) -> None:
        packed = zlib.compress(json.dumps(kept, separators=(",", ":")).encode(), 6)
        self.kept = seal(base64.b64encode(packed).decode(), about=self._about("kept"))

    def _about(self, what: str) -> str:
        return f"{self.household_id}|{self.pk}|{what}"
