from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.planning.intervals import Span
from kbye.planning.lengths import Length, is_question, length_of, usual_shapes
from kbye.planning.wallclock import instant, local, nights

from .strategies import BERLIN, days, law, zones

FRIDAY = date(2026, 12, 4)
SPRING_SATURDAY, AUTUMN_SATURDAY = date(2026, 3, 28), date(2026, 10, 24)


def away(start: float, days_later: int, end: float, day: date = FRIDAY) -> Span:
    back = day + timedelta(days=days_later)
    return Span(instant(day, int(start * 60), BERLIN), instant(back, int(end * 60), BERLIN))


@pytest.mark.parametrize(
    ("span", "length"),
    [
        (away(10, 0, 12), Length.COFFEE),
        (away(9, 0, 14), Length.COFFEE),
        (away(16, 0, 18), Length.COFFEE),
        (away(19.5, 0, 21.5), Length.COFFEE),
        (away(14, 0, 18.5), Length.COFFEE),
        (away(14, 0, 18.75), Length.EVENING),
        (away(21, 1, 1.5), Length.EVENING),
        (away(9, 0, 17), Length.OTHER),
        (away(18, 0, 22), Length.EVENING),
        (away(19, 0, 22), Length.EVENING),
        (away(20, 1, 1.5), Length.EVENING),
        (away(8, 0, 22), Length.EVENING),
        (away(18, 1, 10), Length.NIGHT),
        (away(9, 1, 18), Length.NIGHT),
        (away(17, 2, 18), Length.WEEKEND),
        (away(17, 3, 17), Length.LONGER),
        (away(17, 30, 17), Length.LONGER),
    ],
)
def test_a_time_away_is_called_what_people_call_it(span: Span, length: Length) -> None:
    assert length_of(span, BERLIN) is length


def test_a_night_is_a_question_and_an_evening_is_not() -> None:
    assert not is_question(away(18, 1, 1), BERLIN)
    assert is_question(away(18, 1, 10), BERLIN)


@pytest.mark.parametrize("saturday", [SPRING_SATURDAY, AUTUMN_SATURDAY])
def test_a_night_ends_at_ten_by_the_clock_whatever_the_clock_does(saturday: date) -> None:
    (night,) = usual_shapes(Length.NIGHT)
    span = night.on(saturday, BERLIN)
    assert local(span.end, BERLIN).strftime("%a %H:%M") == "Sun 10:00"
    assert span.minutes == (15 if saturday == SPRING_SATURDAY else 17) * 60


def test_a_weekend_goes_from_friday_evening_to_sunday_evening() -> None:
    first = usual_shapes(Length.WEEKEND)[0].on(FRIDAY, BERLIN)
    assert local(first.start, BERLIN).strftime("%a %H:%M") == "Fri 17:00"
    assert local(first.end, BERLIN).strftime("%a %H:%M") == "Sun 18:00"


def test_any_other_length_has_no_usual_time() -> None:
    assert usual_shapes(Length.OTHER) == ()


@law
@given(days, zones, st.sampled_from([length for length in Length if length is not Length.OTHER]))
def test_every_usual_time_is_of_its_own_length(day: date, zone: str, length: Length) -> None:
    for shape in usual_shapes(length):
        span = shape.on(day, zone)
        assert length_of(span, zone) is length
        assert is_question(span, zone) == (nights(span, zone) > 0)
        shown = local(span.end, zone)
        assert (shape.from_minute + shape.minutes) % 1440 == shown.hour * 60 + shown.minute


def test_every_length_but_other_has_a_usual_time_that_some_week_has() -> None:
    for length in set(Length) - {Length.OTHER}:
        assert all(shape.weekdays and shape.weekdays <= set(range(7)) for shape in usual_shapes(length))
        assert usual_shapes(length)
