"""What has to happen while somebody is away: the recurring thing, and one time of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.weekdays import EVERY_DAY, days_in
from kbye.planning.routines import Routine


class Priority(models.TextChoices):
    MUST = "must"
    SHOULD = "should"
    NICE = "nice"


class Responsibility(Owned):
    class Kind(models.TextChoices):
        MEDICINE = "medicine"
        FETCH = "fetch"
        APPOINTMENT = "appointment"
        CARE = "care"

    class WhileAway(models.TextChoices):
        """What becomes of it while the one who usually sees to it is away; afterwards all is as always."""

        GOES_OVER = "goes_over"
        LEFT_OUT = "left_out"
        WAITS = "waits"

    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    priority = models.CharField(max_length=6, choices=Priority)
    child = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="responsibilities"
    )
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)
    only_on_date = models.DateField(null=True, blank=True)
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=15)
    apart_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    while_away = models.CharField(max_length=9, choices=WhileAway, default=WhileAway.GOES_OVER)
    seed = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("from_minute", "title")
        indexes = [models.Index(fields=["household", "from_minute"], name="responsibility_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_minute__lt=models.F("to_minute")), name="responsibility_order"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> frozenset[int]:
        return days_in(self.weekdays)

    @property
    def routine(self) -> Routine:
        return Routine(
            id=str(self.id),
            weekdays=self.days,
            from_minute=self.from_minute,
            to_minute=self.to_minute,
            minutes=self.minutes,
        )


class OccurrenceQuerySet(OwnedQuerySet["Occurrence"]):
    def in_order(self) -> Self:
        return self.select_related("child", "done_by").order_by("earliest_at", "title", "id")


class Occurrence(Owned):
    """One time of a responsibility, within one time away; or something that holds all the while."""

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="occurrences")
    responsibility = models.ForeignKey(
        Responsibility, null=True, blank=True, on_delete=models.SET_NULL, related_name="occurrences"
    )
    kind = models.CharField(max_length=12, choices=Responsibility.Kind)
    title = models.CharField(max_length=120)
    priority = models.CharField(max_length=6, choices=Priority)
    child = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="occurrences"
    )
    earliest_at = models.DateTimeField()
    latest_at = models.DateTimeField()
    is_all_the_while = models.BooleanField(default=False)
    apart_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="things_done"
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["household", "time_away", "earliest_at"], name="occurrence_by_household")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(earliest_at__lt=models.F("latest_at")), name="occurrence_order"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_must(self) -> bool:
        return self.priority == Priority.MUST

    @property
    def is_medicine(self) -> bool:
        return self.kind == Responsibility.Kind.MEDICINE

    def next_after(self, dose_at: datetime) -> datetime | None:
        """The earliest moment for this dose when one was given then; None if nobody said how far apart."""
        return None if self.apart_minutes is None else dose_at + timedelta(minutes=self.apart_minutes)

    def tick(self, *, at: datetime, by: Member | None) -> None:
        self.done_at, self.done_by = at, by
        self.save(update_fields=["done_at", "done_by"])
