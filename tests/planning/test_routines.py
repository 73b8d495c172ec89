from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.routines import Due, Routine, occurrences
from kbye.planning.wallclock import instant, local

from .strategies import BERLIN, law, spans, zones

FRIDAY = date(2026, 12, 4)
EVERY_DAY = frozenset(range(7))


def away(day: date, start: float, days_later: int, end: float) -> Span:
    back = day + timedelta(days=days_later)
    return Span(instant(day, int(start * 60), BERLIN), instant(back, int(end * 60), BERLIN))


def routine(start: float, end: float, minutes: int = 15, weekdays: frozenset[int] = EVERY_DAY) -> Routine:
    return Routine(
        id="inhaler",
        weekdays=weekdays,
        from_minute=int(start * 60),
        to_minute=int(end * 60),
        minutes=minutes,
    )


def shown(dues: tuple[Due, ...]) -> list[str]:
    return [f"{local(d.earliest, BERLIN):%a %H:%M}-{local(d.latest, BERLIN):%a %H:%M}" for d in dues]


def test_the_inhaler_falls_due_once_an_evening() -> None:
    assert shown(occurrences([routine(18.5, 19)], away(FRIDAY, 18, 0, 22), BERLIN)) == ["Fri 18:30-Fri 19:00"]


def test_a_weekend_has_one_each_day() -> None:
    weekend = away(FRIDAY, 17, 2, 18)
    assert shown(occurrences([routine(7, 8)], weekend, BERLIN)) == [
        "Sat 07:00-Sat 08:00",
        "Sun 07:00-Sun 08:00",
    ]


def test_only_its_own_weekdays_count() -> None:
    weekend = away(FRIDAY, 17, 2, 18)
    assert shown(occurrences([routine(7, 8, weekdays=frozenset({6}))], weekend, BERLIN)) == [
        "Sun 07:00-Sun 08:00"
    ]


def test_a_window_is_clipped_and_what_no_longer_fits_belongs_to_the_one_who_leaves() -> None:
    evening = away(FRIDAY, 18, 0, 22)
    assert shown(occurrences([routine(17, 18.5, minutes=30)], evening, BERLIN)) == ["Fri 18:00-Fri 18:30"]
    assert occurrences([routine(17, 18.5, minutes=31)], evening, BERLIN) == ()
    assert occurrences([routine(17, 18)], evening, BERLIN) == ()


def test_a_window_shorter_than_the_routine_does_not_make_it_vanish() -> None:
    assert len(occurrences([routine(19, 19.25, minutes=40)], away(FRIDAY, 18, 0, 22), BERLIN)) == 1
    assert occurrences([routine(19, 19.25, minutes=40)], away(FRIDAY, 19.1, 0, 22), BERLIN) == ()


def test_a_window_may_pass_midnight() -> None:
    thursdays = routine(23, 25, weekdays=frozenset({3}))
    assert shown(occurrences([thursdays], away(FRIDAY, 0, 0, 8), BERLIN)) == ["Fri 00:00-Fri 01:00"]


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize(("start", "end"), [(2, 2.25), (2, 3), (2.25, 2.75), (2.5, 3), (1.5, 3.5), (7, 8)])
def test_nothing_is_forgotten_or_done_twice_when_the_clocks_change(
    sunday: date, start: float, end: float
) -> None:
    night = away(sunday - timedelta(days=1), 20, 1, 12)
    (due,) = occurrences([routine(start, end)], night, BERLIN)
    assert due.earliest == instant(sunday, int(start * 60), BERLIN)


def test_they_come_in_order_of_time() -> None:
    late, early = routine(20, 21), routine(18, 19)
    evening = away(FRIDAY, 18, 0, 22)
    assert occurrences([late, early], evening, BERLIN) == occurrences([early, late], evening, BERLIN)
    assert shown(occurrences([late, early], evening, BERLIN)) == [
        "Fri 18:00-Fri 19:00",
        "Fri 20:00-Fri 21:00",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": frozenset({7})},
        {"from_minute": 1440},
        {"from_minute": -1},
        {"to_minute": 600},
        {"to_minute": 2881},
        {"minutes": -1},
    ],
)
def test_no_week_has_such_a_routine(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {"id": "x", "weekdays": EVERY_DAY, "from_minute": 600, "to_minute": 660}
    with pytest.raises(ValueError, match=r"must|cannot"):
        Routine(**{**right, **wrong})  # type: ignore[arg-type]


@law
@given(spans(), zones, st.integers(0, 1439), st.integers(1, 1440), st.integers(0, 90))
def test_every_due_lies_inside_and_has_room(
    span: Span, zone: str, start: int, length: int, minutes: int
) -> None:
    one = Routine(id="r", weekdays=EVERY_DAY, from_minute=start, to_minute=start + length, minutes=minutes)
    dues = occurrences([one], span, zone)
    assert list(dues) == sorted(dues, key=lambda due: due.earliest)
    for due in dues:
        assert span.holds(window := Span(due.earliest, due.latest))
        assert window.minutes >= min(minutes, length - 60)


@law
@given(spans(), zones, st.integers(0, 1439), st.integers(1, 240))
def test_each_day_that_lies_wholly_inside_has_it_exactly_once(
    span: Span, zone: str, start: int, length: int
) -> None:
    one = Routine(id="r", weekdays=EVERY_DAY, from_minute=start, to_minute=start + length, minutes=0)
    starts = [due.earliest for due in occurrences([one], span, zone)]
    first_day = local(span.start, zone).date()
    for day in (first_day + timedelta(days=n) for n in range(6)):
        if span.contains(at := instant(day, start, zone)) and at > span.start:
            assert starts.count(at) == 1
