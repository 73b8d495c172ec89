"""Laws that hold whatever the situation: on random tiny ones, by the proven best price."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.outcome import Status
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.repairs import in_order, repairs
from kbye.planning.coverage.solve import best_plan, outcome
from tests.planning.coverage import tiny

exact = pytest.importorskip("kbye.planning.coverage.exact", exc_type=ImportError)
SEEDS = pytest.mark.parametrize("seed", range(200, 212))


def best(document: dict[str, Any]) -> Tiers:
    problem = grid.problem(reader.situation(document))
    hint = Improver(Board(problem), tries=1).best().plan
    found = exact.prove(exact.Request(problem, hint, 200.0), lambda _: None)
    assert found.unproven is None
    return price(problem, found.plan).tiers


@SEEDS
def test_more_time_never_makes_it_worse(seed: int) -> None:
    document = tiny.document(seed)
    # A commitment elsewhere ends where the carer would not be otherwise, so those stay.
    freer = {**document, "busy": [row for row in document["busy"] if row["place"] == "school"]}
    assert best(freer) <= best(document)


@SEEDS
def test_more_that_somebody_may_never_makes_it_worse(seed: int) -> None:
    document = tiny.document(seed)
    freer = deepcopy(document)
    for carer in freer["carers"]:
        carer |= {"may_care": "all", "may_collect": "all", "overnight": True}
        carer.pop("at_most", None)
    assert best(freer) <= best(document)


@SEEDS
def test_names_and_their_order_do_not_matter(seed: int) -> None:
    document = tiny.document(seed)
    text = json.dumps(document)
    for name, other in (("alex", "a1"), ("ruth", "zz"), ("noor", "bb"), ("mia", "kk"), ("ben", "aa")):
        text = text.replace(f'"{name}"', f'"{other}"')
    renamed = json.loads(text)
    renamed["carers"].reverse()
    renamed["children"].reverse()
    assert best(renamed) == best(document)


@SEEDS
def test_an_impossible_nice_changes_nothing_else(seed: int) -> None:
    document = tiny.document(seed)
    away = document["away"]
    nice = {
        "id": "impossible",
        "priority": "nice",
        "minutes": 30,
        "earliest": away["from"],
        "latest": away["to"],
    }
    more = {**document, "occurrences": [*document["occurrences"], nice | {"skills": ["nobody can"]}]}
    before = best(document)
    assert best(more) == before._replace(nices_dropped=before.nices_dropped + 1)


@SEEDS
def test_a_week_later_the_plan_costs_the_same(seed: int) -> None:
    document = tiny.document(seed)
    assert best(_shifted(document, timedelta(days=7))) == best(document)


def _shifted(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _shifted(one, by) for key, one in value.items()}
    if isinstance(value, list):
        return [_shifted(one, by) for one in value]
    if isinstance(value, str) and value.startswith("2026-12"):
        return (datetime.fromisoformat(value) + by).strftime("%Y-%m-%dT%H:%M")
    return value


@SEEDS
def test_every_repair_repairs(seed: int) -> None:
    situation = reader.situation(tiny.document(seed))
    problem = grid.problem(situation)
    found = best_plan(problem, tries=5)
    broken = found.status is Status.NO_PLAN
    assert broken == (found.price.tiers[:2] > (0, 0))
    offered = in_order(list(repairs(situation, found, lambda one: best_plan(one, tries=2), lambda: False)))
    for repair in offered:
        assert repair.price.tiers[:2] == (0, 0)
        assert repair.sentence.startswith("It works if ")
    assert [len(repair.changes) for repair in offered] == sorted(len(repair.changes) for repair in offered)


def test_a_plan_that_breaks_a_rule_is_shown_to_nobody() -> None:
    problem = grid.problem(reader.situation(tiny.document(3)))
    other = grid.problem(reader.situation(tiny.document(4)))
    plan = Improver(Board(other), tries=1).best().plan
    with pytest.raises(AssertionError):
        outcome(problem, plan, None)
