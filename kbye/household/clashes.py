"""What stands in the way of the one who stays in a time away, and what was seen to already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kbye.household.away import HandOver, TimeAway
from kbye.household.calendar import Commitment
from kbye.household.gap import Gap, open_gaps
from kbye.household.looked_after import nobody_needed
from kbye.household.people import Member
from kbye.household.ready_query import ReadyQuery
from kbye.planning.gaps import gaps
from kbye.planning.intervals import Span, without

_commitments = ReadyQuery(
    lambda household, person, start, end: (
        Commitment.objects.of(household)
        .blocking()
        .filter(member=person, starts_at__lt=end, ends_at__gt=start)
    ),
    household=UUID,
    person=UUID,
    start=datetime,
    end=datetime,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """`clashes`: nobody has seen to them yet. `gaps`: with their asks, the closed ones left out.

    `is_finding`: this person said "I'll find someone", so all of the time is theirs to give.
    """

    clashes: tuple[Span, ...]
    gaps: tuple[Gap, ...]
    is_finding: bool

    @property
    def covered(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.state == Gap.State.COVERED]

    @property
    def is_quiet(self) -> bool:
        return not self.clashes and not self.gaps


def stretches(time_away: TimeAway, person: Member, *, now: datetime) -> Stretches:
    """For one of those who stay; nobody else is shown any of it."""
    known = tuple(open_gaps(time_away))
    # In an emergency kbye itself asks for all of it.
    is_finding = _is_finding(time_away, person) and not time_away.is_emergency
    busy = [time_away.span] if is_finding else _busy(time_away, person, now)
    left = gaps(time_away.span, busy, [gap.span for gap in known])
    return Stretches(
        clashes=tuple(span for span in left if span.end > now), gaps=known, is_finding=is_finding
    )


def _is_finding(time_away: TimeAway, person: Member) -> bool:
    """And has not said since whom they found."""
    return any(
        row.person_id == person.pk and row.answer == HandOver.Answer.FINDING and not row.words
        for row in time_away.hand_overs.all()
    )


def _busy(time_away: TimeAway, person: Member, now: datetime) -> list[Span]:
    start, end = time_away.starts_at, time_away.ends_at
    rows = _commitments(household=time_away.household_id, person=person.pk, start=start, end=end)
    spans = [Span(row.starts_at, row.ends_at) for row in rows]
    if not spans:
        return []
    return list(without(spans, nobody_needed(time_away.household, start, end, now)))
