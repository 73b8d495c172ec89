"""Gaps: what is busy inside the time and not seen to yet, in as few stretches as can be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbye.planning.gaps import gaps, time_to_answer, yes_binds_at
from kbye.planning.intervals import Span, overlapping
from kbye.planning.wallclock import instant

START = datetime(2026, 12, 4, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONE = "Europe/Berlin"
EVENING = Span(START, START + 4 * HOUR)


def at(start: float, end: float) -> Span:
    return Span(START + start * HOUR, START + end * HOUR)


def test_a_commitment_inside_is_a_gap() -> None:
    assert gaps(EVENING, [at(1, 2)]) == (at(1, 2),)


def test_what_reaches_beyond_counts_inside_only() -> None:
    assert gaps(EVENING, [at(-1, 1), at(3, 9)]) == (at(0, 1), at(3, 4))


def test_what_overlaps_or_touches_is_one_gap() -> None:
    assert gaps(EVENING, [at(1, 2), at(2, 2.5), at(1.5, 3)]) == (at(1, 3),)


def test_what_only_touches_the_time_is_none() -> None:
    assert gaps(EVENING, [at(-2, 0), at(4, 5)]) == ()


def test_what_is_seen_to_is_none_any_more() -> None:
    assert gaps(EVENING, [at(1, 3)], [at(1, 3)]) == ()
    assert gaps(EVENING, [at(1, 3)], [at(1.5, 2)]) == (at(1, 1.5), at(2, 3))


def test_no_commitment_no_gap() -> None:
    assert gaps(EVENING, []) == ()


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 4), (date(2026, 10, 24), 6)])
def test_on_the_nights_when_the_clocks_change(day: date, hours: int) -> None:
    night = Span(instant(day, 20 * 60, ZONE), instant(day, 32 * 60, ZONE))
    shift = Span(instant(day, 23 * 60, ZONE), instant(day, 28 * 60, ZONE))
    assert gaps(night, [shift]) == (shift,)
    assert shift.minutes == hours * 60


def test_over_midnight() -> None:
    late = Span(instant(date(2026, 12, 4), 22 * 60, ZONE), instant(date(2026, 12, 4), 26 * 60, ZONE))
    shift = Span(instant(date(2026, 12, 4), 23 * 60, ZONE), instant(date(2026, 12, 4), 25 * 60, ZONE))
    assert gaps(late, [shift]) == (shift,)


SPANS = st.lists(
    st.tuples(st.integers(-3, 12), st.integers(1, 6)).map(lambda one: at(one[0] / 2, (one[0] + one[1]) / 2)),
    max_size=8,
)


def minutes(spans: list[Span] | tuple[Span, ...]) -> set[datetime]:
    half = timedelta(minutes=30)
    return {
        EVENING.start + n * half for n in range(8) if any(s.contains(EVENING.start + n * half) for s in spans)
    }


@settings(max_examples=60, deadline=None)
@given(SPANS, SPANS)
def test_they_hold_exactly_what_is_busy_and_not_seen_to(busy: list[Span], already: list[Span]) -> None:
    found = gaps(EVENING, busy, already)
    assert minutes(found) == minutes(busy) - minutes(already)
    assert all(EVENING.holds(one) for one in found)
    assert all(one.end < other.start for one, other in pairwise(found))
    assert not any(overlapping(already, one) for one in found)


@pytest.mark.parametrize(
    ("left", "wait"),
    [
        (1, timedelta(minutes=30)),
        (4, HOUR),
        (24, 6 * HOUR),
        (48, 12 * HOUR),
        (500, 12 * HOUR),
        (-1, HOUR / 2),
    ],
)
def test_a_quarter_of_the_time_left_to_answer(left: int, wait: timedelta) -> None:
    assert time_to_answer(now=START, start=START + left * HOUR) == wait


@pytest.mark.parametrize(("left", "before"), [(2, 1), (48, 24), (49, 24), (504, 24)])
def test_a_yes_binds_half_way_and_24_hours_before_at_most(left: int, before: int) -> None:
    start = START + left * HOUR
    assert yes_binds_at(now=START, start=start, zone=ZONE) == start - before * HOUR


def test_a_yes_to_what_has_begun_binds_at_once() -> None:
    assert yes_binds_at(now=START, start=START - HOUR, zone=ZONE) == START
    assert yes_binds_at(now=START, start=START, zone=ZONE) == START
