"""A question for the handbook: asked while somebody is away or afterwards; its answer becomes an entry."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models

from kbye.household.away import TimeAway
from kbye.household.knowledge import Fact
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class QuestionQuerySet(OwnedQuerySet["Question"]):
    def open(self) -> Self:
        """Neither answered nor let go."""
        return self.filter(answered_at=None, let_go_at=None)

    def take(self, question: Question, *, now: datetime) -> bool:
        """True for exactly one of all who answer it at once."""
        mine = self.open().filter(household=question.household_id, pk=question.pk)
        return mine.update(answered_at=now) == 1


class Question(Owned):
    """`asked_of` is who can tell; None is any adult but the one who asked."""

    words = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        Member, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asked_of = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    about_child = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    time_away = models.ForeignKey(
        TimeAway, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions", db_index=False
    )
    is_urgent = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)
    fact = models.ForeignKey(
        Fact, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions", db_index=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "id")
        indexes = [models.Index(fields=["household", "answered_at"], name="question_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | models.Q(let_go_at=None), name="question_one_end"
            ),
            models.CheckConstraint(
                condition=models.Q(fact=None) | models.Q(answered_at__isnull=False),
                name="question_answered_by_a_fact",
            ),
        ]

    def __str__(self) -> str:
        return self.words
