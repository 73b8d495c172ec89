"""Several tiers in one sum, in which each beats all that come after it."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd

from kbye.planning.coverage.problem import Problem

IN_MINUTES = ("gap_minutes", "change", "disturbance")


class Weighed:
    """`most` is what a tier can cost at most; of the first one nobody needs to know.

    A step of one tier weighs more than the most that all the later ones can cost together, so the least sum is the
    best price, tier by tier.
    """

    def __init__(self, problem: Problem, most: Mapping[str, int], tiers: tuple[str, ...]) -> None:
        # Everything that is counted in minutes comes in steps of this many.
        minutes = gcd(problem.grid, problem.late, problem.early, 30)
        self.tiers = tiers
        self.steps = {tier: minutes if tier in IN_MINUTES else 1 for tier in tiers}
        self.weights: dict[str, int] = {}
        self.later: dict[str, int] = {}
        rest = 0
        for tier in reversed(tiers):
            self.weights[tier], self.later[tier] = rest // self.steps[tier] + 1, rest
            rest += self.weights[tier] * most.get(tier, 0)

    def least(self, bound: int, costs: Mapping[str, int]) -> dict[str, int]:
        """What each tier costs at least if the sum is no less than `bound`, as long as those before cost `costs`.

        Where one of them is not at its least yet, nothing is known of those after it.
        """
        found: dict[str, int] = {}
        for tier in self.tiers:
            step, weight = self.steps[tier], self.weights[tier]
            found[tier] = max(0, -((self.later[tier] - bound) // (weight * step)) * step)
            bound -= weight * costs[tier]
        return found
