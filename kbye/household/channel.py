"""How somebody wants to be reached: mail is always one way; push and messengers are theirs to add."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Self

from django.db import models

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.sealed import seal, unseal


class ChannelQuerySet(OwnedQuerySet["Channel"]):
    def to(self, member: Member) -> Self:
        """Those of this person that are there, on or off."""
        return self.filter(household_id=member.household_id, member=member, gone_at=None)

    def add(self, member: Member, *, kind: str, address: str, label: str, now: datetime) -> Channel:
        """A way to reach this person; one that was there before is the same one again, switched on.

        `address` is what opens the way (a subscription, a messenger's address); it is kept sealed.
        """
        known = self.filter(household_id=member.household_id, member=member, kind=kind)
        fingerprint = hashlib.sha256(address.encode()).hexdigest()
        found = known.filter(fingerprint=fingerprint).first()
        channel = found or Channel(
            household_id=member.household_id,
            member=member,
            kind=kind,
            fingerprint=fingerprint,
            created_at=now,
        )
        channel.label, channel.is_on, channel.gone_at, channel.trouble = label[:80], True, None, ""
        channel.secret = seal(address, about=channel.about) if address else ""
        channel.save()
        return channel


class Channel(Owned):
    class Kind(models.TextChoices):
        MAIL = "mail"
        PUSH = "push"
        MESSENGER = "messenger"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=80, blank=True)
    secret = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "created_at")
        indexes = [models.Index(fields=["household", "member"], name="channel_by_household")]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "fingerprint"], name="one_channel_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def about(self) -> str:
        """What the seal is for: moved to another row it opens nothing."""
        return f"{self.household_id}|{self.pk}|{self.kind}"

    @property
    def address(self) -> str:
        """What opens the way. Raises `sealed.NotOurs`."""
        return unseal(self.secret, about=self.about)

    def switch(self, *, is_on: bool) -> None:
        self.is_on = is_on
        self.save(update_fields=["is_on"])

    def note_worked(self, *, at: datetime) -> None:
        self.worked_at, self.trouble = at, ""
        self.save(update_fields=["worked_at", "trouble"])

    def note_trouble(self, trouble: str) -> None:
        self.trouble = trouble[:200]
        self.save(update_fields=["trouble"])

    def go(self, *, at: datetime, why: str = "") -> None:
        """It is not there any more: removed by hand, or, with `why`, nobody answers there."""
        self.gone_at, self.trouble = at, why[:200]
        self.save(update_fields=["gone_at", "trouble"])
