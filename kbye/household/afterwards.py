"""What stays of a time away: a postcard, firsts, two minutes, a worry and how it was."""

from __future__ import annotations

from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class WorryQuerySet(OwnedQuerySet["Worry"]):
    def answered(self) -> Self:
        """Those of which their author said how it was, with a tap or in words."""
        return self.exclude(how_it_was="", came_true="")

    def unanswered(self) -> Self:
        return self.filter(how_it_was="", came_true="")


class Worry(Owned):
    """Private to the one who wrote it: nobody else ever sees it, in no output.

    Nothing that it became points back to it.
    """

    class Became(models.TextChoices):
        NOTHING_YET = ""
        TO_DO = "to_do"
        MUST = "must"
        SAID = "said"
        LET_GO = "let_go"

    class CameTrue(models.TextChoices):
        NOT_SAID = ""
        NO = "no"
        A_LITTLE = "a_little"
        YES = "yes"

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="worries")
    author = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="worries")
    words = models.CharField(max_length=500)
    how_it_was = models.CharField(max_length=500, blank=True)
    became = models.CharField(max_length=6, choices=Became, blank=True, default=Became.NOTHING_YET)
    came_true = models.CharField(
        max_length=8, choices=CameTrue, blank=True, default=CameTrue.NOT_SAID, db_default=""
    )
    created_at = models.DateTimeField()

    objects = WorryQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        indexes = [models.Index(fields=["household", "author"], name="worry_by_household")]

    def __str__(self) -> str:
        return f"worry {self.id}"

    def close(self, how_it_was: str) -> None:
        self.how_it_was = how_it_was
        self.save(update_fields=["how_it_was"])

    def say_whether(self, came_true: CameTrue, *, words: str) -> None:
        """Whether it came true, and if they like, in words of their own."""
        self.came_true, self.how_it_was = came_true, words
        self.save(update_fields=["came_true", "how_it_was"])

    def become(self, became: Became) -> None:
        self.became = became
        self.save(update_fields=["became"])


class Postcard(Owned):
    """From the one who stayed to the one who left: words, and a photo if there is one.

    What one person sends at one moment is one card: the words with the first photo, each further photo in a row.
    """

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


class First(Owned):
    """ "first currants, with Papa": of one child, or of all when `child` is None."""

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="firsts")
    child = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="firsts")
    told_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="firsts_told")
    words = models.CharField(max_length=160)
    with_whom = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("time_away__starts_at", "created_at", "id")
        indexes = [models.Index(fields=["household", "time_away"], name="first_by_household")]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="first_says_something")]

    def __str__(self) -> str:
        return self.words


class Debrief(Owned):
    """Two minutes afterwards, one row a person; every answer may stay empty."""

    class Rest(models.TextChoices):
        NOT_SAID = ""
        HARDLY = "hardly"
        SOMEWHAT = "somewhat"
        WELL = "well"

    class SwitchedOff(models.TextChoices):
        NOT_SAID = ""
        HARDLY = "hardly"
        PARTLY = "partly"
        FULLY = "fully"

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="debriefs")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="debriefs")
    different_and_fine = models.CharField(max_length=500, blank=True)
    to_know_next_time = models.CharField(max_length=500, blank=True)
    rested = models.CharField(max_length=10, choices=Rest, blank=True, default=Rest.NOT_SAID)
    switched_off = models.CharField(
        max_length=10, choices=SwitchedOff, blank=True, default=SwitchedOff.NOT_SAID, db_default=""
    )
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

    @property
    def is_empty(self) -> bool:
        return not (self.different_and_fine or self.to_know_next_time or self.rested or self.switched_off)
