"""Proofs of situations whose best price is known, from next to nothing and from a good plan."""

from __future__ import annotations

from typing import Any

import pytest

from kbye.planning.coverage import check
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Care, Move, Plan, Problem
from tests.planning.coverage import brute
from tests.planning.coverage.settled import settled
from tests.planning.coverage.small import alex, asleep, at, busy, problem, ruth, school, task, two_places
from tests.planning.coverage.test_start_alone import asks, does, has

exact = pytest.importorskip("kbye.planning.coverage.exact", exc_type=ImportError)
SECONDS = 200.0


def proven(problem: Problem, hint: Plan, **more: Any) -> Tiers:
    """The price of the plan that was found; it keeps the rules and is called the best."""
    found = exact.prove(exact.Request(problem, hint, SECONDS, **more), lambda _: None)
    assert found.unproven is None
    assert check.judge(problem, found.plan) == ()
    return price(problem, found.plan).tiers


def test_the_best_is_found_and_proven_from_nothing() -> None:
    found = [proven(one.problem, nothing(Board(one.problem)).plan) for one in settled()]
    assert found == [one.best for one in settled()]


# Situations in which one rule decides, and what the best plan costs then.
RULES: dict[str, tuple[dict[str, Any], tuple[int, ...]]] = {
    "what is being done goes on, whoever waits": (
        {
            **two_places(),
            "cells": 6,
            "occurrences": [task(0, 6, minutes=90)],
            "supervised": [school(0, 2)],
            "now": at(1),
            "previous": {"care": [], "done": [does(0, 3)]},
        },
        (60, 0, 0, 0, 0, 0, 0),
    ),
    "no ask begins in the middle of a way": (
        {
            **two_places(60),
            "cells": 6,
            "carers": [ruth(may_collect="all", ask_minutes_min=30, ask_minutes_max=30)],
            "supervised": [school(0, 1)],
            "asleep": [asleep(4, 6)],
        },
        (60, 0, 0, 270, 0, 0, 0),
    ),
    "no ask begins in the middle of an occurrence": (
        {
            "carers": [ruth(ask_minutes_min=30, ask_minutes_max=60)],
            "occurrences": [task(1, 4, minutes=90, priority="should")],
        },
        (0, 0, 0, 240, 1, 0, 0),
    ),
    "a helper is where they were": (
        {
            **two_places(),
            "carers": [ruth(may_collect="all", ask_minutes_min=120)],
            "occurrences": [task(0, 2, minutes=60)],
            "supervised": [school(0, 2)],
            "now": at(2),
            "previous": {"care": [], "done": [does(0, 2, "ruth")], "asks": [asks(0, 4)]},
        },
        (30, 0, 0, 180, 0, 0, 0),
    ),
    "an ask that somebody said yes to is kept to its end": (
        {
            "carers": [alex(), ruth(), {"id": "noor", "may_care": "all"}],
            "previous": {"care": [], "asks": [asks(-3, 9), {**asks(1, 3), "carer": "noor"}]},
        },
        (0, 0, 0, 540, 0, 0, 0),
    ),
    "an ask that is over before the next could be long enough is kept": (
        {
            "carers": [alex(), ruth(ask_minutes_min=60)],
            "busy": [busy("ruth", 4, 9)],
            "previous": {"care": [], "asks": [asks(0, 4)]},
        },
        (0, 0, 0, 180, 0, 0, 0),
    ),
    "an ask that somebody can no longer keep is given up": (
        {
            "carers": [alex(), ruth(ask_minutes_min=30)],
            "busy": [busy("ruth", 3, 4)],
            "previous": {"care": [], "asks": [asks(0, 4)]},
        },
        (0, 0, 240, 0, 0, 0, 0),
    ),
    "nobody is asked for a time in which they cannot": (
        {
            "carers": [alex(), ruth(ask_minutes_min=120)],
            "busy": [busy("alex", 0, 1), busy("ruth", -4, 0), busy("ruth", 1, 2)],
        },
        (30, 0, 0, 0, 0, 0, 0),
    ),
    "nobody is asked for less than a part of the grid": (
        {"carers": [ruth(ask_minutes_min=15, ask_minutes_max=15)]},
        (120, 0, 0, 0, 0, 0, 0),
    ),
    "a hand-over counts when it is the way home that begins": (
        {
            **two_places(60),
            "cells": 6,
            "carers": [alex(), ruth(may_collect="all", ask_minutes_min=30)],
            "supervised": [school(0, 2)],
            "busy": [busy("alex", 0, 1, place="home"), busy("ruth", 3, 9)],
        },
        (0, 0, 0, 90, 0, 1, 0),
    ),
    "a hand-over counts across school, and three while asleep": (
        {
            **two_places(),
            "cells": 8,
            "carers": [alex(), ruth(ask_minutes_min=30)],
            "supervised": [school(2, 4, drop_off=False, pick_up=False)],
            "asleep": [asleep(4, 8)],
            "busy": [busy("alex", 0, 2), busy("ruth", 2, 5), busy("alex", 6, 7)],
        },
        (0, 0, 0, 210, 0, 9, 0),
    ),
    "no limit reaches into the next day": (
        {
            **two_places(),
            "away": {"leaver": "sam", "from": "2026-12-03T23:00", "to": "2026-12-04T01:00"},
            "carers": [alex(max_minutes_per_day=60)],
        },
        (0, 0, 0, 0, 0, 0, 0),
    ),
    "who would rather not then goes earlier": (
        {
            **two_places(),
            "cells": 6,
            "supervised": [school(0, 4)],
            "busy": [busy("alex", 3, 4, strength="rather_not")],
        },
        (0, 0, 0, 0, 0, 0, 0),
    ),
    "who has no time left tomorrow goes today": (
        {
            **two_places(),
            "away": {"leaver": "sam", "from": "2026-12-03T23:00", "to": "2026-12-04T01:00"},
            "carers": [alex(max_minutes_per_day=30)],
            "supervised": [{**school(0, 1), "from": "2026-12-03T22:00", "to": "2026-12-04T00:30"}],
        },
        (0, 0, 0, 0, 0, 0, 0),
    ),
    "nothing is done with a child that sleeps": (
        {"occurrences": [{**task(1, 2), "with": ["mia"]}], "asleep": [asleep(1, 3)]},
        (0, 1, 0, 0, 0, 0, 0),
    ),
    "what is being done goes on with its children": (
        {
            "children": [{"id": "mia"}, {"id": "ben"}],
            "carers": [alex(at_most=1), ruth(may_care=["mia"], ask_minutes_min=30)],
            "occurrences": [{**task(0, 3, minutes=90), "with": ["mia"]}],
            "now": at(1),
            "previous": {"care": [has(0, 1)], "done": [does(0, 3)]},
        },
        (90, 0, 0, 90, 0, 1, 0),
    ),
    "a limit holds for the whole week": (
        {
            "away": {"leaver": "sam", "from": "2026-12-03T23:00", "to": "2026-12-04T01:00"},
            "carers": [alex(max_minutes_per_week=90)],
        },
        (30, 0, 0, 0, 0, 0, 0),
    ),
    "whoever leaves has nobody": ({"carers": [alex(id="sam")]}, (120, 0, 0, 0, 0, 0, 0)),
    "what came up in the past lets nobody go sooner": (
        {
            "carers": [alex(), ruth(ask_minutes_min=120)],
            "busy": [busy("ruth", 0, 1)],
            "now": at(2),
            "previous": {"care": [has(0, 2, "ruth")], "asks": [asks(0, 4)]},
        },
        (0, 0, 0, 180, 0, 0, 0),
    ),
    "one has as many as one can": (
        {"children": [{"id": "mia"}, {"id": "ben"}, {"id": "zoe"}], "carers": [alex(at_most=2)]},
        (120, 0, 0, 0, 0, 0, 0),
    ),
    "nobody has more than they can": (
        {"children": [{"id": "mia"}, {"id": "ben"}], "carers": [alex(at_most=1)]},
        (120, 0, 0, 0, 0, 0, 0),
    ),
}


def decided(parts: dict[str, Any]) -> Problem:
    return problem(**{"cells": 4, **parts})


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_decides(rule: str) -> None:
    parts, best = RULES[rule]
    assert proven(decided(parts), nothing(Board(decided(parts))).plan) == best


@pytest.mark.nightly
@pytest.mark.parametrize("rule", RULES)
def test_each_rule_decides_the_same_when_everything_is_tried(rule: str) -> None:
    parts, best = RULES[rule]
    assert brute.best(decided(parts)) == best


@pytest.mark.parametrize("waits", [0, 1])
def test_a_hand_over_counts_whether_one_goes_or_stays(waits: int) -> None:
    """Alex brings Mia to school and could collect her, too: that is better than a plan in which Kim does."""
    kim, leaves = 1, 4 + waits
    of = problem(8, carers=[alex(), alex(id="kim")], **two_places(), supervised=[school(2, 4)])
    morning = (Care(0, 0, 1, 0, 0), Care(0, 1, 2, 0, None))
    stays = (Care(0, 4, leaves, kim, 1),) if waits else ()
    home = (Care(0, leaves, leaves + 1, kim, None), Care(0, leaves + 1, 8, kim, 0))
    ways = (
        Move(0, 1, 2, 0, 1),
        Move(0, 2, 3, 1, 0),
        Move(kim, 3, 4, 0, 1),
        Move(kim, leaves, leaves + 1, 1, 0),
    )
    hint = Plan(care=(*morning, *stays, *home), moves=ways)
    assert check.judge(of, hint) == ()
    assert (price(of, hint).tiers.handovers, proven(of, hint).handovers) == (1, 0)


@pytest.mark.parametrize(("known", "found"), [(0, [1]), (1, [0]), (2, [])])
def test_at_most_one_of_what_is_known(known: int, found: list[int]) -> None:
    literals = pytest.importorskip("kbye.planning.coverage.literals", exc_type=ImportError)
    cp_model = pytest.importorskip("ortools.sat.python.cp_model")
    said = literals.Literals()
    one = said.literal("one")
    said.at_most_one([1] * known + [one])
    said.model.maximize(one)
    solver = cp_model.CpSolver()
    solved = solver.solve(said.model) == cp_model.OPTIMAL
    assert ([solver.value(one)] if solved else []) == found
