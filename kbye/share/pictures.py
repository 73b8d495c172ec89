"""A week of an adult as a bar from Monday to Sunday: where each piece stands, drawn by the server as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.own_time import AdultWeek, Kind, Piece
from kbye.planning.wallclock import instant, local_day
from kbye.share.sentences import described, longest_words, trip_words

WIDTH, HEIGHT = 1000, 28


@dataclass(frozen=True, slots=True)
class Block:
    """One piece, in units of the picture; `kind` names how it is drawn."""

    kind: str
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One adult's week: the picture, and the words that say the same."""

    person: Member
    week: AdultWeek
    blocks: tuple[Block, ...]
    midnights: tuple[float, ...]
    description: str
    longest: str
    trips: str


# Own time and time with the children stand tall; what is nobody's news lies low. Sleep is the paper.
_TALL, _MIDDLE, _LOW = (0, HEIGHT), (HEIGHT / 2 - 1, 2), (HEIGHT - 6, 6)
_SHAPES: dict[Kind, tuple[float, float]] = {
    Kind.OWN: _TALL,
    Kind.ALONE: _TALL,
    Kind.TRIP: (3, HEIGHT - 6),
    Kind.TOGETHER: _LOW,
    Kind.WORK: _LOW,
    Kind.UNKNOWN: _MIDDLE,
}


def bar(person: Member, week: AdultWeek, span: Span, zone: str) -> Bar:
    return Bar(
        person=person,
        week=week,
        blocks=tuple(_block(piece, span) for piece in week.pieces if piece.kind in _SHAPES),
        midnights=_midnights(span, zone),
        description=described(week),
        longest=longest_words(person.name, week),
        trips=trip_words(person.name, week),
    )


def _block(piece: Piece, span: Span) -> Block:
    y, height = _SHAPES[piece.kind]
    x, end = _x(piece.span.start - span.start, span), _x(piece.span.end - span.start, span)
    return Block(piece.kind.value, x, round(end - x, 2), y, height)


def _midnights(span: Span, zone: str) -> tuple[float, ...]:
    monday = local_day(span.start, zone)
    days = (instant(monday + timedelta(days=count), 0, zone) for count in range(1, 7))
    return tuple(_x(day - span.start, span) for day in days)


def _x(since: timedelta, span: Span) -> float:
    return round(since / (span.end - span.start) * WIDTH, 2)
