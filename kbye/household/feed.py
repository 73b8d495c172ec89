"""Calendars that others fetch from kbye: one secret address for each audience, and what it showed last."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models

from kbye.household.link import Link
from kbye.household.owned import Owned, OwnedQuerySet


class Whose(models.TextChoices):
    """Whose times are shown: those of the adult who made it, or everybody's."""

    MINE = "mine"
    EVERYBODY = "everybody"


class Detail(models.TextChoices):
    """How much is said: that somebody is busy, or who is away and who has the children."""

    BUSY = "busy"
    NAMES = "names"


class FeedQuerySet(OwnedQuerySet["Feed"]):
    def open_at(self, now: datetime) -> Self:
        return self.filter(link__revoked_at=None, link__ends_at__gt=now, link__member__removed_at=None)


class Feed(Owned):
    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="feed")
    whose = models.CharField(max_length=9, choices=Whose, default=Whose.MINE)
    detail = models.CharField(max_length=5, choices=Detail, default=Detail.BUSY)
    # For whom it is, in the words of whoever made it.
    label = models.CharField(max_length=60, blank=True, default="")
    # Only the day: when exactly somebody looks is nobody's business.
    used_on = models.DateField(null=True, blank=True)
    # As it was rendered last, compressed; what it was rendered from; and up to which event that holds.
    packed = models.BinaryField(null=True, blank=True)
    made_of = models.CharField(max_length=64, blank=True, default="")
    holds_for = models.CharField(max_length=80, blank=True, default="")

    objects = FeedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household"], name="feed_by_household")]

    def __str__(self) -> str:
        return f"feed {self.id}"

    def note_used(self, on: date) -> None:
        if self.used_on != on:
            self.used_on = on
            self.save(update_fields=["used_on"])

    def keep(self, packed: bytes, *, made_of: str, holds_for: str) -> None:
        self.packed, self.made_of, self.holds_for = packed, made_of, holds_for
        self.save(update_fields=["packed", "made_of", "holds_for"])

    def note_still_holds(self, holds_for: str) -> None:
        self.holds_for = holds_for
        self.save(update_fields=["holds_for"])
