"""From an age to a birthday, and from taken colours to a free one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbye.household.people import Member
from kbye.set_up.ages import born_about
from kbye.set_up.colours import free_colour


@pytest.mark.parametrize(
    ("age", "today", "born"),
    [
        (6, date(2026, 12, 3), date(2020, 6, 3)),
        (6, date(2026, 3, 31), date(2019, 9, 28)),
        (0, date(2026, 2, 28), date(2025, 8, 28)),
        (4, date(2028, 2, 29), date(2023, 8, 28)),
    ],
)
def test_half_a_year_before_the_age_was_reached(age: int, today: date, born: date) -> None:
    assert born_about(age, today) == born


@given(st.integers(0, 25), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_it_always_gives_back_the_age(age: int, today: date) -> None:
    assert Member(born_date=born_about(age, today)).age(today) == age


def test_the_first_colours_are_all_different() -> None:
    taken: list[int] = []
    for _ in range(8):
        taken.append(free_colour(taken))
    assert taken == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_colour_given_back_is_given_again() -> None:
    assert free_colour([1, 2, 4]) == 3


def test_the_ninth_shares_with_somebody_who_shares_with_nobody() -> None:
    assert free_colour([1, 1, 2, 3, 4, 5, 6, 7, 8]) == 2
