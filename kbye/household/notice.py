"""The outbox: what is to be sent, written in the same transaction as what it tells of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.channel import Channel
from kbye.household.link import Link
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member

# Where the address of `link` goes in `body`: what opens something is written out only as it leaves.
LINK_HERE = "\ue000"
# The last part of a key: which way it goes.
MAIL = "mail"
# The kind of the letter that tells of several things at once.
DIGEST = "digest"
LEASE = timedelta(minutes=2)
TRIES = 8


class NoticeQuerySet(OwnedQuerySet["Notice"]):
    def due(self, now: datetime) -> Self:
        """Still to send, and nobody is at it: across households, for the background work alone."""
        return self.filter(state=Notice.State.WAITING, due_at__lte=now).filter(
            models.Q(lease_until=None) | models.Q(lease_until__lte=now)
        )

    def claim(self, notice: Notice, *, now: datetime) -> bool:
        """Take the notice for two minutes. True for exactly one of all who try at once."""
        taken = self.due(now).filter(household=notice.household_id, pk=notice.pk, attempts=notice.attempts)
        return taken.update(lease_until=now + LEASE, attempts=models.F("attempts") + 1) == 1

    def withdraw(self, what: UUID, *, of: str) -> None:
        """Forget what still waits to be told of something that was just taken back.

        `what` is the time away, or whatever else the key of the notice names after `of`.
        """
        about = models.Q(time_away=what) | models.Q(key__startswith=f"{of}:{what}:")
        still_open = [Notice.State.WAITING, Notice.State.FOLDED]
        self.filter(about, state__in=still_open, key__startswith=f"{of}:").delete()


class Notice(Owned):
    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        GAVE_UP = "gave_up"
        FOLDED = "folded"

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=24, default="told")
    is_urgent = models.BooleanField(default=False)
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    link = models.ForeignKey(Link, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")
    person = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    time_away = models.ForeignKey(TimeAway, null=True, on_delete=models.CASCADE, related_name="notices")
    address = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)
    # The key of the letter that tells of it together with others.
    folded_into = models.UUIDField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["household", "time_away"], name="notice_by_household"),
            models.Index(fields=["state", "due_at"], name="notice_due"),
        ]

    def __str__(self) -> str:
        return f"notice {self.key}"

    @property
    def thing(self) -> str:
        """What it tells of: the same on every way it goes."""
        return self.key.rpartition(":")[0] or self.key

    def body_as_it_leaves(self, address_of: Callable[[Link], str]) -> str:
        """With the address that opens something, which is in no row; `link` is loaded."""
        return self.body.replace(LINK_HERE, address_of(self.link) if self.link else "")

    def note_sent(self, *, at: datetime) -> None:
        self.state, self.sent_at, self.lease_until, self.trouble = self.State.SENT, at, None, ""
        self.save(update_fields=["state", "sent_at", "lease_until", "trouble"])

    def note_trouble(
        self, trouble: str, *, at: datetime, again: bool = True, wait: timedelta = timedelta(0)
    ) -> None:
        """Try again later, ever more slowly and not before `wait` is over.

        After the last try, or if another one is no use, say so where the household sees it.
        """
        self.trouble, self.lease_until = trouble[:200], None
        self.due_at = at + max(timedelta(seconds=30 * 2**self.attempts), wait)
        if self.attempts >= TRIES or not again:
            self.state = self.State.GAVE_UP
        self.save(update_fields=["trouble", "lease_until", "due_at", "state"])
