"""Cells as whole numbers against lists of cells, and asks reckoned with them against asks."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from random import Random

import pytest

from kbye.planning.coverage import bits
from kbye.planning.coverage.asked import Asked
from kbye.planning.coverage.asking import Stretch, asks
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.masks import cells_of
from kbye.planning.coverage.price import MINUTES_PER_ASK
from tests.planning.coverage.small import alex, at, busy, problem, ruth

CELLS, RUTH = 10, 1


def numbered(cells: list[int]) -> int:
    return sum(1 << cell for cell in cells)


def test_a_number_holds_the_same_cells_as_a_list() -> None:
    for number in range(1, 1 << 7):
        cells = [cell for cell in range(7) if number >> cell & 1]
        assert list(cells_of(number)) == cells
        assert bits.first(number) == cells[0]
        assert bits.every([cell in cells for cell in range(7)]) == number
        rows = list(bits.in_a_row(number))
        assert [cell for start, end in rows for cell in range(start, end)] == cells
        assert all(one[1] < other[0] for one, other in pairwise(rows))
        in_front = next(cell for cell in range(8) if cell not in cells)
        assert bits.in_front(number) == in_front
    assert (list(cells_of(0)), list(bits.in_a_row(0)), bits.in_front(0)) == ([], [], 0)


def test_a_stretch_goes_up_to_its_end() -> None:
    for start in range(5):
        for end in range(6):
            assert bits.stretch(start, end) == numbered(list(range(start, end)))


def uses(dice: Random) -> list[Stretch]:
    """Some stretches in order; those that touch another jump to another place."""
    edges = sorted(dice.sample(range(CELLS + 1), 2 * dice.randint(1, 3)))
    found: list[Stretch] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if found and dice.random() < 0.3:
            start = found[-1][1]
        found.append((start, end, bool(found) and (start == found[-1][1] or dice.random() < 0.2)))
    return found


def told(dice: Random) -> dict[str, object]:
    """Now and then planning begins in the middle, or something was promised."""
    first = dice.choice((-3, 2))
    asked = {"carer": "ruth", "from": at(first), "to": at(first + 3), "accepted": dice.random() < 0.5}
    asks = [asked] if dice.random() < 0.5 else []
    return (
        {"now": at(dice.randint(-2, 0)), "previous": {"care": [], "asks": asks}}
        if dice.random() < 0.5
        else {}
    )


@pytest.mark.parametrize("ten", range(10))
def test_asks_cost_what_the_cheapest_ones_cost(ten: int) -> None:
    for seed in range(40 * ten, 40 * ten + 40):
        dice = Random(seed)
        least = dice.randint(1, 4)
        most = least + dice.choice((0, 1, 2, 6))
        helper = ruth(ask_minutes_min=30 * least, ask_minutes_max=30 * most)
        blocks = [
            busy("ruth", cell, cell + 1) for cell in dice.sample(range(-4, CELLS + 4), dice.randint(0, 3))
        ]
        board = Board(problem(CELLS, carers=[alex(), helper], busy=blocks, **told(dice)))
        wanted = uses(dice)
        tied = dice.sample(range(CELLS), 2)
        found = asks(board, RUTH, wanted, frozenset(tied))
        reckoned = Asked(board, RUTH).cost(wanted, partial(numbered, tied))
        if found is None:
            assert reckoned is None
            continue
        cells = [cell for ask in found for cell in range(max(ask.start, 0), min(ask.end, CELLS))]
        minutes = sum((ask.end - ask.start) * 30 + MINUTES_PER_ASK for ask in found)
        assert reckoned == (minutes, numbered(cells)), seed
