"""Times as whole numbers, against looking at every cell."""

from __future__ import annotations

from random import Random

import pytest

from kbye.planning.coverage.masks import PAGE, cells_of, count, mask, runs

CELLS = 150


@pytest.mark.parametrize("seed", range(40))
def test_the_same_as_looking_at_every_cell(seed: int) -> None:
    dice = Random(seed)
    firsts = [dice.randrange(-20, CELLS + 10) for _ in range(dice.randint(0, 9))]
    stretches = [(first, first + dice.randint(0, 30)) for first in firsts]
    busy = [any(start <= cell < end for start, end in stretches) for cell in range(CELLS)]
    found = mask(stretches, CELLS)
    assert [bool(found >> cell & 1) for cell in range(CELLS)] == busy
    length = dice.randint(1, 20)
    wanted = [at for at in range(CELLS - length + 1) if not any(busy[at : at + length])]
    assert list(cells_of(runs((1 << CELLS) - 1 ^ found, length))) == wanted
    start = dice.randrange(CELLS)
    end = dice.randint(start, CELLS)
    assert count(found, start, end) == sum(busy[start:end])


@pytest.mark.parametrize("seed", range(20))
def test_stretches_over_several_pages(seed: int) -> None:
    """In order of time or not, longer than a page, inside one another, empty, turned round, partly or all outside."""
    dice = Random(seed)
    cells = dice.choice((PAGE - 1, PAGE, PAGE + 1, 3 * PAGE, 4 * PAGE + 7))
    in_order, far = dice.random() < 0.5, dice.choice((0, 2 * PAGE))
    firsts = [dice.randrange(-far, cells + far) for _ in range(dice.randint(0, 12))]
    lengths = (-2 * PAGE, -1, 0, 1, 30, 30, 30, PAGE, PAGE + 1, 2 * PAGE + 5)
    stretches = [(first, first + dice.choice(lengths)) for first in firsts]
    busy = {cell for start, end in stretches for cell in range(max(start, 0), min(end, cells))}
    found = mask(sorted(stretches) if in_order else stretches, cells)
    assert set(cells_of(found)) == busy


def test_what_never_ends_costs_no_more() -> None:
    ages = 10**12
    assert mask([(-ages, 3), (5, ages), (ages, ages + 1)], 8) == 0b11100111
    assert mask([(ages, ages + 1)], 8) == 0


def test_nothing_free_and_too_long() -> None:
    assert runs(0, 5) == 0
    assert runs(0b1111, 5) == 0
    assert runs(0b1111, 4) == 1
    assert list(cells_of(0)) == []
    assert mask([], 0) == 0
