"""One problem on standard input, solved by HiGHS from the second formulation: what it cost and what it found."""

from __future__ import annotations

import json
import pickle
import sys
from time import process_time

import highspy

from kbye.planning.coverage.price import Tiers
from tests.planning.coverage.rows import engine_for, least
from tests.planning.coverage.second import Second


def main() -> None:
    problem = pickle.load(sys.stdin.buffer)
    before = process_time()
    second = Second(problem)
    costs = list(second.costs())
    engine = engine_for(second.lp)
    found: dict[str, int] = {}
    try:
        for tier, terms in costs:
            engine.setOptionValue("time_limit", float(sys.argv[1]))
            found[tier] = least(engine, terms, second.lp.count)
    except RuntimeError:
        pass
    is_proven = len(found) == len(Tiers._fields)
    sys.stdout.write(json.dumps({"cpu": process_time() - before, "proven": is_proven, "tiers": found}))


if __name__ == "__main__":
    assert highspy
    main()
