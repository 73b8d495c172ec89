from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, event, given
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.suggest import Busy, Standing, Wish, good_times, judge
from kbye.planning.wallclock import local, local_day

from .strategies import law, wishes

RANK = {Standing.HOME: 0, Standing.ASK: 1, Standing.NOBODY: 2, Standing.CLASH: 3, Standing.UNKNOWN: 3}


@st.composite
def wishes_and_spans(draw: st.DrawFn) -> tuple[Wish, Span]:
    wish = draw(wishes())
    everyone = wish.leaver_busy + tuple(busy for carer in wish.carers for busy in carer.busy)
    near = draw(st.sampled_from(everyone)).span.start if everyone else wish.now
    start = near + timedelta(minutes=draw(st.integers(-400, 100)))
    return wish, Span(start, start + timedelta(minutes=draw(st.integers(10, 600))))


@law
@given(wishes_and_spans())
def test_a_verdict_says_what_is_true(given_: tuple[Wish, Span]) -> None:
    wish, span = given_
    verdict = judge(wish, span)
    in_the_way = {Standing.CLASH, Standing.UNKNOWN}
    assert verdict.works == (verdict.standing not in in_the_way and not verdict.leaver_clashes)
    assert verdict.leaver_clashes == tuple(busy for busy in wish.leaver_busy if busy.span.overlaps(span))
    by = next((carer for carer in wish.carers if carer.id == verdict.by), None)
    if verdict.standing in {Standing.HOME, Standing.ASK}:
        assert by is not None
        assert not by.unknown
        assert not any(busy.span.overlaps(span) for busy in by.busy)
    assert (verdict.standing is Standing.NOBODY) == (not wish.carers)


def even(span: Span) -> bool:
    return span.start.day % 2 == 0


@law
@given(wishes(), st.integers(1, 5))
def test_good_times_are_good(wish: Wish, best: int) -> None:
    times = good_times(wish, best, could=even)
    assert len(times) <= best
    for verdict in times:
        event(verdict.standing)
        assert verdict == judge(wish, verdict.span)
        assert not verdict.leaver_clashes
        assert not any(taken.overlaps(verdict.span) for taken in wish.taken)
        assert verdict.span.start >= wish.now + timedelta(minutes=wish.notice_minutes)
        assert verdict.works or even(verdict.span)
    assert len({local_day(verdict.span.start, wish.zone) for verdict in times}) == len(times)
    order = [(RANK[verdict.standing], verdict.span) for verdict in times]
    assert order == sorted(order)
    assert times == good_times(wish, best, could=even)


@law
@given(wishes())
def test_the_order_of_commitments_does_not_matter(wish: Wish) -> None:
    turned = replace(
        wish,
        leaver_busy=wish.leaver_busy[::-1],
        carers=tuple(replace(carer, busy=carer.busy[::-1]) for carer in wish.carers),
    )
    assert [v.span for v in good_times(wish)] == [v.span for v in good_times(turned)]
    assert [v.standing for v in good_times(wish)] == [v.standing for v in good_times(turned)]


@law
@given(wishes_and_spans())
def test_one_more_helper_never_makes_a_time_worse(given_: tuple[Wish, Span]) -> None:
    wish, span = given_
    assume(len(wish.carers) > 1)
    alone, helped = replace(wish, carers=wish.carers[:-1]), wish
    assert RANK[judge(helped, span).standing] <= RANK[judge(alone, span).standing]


@law
@given(wishes_and_spans())
def test_fewer_commitments_never_make_a_time_worse(given_: tuple[Wish, Span]) -> None:
    wish, span = given_
    free = replace(wish, leaver_busy=(), carers=tuple(replace(carer, busy=()) for carer in wish.carers))
    assert RANK[judge(free, span).standing] <= RANK[judge(wish, span).standing]


@law
@given(wishes())
def test_a_week_later_the_same_times_are_good_away_from_clock_changes(wish: Wish) -> None:
    week = timedelta(days=7)
    horizon = [wish.now + timedelta(days=n) for n in range(-2, wish.horizon_days + 14)]
    assume(len({local(at, wish.zone).utcoffset() for at in horizon}) == 1)

    def later(span: Span) -> Span:
        return Span(span.start + week, span.end + week)

    def later_all(busy: tuple[Busy, ...]) -> tuple[Busy, ...]:
        return tuple(Busy(later(one.span), one.label) for one in busy)

    moved = replace(
        wish,
        now=wish.now + week,
        leaver_busy=later_all(wish.leaver_busy),
        carers=tuple(replace(carer, busy=later_all(carer.busy)) for carer in wish.carers),
        taken=tuple(later(span) for span in wish.taken),
    )
    expected = [(later(v.span), v.standing, v.by) for v in good_times(wish)]
    assert [(v.span, v.standing, v.by) for v in good_times(moved)] == expected
