"""Days at home that are quick to change: whatever is done to them, they cost what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from kbye.planning.coverage import check
from kbye.planning.coverage.bits import stretch
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.frame import Frame, framed
from kbye.planning.coverage.greedy import _ask_for
from kbye.planning.coverage.layout import Layout, loaded
from kbye.planning.coverage.outings import Outings
from kbye.planning.coverage.price import price
from kbye.planning.coverage.priced import NEVER
from kbye.planning.coverage.problem import HOME, Care, Done, Plan, Problem
from kbye.planning.coverage.trips import Stop, Way, stops
from tests.planning.coverage.settled import Settled, quick, settled
from tests.planning.coverage.small import alex, busy, problem, school, task, two_places
from tests.planning.coverage.test_start_alone import does, has


def is_laid_out_whole(of: Problem) -> bool:
    """A layout reckons from now on, and with what is done at home; a child to be collected there is another matter."""
    collected = any(one.collect and one.place == HOME for one in of.supervised)
    return not of.fixed and not collected and all(one.place in (HOME, None) for one in of.occurrences)


WHOLE = [one for one in settled() if is_laid_out_whole(one.problem)]


def laid_out(one: Settled) -> tuple[Layout, Plan]:
    plan = quick(one.problem).plan
    return loaded(framed(Board(one.problem), plan), plan), plan


def with_asks(layout: Layout) -> Plan | None:
    """The plan of a layout with the asks it takes, if there are such."""
    plan = layout.plan()
    asks = _ask_for(layout.board, plan)
    return None if asks is None else replace(plan, asks=asks)


def test_a_plan_is_taken_in_and_given_back_as_it_is() -> None:
    for one in WHOLE:
        layout, plan = laid_out(one)
        assert layout.frame.fits
        assert layout.tiers() == price(one.problem, plan).tiers
        assert with_asks(layout) == plan


def torn_out(layout: Layout, dice: Random) -> None:
    start = dice.randrange(layout.problem.cells)
    for child in dice.sample(list(layout.children), dice.randint(0, len(layout.children))):
        layout.release(child, stretch(start, start + dice.randint(1, 3)))
    for index in dice.sample(range(len(layout.tasks)), dice.randint(0, len(layout.tasks))):
        layout.drop(index)


def put_back(layout: Layout, dice: Random) -> None:
    for child in dice.sample(list(layout.children), len(layout.children)):
        layout.cover(child, layout.open(child))
    for index, what in enumerate(layout.tasks):
        before, start = layout.keep(), dice.randrange(layout.problem.cells)
        free = layout.where[index] is None and bool(what.doers)
        if free and not layout.begin(index, dice.choice(what.doers), start):
            layout.restore(before)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_changed_costs_what_it_says(seed: int) -> None:
    dice = Random(seed)
    for one in WHOLE:
        layout, _ = laid_out(one)
        for _ in range(4):
            torn_out(layout, dice)
            put_back(layout, dice)
            plan = with_asks(layout)
            if layout.tiers().disturbance >= NEVER:
                continue
            assert plan is not None
            # Who brings whom to school is a matter of ways.
            assert [row for row in check.judge(one.problem, plan) if row.rule != 4] == []
            assert price(one.problem, plan).tiers == layout.tiers()


def test_another_carer_and_another_doer_are_a_change() -> None:
    previous = {"care": [has(0, 4)], "done": [does(0, 1)]}
    of = problem(4, carers=[alex(), alex(id="kim")], occurrences=[task(0, 4)], previous=previous)
    for carer, doer, change in ((0, 0, 0), (0, 1, 30), (1, 0, 120), (1, 1, 150)):
        plan = Plan(care=(Care(0, 0, 4, carer, HOME),), done=(Done(0, 1, 2, doer, HOME),))
        layout = loaded(framed(Board(of), plan), plan)
        assert layout.tiers() == price(of, plan).tiers
        assert layout.tiers().change == change


def test_whoever_covers_tells_if_somebody_is_left_alone() -> None:
    of = problem(4, busy=[busy("alex", 1, 2)])
    layout = loaded(framed(Board(of), Plan()), Plan())
    assert layout.cover(0, stretch(0, 1))
    assert not layout.cover(0, stretch(1, 4))
    assert layout.care[0][0] == stretch(0, 1) | stretch(2, 4)


# Ways


def errands() -> Iterator[tuple[Settled, Frame]]:
    """Every situation in which somebody has to go somewhere, with the ways that its plan has."""
    for one in settled():
        if stops(one.problem) and not one.problem.fixed:
            yield one, framed(Board(one.problem), quick(one.problem).plan)


@pytest.mark.parametrize("seed", range(3))
def test_other_ways_keep_the_rules(seed: int) -> None:
    tried = 0
    for one, frame in errands():
        outings = Outings(frame.ground, Random(seed))
        for _ in range(8):
            found = outings.others(frame)
            if found is None:
                continue
            tried += 1
            frame, _ = found
            layout = Layout(frame)
            plan = with_asks(layout)
            if plan is not None and layout.tiers().disturbance < NEVER:
                assert check.judge(one.problem, plan) == ()
    assert tried > 20


def test_nobody_comes_along_in_a_part_of_a_cell() -> None:
    both: dict[str, Any] = {"children": [{"id": "mia"}, {"id": "ben"}], "supervised": [school(2, 6)]}
    way = Way((Stop(1, 2, frozenset({0}), frozenset()),), 0)
    for start, along in (("2026-12-03T08:00", {1}), ("2026-12-03T08:10", set())):
        away = {"leaver": "sam", "from": start, "to": "2026-12-03T12:00"}
        of = problem(**both, **two_places(), away=away)
        frame = framed(Board(of), Plan())
        outings = Outings(frame.ground, Random(1))
        assert outings._along(frame, way, (0, 3)) == along
        assert outings._along(frame, way, (1, 3)) == {1}


@pytest.mark.parametrize("seed", range(2))
def test_days_at_home_are_settled_around_other_ways(seed: int) -> None:
    dice, settled_anew = Random(seed), 0
    for one, frame in errands():
        layout = loaded(frame, quick(one.problem).plan)
        outings = Outings(frame.ground, dice)
        for _ in range(4):
            put_back(layout, dice)
            kept, before, found = layout.keep(), layout.tiers(), outings.others(frame)
            if found is None:
                continue
            layout.settle(found[0])
            plan = with_asks(layout)
            if plan is not None and layout.tiers().disturbance < NEVER:
                settled_anew += 1
                assert [row for row in check.judge(one.problem, plan) if row.rule != 4] == []
                assert price(one.problem, plan).tiers.gap_minutes == layout.tiers().gap_minutes
            layout.restore(kept)
            assert layout.tiers() == before
    assert settled_anew > 10


def away(plan: Plan) -> set[tuple[int, int, int, int | None]]:
    """Who has whom, where and when, but for days at home."""
    rows = [row for row in plan.care if row.place != HOME]
    return {(row.child, row.carer, cell, row.place) for row in rows for cell in range(row.start, row.end)}


def test_ways_that_a_plan_has_are_taken_apart_and_put_together() -> None:
    for one, frame in errands():
        plan = quick(one.problem).plan
        layout = loaded(frame, plan)
        assert layout.plan().moves == plan.moves
        assert away(layout.plan()) == away(plan)
