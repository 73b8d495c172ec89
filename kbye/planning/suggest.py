"""A few good times to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kbye.planning.intervals import Span, overlapping
from kbye.planning.judging import judge, with_repair, works
from kbye.planning.lengths import Shape, usual_shapes
from kbye.planning.wallclock import local_day
from kbye.planning.wish import (
    Busy,
    Carer,
    Clash,
    Repair,
    RepairKind,
    Standing,
    Verdict,
    Wish,
)

__all__ = [
    "Busy",
    "Carer",
    "Clash",
    "Repair",
    "RepairKind",
    "Standing",
    "Verdict",
    "Wish",
    "good_times",
    "judge",
    "with_repair",
    "works",
]

_RANK = {Standing.HOME: 0, Standing.ASK: 1, Standing.NOBODY: 2, Standing.CLASH: 3, Standing.UNKNOWN: 3}


def good_times(
    wish: Wish,
    best: int = 3,
    *,
    shapes: Iterable[Shape] | None = None,
    days: Iterable[date] | None = None,
) -> tuple[Verdict, ...]:
    """The best few times of the wished length, at most `best`, each on another local day.

    `shapes` stand in for those usual for the length, `days` for the coming ones. Those with somebody home come
    first, then those to ask for, then (only if there are too few) those that a repair would make work; within each
    what nobody would rather not first, then the sooner. Never while the leaver is busy or already away.
    """
    judged = sorted(
        (verdict for span in _candidates(wish, shapes, days) if _worth_showing(verdict := judge(wish, span))),
        key=_order,
    )
    return tuple(_different_days(judged, best, wish.zone))


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


def _worth_showing(verdict: Verdict) -> bool:
    return not verdict.leaver_clashes and (works(verdict) or bool(verdict.repairs))


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
