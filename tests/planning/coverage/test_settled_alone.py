"""The quick search alone, on situations whose best price is known."""

from __future__ import annotations

import pytest

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import draft, stretches
from tests.planning.coverage import brute
from tests.planning.coverage.settled import quick, settled
from tests.planning.coverage.small import alex, problem, ruth
from tests.planning.coverage.test_start_alone import asks


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


def test_whoever_said_yes_is_asked_for_that_though_nobody_needs_it() -> None:
    of = problem(8, carers=[alex(), ruth()], previous={"care": [], "asks": [asks(1, 5)]})
    found = draft(Board(of))
    assert found is not None
    assert [(ask.start, ask.end) for ask in found.plan.asks] == [(1, 5)]
    assert found.tiers.change == 0


def test_uses_that_touch_are_one_unless_one_turns_up_elsewhere() -> None:
    assert stretches([(2, 3, 0, 0), (0, 2, 0, 0)]) == [(0, 3, False)]
    assert stretches([(0, 2, 0, 0), (3, 4, 0, 0)]) == [(0, 2, False), (3, 4, False)]
    assert stretches([(0, 2, 0, 0), (2, 3, 1, 1)]) == [(0, 2, False), (2, 3, True)]
    assert stretches([(0, 1, 0, 1), (1, 2, 1, 0), (2, 3, 0, 0)]) == [(0, 3, False)]
    # What was asked before says nothing of where.
    assert stretches([(0, 4, None, None), (1, 2, 0, 0), (3, 6, 0, 0)]) == [(0, 6, False)]
    assert stretches([(0, 1, 0, 0), (1, 4, None, None), (3, 6, 1, 1)]) == [(0, 4, False), (3, 6, True)]
