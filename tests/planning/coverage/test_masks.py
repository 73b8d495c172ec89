"""Times as whole numbers, against looking at every cell."""

from __future__ import annotations

from random import Random

import pytest

from kbye.planning.coverage.masks import cells_of, count, mask, runs

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


def test_nothing_free_and_too_long() -> None:
    assert runs(0, 5) == 0
    assert runs(0b1111, 5) == 0
    assert runs(0b1111, 4) == 1
    assert list(cells_of(0)) == []
    assert mask([], 0) == 0
