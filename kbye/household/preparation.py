"""What is prepared before a time away, how it was used, and what was said along with it."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class PreparationQuerySet(OwnedQuerySet["Preparation"]):
    def kept(self) -> Self:
        """All but what was taken back as if it had never been written."""
        return self.filter(removed_at=None)

    def on_the_list(self) -> Self:
        """What stands on it: neither left off nor noticed as missing only afterwards."""
        return self.kept().filter(left_off_at=None, is_missing=False)

    def open(self) -> Self:
        return self.on_the_list().filter(done_at=None)


class Preparation(Owned):
    """One thing that somebody prepares for one time away.

    `used` is said afterwards. A row that `is_missing` never stood on the list: it was noticed while away that it
    would have helped, and the next list of that owner starts with it.
    """

    class Heading(models.TextChoices):
        PACKING = "packing"
        ERRANDS = "errands"
        FREEZER = "freezer"
        LAUNDRY = "laundry"
        PRESENTS = "presents"
        CARDS = "cards"
        OTHER = "other"

    class Used(models.TextChoices):
        NOT_SAID = ""
        YES = "yes"
        NO = "no"

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="preparations")
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="preparations")
    heading = models.CharField(max_length=10, choices=Heading, default=Heading.OTHER)
    words = models.CharField(max_length=200)
    place = models.PositiveSmallIntegerField(default=0)
    is_safety = models.BooleanField(default=False)
    is_missing = models.BooleanField(default=False)
    used = models.CharField(max_length=3, choices=Used, blank=True, default=Used.NOT_SAID)
    done_at = models.DateTimeField(null=True, blank=True)
    left_off_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = PreparationQuerySet.as_manager()

    class Meta:
        ordering = ("place", "created_at", "id")
        indexes = [models.Index(fields=["household", "time_away", "owner"], name="preparation_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_missing=False) | models.Q(done_at=None, left_off_at=None, used=""),
                name="preparation_missing_was_not_there",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def tick(self, *, at: datetime | None) -> None:
        self.done_at = at
        self.save(update_fields=["done_at"])

    def leave_off(self, *, at: datetime | None) -> None:
        """Not this time; None takes it back."""
        self.left_off_at = at
        self.save(update_fields=["left_off_at"])

    def say_used(self, used: Used) -> None:
        self.used = used
        self.save(update_fields=["used"])


class ToSay(Owned):
    """A line that somebody wants the others in a time away to read, in words meant for them."""

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="to_say")
    author = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="to_say")
    words = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["household", "time_away"], name="to_say_by_household")]

    def __str__(self) -> str:
        return self.words
