"""The quick search alone, on situations whose best price is known."""

from __future__ import annotations

import pytest

from tests.planning.coverage import brute
from tests.planning.coverage.settled import quick, settled


def test_the_quick_search_finds_the_best_where_it_did() -> None:
    worse = [
        (number, one.best, found)
        for number, one in enumerate(settled(), start=1)
        if one.quick and (found := quick(one.problem).price.tiers) != one.best
    ]
    assert worse == []


@pytest.mark.nightly
def test_the_best_is_the_best_of_everything_that_can_be() -> None:
    assert [brute.best(one.problem) for one in settled()] == [one.best for one in settled()]
