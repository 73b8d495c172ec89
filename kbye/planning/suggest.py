"""A few good times to go: how each usual time stands at first sight, and the best of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from kbye.planning.intervals import Span, overlapping
from kbye.planning.lengths import Shape, usual_shapes
from kbye.planning.usual_week import home_spans
from kbye.planning.wallclock import local_day
from kbye.planning.wish import Busy, Carer, Hold, Standing, Verdict, Wish

__all__ = ["Busy", "Carer", "Standing", "Verdict", "Wish", "good_times", "judge"]

_RANK = {Standing.HOME: 0, Standing.ASK: 1, Standing.NOBODY: 2, Standing.CLASH: 3, Standing.UNKNOWN: 3}
# Of the times in whose way something is, so many are looked into.
_LOOKED_INTO = 6
Could = Callable[[Span], bool]


def never(_span: Span) -> bool:
    return False


def judge(wish: Wish, span: Span) -> Verdict:
    """How `span` stands, whoever chose it; notice, horizon, length and `taken` are not looked at.

    The first carer leads: if they cannot, or nobody can know, that is the verdict.
    """
    standing, by = _standing(wish, span)
    return Verdict(
        span=span,
        standing=standing,
        by=by,
        leaver_clashes=_in_the_way(wish.leaver_busy, span),
        softly=tuple(busy for one in wish.carers if one.id == by for busy in _softly(one.busy, span)),
        leaver_softly=_softly(wish.leaver_busy, span),
    )


def good_times(
    wish: Wish,
    best: int = 3,
    *,
    shapes: Iterable[Shape] | None = None,
    days: Iterable[date] | None = None,
    could: Could = never,
) -> tuple[Verdict, ...]:
    """The best few times of the wished length, at most `best`, each on another local day.

    `shapes` stand in for those usual for the length, `days` for the coming ones. Those with somebody home come
    first, then those to ask for, then (only if there are too few) those in whose way something is and that `could`
    all the same; within each what nobody would rather not first, then the sooner. Never while the leaver is busy or
    already away.
    """
    judged = sorted((judge(wish, span) for span in _candidates(wish, shapes, days)), key=_order)
    found = _different_days([one for one in judged if one.works], best, wish.zone)
    known = {local_day(one.span.start, wish.zone) for one in found}
    others: dict[date, Verdict] = {}
    for one in judged:
        day = local_day(one.span.start, wish.zone)
        if not one.works and not one.leaver_clashes and day not in known:
            others.setdefault(day, one)
    looked_into = islice(others.values(), _LOOKED_INTO)
    possible = (one for one in looked_into if could(one.span))
    return (*found, *islice(possible, best - len(found)))


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


def _candidates(wish: Wish, shapes: Iterable[Shape] | None, days: Iterable[date] | None) -> Iterator[Span]:
    today = local_day(wish.now, wish.zone)
    earliest = wish.now + timedelta(minutes=wish.notice_minutes)
    coming = [today + timedelta(days=ahead) for ahead in range(wish.horizon_days)]
    wanted = usual_shapes(wish.length) if shapes is None else tuple(shapes)
    for day in coming if days is None else days:
        for shape in wanted:
            if day.weekday() in shape.weekdays:
                span = shape.on(day, wish.zone)
                if span.start >= earliest and not overlapping(wish.taken, span):
                    yield span


def _order(verdict: Verdict) -> tuple[tuple[int, bool], Span]:
    return _rank(verdict), verdict.span


def _different_days(judged: list[Verdict], best: int, zone: str) -> list[Verdict]:
    """The first of each day; if all but the last lie within two days, the last is one from further off."""
    first_of_day: dict[date, Verdict] = {}
    for verdict in judged:
        first_of_day.setdefault(local_day(verdict.span.start, zone), verdict)
    days = list(first_of_day)
    chosen = days[: max(0, best - 1)]
    rest = days[len(chosen) :]
    if best > 0 and rest:
        equals = [day for day in rest if _rank(first_of_day[day]) == _rank(first_of_day[rest[0]])]
        chosen.append(next((day for day in equals if _spread_out(day, chosen)), rest[0]))
    return [first_of_day[day] for day in chosen]


def _rank(verdict: Verdict) -> tuple[int, bool]:
    return _RANK[verdict.standing], bool(verdict.softly or verdict.leaver_softly)


def _spread_out(day: date, others: list[date]) -> bool:
    close_together = others and (max(others) - min(others)).days <= 1
    return not close_together or all(abs((day - other).days) > 1 for other in others)
