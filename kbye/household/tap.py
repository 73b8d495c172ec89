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
    def arrive(
        self, household: Household, op: UUID, body: str, *, at: datetime, now: datetime
    ) -> tuple[Tap, bool]:
        """The tap, and whether it has come for the first time; AnotherTap if its key stood for something else.

        Call it in the transaction that does what the tap says: then both are kept, or neither.
        """
        fingerprint = hashlib.sha256(body.encode()).hexdigest()
        try:
            with transaction.atomic():
                made = self.create(
                    household=household, op=op, fingerprint=fingerprint, tapped_at=at, arrived_at=now
                )
        except IntegrityError:
            found = self.of(household).filter(op=op, fingerprint=fingerprint).first()
            if found is None:
                raise AnotherTap from None
            return found, False
        return made, True


class Tap(Owned):
    """`op` is the key the phone made up; `tapped_at` when the thumb came down, `arrived_at` when it got here.

    `was_asked_about`: it did nothing but raise a question, and never does anything else. The answer has a key of its
    own; without this, a copy of the tap that was under way meanwhile would count beside that answer.
    """

    op = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    tapped_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    was_asked_about = models.BooleanField(default=False)

    objects = TapQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "op"], name="one_tap_an_op")]
        indexes = [models.Index(fields=["arrived_at"], name="tap_by_arrival")]

    def is_asked_about(self) -> None:
        self.was_asked_about = True
        self.save(update_fields=["was_asked_about"])

    def __str__(self) -> str:
        return f"tap {self.op}"
