"""One problem on standard input, solved by HiGHS from the second formulation: what it cost and what it found."""

from __future__ import annotations

import json
import pickle
import sys
from time import process_time
from typing import Any

import highspy

from tests.planning.coverage.rows import CONSTANT, Terms, engine_for, least
from tests.planning.coverage.second import Second


def _in_hand(engine: Any, terms: Terms) -> int | None:
    """What the best plan costs that it has without a proof."""
    if engine.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = engine.getSolution().col_value
    known = terms.get(CONSTANT, 0.0)
    cost: int = round(known + sum(factor * values[at] for at, factor in terms.items() if at != CONSTANT))
    return cost


def main() -> None:
    """Tells the tiers in their order, as far as it came; the last one without a proof if it was stopped there."""
    problem = pickle.load(sys.stdin.buffer)
    before, seconds = process_time(), float(sys.argv[1])
    second = Second(problem)
    costs = list(second.costs())
    engine = engine_for(second.lp)
    tiers: dict[str, int | None] = {}
    is_proven = True
    for tier, terms in costs:
        # Its limit is by the clock, for all that it has solved since it began.
        engine.setOptionValue("time_limit", max(0.1, seconds - (process_time() - before)))
        try:
            tiers[tier] = least(engine, terms, second.lp.count)
        except RuntimeError:
            tiers[tier], is_proven = _in_hand(engine, terms), False
            break
    told = {tier: cost for tier, cost in tiers.items() if cost is not None}
    found = {"first": None, "spent": process_time() - before, "tiers": told, "is_proven": is_proven}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
