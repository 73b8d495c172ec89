"""Several tiers in one sum: the least sum is the best price, and a bound of the sum is one of each tier."""

from __future__ import annotations

from itertools import pairwise, product

from kbye.planning.coverage.weighed import Weighed
from tests.planning.coverage.small import problem

TIERS = ("disturbance", "shoulds_dropped", "handovers", "nices_dropped")
MOST = {"shoulds_dropped": 2, "handovers": 3, "nices_dropped": 1}
PRICES = list(product((0, 30, 60), range(3), range(4), range(2)))  # in their order, each beating all after it


def total(weighed: Weighed, price: tuple[int, ...]) -> int:
    return sum(weighed.weights[tier] * cost for tier, cost in zip(TIERS, price, strict=True))


def test_what_beats_costs_less() -> None:
    weighed = Weighed(problem(), MOST, TIERS)
    assert all(total(weighed, one) < total(weighed, other) for one, other in pairwise(PRICES))


def test_weights_that_are_too_small_would_be_noticed() -> None:
    flat = Weighed(problem(), {}, TIERS)
    assert not all(total(flat, one) < total(flat, other) for one, other in pairwise(PRICES))


def test_what_is_proven_of_the_sum_is_true_of_the_first_tier_that_may_be_better() -> None:
    weighed = Weighed(problem(), MOST, TIERS)
    for best, known in product(PRICES, PRICES):
        if known < best:
            continue
        costs = dict(zip(TIERS, known, strict=True))
        least = weighed.least(total(weighed, best), costs)
        open_tiers = [number for number, tier in enumerate(TIERS) if costs[tier] > least[tier]]
        assert bool(open_tiers) == (known > best)
        for number in open_tiers[:1]:
            assert known[:number] == best[:number]
            assert least[TIERS[number]] <= best[number]
