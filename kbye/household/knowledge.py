"""What one needs to know: entries about the children and the house, whom to call, who may collect, and who knows it.

Every text is plain. Each row says to whom it is shown; docs/words.md has what that means.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member

if TYPE_CHECKING:
    from collections.abc import Collection


class ShownTo(models.TextChoices):
    """`AS_USUAL` is what the kind of entry has by itself, so that a row never shows more than it was meant to."""

    AS_USUAL = ""
    ON_DUTY = "on_duty"
    STAYERS = "stayers"
    HELPER = "helper"
    ADULTS = "adults"


class Shown(Owned):
    """A row that is shown to some and not to others. `also_for` is the one helper that `HELPER` means."""

    shown_to = models.CharField(max_length=8, choices=ShownTo, blank=True, default=ShownTo.AS_USUAL)
    also_for = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def usual(self) -> str:
        return ShownTo.STAYERS

    @property
    def audience(self) -> str:
        return self.shown_to or self.usual

    @property
    def is_for_everybody_on_duty(self) -> bool:
        return self.audience == ShownTo.ON_DUTY

    def is_for_stayer(self, helper: Member) -> bool:
        """For a helper who has the children for a whole time away."""
        return self.audience in {ShownTo.ON_DUTY, ShownTo.STAYERS} or self._is_marked_for(helper)

    def is_for_stretch(self, helper: Member) -> bool:
        """For a helper who has some children for a stretch."""
        return self.is_for_everybody_on_duty or self._is_marked_for(helper)

    def _is_marked_for(self, helper: Member) -> bool:
        return self.audience == ShownTo.HELPER and self.also_for_id == helper.pk


class Fact(Shown):
    """One entry. `words` and `detail` by kind:

    allergy: what, and the reaction; `kept` is where the medicine is · medicine: what, and how; `kept` likewise ·
    word: what the child says, and what it means · house: what, and where · if_then: if, and then ·
    condition: what, and what one should know · insurance: with whom, and the number · consent: who may agree to
    what, and where the paper is · address: of the home, as one would say it to an ambulance ·
    good_to_know: what, or the question and its answer. A photo has its caption in `words`.
    """

    class Kind(models.TextChoices):
        ALLERGY = "allergy"
        MEDICINE = "medicine"
        COMFORT = "comfort"
        WORD = "word"
        GOOD_TO_KNOW = "good_to_know"
        HOUSE = "house"
        IF_THEN = "if_then"
        CONDITION = "condition"
        INSURANCE = "insurance"
        CONSENT = "consent"
        ADDRESS = "address"

    # Whoever has a child needs these, and nobody may hide them.
    VITAL: ClassVar[frozenset[str]] = frozenset({Kind.ALLERGY.value, Kind.MEDICINE.value})
    # What goes to a helper for a stretch by itself.
    FOR_A_STRETCH: ClassVar[frozenset[str]] = VITAL | {
        Kind.CONDITION.value,
        Kind.COMFORT.value,
        Kind.WORD.value,
        Kind.IF_THEN.value,
    }

    kind = models.CharField(max_length=14, choices=Kind)
    child = models.ForeignKey(Member, null=True, blank=True, on_delete=models.CASCADE, related_name="facts")
    words = models.CharField(max_length=300)
    detail = models.CharField(max_length=500, blank=True, default="")
    kept = models.CharField(max_length=200, blank=True, default="")
    photo = models.CharField(max_length=80, blank=True, default="")
    # Which of the if-then rows that kbye brings along this one stands for.
    seed = models.CharField(max_length=20, blank=True, default="")
    written_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    written_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "words")
        indexes = [models.Index(fields=["household", "child"], name="fact_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=["allergy", "medicine"])
                | models.Q(shown_to__in=["", "on_duty"]),
                name="fact_vital_is_shown",
            ),
            models.UniqueConstraint(
                fields=["household", "seed"], condition=~models.Q(seed=""), name="fact_one_a_seed"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_allergy(self) -> bool:
        return self.kind == self.Kind.ALLERGY

    @property
    def usual(self) -> str:
        return ShownTo.ON_DUTY if self.kind in self.FOR_A_STRETCH else ShownTo.STAYERS

    def is_about(self, children: Collection[Member]) -> bool:
        """About one of these children, or about all."""
        return self.child_id is None or any(child.pk == self.child_id for child in children)

    @property
    def more(self) -> str:
        """What stands under the words: reaction, meaning, answer, and where it is kept."""
        kept = _("Medicine: %(where)s") % {"where": self.kept} if self.kept else ""
        return " · ".join(part for part in (self.detail, kept) if part)

    @property
    def line(self) -> str:
        """All of it in one line, for paper, messages and lists."""
        if not self.more:
            return self.words
        between = " " if self.words[-1:] in "?.!" else ": "
        return f"{self.words}{between}{self.more}"


class Contact(Shown):
    """Somebody to call, in the order in which to call them."""

    class Role(models.TextChoices):
        """What they are called for, where it matters on the emergency sheet."""

        ANY = ""
        DOCTOR = "doctor"
        POISON = "poison"

    name = models.CharField(max_length=80)
    role = models.CharField(max_length=8, choices=Role, blank=True, default=Role.ANY)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("place", "name")
        indexes = [models.Index(fields=["household", "place"], name="contact_by_household")]

    def __str__(self) -> str:
        return self.name

    @property
    def usual(self) -> str:
        return ShownTo.ON_DUTY


class Collector(Shown):
    """Somebody who may collect a child, or all of them; on days of the household, both ends included."""

    name = models.CharField(max_length=80)
    child = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="collectors"
    )
    note = models.CharField(max_length=160, blank=True)
    from_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    # The end of which they were reminded: once, and again only if it moves.
    reminded_of_date = models.DateField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        indexes = [models.Index(fields=["household", "until_date"], name="collector_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_date=None)
                | models.Q(until_date=None)
                | models.Q(from_date__lte=models.F("until_date")),
                name="collector_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def may_on(self, day: date) -> bool:
        """Nobody who may no longer, or not yet, stands on a list for somebody on duty."""
        return (self.from_date is None or self.from_date <= day) and not self.has_ended(day)

    def has_ended(self, day: date) -> bool:
        return self.until_date is not None and self.until_date < day


class KnownBy(Owned):
    """An adult who knows this entry: wrote it, changed it, asked for it, or said so. Nobody else is waited for."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="known_by")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "member"], name="known_by_household")]
        constraints = [models.UniqueConstraint(fields=["fact", "member"], name="known_once_by_each")]

    def __str__(self) -> str:
        return f"{self.member_id} knows {self.fact_id}"


def note_known(fact: Fact, member: Member) -> None:
    if member.is_adult:
        KnownBy.objects.of(member.household).get_or_create(
            household_id=fact.household_id, fact=fact, member=member
        )


def write_down(*, by: Member, now: datetime, **columns: object) -> Fact:
    """A new entry in the handbook, which `by` knows."""
    fact = Fact.objects.create(household_id=by.household_id, written_by=by, written_at=now, **columns)
    note_known(fact, by)
    return fact
