"""A stretch of time that somebody types, on both nights of the clock change."""

from __future__ import annotations

from datetime import date

import pytest

from kbye.planning.wallclock import instant
from kbye.web.moments import MomentsForm
from tests.people import THURSDAY_NOON, ZONE

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("day", "said", "from_minute", "minutes"),
    [
        # It begins in the missing hour, and so moves to after its end.
        (SPRING, ("02:30", "03:15"), 3 * 60 + 30, 45),
        (SPRING, ("02:00", "03:00"), 3 * 60, 60),
        (SPRING, ("02:10", "02:50"), 3 * 60 + 10, 40),
        (SPRING, ("01:30", "03:30"), 90, 60),
        (AUTUMN, ("02:30", "03:15"), 150, 105),
        (AUTUMN, ("01:30", "02:30"), 90, 60),
    ],
)
def test_a_time_on_a_night_of_the_clock_change(
    day: date, said: tuple[str, str], from_minute: int, minutes: int
) -> None:
    data = {"day": day.isoformat(), "from_time": said[0], "until_time": said[1]}
    form = MomentsForm(data, zone=ZONE, now=THURSDAY_NOON)
    assert form.is_valid(), form.errors
    assert form.span is not None
    assert form.span.start == instant(day, from_minute, ZONE)
    assert form.span.minutes == minutes


@pytest.mark.parametrize("until", ["18:00", "17:00"])
def test_an_end_on_the_same_day_is_after_the_start(until: str) -> None:
    data = {"day": "2026-12-04", "from_time": "18:00", "until_time": until, "until_day": "2026-12-04"}
    form = MomentsForm(data, zone=ZONE, now=THURSDAY_NOON)
    assert not form.is_valid()
    assert "The return has to be after the start." in str(form.errors)
