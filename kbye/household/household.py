"""A household: whose everything is, and how it tells the time."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kbye.planning.lengths import Length
from kbye.planning.wallclock import known_zone

LENGTHS = [(length.value, length.value) for length in Length]


def check_zone(name: str) -> None:
    if not known_zone(name):
        raise ValidationError(_("That time zone is not known. Try one like Europe/Berlin."))


class Household(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.CharField(max_length=64, validators=[check_zone])
    country = models.CharField(max_length=2, blank=True)
    is_sample = models.BooleanField(default=False)
    event_seq = models.BigIntegerField(default=0)
    announces_up_to = models.CharField(max_length=10, choices=LENGTHS, default=Length.EVENING)
    limit_proposed = models.CharField(max_length=10, choices=LENGTHS, blank=True, default="")
    limit_proposed_by = models.ForeignKey(
        "household.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    musts_asked_at = models.DateTimeField(null=True, blank=True)
    # When its emergency sheets are to be made anew; None: at once. Whatever changes one sets it, in its transaction.
    sheet_due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sheet_due_at"], name="household_sheet_due")]

    def __str__(self) -> str:
        return f"household {self.id}"

    def note_musts_asked(self, *, at: datetime) -> None:
        self.musts_asked_at = at
        self.save(update_fields=["musts_asked_at"])
