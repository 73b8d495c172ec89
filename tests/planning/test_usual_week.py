from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kbye.planning.intervals import Span, merged
from kbye.planning.usual_week import (
    ALWAYS,
    EVENINGS_AND_WEEKENDS,
    PRESETS,
    HomeTime,
    UsualWeek,
    home_spans,
)
from kbye.planning.wallclock import instant, local

from .strategies import BERLIN, law, spans, zones

THURSDAY = date(2026, 12, 3)


def between(day: date, start: int, end: int) -> Span:
    return Span(instant(day, start * 60, BERLIN), instant(day, end * 60, BERLIN))


def shown(spans: tuple[Span, ...]) -> list[str]:
    return [f"{local(s.start, BERLIN):%a %H:%M}-{local(s.end, BERLIN):%a %H:%M}" for s in spans]


def test_home_evenings_and_weekends() -> None:
    week_end = Span(instant(THURSDAY, 720, BERLIN), instant(THURSDAY + timedelta(days=4), 720, BERLIN))
    assert shown(home_spans(EVENINGS_AND_WEEKENDS, week_end, BERLIN)) == [
        "Thu 18:00-Fri 07:30",
        "Fri 18:00-Mon 07:30",
    ]


def test_home_is_clipped_to_the_time_asked_about() -> None:
    assert shown(home_spans(EVENINGS_AND_WEEKENDS, between(THURSDAY, 17, 20), BERLIN)) == [
        "Thu 18:00-Thu 20:00"
    ]


def test_a_time_at_home_may_pass_midnight() -> None:
    week = UsualWeek((HomeTime(weekday=2, from_minute=20 * 60, to_minute=32 * 60),))
    assert shown(home_spans(week, between(THURSDAY, 0, 24), BERLIN)) == ["Thu 00:00-Thu 08:00"]


def test_a_week_without_times_is_never_home() -> None:
    assert home_spans(UsualWeek(()), between(THURSDAY, 0, 24), BERLIN) == ()


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_breakfast_is_by_the_wall_clock_on_the_morning_of_the_clock_change(sunday: date) -> None:
    week = UsualWeek((HomeTime(weekday=6, from_minute=7 * 60, to_minute=9 * 60),))
    assert shown(home_spans(week, between(sunday, 0, 24), BERLIN)) == ["Sun 07:00-Sun 09:00"]


@pytest.mark.parametrize(
    ("weekday", "start", "end"), [(7, 0, 60), (-1, 0, 60), (0, 60, 60), (0, -1, 5), (0, 0, 2881)]
)
def test_no_week_has_such_a_time(weekday: int, start: int, end: int) -> None:
    with pytest.raises(ValueError, match="must"):
        HomeTime(weekday=weekday, from_minute=start, to_minute=end)


def test_the_presets_are_known_by_their_keys() -> None:
    assert list(PRESETS) == ["evenings_weekends", "always", "mornings", "afternoons"]


@law
@given(spans(), zones)
def test_always_home_is_always_home_even_when_the_clocks_change(span: Span, zone: str) -> None:
    assert home_spans(ALWAYS, span, zone) == (span,)


@law
@given(spans(), zones, st.sampled_from(list(PRESETS.values())))
def test_home_spans_are_inside_and_merged_and_do_not_depend_on_where_one_looks_from(
    span: Span, zone: str, week: UsualWeek
) -> None:
    home = home_spans(week, span, zone)
    assert merged(home) == home
    assert all(span.holds(one) for one in home)
    wider = Span(span.start - timedelta(days=3), span.end + timedelta(days=3))
    assert merged(s for one in home_spans(week, wider, zone) if (s := one.shared(span))) == home


@law
@given(spans(), zones, st.sampled_from(list(PRESETS.values())))
def test_a_week_later_is_the_same_away_from_clock_changes(span: Span, zone: str, week: UsualWeek) -> None:
    seven = timedelta(days=7)
    around = [span.start - seven, span.start, span.end, span.end + seven]
    assume(len({local(at, zone).utcoffset() for at in around}) == 1)
    later = home_spans(week, Span(span.start + seven, span.end + seven), zone)
    assert later == tuple(Span(one.start + seven, one.end + seven) for one in home_spans(week, span, zone))
