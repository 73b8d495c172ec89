"""A card or a voice note for the children, written before or while somebody is away; it opens at its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Self

from django.db import models

from kbye.household.away import HandOver, TimeAway
from kbye.household.household import Household
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member


class CardQuerySet(OwnedQuerySet["Card"]):
    def kept(self) -> Self:
        return self.filter(removed_at=None)

    def whole(self) -> Self:
        """With everything that a page about them needs, and each of those of its household."""
        return self.select_related("author", "time_away__leaver", "time_away__household").prefetch_related(
            models.Prefetch(
                "children",
                CardChild.objects.filter(
                    household_id=models.F("card__household_id"), child__removed_at=None
                ).select_related("child"),
            ),
            models.Prefetch(
                "time_away__hand_overs",
                HandOver.objects.filter(household_id=models.F("time_away__household_id")).select_related(
                    "person"
                ),
            ),
        )

    def note_opened(self, card: Card, *, at: datetime) -> None:
        """The first tap counts. Nobody is told of it, and no event says so: there are no read receipts."""
        self.filter(household=card.household_id, pk=card.pk, opened_at=None).update(opened_at=at)

    def files(self, household: Household) -> Iterator[str]:
        """The names of all files of a household's cards, in the folder of photos; those taken back, too."""
        for names in self.of(household).values_list("photo", "voice"):
            yield from (name for name in names if name)


class Card(Owned):
    """Words, a picture, a voice, or all of it. `opens_at` None: for when it is hard, at any time while away.

    `opened_at` is no business of the one who wrote it while they are away; afterwards the two minutes may ask.
    """

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="cards")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cards")
    words = models.CharField(max_length=1000, blank=True)
    photo = models.CharField(max_length=80, blank=True)
    voice = models.CharField(max_length=80, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = (models.F("opens_at").asc(nulls_last=True), "created_at")
        indexes = [models.Index(fields=["household", "time_away"], name="card_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words="", photo="", voice=""), name="card_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"card {self.id}"

    @property
    def named_children(self) -> list[Member]:
        """None when it is for all of them."""
        return sorted((row.child for row in self.children.all()), key=lambda one: (one.place, one.name))

    def is_for(self, child: Member | None) -> bool:
        """Whether it is for this child; everything is for all of them together, which is None."""
        named = self.named_children
        return child is None or not named or child in named

    def is_about(self, now: datetime) -> bool:
        """Whether its time away runs, or has just ended; `time_away` is loaded."""
        phase = self.time_away.phase(now)
        runs = phase in {TimeAway.Phase.UNDER_WAY, TimeAway.Phase.BACK}
        return runs and self.removed_at is None and now < self.time_away.links_end_at

    def may_open(self, now: datetime) -> bool:
        return self.is_about(now) and (self.opens_at is None or self.opens_at <= now)

    def remove(self, *, at: datetime) -> None:
        self.removed_at = at
        self.save(update_fields=["removed_at"])


class CardChild(Owned):
    """One child a card is for; a card without any is for all of them."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "child"], name="one_child_a_card")]

    def __str__(self) -> str:
        return f"{self.child_id} of {self.card_id}"
