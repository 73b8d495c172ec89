"""An account on somebody's calendar server (CalDAV): to read calendars there, and to write times away into one."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.sealed import NotOurs, seal, unseal

LEASE = timedelta(minutes=3)


class CalendarAccountQuerySet(OwnedQuerySet["CalendarAccount"]):
    def there(self) -> Self:
        return self.filter(removed_at=None)

    def due(self, now: datetime) -> Self:
        """To be asked what calendars it has, and nobody is at it: across households, for the background work alone."""
        return self.there().exclude(asked_at=None).filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def claim(self, account: CalendarAccount, *, now: datetime) -> bool:
        """True for exactly one of all who try at once."""
        mine = self.due(now).filter(household=account.household_id, pk=account.pk)
        return mine.update(lease_until=now + LEASE) == 1


class CalendarAccount(Owned):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_accounts")
    # The name of the machine, to be shown.
    host = models.CharField(max_length=253, blank=True, default="")
    # Address, name and app password, sealed; and what calendars were found there last.
    secret = models.TextField(blank=True, default="")
    found = models.TextField(blank=True, default="")
    # Since when it waits to be asked what it has; None once that is answered.
    asked_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarAccountQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["household", "member"], name="account_by_household")]

    def __str__(self) -> str:
        return f"calendar account {self.id}"

    @property
    def login(self) -> dict[str, Any]:
        """`address`, `name` and `password`. Raises `NotOurs`."""
        found: dict[str, Any] = json.loads(unseal(self.secret, about=self._about("login")))
        return found

    def set_login(self, *, address: str, name: str, password: str) -> None:
        login = {"address": address, "name": name, "password": password}
        self.secret = seal(json.dumps(login), about=self._about("login"))

    @property
    def calendars(self) -> list[dict[str, Any]]:
        """What was found there: `address`, `name` and `may_write` of each; empty if nothing was yet."""
        try:
            found: list[dict[str, Any]] = json.loads(unseal(self.found, about=self._about("found")))
        except NotOurs:
            return []
        return found

    def set_calendars(self, calendars: list[dict[str, Any]]) -> None:
        self.found = seal(json.dumps(calendars), about=self._about("found"))

    def _about(self, what: str) -> str:
        return f"{self.household_id}|{self.pk}|{what}"
