"""Calendars somebody brought along, and the busy times read from them. Titles are kept only where somebody asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member

# What is older than this says nothing about the days to come: unknown, never free.
OLD_AFTER = timedelta(days=1)
A_FILE_IS_OLD_AFTER = timedelta(days=90)


class CalendarQuerySet(OwnedQuerySet["Calendar"]):
    def there(self) -> Self:
        """Neither forgotten nor only being tried out; one that rests is there."""
        return self.filter(removed_at=None, is_draft=False)

    def counting(self) -> Self:
        return self.there().filter(paused_at=None)

    def old(self, now: datetime) -> Self:
        """Those that were read too long ago; holidays stay what they are."""
        return self.read_before(now - OLD_AFTER, file=now - A_FILE_IS_OLD_AFTER)

    def read_before(self, at: datetime, *, file: datetime) -> Self:
        """Those that were not read since; for a file another time counts."""
        live = Q(source__kind__in=LIVE)
        # Those that were brought before there were sources are files, too.
        a_file = Q(source=None) | Q(source__kind=Kind.FILE)
        return self.filter(Q(live, read_at__lt=at) | Q(a_file, read_at__lt=file))

    def unread(self, now: datetime, until: datetime) -> Self:
        """Those that say nothing one could rely on up to `until`: read too long ago, or they end before it."""
        says_when = self.counting().filter(means__in=SAY_WHEN_SOMEBODY_CAN)
        return says_when.filter(Q(pk__in=self.old(now).values("pk")) | Q(until_at__lt=until))


class Kind(models.TextChoices):
    """Where a calendar comes from."""

    FILE = "file"
    ADDRESS = "address"
    DAV = "dav"
    HOLIDAYS = "holidays"


class Means(models.TextChoices):
    """What the entries of a calendar say about its owner."""

    CANNOT = "cannot"
    RATHER_NOT = "rather_not"
    ASK = "ask"
    SUPERVISED = "supervised"
    TRIP = "trip"
    INFORMATION = "information"


class Counts(models.TextChoices):
    """Whether entries of a kind count as busy: asked once, and remembered."""

    BUSY = "busy"
    FREE = "free"


class Doubt(models.TextChoices):
    """Why what came last was not taken: somebody is asked first."""

    EMPTY = "empty"
    SMALLER = "smaller"
    ALL_NEW = "all_new"
    GONE = "gone"


LIVE = (Kind.ADDRESS, Kind.DAV)
BLOCK = (Means.CANNOT, Means.TRIP)
SAY_WHEN_SOMEBODY_CAN = (Means.CANNOT, Means.RATHER_NOT, Means.ASK, Means.TRIP)


class Calendar(Owned):
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendars")
    name = models.CharField(max_length=120)
    means = models.CharField(max_length=12, choices=Means, default=Means.CANNOT)
    keeps_titles = models.BooleanField(default=False)
    before_minutes = models.PositiveSmallIntegerField(default=0)
    after_minutes = models.PositiveSmallIntegerField(default=0)
    all_day = models.CharField(max_length=4, choices=Counts, blank=True, default="")
    marked_free = models.CharField(max_length=4, choices=Counts, blank=True, default="")
    # Of the last successful reading; `until_at` is how far it looked.
    read_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    until_at = models.DateTimeField()
    all_day_count = models.PositiveIntegerField(default=0)
    marked_free_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    # Of what was tried since: in words, and what is in doubt about it.
    trouble = models.CharField(max_length=200, blank=True, default="")
    doubt = models.CharField(max_length=8, choices=Doubt, blank=True, default="")
    is_draft = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "member"], name="calendar_by_household")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Whether anything of it was ever read: a draft has no fingerprint before."""
        return bool(self.fingerprint)

    @property
    def is_a_file(self) -> bool:
        """`source` is loaded; one that was brought before there were sources has none."""
        return not hasattr(self, "source") or self.source.kind == Kind.FILE

    def is_being_read(self, now: datetime) -> bool:
        """A file that takes longer than a moment. `source` is loaded."""
        until = self.source.lease_until if hasattr(self, "source") else None
        return self.is_a_file and until is not None and until > now

    @property
    def is_read_by_itself(self) -> bool:
        return not self.is_a_file and self.source.kind in LIVE

    @property
    def host(self) -> str:
        return self.source.host if hasattr(self, "source") else ""

    @property
    def open_question(self) -> str:
        """The column of what has to be asked before it is known what counts; "" when nothing has."""
        if self.means in {Means.INFORMATION, Means.SUPERVISED} or not self.is_read:
            return ""
        if self.all_day_count and not self.all_day and self.means != Means.TRIP:
            return "all_day"
        return "marked_free" if self.marked_free_count and not self.marked_free else ""

    @property
    def counts_whole_days(self) -> bool:
        return self.all_day == Counts.BUSY or self.means == Means.TRIP

    @property
    def counts_marked_free(self) -> bool | None:
        return self.marked_free == Counts.BUSY if self.marked_free else None

    def pause(self, at: datetime | None) -> None:
        """Let it rest, neither read nor counted; None takes it up again."""
        self.paused_at = at
        self.save(update_fields=["paused_at"])

    def put_back(self) -> None:
        # That module stands on this one.
        from kbye.household.calendar_copy import follow

        follow(self)

    def forget(self, *, at: datetime) -> None:
        """Its rows go a day later; until then that can be taken back."""
        self.removed_at = at
        self.save(update_fields=["removed_at"])


class CommitmentQuerySet(OwnedQuerySet["Commitment"]):
    def counting(self) -> Self:
        """Of calendars that are neither forgotten, resting nor only tried out."""
        return self.filter(calendar__removed_at=None, calendar__paused_at=None, calendar__is_draft=False)

    def of_own_calendars(self) -> Self:
        """What somebody does themselves; that a child is cared for elsewhere is not."""
        return self.counting().filter(calendar__means__in=SAY_WHEN_SOMEBODY_CAN)

    def blocking(self) -> Self:
        return self.counting().filter(calendar__means__in=BLOCK)


class Commitment(Owned):
    """A busy time from a calendar: when, and with what only if its owner said so."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="commitments")
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="commitments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=200, blank=True, default="")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "starts_at"], name="commitment_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="commitment_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}–{self.ends_at}"
