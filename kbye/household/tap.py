"""A tap that a phone kept until there was a signal: it counts once, however often it arrives."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, models, transaction

from kbye.household.household import Household
from kbye.household.owned import Owned, OwnedQuerySet

TAPS_KEPT = timedelta(days=30)


class AnotherTap(Exception):
    """The same key came before with something else in it."""


class TapQuerySet(OwnedQuerySet["Tap"]):
    def arrive(self, household: Household, op: UUID, body: str, *, at: datetime, now: datetime) -> bool:
        """Whether this tap has come for the first time; AnotherTap if its key stood for something else.

        Call it in the transaction that does what the tap says: then both are kept, or neither.
        """
        fingerprint = hashlib.sha256(body.encode()).hexdigest()
        try:
            with transaction.atomic():
                self.create(household=household, op=op, fingerprint=fingerprint, tapped_at=at, arrived_at=now)
        except IntegrityError:
            if self.of(household).filter(op=op, fingerprint=fingerprint).exists():
                return False
            raise AnotherTap from None
        return True


class Tap(Owned):
    """`op` is the key the phone made up; `tapped_at` when the thumb came down, `arrived_at` when it got here."""

    op = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    tapped_at = models.DateTimeField()
    arrived_at = models.DateTimeField()

    objects = TapQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "op"], name="one_tap_an_op")]
        indexes = [models.Index(fields=["arrived_at"], name="tap_by_arrival")]

    def __str__(self) -> str:
        return f"tap {self.op}"
