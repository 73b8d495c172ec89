"""Links that open something without an account. Only a hash is stored; see docs/adr on how they are made."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models

from kbye.household.away import LINKS_OUTLIVE_THE_RETURN_BY, TimeAway
from kbye.household.household import Household
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member

INVITATIONS_LAST = timedelta(days=14)
TABLETS_LAST = timedelta(days=365)
# What is for an emergency does not end by itself one morning; it is taken back by hand, or with the person.
SHEETS_LAST = timedelta(days=3650)
# A calendar that stops by itself one day would be taken for an empty one; it is ended by hand, or with the person.
FEEDS_LAST = timedelta(days=3650)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class LinkQuerySet(OwnedQuerySet["Link"]):
    def make(
        self,
        *,
        household: Household,
        purpose: str,
        member: Member,
        now: datetime,
        time_away: TimeAway | None = None,
        ends_at: datetime | None = None,
    ) -> Link:
        link = Link(
            household=household,
            purpose=purpose,
            member=member,
            time_away=time_away,
            nonce=secrets.token_hex(16),
            created_at=now,
            ends_at=None if time_away else ends_at or now + INVITATIONS_LAST,
        )
        link.token_hash = hash_of(link.token)
        link.save()
        if purpose in {Link.Purpose.STAY, Link.Purpose.STAND_IN}:
            # Whoever has it has an emergency sheet, too, within moments.
            Household.objects.filter(pk=household.pk).update(sheet_due_at=None)
        return link

    def that_may_open_sheets(self) -> Self:
        """Links behind which an emergency sheet may lie, as a file with the hash of their secret part."""
        purposes = Link.Purpose
        return self.filter(purpose__in=[purposes.SHEET, purposes.STAY, purposes.STAND_IN])

    def open_at(self, now: datetime) -> Self:
        """Neither revoked, used up, ended nor of somebody removed, nor of a time away that was called off.

        Asked in the database, so that what has ended takes as long to turn away as what never was.
        """
        return self.open_between(now, returned_after=now - LINKS_OUTLIVE_THE_RETURN_BY)

    def open_between(self, now: datetime, *, returned_after: datetime) -> Self:
        """The same with both moments given: nobody is back from its time away before the second."""
        ends = models.Q(time_away__back_at=None, time_away__ends_at__gt=returned_after)
        of_a_time = models.Q(time_away__isnull=False, time_away__called_off_at=None)
        lasts = models.Q(time_away=None, ends_at__gt=now) | (
            of_a_time & (models.Q(time_away__back_at__gt=returned_after) | ends)
        )
        return self.filter(lasts, revoked_at=None, used_at=None, member__removed_at=None)


class Link(Owned):
    class Purpose(models.TextChoices):
        STAY = "stay"
        TAKE = "take"
        INVITE = "invite"
        HELP = "help"
        WAY_IN = "way_in"
        CHILDREN = "children"
        SHEET = "sheet"
        STAND_IN = "stand_in"
        FEED = "feed"

    purpose = models.CharField(max_length=8, choices=Purpose)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="links")
    time_away = models.ForeignKey(
        TimeAway, null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "time_away"], name="link_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    purpose__in=["invite", "help", "way_in", "children", "sheet", "stand_in", "feed"],
                    time_away=None,
                )
                | models.Q(purpose__in=["stay", "take"], time_away__isnull=False),
                name="link_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"link {self.id}"

    @property
    def token(self) -> str:
        """The secret part of the address: 256 bits from 128 random ones and a key kept outside the database.

        So the message can be shown again before it is sent, and the database alone opens nothing.
        """
        message = f"{self.purpose}:{self.nonce}".encode()
        made = hmac.new(settings.LINK_KEY.encode(), message, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    @property
    def sheet_file(self) -> str:
        """By the hash in the row, so that it lies where the address leads even when the key of links is lost."""
        return f"{self.token_hash}.html"

    @property
    def lasts_until(self) -> datetime:
        """When it ends by itself; `time_away` is loaded."""
        until = self.time_away.links_end_at if self.time_away else self.ends_at
        assert until is not None  # a link without a time away is made with an end
        return until

    def revoke(self, *, at: datetime) -> None:
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])
