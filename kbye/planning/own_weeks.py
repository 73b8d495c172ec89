"""The minutes of a week, shared out: cut where anything changes, and each cell looked up in layers of what is known.

`own_time.py` says what the kinds mean and which layer is the stronger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import pairwise

from kbye.planning.intervals import Span, merged, overlapping, without
from kbye.planning.own_time import (
    Adult,
    AdultWeek,
    Because,
    House,
    Kind,
    Piece,
    SleepTime,
    Source,
    Stretch,
    What,
)
from kbye.planning.usual_week import home_spans
from kbye.planning.wallclock import days_touching, wall_span


def weeks_of(house: House, span: Span) -> tuple[AdultWeek, ...]:
    """What `span`, usually a week, was or will be for each adult, in the order given."""
    layers = [_layers(adult, house, span) for adult in house.adults]
    helper = _cut(house.with_helper, span)
    out = None if house.children_out is None else home_spans(house.children_out, span, house.zone)
    found: list[list[Piece]] = [[] for _ in house.adults]
    for cell in _cells(span, layers, helper, out or ()):
        places = [_first(one, cell) for one in layers]
        for index, place in enumerate(places):
            others = [other.presence for other in places[:index] + places[index + 1 :]]
            _add(found[index], _piece(place, cell, others, helper, out))
    return tuple(
        AdultWeek(adult.id, tuple(pieces)) for adult, pieces in zip(house.adults, found, strict=True)
    )


class _Presence(Enum):
    """Where somebody is, as far as it matters to the others."""

    AWAY = auto()
    OUT = auto()
    ON_DUTY = auto()
    WITH_CHILDREN = auto()
    HOME = auto()
    ASLEEP_AT_HOME = auto()
    NOT_KNOWN = auto()


_THERE = {_Presence.HOME, _Presence.WITH_CHILDREN, _Presence.ASLEEP_AT_HOME}
_SAID: dict[What, tuple[Kind | None, _Presence]] = {
    What.OWN: (Kind.OWN, _Presence.AWAY),
    What.CHILDREN: (None, _Presence.WITH_CHILDREN),
    What.WORK: (Kind.WORK, _Presence.OUT),
    What.ASLEEP: (Kind.ASLEEP, _Presence.ASLEEP_AT_HOME),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """What a layer says of a stretch; without a kind it depends on the children and the others."""

    span: Span
    kind: Kind | None
    presence: _Presence
    source: Source
    is_away: bool = False


def _layers(adult: Adult, house: House, span: Span) -> tuple[_Place, ...]:
    """What is known of this adult, the strongest first; the last ones leave no minute open."""
    nights = _nights(adult.sleep, span, house.zone)
    helped = tuple(one.span for one in _cut(house.with_helper, span))
    trips, away, busy = _cut(adult.trips, span), _cut(adult.own_away, span), _cut(adult.busy, span)
    duty = tuple(
        Stretch(part, one.key) for one in _cut(adult.on_duty, span) for part in without([one.span], helped)
    )
    in_away, on_duty = _both(away, nights), _both(duty, nights)
    # Away and on duty at once: somebody else must have them, and nobody has said who.
    contradicted = _both(away, tuple(one.span for one in duty))
    return (
        *_said(adult, span),
        *_places(trips, Kind.TRIP, _Presence.AWAY, Because.TIME_AWAY, is_away=True),
        *_places(contradicted, Kind.UNKNOWN, _Presence.NOT_KNOWN, Because.TIME_AWAY),
        *_places(in_away, Kind.ASLEEP, _Presence.AWAY, Because.SLEEP, is_away=True),
        *_places(away, Kind.OWN, _Presence.AWAY, Because.TIME_AWAY, is_away=True),
        *_places(on_duty, Kind.ASLEEP, _Presence.ON_DUTY, Because.SLEEP),
        *_places(duty, Kind.ALONE, _Presence.ON_DUTY, Because.TIME_AWAY),
        *_places(busy, Kind.WORK, _Presence.OUT, Because.BUSY),
        *_places(_cut(adult.unexplained, span), Kind.UNKNOWN, _Presence.NOT_KNOWN, Because.UNEXPLAINED),
        *(
            _Place(one, Kind.ASLEEP, _Presence.ASLEEP_AT_HOME, Source(Because.SLEEP, adult.id))
            for one in nights
        ),
        *_by_usual_week(adult, span, house.zone),
    )


def _by_usual_week(adult: Adult, span: Span, zone: str) -> tuple[_Place, ...]:
    if adult.week is None:
        source = Source(Because.WEEK_NOT_SAID, adult.id)
        return (_Place(span, Kind.UNKNOWN, _Presence.NOT_KNOWN, source),)
    source = Source(Because.USUAL_WEEK, adult.id)
    home = home_spans(adult.week, span, zone)
    return (
        *(_Place(one, None, _Presence.HOME, source) for one in home),
        _Place(span, Kind.WORK, _Presence.OUT, source),
    )


def _said(adult: Adult, span: Span) -> Iterator[_Place]:
    for one in reversed(adult.said):
        shared = _whole(one.span).shared(span) if _has_a_minute(one.span) else None
        if shared is not None:
            yield _Place(shared, *_SAID[one.what], Source(Because.SAID, one.key))


def _piece(
    place: _Place,
    cell: Span,
    others: list[_Presence],
    helper: tuple[Stretch, ...],
    out: tuple[Span, ...] | None,
) -> Piece:
    if place.kind is not None:
        return Piece(cell, place.kind, place.source, place.is_away)
    if place.presence == _Presence.WITH_CHILDREN:
        return Piece(cell, Kind.TOGETHER if _THERE & set(others) else Kind.ALONE, place.source)
    return Piece(cell, *_at_home(place, cell, set(others), helper, out))


def _at_home(
    place: _Place,
    cell: Span,
    others: set[_Presence],
    helper: tuple[Stretch, ...],
    out: tuple[Span, ...] | None,
) -> tuple[Kind, Source]:
    """At home and awake: it depends on where the children are, and on who else is there."""
    with_helper = next((one for one in helper if one.span.holds(cell)), None)
    if with_helper is not None and _Presence.WITH_CHILDREN not in others:
        return Kind.OWN, Source(Because.TIME_AWAY, with_helper.key)
    if out is None and _Presence.WITH_CHILDREN not in others:
        return Kind.UNKNOWN, Source(Because.CHILDREN_NOT_SAID)
    if _Presence.ON_DUTY in others:
        return Kind.UNKNOWN, Source(Because.NOT_CLEAR)
    is_out = any(one.holds(cell) for one in out or ())
    return _beside(place, others, is_out=is_out and _Presence.WITH_CHILDREN not in others)


def _beside(place: _Place, others: set[_Presence], *, is_out: bool) -> tuple[Kind, Source]:
    if is_out:
        return Kind.OWN, Source(Because.CHILDREN_OUT)
    if others & _THERE:
        return Kind.TOGETHER, place.source
    if _Presence.NOT_KNOWN in others:
        return Kind.UNKNOWN, Source(Because.NOT_CLEAR)
    return Kind.ALONE, place.source


def _cells(
    span: Span, layers: Iterable[tuple[_Place, ...]], helper: Iterable[Stretch], out: Iterable[Span]
) -> Iterator[Span]:
    """The week cut wherever anything begins or ends, so that in each cell nothing changes."""
    edges = {span.start, span.end}
    every = [
        *(place.span for one in layers for place in one),
        *(one.span for one in helper),
        *out,
    ]
    for one in every:
        edges |= {one.start, one.end}
    times = sorted(edges)
    yield from (Span(start, end) for start, end in pairwise(times))


def _first(layers: tuple[_Place, ...], cell: Span) -> _Place:
    return next(place for place in layers if place.span.start <= cell.start and cell.end <= place.span.end)


def _add(pieces: list[Piece], piece: Piece) -> None:
    """At the end, or one with the last if nothing changed."""
    last = pieces[-1] if pieces else None
    if last and (last.kind, last.source, last.is_away) == (piece.kind, piece.source, piece.is_away):
        pieces[-1] = Piece(Span(last.span.start, piece.span.end), last.kind, last.source, last.is_away)
    else:
        pieces.append(piece)


def _places(
    stretches: Iterable[Stretch], kind: Kind, presence: _Presence, because: Because, *, is_away: bool = False
) -> tuple[_Place, ...]:
    return tuple(_Place(one.span, kind, presence, Source(because, one.key), is_away) for one in stretches)


def _both(stretches: Iterable[Stretch], spans: tuple[Span, ...]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(shared, one.key)
        for one in stretches
        for other in overlapping(spans, one.span)
        if (shared := one.span.shared(other)) is not None
    )


def _nights(sleep: SleepTime, span: Span, zone: str) -> tuple[Span, ...]:
    nights = (wall_span(day, sleep.from_minute, sleep.to_minute, zone) for day in days_touching(span, zone))
    return merged(shared for night in nights if (shared := night.shared(span)) is not None)


def _cut(stretches: Iterable[Stretch], span: Span) -> tuple[Stretch, ...]:
    """What of them lies in `span`, on whole minutes, the earlier first."""
    whole = (Stretch(_whole(one.span), one.key) for one in stretches if _has_a_minute(one.span))
    parts = (Stretch(shared, one.key) for one in whole if (shared := one.span.shared(span)) is not None)
    return tuple(sorted(parts, key=lambda one: (one.span, one.key)))


def _whole(span: Span) -> Span:
    return Span(_to_the_minute(span.start), _to_the_minute(span.end))


def _has_a_minute(span: Span) -> bool:
    return _to_the_minute(span.start) < _to_the_minute(span.end)


def _to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
