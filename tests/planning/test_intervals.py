from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from kbye.planning.intervals import Span, merged, overlapping, without

from .strategies import law, spans, spans_close_together

NOON = datetime(2026, 12, 4, 12, tzinfo=UTC)


def at(start: int, end: int) -> Span:
    return Span(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


def total(spans: tuple[Span, ...]) -> int:
    return sum(span.minutes for span in spans)


def test_a_span_must_end_after_it_starts() -> None:
    with pytest.raises(ValueError, match="end after it starts"):
        Span(NOON, NOON)


@pytest.mark.parametrize("name", ["start", "end"])
def test_a_span_needs_zones_at_both_ends(name: str) -> None:
    ends = {"start": NOON, "end": NOON + timedelta(hours=1)}
    ends[name] = ends[name].replace(tzinfo=None)
    with pytest.raises(ValueError, match=f"The {name} of a span needs a time zone"):
        Span(ends["start"], ends["end"])


def test_a_span_knows_that_a_night_of_the_clock_change_is_shorter_or_longer() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = Span(datetime(2026, 3, 28, 22, tzinfo=berlin), datetime(2026, 3, 29, 8, tzinfo=berlin))
    autumn = Span(datetime(2026, 10, 24, 22, tzinfo=berlin), datetime(2026, 10, 25, 8, tzinfo=berlin))
    assert (spring.minutes, autumn.minutes) == (9 * 60, 11 * 60)


def test_the_same_instants_are_the_same_span_whatever_clock_showed_them() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert Span(NOON.astimezone(berlin), (NOON + timedelta(hours=1)).astimezone(berlin)) == at(0, 60)


def test_touching_is_not_overlapping() -> None:
    assert not at(0, 10).overlaps(at(10, 20))
    assert at(0, 10).shared(at(10, 20)) is None
    assert at(0, 11).shared(at(10, 20)) == at(10, 11)


def test_a_span_contains_its_start_but_not_its_end() -> None:
    assert at(0, 10).contains(NOON)
    assert not at(0, 10).contains(NOON + timedelta(minutes=10))


def test_a_span_holds_itself_and_what_is_inside_but_nothing_that_sticks_out() -> None:
    assert at(0, 10).holds(at(0, 10))
    assert at(0, 10).holds(at(3, 4))
    assert not at(0, 10).holds(at(3, 11))
    assert not at(0, 10).holds(at(-1, 4))


def test_spans_that_touch_become_one() -> None:
    assert merged([at(10, 20), at(30, 40), at(0, 10), at(35, 36)]) == (at(0, 20), at(30, 40))


def test_cutting_out_leaves_the_pieces() -> None:
    assert without([at(0, 60)], [at(10, 20), at(50, 70)]) == (at(0, 10), at(20, 50))
    assert without([at(0, 60)], [at(0, 60)]) == ()
    assert without([at(0, 60)], []) == (at(0, 60),)


def test_overlapping_keeps_the_order_given() -> None:
    assert overlapping([at(30, 40), at(0, 10), at(5, 31)], at(9, 31)) == (at(30, 40), at(0, 10), at(5, 31))


@law
@given(spans_close_together())
def test_merged_spans_are_sorted_and_apart_and_hold_all_they_came_from(many: tuple[Span, ...]) -> None:
    result = merged(many)
    assert all(one.end < next_one.start for one, next_one in pairwise(result))
    assert all(any(one.holds(span) for one in result) for span in many)
    assert merged(result) == result


@law
@given(spans_close_together(), spans_close_together())
def test_no_minute_is_lost_or_counted_twice(many: tuple[Span, ...], taken: tuple[Span, ...]) -> None:
    left = without(many, taken)
    cut = tuple(shared for a in merged(many) for b in merged(taken) if (shared := a.shared(b)))
    assert total(left) + total(cut) == total(merged(many))
    assert not any(overlapping(taken, span) for span in left)
    minutes_one_by_one = sum(
        any(span.contains(at) for span in many) and not any(span.contains(at) for span in taken)
        for at in (datetime(2026, 3, 28, 20, tzinfo=UTC) + timedelta(minutes=m) for m in range(61))
    )
    assert total(left) == minutes_one_by_one


@law
@given(spans(), spans())
def test_overlap_is_mutual(one: Span, other: Span) -> None:
    assert one.overlaps(other) == other.overlaps(one) == (one.shared(other) is not None)
    assert one.shared(other) == other.shared(one)
