"""The cheapest asks for what a helper is needed for, each rule of asking by itself."""

from __future__ import annotations

from typing import Any

import pytest

from kbye.planning.coverage.asking import Stretch, asks
from kbye.planning.coverage.board import Board
from tests.planning.coverage.small import alex, at, busy, problem, ruth

RUTH = 1


def asked(
    *uses: tuple[int, int] | Stretch, most: int = 9, least: int = 1, tied: tuple[int, ...] = (), **parts: Any
) -> list[tuple[int, int]] | None:
    """The asks for these half-hours, if Grandma is asked for `least` to `most` of them at once."""
    helper = ruth(ask_minutes_min=30 * least, ask_minutes_max=30 * most)
    board = Board(problem(12, carers=[alex(), helper], **parts))
    found = asks(board, RUTH, [(*use[:2], bool(use[2:])) for use in uses], frozenset(tied))
    return None if found is None else [(ask.start, ask.end) for ask in found]


@pytest.mark.parametrize(
    ("uses", "found"),
    [
        ([], []),
        ([(2, 5)], [(2, 5)]),
        # An hour of waiting costs as much as another ask, and more costs more.
        ([(0, 1), (2, 3)], [(0, 3)]),
        ([(0, 1), (4, 5)], [(0, 1), (4, 5)]),
        ([(4, 5), (8, 9)], [(4, 5), (8, 9)]),
        ([(0, 1), (2, 3), (7, 8)], [(0, 3), (7, 8)]),
        ([(0, 1), (5, 6), (7, 8)], [(0, 1), (5, 8)]),
        # A shorter use may lie within a longer one.
        ([(0, 5), (1, 3)], [(0, 5)]),
    ],
)
def test_as_few_and_short_as_can_be(uses: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    assert asked(*uses) == found


def test_turning_up_elsewhere_takes_an_ask_of_its_own() -> None:
    assert asked((0, 1), (2, 3, True)) == [(0, 1), (2, 3)]
    assert asked((0, 1), (1, 3, True)) == [(0, 1), (1, 3)]
    assert asked((0, 1), (2, 3, True), (4, 5)) == [(0, 1), (2, 5)]


def test_an_ask_is_as_long_as_agreed_at_least_and_begins_as_early_as_it_can() -> None:
    assert asked((4, 5), least=3) == [(2, 5)]
    assert asked((4, 5), least=3, busy=[busy("ruth", 2, 3)]) == [(3, 6)]
    assert asked((4, 5), least=3, busy=[busy("ruth", 3, 4)]) == [(4, 7)]
    assert asked((4, 5), least=3, busy=[busy("ruth", 3, 4), busy("ruth", 6, 7)]) is None
    assert asked((4, 5), least=3, busy=[busy("ruth", 2, 3, strength="rather_not")]) == [(2, 5)]


def test_the_next_ask_begins_when_the_one_before_is_over() -> None:
    assert asked((2, 3), (7, 8), least=4, most=4) == [(-1, 3), (4, 8)]
    assert asked((2, 3), (4, 5), least=2, most=2, busy=[busy("ruth", 1, 2)]) == [(2, 4), (4, 6)]
    assert asked((2, 3), (3, 4, True), least=2, busy=[busy("ruth", 1, 2)]) is None


def test_an_ask_is_no_longer_than_agreed() -> None:
    assert asked((0, 5), most=4) == [(0, 4), (4, 5)]
    assert asked((0, 5), most=5) == [(0, 5)]
    assert asked((0, 1), (2, 3), most=2) == [(0, 1), (2, 3)]
    assert asked((0, 1), (2, 3), most=3) == [(0, 3)]


def after(now: int, **parts: Any) -> dict[str, Any]:
    """What was told before lies in the past up to now."""
    return {"now": at(now), "previous": {"care": []}, **parts}


def test_nobody_is_asked_for_what_is_over() -> None:
    assert asked((4, 5), least=3, **after(3)) == [(3, 6)]
    assert asked((4, 5), least=3, **after(4)) == [(4, 7)]


def test_what_came_up_does_not_undo_the_past() -> None:
    assert asked((1, 5), **after(4, busy=[busy("ruth", 2, 4)])) == [(1, 5)]
    assert asked((1, 5), **after(4, busy=[busy("ruth", 2, 5)])) is None


def test_an_ask_may_be_broken_off_when_something_came_up() -> None:
    came_up = after(2, busy=[busy("ruth", 2, 9)])
    assert asked((0, 2), least=4, **came_up) == [(0, 2)]
    assert asked((0, 2), least=4, **after(2, busy=[busy("ruth", 4, 9)])) == [(0, 4)]
    assert asked((2, 3), least=4, **came_up) is None


def test_what_was_broken_off_costs_what_it_took() -> None:
    came_up = after(5, busy=[busy("ruth", 5, 9)])
    assert asked((0, 1), (4, 5), least=6, **came_up) == [(0, 1), (4, 5)]
    assert asked((0, 1), (2, 5), least=6, **came_up) == [(0, 5)]


# Asks that touch


@pytest.mark.parametrize(
    ("use", "most", "least", "found"),
    [
        ((0, 4), 4, 1, [(0, 4)]),
        ((2, 7), 4, 1, [(2, 6), (6, 7)]),
        ((2, 7), 4, 2, [(2, 4), (4, 7)]),
        ((0, 8), 4, 4, [(0, 4), (4, 8)]),
        ((1, 10), 4, 3, [(1, 4), (4, 7), (7, 10)]),
        ((1, 10), 4, 1, [(1, 5), (5, 9), (9, 10)]),
        # Nothing goes into two asks of three that is not six.
        ((0, 5), 3, 3, [(-1, 2), (2, 5)]),
        ((0, 2), 1, 1, [(0, 1), (1, 2)]),
    ],
)
def test_what_is_longer_than_an_ask_takes_some_that_touch(
    use: tuple[int, int], most: int, least: int, found: list[tuple[int, int]]
) -> None:
    assert asked(use, most=most, least=least) == found


def test_no_ask_begins_in_the_middle_of_something() -> None:
    assert asked((0, 5), most=3, tied=(3,)) == [(0, 2), (2, 5)]
    assert asked((0, 5), most=3, tied=(2,)) == [(0, 3), (3, 5)]
    assert asked((0, 5), most=3, tied=(2, 3)) == [(0, 1), (1, 4), (4, 5)]
    assert asked((0, 5), most=3, tied=(1, 2, 3, 4)) is None
    assert asked((0, 6), most=3, tied=(3,)) == [(0, 2), (2, 5), (5, 6)]


def test_what_is_too_long_is_cut_from_either_end_and_in_the_middle() -> None:
    """As early, as late, and as evenly as can be: what is cut has to fit between what came up."""
    assert asked((4, 8), most=3, least=3, busy=[busy("ruth", 8, 9)]) == [(2, 5), (5, 8)]
    assert asked((4, 8), most=3, least=3, busy=[busy("ruth", 2, 4)]) == [(4, 7), (7, 10)]
    assert asked((4, 8), most=3, least=2, busy=[busy("ruth", 2, 4), busy("ruth", 8, 9)]) == [(4, 6), (6, 8)]


def test_nobody_is_asked_for_less_than_half_an_hour_of_half_hours() -> None:
    board = Board(problem(4, carers=[alex(), ruth(ask_minutes_min=15, ask_minutes_max=15)]))
    assert asks(board, RUTH, [(0, 1, False)]) is None


def promised(now: int, *told: tuple[int, int], accepted: bool = True, **parts: Any) -> dict[str, Any]:
    """Grandma was told of these asks before, and it is now."""
    rows = [{"carer": "ruth", "from": at(a), "to": at(b), "accepted": accepted} for a, b in told]
    return {"now": at(now), "previous": {"care": [], "asks": rows}, **parts}


def test_an_ask_that_began_before_now_is_one_of_its_own() -> None:
    assert asked((0, 2), (2, 4), **promised(3, (0, 2), (2, 4))) == [(0, 2), (2, 4)]
    assert asked((0, 4), **promised(3, (0, 2), (2, 4))) == [(0, 2), (2, 4)]
    assert asked((0, 4), **promised(3, (0, 4))) == [(0, 4)]
    # What has not begun yet need not be one of its own.
    assert asked((2, 6), **promised(3, (2, 4), (5, 6))) == [(2, 6)]


def test_what_is_past_is_not_cut() -> None:
    assert asked((0, 6), most=4, **promised(3, (0, 4))) == [(0, 4), (4, 6)]
    assert asked((0, 6), most=3, **promised(2, (0, 3))) == [(0, 3), (3, 6)]
    assert asked((0, 8), most=4, least=4, **promised(2, (0, 4))) == [(0, 4), (4, 8)]
    assert asked((0, 6), most=3, **promised(5, (0, 3), (3, 6))) == [(0, 3), (3, 6)]


def test_what_was_said_yes_to_is_not_cut() -> None:
    assert asked((2, 8), most=4, **promised(0, (3, 7))) == [(2, 3), (3, 7), (7, 8)]
    assert asked((2, 8), most=4, **promised(0, (3, 7), accepted=False)) == [(2, 6), (6, 8)]
