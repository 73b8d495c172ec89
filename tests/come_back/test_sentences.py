from __future__ import annotations

import pytest

from kbye.come_back.sentences import memory_sentence, ordinal, short_when
from kbye.planning.history import Memory
from kbye.planning.wallclock import wall_span
from tests.people import FRIDAY, ZONE


def memory(nth: int, *, years: int = 1, nights: int | None = None, minutes: int | None = None) -> Memory:
    return Memory(count=nth - 1, nth=nth, years=years, longest_by_nights=nights, longest_by_minutes=minutes)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (memory(1), "The first time away."),
        (memory(2), "Second time away within a year."),
        (memory(3, years=2), "Third time away in two years."),
        (memory(3, years=2, nights=1), "Third time away in two years, the longest by a night."),
        (memory(3, years=5, nights=2), "Third time away in five years, the longest by two nights."),
        (memory(4, minutes=120), "Fourth time away within a year, the longest by two hours."),
        (memory(4, minutes=149), "Fourth time away within a year, the longest by two hours."),
        (memory(4, minutes=150), "Fourth time away within a year, the longest by two and a half hours."),
        (memory(2, minutes=30), "Second time away within a year, the longest by half an hour."),
        (memory(2, minutes=60), "Second time away within a year, the longest by an hour."),
        (memory(2, minutes=95), "Second time away within a year, the longest by an hour and a half."),
        (memory(10, years=10), "Tenth time away in ten years."),
        (memory(11, years=11, minutes=660), "11th time away in 11 years, the longest by 11 hours."),
    ],
)
def test_it_is_said_plainly(of: Memory, said: str) -> None:
    assert memory_sentence(of) == said


@pytest.mark.parametrize(
    ("nth", "said"),
    [
        (1, "first"), (2, "second"), (3, "third"), (9, "ninth"), (10, "tenth"), (11, "11th"), (12, "12th"),
        (13, "13th"), (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (101, "101st"), (111, "111th"),
    ],
)  # fmt: skip
def test_ordinals(nth: int, said: str) -> None:
    assert ordinal(nth) == said


@pytest.mark.parametrize(
    ("from_minute", "to_minute", "said"),
    [
        (18 * 60, 22 * 60, "Fri 4 Dec 18:00–22:00"),
        (20 * 60, 24 * 60, "Fri 4 Dec 20:00–00:00"),
        (20 * 60, 25 * 60, "Fri 4 Dec 20:00–01:00"),
        (18 * 60, 34 * 60, "Fri 4 Dec 18:00 – Sat 5 Dec 10:00"),
    ],
)
def test_a_time_in_few_letters(from_minute: int, to_minute: int, said: str) -> None:
    assert short_when(wall_span(FRIDAY, from_minute, to_minute, ZONE)) == said
