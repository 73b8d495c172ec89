"""What own time is read from besides times away: nights, the children's week, what was said about a stretch, trips."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.calendar import Calendar
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.weekdays import EVERY_DAY, days_in
from kbye.planning.intervals import Span


class Sleep(Owned):
    """When an adult usually sleeps, in the household's wall-clock minutes; without a row, as most people do."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="sleep")
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household"], name="sleep_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_minute__lt=models.F("to_minute"))
                & models.Q(from_minute__lt=1440)
                & models.Q(to_minute__lt=models.F("from_minute") + 1440),
                name="sleep_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_minute}–{self.to_minute}"


class ChildrenWeek(Owned):
    """When all the children are usually at school or day care. No weekday: somebody of the house always has them."""

    weekdays = models.PositiveSmallIntegerField()
    from_minute = models.PositiveSmallIntegerField()
    to_minute = models.PositiveSmallIntegerField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household"], name="one_childrens_week"),
            models.CheckConstraint(condition=models.Q(weekdays__lte=EVERY_DAY), name="childrens_weekdays"),
            models.CheckConstraint(
                condition=models.Q(from_minute__lt=models.F("to_minute")), name="childrens_week_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekdays:07b} {self.from_minute}–{self.to_minute}"

    @property
    def days(self) -> frozenset[int]:
        """Monday is 0."""
        return days_in(self.weekdays)


class Correction(Owned):
    """What somebody said about a stretch of an adult's week, in place of what kbye made of it. The later counts."""

    class What(models.TextChoices):
        OWN = "own"
        CHILDREN = "children"
        WORK = "work"
        ASLEEP = "asleep"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="corrections")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    what = models.CharField(max_length=8, choices=What)
    said_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["household", "starts_at"], name="correction_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="correction_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.what} {self.starts_at}–{self.ends_at}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    def set_removed(self, at: datetime | None) -> None:
        self.removed_at = at
        self.save(update_fields=["removed_at"])


class WholeDaysQuerySet(OwnedQuerySet["WholeDays"]):
    def counting(self) -> Self:
        """Of calendars that are neither forgotten, resting nor only tried out."""
        return self.filter(calendar__removed_at=None, calendar__paused_at=None, calendar__is_draft=False)


class WholeDays(Owned):
    """Whole days from a calendar, two or more: a trip, a holiday or nothing at all. Only the days are kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="whole_days")
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="whole_days")
    first_date = models.DateField()
    last_date = models.DateField()

    objects = WholeDaysQuerySet.as_manager()

    class Meta:
        ordering = ("first_date", "id")
        indexes = [models.Index(fields=["household", "first_date"], name="whole_days_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_date__lte=models.F("last_date")), name="whole_days_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_date}–{self.last_date}"


class TripAnswer(Owned):
    """Whether a long entry of a calendar was a work trip: asked once, and kept when the calendar is read anew."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_away = models.ForeignKey(
        TimeAway, null=True, blank=True, on_delete=models.SET_NULL, related_name="read_from"
    )
    answered_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("answered_at", "id")
        indexes = [models.Index(fields=["household", "starts_at"], name="trip_answer_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="trip_answer_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.starts_at}–{self.ends_at}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    def set_forgotten(self, at: datetime | None) -> None:
        self.forgotten_at = at
        self.save(update_fields=["forgotten_at"])
