"""What could be next after the times away that went before: a thought, never a rule and never a limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kbye.planning.history import next_rung
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length, length_of

LATELY = timedelta(days=182)
_RUNGS = (Length.COFFEE, Length.EVENING, Length.NIGHT, Length.WEEKEND, Length.LONGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`last`: the latest one. `longest`: the longest lately, at least as long as `last`. `next`: what could follow.

    `is_long_ago`: none was lately; then the same again comes first.
    """

    last: Length
    longest: Length
    next: Length
    is_long_ago: bool = False


def step(past: Iterable[Span], now: datetime, zone: str) -> Step | None:
    """From the times that were over at `now`; None before the first one. Whoever the children are, it is the same.

    One rung above the longest of the last half year. After a longer pause it starts again where it stopped.
    """
    over = sorted((span for span in past if span.end <= now), key=lambda span: (span.end, span.start))
    if not over:
        return None
    last = length_of(over[-1], zone)
    lately = [length_of(span, zone) for span in over if span.end > now - LATELY]
    if not lately:
        return Step(last=last, longest=last, next=_rung(last), is_long_ago=True)
    longest = max(reversed(lately), key=rung_number)
    return Step(last=last, longest=longest, next=next_rung(longest))


def rung_number(length: Length) -> int:
    """0 for a coffee up to 4 for longer; a day without a night weighs as much as an evening."""
    return _RUNGS.index(_rung(length))


def _rung(length: Length) -> Length:
    return Length.EVENING if length is Length.OTHER else length
