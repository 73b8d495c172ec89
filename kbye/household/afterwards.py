"""What stays of a time away: a postcard, two minutes, a worry and how it was."""

from __future__ import annotations

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class Worry(Owned):
    """Private to the one who wrote it: nobody else ever sees it, in no output."""

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="worries")
    author = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="worries")
    words = models.CharField(max_length=500)
    how_it_was = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        indexes = [models.Index(fields=["household", "author"], name="worry_by_household")]

    def __str__(self) -> str:
        return f"worry {self.id}"

    def close(self, how_it_was: str) -> None:
        self.how_it_was = how_it_was
        self.save(update_fields=["how_it_was"])


class Postcard(Owned):
    """From the one who stayed to the one who left: words, and a photo if there is one."""

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="postcards")
    sender = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="postcards")
    words = models.CharField(max_length=1000, blank=True)
    photo = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        indexes = [models.Index(fields=["household", "time_away"], name="postcard_by_household")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words="", photo=""), name="postcard_says_something")
        ]

    def __str__(self) -> str:
        return f"postcard {self.id}"


class Debrief(Owned):
    """Two minutes afterwards, one row a person; every answer may stay empty."""

    class Rest(models.TextChoices):
        NOT_SAID = ""
        HARDLY = "hardly"
        SOMEWHAT = "somewhat"
        WELL = "well"

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="debriefs")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="debriefs")
    different_and_fine = models.CharField(max_length=500, blank=True)
    to_know_next_time = models.CharField(max_length=500, blank=True)
    rested = models.CharField(max_length=10, choices=Rest, blank=True, default=Rest.NOT_SAID)
    skipped = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "time_away"], name="debrief_by_household")]
        constraints = [
            models.UniqueConstraint(fields=["time_away", "member"], name="one_debrief_a_person"),
        ]

    def __str__(self) -> str:
        return f"two minutes {self.id}"
