"""A standing date: recurring time away, agreed once; each one goes by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.planning.standing import Rhythm


class StandingDateQuerySet(OwnedQuerySet["StandingDate"]):
    def kept(self) -> Self:
        """Not ended, and everybody in it still belongs to the household; agreed or only proposed."""
        return self.filter(ended_at=None, leaver__removed_at=None, stayer__removed_at=None)

    def in_force(self) -> Self:
        return self.kept().exclude(agreed_at=None)

    def with_people(self) -> Self:
        return self.select_related("household", "leaver", "stayer", "proposed_by")

    def agree(self, standing: StandingDate, *, at: datetime) -> bool:
        """True for exactly one of all who agree to it at once."""
        asked = self.filter(household=standing.household_id, pk=standing.pk, agreed_at=None, ended_at=None)
        return asked.update(agreed_at=at) == 1


class StandingDate(Owned):
    """ "Thursdays 19–22 are mine": this weekday, every week or every other, from `first_date` on."""

    leaver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="standing_dates")
    stayer = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="standing_dates_kept")
    proposed_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    first_date = models.DateField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = StandingDateQuerySet.as_manager()

    class Meta:
        ordering = ("weekday", "from_minute")
        indexes = [models.Index(fields=["household", "leaver"], name="standing_date_by_household")]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="standing_date_weekday"),
            models.CheckConstraint(condition=models.Q(every_weeks__in=[1, 2]), name="standing_date_rhythm"),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="standing_date_length"),
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} on {self.weekday}"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(
            first=self.first_date,
            every_weeks=self.every_weeks,
            from_minute=self.from_minute,
            minutes=self.minutes,
        )

    @property
    def is_agreed(self) -> bool:
        return self.agreed_at is not None and self.ended_at is None

    def move(self, first: date, *, from_minute: int, minutes: int) -> None:
        self.first_date, self.weekday = first, first.weekday()
        self.from_minute, self.minutes = from_minute, minutes
        self.save(update_fields=["first_date", "weekday", "from_minute", "minutes"])

    def end(self, *, at: datetime) -> None:
        self.ended_at = at
        self.save(update_fields=["ended_at"])


class PublicHoliday(Owned):
    """A public holiday where the household lives, so that a standing date on it is noticed."""

    on_date = models.DateField()
    name = models.CharField(max_length=120)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("on_date",)
        constraints = [
            models.UniqueConstraint(fields=["household", "on_date", "name"], name="one_public_holiday")
        ]

    def __str__(self) -> str:
        return self.name
