"""A time away, and the hand-over to each of those it concerns."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from kbye.household.household import LENGTHS
from kbye.household.owned import Owned, OwnedQuerySet
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length

if TYPE_CHECKING:
    from kbye.household.standing import StandingDate

LINKS_OUTLIVE_THE_RETURN_BY = timedelta(hours=48)


class TimeAwayQuerySet(OwnedQuerySet["TimeAway"]):
    def with_people(self) -> Self:
        return self.select_related("leaver", "offered_by", "household").prefetch_related(
            models.Prefetch(
                "hand_overs",
                HandOver.objects.filter(household_id=models.F("time_away__household_id")).select_related(
                    "person"
                ),
            )
        )

    def open(self) -> Self:
        """Neither over nor called off: pencilled in, told, or under way."""
        return self.filter(back_at=None, called_off_at=None)

    def happened(self) -> Self:
        return self.exclude(back_at=None).filter(called_off_at=None)

    def for_oneself(self) -> Self:
        """Without work trips and emergencies: those are times away, and nobody's own time."""
        return self.filter(reason=TimeAway.Reason.OWN)

    def emergencies(self) -> Self:
        """Those that run: somebody had to leave, and is neither back nor was it taken back."""
        return self.open().filter(reason=TimeAway.Reason.EMERGENCY)


class TimeAway(Owned):
    class Phase(models.TextChoices):
        PENCILLED = "pencilled"
        COMING = "coming"
        UNDER_WAY = "under_way"
        BACK = "back"
        CALLED_OFF = "called_off"

    class Manner(models.TextChoices):
        ANNOUNCEMENT = "announcement"
        QUESTION = "question"
        OFFER = "offer"

    class Reason(models.TextChoices):
        """A work trip and an emergency are times away, too, but nobody's own time."""

        OWN = "own"
        WORK = "work"
        EMERGENCY = "emergency"

    leaver = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="times_away")
    offered_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="times_offered"
    )
    standing = models.ForeignKey(
        "household.StandingDate", null=True, blank=True, on_delete=models.SET_NULL, related_name="times_away"
    )
    on_date = models.DateField(null=True, blank=True)
    length = models.CharField(max_length=10, choices=LENGTHS)
    manner = models.CharField(max_length=12, choices=Manner)
    reason = models.CharField(max_length=9, choices=Reason, default=Reason.OWN)
    starts_at = models.DateTimeField()
    # With `open_end` only presumed, and moved on while it lasts: see ADR 13.
    ends_at = models.DateTimeField()
    open_end = models.BooleanField(default=False)
    what_for = models.CharField(max_length=200, blank=True)
    our_plan = models.CharField(max_length=300, blank=True)
    answer_by_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = TimeAwayQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        indexes = [models.Index(fields=["household", "starts_at"], name="time_away_by_household")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="time_away_order"
            ),
            models.UniqueConstraint(fields=["standing", "on_date"], name="one_time_away_a_standing_day"),
            models.CheckConstraint(
                condition=~models.Q(reason="work", manner="offer"), name="time_away_no_trip_is_offered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaver} {self.starts_at}–{self.ends_at}"

    @property
    def span(self) -> Span:
        """What people are shown and what is reckoned with; a time without a known end ends with the return."""
        if self.open_end and self.back_at and self.back_at > self.starts_at:
            return Span(self.starts_at, self.back_at)
        return Span(self.starts_at, self.ends_at, open_end=self.open_end)

    def phase(self, now: datetime) -> Phase:
        """Where this time away stands. "K, bye" starts it, or the clock does; "I'm back" ends it."""
        if self.called_off_at:
            return self.Phase.CALLED_OFF
        if self.back_at:
            return self.Phase.BACK
        if self.told_at is None:
            return self.Phase.PENCILLED
        if self.began_at or self.starts_at <= now:
            return self.Phase.UNDER_WAY
        return self.Phase.COMING

    def is_under_way(self, now: datetime) -> bool:
        return self.phase(now) == self.Phase.UNDER_WAY

    @property
    def is_offer(self) -> bool:
        return self.manner == self.Manner.OFFER

    @property
    def is_work_trip(self) -> bool:
        return self.reason == self.Reason.WORK

    @property
    def is_for_oneself(self) -> bool:
        return self.reason == self.Reason.OWN

    @property
    def is_emergency(self) -> bool:
        return self.reason == self.Reason.EMERGENCY

    @property
    def links_end_at(self) -> datetime:
        return (self.back_at or self.ends_at) + LINKS_OUTLIVE_THE_RETURN_BY

    @property
    def stayers(self) -> list[Member]:
        return [row.person for row in self.hand_overs.all() if row.part == HandOver.Part.STAYS]

    def concerns(self, member: Member) -> bool:
        """Whether they leave, stay, or gave it; another adult of the house has no part in it."""
        in_it = {self.leaver_id, self.offered_by_id, *(row.person_id for row in self.hand_overs.all())}
        return member.pk in in_it

    @property
    def is_settled(self) -> bool:
        """Everybody who was asked has said yes."""
        rows = list(self.hand_overs.all())
        return bool(rows) and all(
            row.answer in {HandOver.Answer.GOT_IT, HandOver.Answer.FINDING} for row in rows
        )

    def begin(self, *, at: datetime) -> None:
        self.began_at = at
        self.save(update_fields=["began_at"])

    def come_back(self, *, at: datetime) -> None:
        self.back_at = at
        self.save(update_fields=["back_at"])

    def call_off(self, *, at: datetime) -> None:
        self.called_off_at = at
        self.save(update_fields=["called_off_at"])

    def note_told(self, *, at: datetime) -> None:
        if self.told_at is None:
            self.told_at = at
            self.save(update_fields=["told_at"])

    def ask_until(self, at: datetime | None) -> None:
        self.answer_by_at = at
        self.save(update_fields=["answer_by_at"])

    def belong_to(self, standing: StandingDate | None, on_date: date | None) -> None:
        """Be the time of this standing date for that day, or of none."""
        self.standing, self.on_date = standing, on_date
        self.save(update_fields=["standing", "on_date"])

    def move(self, span: Span, *, length: Length) -> None:
        """To this span, whose end is known unless it says otherwise."""
        self.starts_at, self.ends_at, self.length = span.start, span.end, length.value
        self.open_end = span.open_end
        self.save(update_fields=["starts_at", "ends_at", "length", "open_end"])


class HandOver(Owned):
    """One person's side of a time away: what they were told, how, and what they said.

    Those who stay have part "stays". In an offer the leaver is the one who answers, with part "leaves".
    """

    class Part(models.TextChoices):
        STAYS = "stays"
        LEAVES = "leaves"

    class Answer(models.TextChoices):
        NONE = ""
        GOT_IT = "got_it"
        COUNTER = "counter"
        FINDING = "finding"

    class Via(models.TextChoices):
        NOT_YET = ""
        MAIL = "mail"
        SHARE = "share"
        BY_HAND = "by_hand"

    time_away = models.ForeignKey(TimeAway, on_delete=models.CASCADE, related_name="hand_overs")
    person = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="hand_overs")
    part = models.CharField(max_length=6, choices=Part)
    via = models.CharField(max_length=8, choices=Via, blank=True, default=Via.NOT_YET)
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_for = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)
    proposed_starts_at = models.DateTimeField(null=True, blank=True)
    proposed_ends_at = models.DateTimeField(null=True, blank=True)
    in_return_starts_at = models.DateTimeField(null=True, blank=True)
    in_return_ends_at = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()
    ANSWER_FIELDS: ClassVar = [
        "answer",
        "answered_at",
        "answered_for",
        "words",
        "proposed_starts_at",
        "proposed_ends_at",
        "in_return_starts_at",
        "in_return_ends_at",
    ]

    class Meta:
        ordering = ("person__place", "id")
        indexes = [models.Index(fields=["household", "time_away"], name="hand_over_by_household")]
        constraints = [
            models.UniqueConstraint(fields=["time_away", "person"], name="one_hand_over_a_person"),
            models.CheckConstraint(
                condition=models.Q(proposed_starts_at=None)
                | models.Q(proposed_starts_at__lt=models.F("proposed_ends_at")),
                name="hand_over_proposal_order",
            ),
            models.CheckConstraint(
                condition=models.Q(in_return_starts_at=None)
                | models.Q(in_return_starts_at__lt=models.F("in_return_ends_at")),
                name="hand_over_in_return_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.part}"

    @property
    def proposal(self) -> Span | None:
        if self.proposed_starts_at is None or self.proposed_ends_at is None:
            return None
        return Span(self.proposed_starts_at, self.proposed_ends_at)

    @property
    def in_return(self) -> Span | None:
        """A time of their own that they would like for it: "you Saturday, me the Sunday after"."""
        if self.in_return_starts_at is None or self.in_return_ends_at is None:
            return None
        return Span(self.in_return_starts_at, self.in_return_ends_at)

    def note_told(self, via: Via, *, at: datetime) -> None:
        self.via, self.told_at = via, at
        self.save(update_fields=["via", "told_at"])

    def forget_answer(self) -> None:
        """The question stands again as it was told."""
        self.answer, self.answered_at, self.answered_for, self.words = self.Answer.NONE, None, False, ""
        self.proposed_starts_at = self.proposed_ends_at = None
        self.in_return_starts_at = self.in_return_ends_at = None
        self.save(update_fields=self.ANSWER_FIELDS)

    def say(
        self,
        answer: Answer,
        *,
        at: datetime,
        words: str = "",
        proposal: Span | None = None,
        in_return: Span | None = None,
        answered_for: bool = False,
    ) -> None:
        self.answer, self.answered_at, self.words = answer, at, words
        self.answered_for = answered_for
        self.proposed_starts_at = proposal.start if proposal else None
        self.proposed_ends_at = proposal.end if proposal else None
        self.in_return_starts_at = in_return.start if in_return else None
        self.in_return_ends_at = in_return.end if in_return else None
        self.save(update_fields=self.ANSWER_FIELDS)
