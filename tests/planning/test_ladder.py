from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.ladder import LATELY, Step, rung_number, step
from kbye.planning.lengths import Length, usual_shapes
from kbye.planning.wallclock import instant

from .strategies import BERLIN, instants, law, spans, zones

TODAY = date(2026, 12, 4)
NOW = instant(TODAY, 12 * 60, BERLIN)
C, E, N, W, L = Length.COFFEE, Length.EVENING, Length.NIGHT, Length.WEEKEND, Length.LONGER


def ago(days: int, length: Length) -> Span:
    return usual_shapes(length)[0].on(TODAY - timedelta(days=days), BERLIN)


# Worked by hand: days ago and length of each, then last, longest lately, next, whether long ago.
WORKED: list[tuple[list[tuple[int, Length]], tuple[Length, Length, Length, bool]]] = [
    ([(7, C)], (C, C, E, False)),
    ([(7, E)], (E, E, N, False)),
    ([(21, E), (7, E)], (E, E, N, False)),
    ([(21, E), (7, N)], (N, N, W, False)),
    ([(21, N), (7, E)], (E, N, W, False)),
    ([(30, W), (7, C)], (C, W, L, False)),
    ([(30, L)], (L, L, L, False)),
    ([(400, N), (7, C)], (C, C, E, False)),
    ([(400, N), (200, E)], (E, E, E, True)),
    ([(190, W)], (W, W, W, True)),
    ([(182, E)], (E, E, N, False)),
    ([(183, E)], (E, E, E, True)),
]


@pytest.mark.parametrize(("past", "found"), WORKED)
def test_worked_by_hand(past: list[tuple[int, Length]], found: tuple[Length, Length, Length, bool]) -> None:
    last, longest, following, is_long_ago = found
    assert step((ago(days, length) for days, length in past), NOW, BERLIN) == Step(
        last=last, longest=longest, next=following, is_long_ago=is_long_ago
    )


def test_before_the_first_one_there_is_no_ladder() -> None:
    assert step((), NOW, BERLIN) is None
    assert step([ago(-7, E)], NOW, BERLIN) is None


def test_a_whole_day_counts_as_an_evening() -> None:
    day = Span(NOW - timedelta(days=7, hours=4), NOW - timedelta(days=7) + timedelta(hours=5))
    assert step([day], NOW, BERLIN) == Step(last=Length.OTHER, longest=Length.OTHER, next=N)
    long_ago = Span(day.start - timedelta(days=300), day.end - timedelta(days=300))
    assert step([long_ago], NOW, BERLIN) == Step(
        last=Length.OTHER, longest=Length.OTHER, next=E, is_long_ago=True
    )


@law
@given(st.lists(spans(), max_size=6), instants, zones)
def test_one_rung_at_a_time_whatever_the_order(past: list[Span], now: datetime, zone: str) -> None:
    found = step(past, now, zone)
    assert found == step(reversed(past), now, zone)
    over = [span for span in past if span.end <= now]
    assert (found is None) == (not over)
    if found is not None:
        assert rung_number(found.last) <= rung_number(found.longest) <= rung_number(found.next)
        assert rung_number(found.next) <= rung_number(found.longest) + 1
        assert found.next is not Length.OTHER
        assert found.is_long_ago == (max(over, key=lambda one: one.end).end <= now - LATELY)


@law
@given(st.lists(spans(), min_size=1, max_size=5), spans(), zones)
def test_one_more_time_away_never_leads_down(past: list[Span], more: Span, zone: str) -> None:
    now = datetime(2027, 1, 10, tzinfo=UTC)
    before, after = step(past, now, zone), step([*past, more], now, zone)
    assert before is not None
    assert after is not None
    if not before.is_long_ago:
        assert rung_number(after.next) >= rung_number(before.next)


@law
@given(st.lists(spans(), min_size=1, max_size=5), zones)
def test_those_to_come_change_nothing(past: list[Span], zone: str) -> None:
    now = max(span.end for span in past)
    later = [Span(span.start + timedelta(days=400), span.end + timedelta(days=400)) for span in past]
    assert step([*past, *later], now, zone) == step(past, now, zone)
