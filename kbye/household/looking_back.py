"""The times away that happened, as they really were; and what those who stayed would try first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.planning.intervals import Span

TRIES_HOLD_FOR = timedelta(days=182)


class TryFirstQuerySet(OwnedQuerySet["TryFirst"]):
    def for_leaver(self, leaver: Member, *, now: datetime) -> Self:
        """What others would like to be tried before the next longer time of this one, the newest first."""
        rows = self.filter(leaver=leaver, removed_at=None, created_at__gte=now - TRIES_HOLD_FOR)
        return rows.exclude(author=leaver).select_related("author").order_by("-created_at", "id")


class TryFirst(Owned):
    """ "try a night at Grandma's first": a line by one who stays, about the next time of the one who leaves."""

    leaver = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="tries")
    words = models.CharField(max_length=160)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = TryFirstQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "leaver"], name="try_first_by_household")]
        constraints = [models.CheckConstraint(condition=~models.Q(words=""), name="try_first_says_something")]

    def __str__(self) -> str:
        return self.words


def lived(row: TimeAway) -> Span:
    """From going to coming back. A late tap on "I'm back" does not make a time longer than it was meant to be."""
    start, end = row.began_at or row.starts_at, min(row.back_at or row.ends_at, row.ends_at)
    return Span(start, end) if start < end else row.span


def times_of(leaver: Member) -> list[Span]:
    """All that happened of theirs, as they were."""
    rows = TimeAway.objects.of(leaver.household).happened().for_oneself().filter(leaver=leaver)
    return [lived(row) for row in rows]
