"""When next? A few proposals from the last time, and the same wall-clock times on any other day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kbye.planning.history import next_rung
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length, length_of, usual_shapes
from kbye.planning.wallclock import instant, local_day, minute_of_day

_WEEK = timedelta(days=7)


class Again(StrEnum):
    TWO_WEEKS = "two_weeks"
    FOUR_WEEKS = "four_weeks"
    NEXT_RUNG = "next_rung"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    again: Again
    span: Span
    length: Length


def ideas(span: Span, *, zone: str, now: datetime) -> tuple[Idea, ...]:
    """The same in two and in four weeks, and what could be next on the ladder; all on the same weekday if it fits.

    Counted from the latest such weekday, so that "in two weeks" is true whenever one looks.
    """
    length = length_of(span, zone)
    today, began = local_day(now, zone), local_day(span.start, zone)
    base = today - timedelta(days=(today.weekday() - began.weekday()) % 7)
    in_two, in_four = base + 2 * _WEEK, base + 4 * _WEEK
    same = (
        Idea(again=Again.TWO_WEEKS, span=moved_to(span, in_two, zone), length=length),
        Idea(again=Again.FOUR_WEEKS, span=moved_to(span, in_four, zone), length=length),
    )
    rung = next_rung(length)
    if rung is length:
        return same
    return (*same, Idea(again=Again.NEXT_RUNG, span=_usual(rung, in_two, zone), length=rung))


def moved_to(span: Span, day: date, zone: str) -> Span:
    """The same times of the day, starting on `day`, also across a change of the clocks.

    When the missing hour swallows the whole of it, it moves forward and keeps its length.
    """
    days = local_day(span.end, zone) - local_day(span.start, zone)
    start = instant(day, minute_of_day(span.start, zone), zone)
    end = instant(day + days, minute_of_day(span.end, zone), zone)
    return Span(start, end if start < end else start + (span.end - span.start))


def _usual(length: Length, day: date, zone: str) -> Span:
    shape = usual_shapes(length)[0]
    while day.weekday() not in shape.weekdays:
        day += timedelta(days=1)
    return shape.on(day, zone)
