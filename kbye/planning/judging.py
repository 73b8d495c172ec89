"""How one time stands: who is home, whom to ask, what is in the way, what would help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kbye.planning.intervals import Span
from kbye.planning.usual_week import home_spans
from kbye.planning.wish import Busy, Carer, Clash, Hold, Repair, RepairKind, Standing, Verdict, Wish

_SOMEBODY = frozenset({Standing.HOME, Standing.ASK})
_NOTHING_IN_THE_WAY = _SOMEBODY | {Standing.NOBODY}
_GRID = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHORTEST_REPAIR_MINUTES = 45
_SHORTEST_REPAIR_PERCENT = 60


def judge(wish: Wish, span: Span) -> Verdict:
    """How `span` stands, whoever chose it; notice, horizon, length and `taken` are not looked at.

    The first carer leads: if they cannot, or nobody can know, that is the verdict and the others are repairs.
    """
    verdict = _judged(wish, span)
    if works(verdict):
        return verdict
    possible = _possible_repairs(wish, verdict)
    return replace(verdict, repairs=tuple(one for one in possible if _repairs(wish, span, one)))


def works(verdict: Verdict) -> bool:
    """True if nothing known is in the way: somebody is home, can be asked, or nobody was named at all."""
    return verdict.standing in _NOTHING_IN_THE_WAY and not verdict.leaver_clashes


def with_repair(wish: Wish, span: Span, repair: Repair) -> tuple[Wish, Span]:
    """The wish and the time as they would be after that repair."""
    if repair.span is not None:
        return wish, repair.span
    if repair.busy is None:
        return replace(wish, carers=tuple(sorted(wish.carers, key=lambda one: one.id != repair.carer))), span
    if repair.carer is None:
        return replace(wish, leaver_busy=_all_but(wish.leaver_busy, repair.busy)), span
    carers = tuple(
        replace(one, busy=_all_but(one.busy, repair.busy)) if one.id == repair.carer else one
        for one in wish.carers
    )
    return replace(wish, carers=carers), span


def _judged(wish: Wish, span: Span) -> Verdict:
    leaver_clashes = _in_the_way(wish.leaver_busy, span)
    standing, by = _standing(wish, span)
    clashes: tuple[Clash, ...] = ()
    if standing in _SOMEBODY and leaver_clashes:
        standing, by = Standing.CLASH, None
    elif standing not in _SOMEBODY:
        clashes = tuple(Clash(one.id, busy) for one in wish.carers for busy in _in_the_way(one.busy, span))
    return Verdict(
        span=span,
        standing=standing,
        by=by,
        clashes=clashes,
        leaver_clashes=leaver_clashes,
        softly=tuple(busy for one in wish.carers if one.id == by for busy in _softly(one.busy, span)),
        leaver_softly=_softly(wish.leaver_busy, span),
    )


def _standing(wish: Wish, span: Span) -> tuple[Standing, str | None]:
    if not wish.carers:
        return Standing.NOBODY, None
    first = wish.carers[0]
    standing = _standing_of(first, span, wish.zone)
    if standing is Standing.ASK:
        for other in wish.carers[1:]:
            if _standing_of(other, span, wish.zone) is Standing.HOME:
                return Standing.HOME, other.id
    return standing, first.id


def _standing_of(carer: Carer, span: Span, zone: str) -> Standing:
    if _in_the_way(carer.busy, span):
        return Standing.CLASH
    if carer.unknown:
        return Standing.UNKNOWN
    if _softly(carer.busy, span):
        return Standing.ASK
    if carer.week is not None and home_spans(carer.week, span, zone) == (span,):
        return Standing.HOME
    return Standing.ASK


def _in_the_way(busy: tuple[Busy, ...], span: Span) -> tuple[Busy, ...]:
    return tuple(one for one in busy if one.hold is Hold.CANNOT and one.span.overlaps(span))


def _softly(busy: tuple[Busy, ...], span: Span) -> tuple[Busy, ...]:
    return tuple(one for one in busy if one.hold is not Hold.CANNOT and one.span.overlaps(span))


def _possible_repairs(wish: Wish, verdict: Verdict) -> Iterator[Repair]:
    """Smallest change first; which of them are enough is for `_repairs` to say."""
    first, others = wish.carers[:1], wish.carers[1:]
    clashes: list[tuple[str | None, Busy]] = [(None, busy) for busy in verdict.leaver_clashes]
    clashes += [(one.id, busy) for one in first for busy in _in_the_way(one.busy, verdict.span)]
    if clashes:
        span = verdict.span
        after = _on_grid_after(max(busy.span.end for _, busy in clashes))
        before = _on_grid_before(min(busy.span.start for _, busy in clashes))
        yield from _shorter(RepairKind.START_LATER, span, start=after, end=span.end)
        yield from _shorter(RepairKind.END_EARLIER, span, start=span.start, end=before)
    for carer, busy in clashes:
        yield Repair(kind=RepairKind.MOVE_BUSY, carer=carer, busy=busy)
    for other in others:
        yield Repair(kind=RepairKind.ASK_OTHER, carer=other.id)


def _shorter(kind: RepairKind, span: Span, *, start: datetime, end: datetime) -> Iterator[Repair]:
    if start >= end:
        return
    shorter = Span(start, end)
    long_enough = shorter.minutes * 100 >= span.minutes * _SHORTEST_REPAIR_PERCENT
    if long_enough and shorter.minutes >= _SHORTEST_REPAIR_MINUTES:
        yield Repair(kind=kind, span=shorter)


def _repairs(wish: Wish, span: Span, repair: Repair) -> bool:
    return works(_judged(*with_repair(wish, span, repair)))


def _all_but(busy: tuple[Busy, ...], moved: Busy) -> tuple[Busy, ...]:
    return tuple(one for one in busy if one != moved)


def _on_grid_before(at: datetime) -> datetime:
    return at - (at - _EPOCH) % _GRID


def _on_grid_after(at: datetime) -> datetime:
    return at + (_EPOCH - at) % _GRID
