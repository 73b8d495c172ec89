"""A gap in a time away that the one who stays cannot fill, and the asks to helpers who might."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models

from kbye.household.away import HandOver, TimeAway
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery
from kbye.planning.intervals import Span


class GapQuerySet(OwnedQuerySet["Gap"]):
    def whole(self) -> Self:
        """With everything that a page or a message about it needs, and each of those of its household."""
        return self.joined().prefetch_related(*_beside())

    def joined(self) -> Self:
        return self.select_related(
            "household", "covered_by", "asked_by", "time_away__leaver", "time_away__household"
        )

    def unfinished(self, now: datetime) -> Self:
        """Those that helpers still count on, or are asked about."""
        return self.filter(state__in=[Gap.State.OPEN, Gap.State.COVERED], ends_at__gt=now)

    def cover(self, gap: Gap, *, by: Member) -> bool:
        """The first yes has it. True for exactly one of all who say yes at once."""
        still_open = self.filter(household=gap.household_id, pk=gap.pk, state=Gap.State.OPEN)
        return still_open.update(state=Gap.State.COVERED, covered_by=by) == 1

    def reopen(self, gap: Gap, *, by: Member) -> bool:
        """A yes taken back; True only if it was this helper's."""
        theirs = self.filter(household=gap.household_id, pk=gap.pk, state=Gap.State.COVERED, covered_by=by)
        return theirs.update(state=Gap.State.OPEN, covered_by=None) == 1


class Gap(Owned):
    class State(models.TextChoices):
        OPEN = "open"
        STAYER = "stayer"
        COVERED = "covered"
        CLOSED = "closed"

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="gaps")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    what_to_know = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    covered_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="gaps_covered"
    )
    asked_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="gaps_asked_about"
    )
    one_by_one = models.BooleanField(default=True)
    # In an emergency, for all of it: asked a few at a time, at any hour, until somebody has them.
    is_urgent = models.BooleanField(default=False)
    answer_minutes = models.PositiveIntegerField(null=True, blank=True)
    yes_binds_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        indexes = [models.Index(fields=["household", "time_away"], name="gap_by_household")]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="gap_order"),
            models.CheckConstraint(
                condition=models.Q(state="covered", covered_by__isnull=False) | ~models.Q(state="covered"),
                name="gap_covered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"gap {self.starts_at}–{self.ends_at}"

    @property
    def span(self) -> Span:
        """`time_away` is loaded if it is urgent."""
        return Span(self.starts_at, self.ends_at, open_end=self.is_urgent and self.time_away.open_end)

    @property
    def asked(self) -> list[Ask]:
        """The asks that went out or wait their turn, without those that were ended."""
        return [ask for ask in self.asks.all() if ask.state != Ask.State.ENDED]

    @property
    def being_asked(self) -> list[Member]:
        return [ask.helper for ask in self.asks.all() if ask.state == Ask.State.ASKED]

    @property
    def has_next(self) -> bool:
        return any(ask.state == Ask.State.WAITING for ask in self.asks.all())

    @property
    def has_nobody(self) -> bool:
        """Some were asked, and none of them can or is still to answer."""
        hopes = {Ask.State.ASKED, Ask.State.WAITING, Ask.State.YES}
        return (
            self.state == self.State.OPEN
            and bool(self.asked)
            and not any(ask.state in hopes for ask in self.asked)
        )

    @property
    def wave(self) -> int | None:
        """How many may be asked before those who were asked have had their time: one, ever more, or (None) all."""
        if self.is_urgent:
            # Two first, then four, eight: until somebody has them.
            return 2 + sum(ask.state != Ask.State.WAITING for ask in self.asks.all())
        return 1 if self.one_by_one else None

    @property
    def named_children(self) -> list[Member]:
        """None when it is about all of them."""
        return [row.child for row in self.children.all()]

    def settle(self, state: State) -> None:
        """By the one who stays; whoever covered it no longer does."""
        self.state, self.covered_by = state, None
        self.save(update_fields=["state", "covered_by"])


class GapChild(Owned):
    """One child of a gap; a gap without any is about all of them."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gap", "child"], name="one_child_a_gap")]

    def __str__(self) -> str:
        return f"{self.child_id} in {self.gap_id}"


class AskQuerySet(OwnedQuerySet["Ask"]):
    def of_helper(self, helper: Member) -> Self:
        """What this helper was really asked; those waiting their turn are nobody's business yet."""
        asked = self.filter(household=helper.household_id, helper=helper)
        return asked.exclude(state=Ask.State.WAITING).select_related(
            "gap__time_away__leaver", "gap__household"
        )

    def still_to_come(self, now: datetime) -> Self:
        """Neither over nor part of a time away that is over or off."""
        return self.filter(
            gap__ends_at__gt=now, gap__time_away__back_at=None, gap__time_away__called_off_at=None
        )


class Ask(Owned):
    class State(models.TextChoices):
        WAITING = "waiting"
        ASKED = "asked"
        YES = "yes"
        NO = "no"
        COVERED = "covered"
        WITHDRAWN = "withdrawn"
        ENDED = "ended"

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="asks")
    helper = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="asks")
    rank = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    # When the helper sent word of having read it all; nothing else is ever known of that.
    read_at = models.DateTimeField(null=True, blank=True)

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "id")
        indexes = [models.Index(fields=["household", "helper"], name="ask_by_household")]
        constraints = [models.UniqueConstraint(fields=["gap", "helper"], name="one_ask_a_helper")]

    def __str__(self) -> str:
        return f"ask {self.id}"

    def move_to(self, state: State, *, at: datetime) -> None:
        self.state, self.answered_at = state, at
        self.save(update_fields=["state", "answered_at"])


def _beside() -> list[models.Prefetch[str]]:
    """What goes with a gap in rows of its own."""
    sides = HandOver.objects.filter(household_id=models.F("time_away__household_id"))
    asks = Ask.objects.filter(household_id=models.F("gap__household_id"))
    children = GapChild.objects.filter(household_id=models.F("gap__household_id"), child__removed_at=None)
    return [
        models.Prefetch("time_away__hand_overs", sides.select_related("person")),
        models.Prefetch("asks", asks.select_related("helper")),
        models.Prefetch("children", children.select_related("child")),
    ]


_not_closed = ReadyQuery(
    lambda household, time_away: (
        Gap.objects.of(household).filter(time_away=time_away).exclude(state=Gap.State.CLOSED).joined()
    ),
    household=UUID,
    time_away=UUID,
)


def open_gaps(time_away: TimeAway) -> list[Gap]:
    """Those of this time away that were not closed, whole."""
    rows = _not_closed(household=time_away.household_id, time_away=time_away.pk)
    models.prefetch_related_objects(rows, *_beside())
    return rows
