"""What one needs to know: a few facts for each child, and whom to call."""

from __future__ import annotations

from django.db import models

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class Fact(Owned):
    class Kind(models.TextChoices):
        ALLERGY = "allergy"
        MEDICINE = "medicine"
        COMFORT = "comfort"
        GOOD_TO_KNOW = "good_to_know"

    kind = models.CharField(max_length=14, choices=Kind)
    child = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="facts")
    words = models.CharField(max_length=300)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "words")
        indexes = [models.Index(fields=["household", "child"], name="fact_by_household")]

    def __str__(self) -> str:
        return self.words

    @property
    def is_allergy(self) -> bool:
        return self.kind == self.Kind.ALLERGY


class Contact(Owned):
    """Somebody to call, in the order in which to call them."""

    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("place", "name")
        indexes = [models.Index(fields=["household", "place"], name="contact_by_household")]

    def __str__(self) -> str:
        return self.name
