"""Parts torn out and put back: from a plan in which nobody has anybody, and each step by itself."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from kbye.planning.coverage.bits import in_a_row, stretch
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.frame import framed
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.layout import loaded
from kbye.planning.coverage.price import price
from kbye.planning.coverage.priced import CHANGE, NEVER
from kbye.planning.coverage.problem import HOME, Care, Done, Plan, Problem
from kbye.planning.coverage.rework import SLACK_MINUTES, STARTS, Rework
from tests.planning.coverage.small import alex, at, busy, problem, ruth, school, task, two_places
from tests.planning.coverage.test_layout_alone import WHOLE
from tests.planning.coverage.test_start_alone import does

ALEX, RUTH, MIA, BEN = 0, 1, 0, 1
STEPS = 300


def rework(problem: Problem, seed: int = 1) -> Rework:
    board = Board(problem)
    plan = nothing(board).plan
    return Rework(loaded(framed(board, plan), plan), Random(seed))


def stepped(problem: Problem, seed: int = 1) -> Rework:
    found = rework(problem, seed)
    for _ in range(STEPS):
        found.step()
    return found


def test_it_mostly_comes_to_the_best_from_nothing() -> None:
    found = [stepped(one.problem, seed).best == one.best for one in WHOLE for seed in range(2)]
    assert sum(found) >= 38


def test_the_best_so_far_is_a_plan_that_costs_what_it_says() -> None:
    for one in WHOLE:
        found = rework(one.problem)
        for _ in range(20):
            before = found.best
            found.step()
            assert found.best <= before
            assert found.layout.tiers() == found.now
            plan = found.best_plan()
            assert price(one.problem, plan).tiers.gap_minutes == found.best.gap_minutes
            assert found.layout.tiers() == found.now


def test_it_goes_on_from_what_is_little_worse_and_from_nothing_else() -> None:
    worse = 0
    for one in WHOLE:
        found = rework(one.problem)
        for _ in range(40):
            before = found.now
            found.step()
            near = found.now[:3] <= found.best[:3]
            assert found.now <= before or (
                near and found.now.disturbance <= found.best.disturbance + SLACK_MINUTES
            )
            assert found.now.disturbance < NEVER
            worse += found.now > before
    assert worse > 20


def test_given_up_it_is_as_it_was() -> None:
    for one in WHOLE[:10]:
        found = rework(one.problem)
        good, tiers, plan = found.top, found.best, found.best_plan()
        for _ in range(20):
            found.step()
        found.give_up(good)
        assert (found.best, found.now, found.layout.tiers()) == (tiers, tiers, tiers)
        assert found.best_plan() == found.layout.plan() == plan


def test_it_can_if_there_is_anybody_and_any_time() -> None:
    assert rework(problem()).can
    assert rework(problem(now=at(3), previous={"care": []})).can
    assert not rework(problem(now=at(4), previous={"care": []})).can
    assert not rework(problem(carers=[])).can


# Each step by itself


class Rolled(Random):
    """Dice that show what they are told to first; whatever else is drawn is drawn by lot."""

    def __init__(self, *rolls: float, seed: int = 1) -> None:
        super().__init__(seed)
        self.rolls = list(rolls)

    def random(self) -> float:
        return self.rolls.pop(0) if self.rolls else super().random()

    def getrandbits(self, k: int) -> int:
        return super().getrandbits(k)


def family(cells: int = 40, **parts: Any) -> Problem:
    """Alex would rather not have anybody from 0 to 4; Grandma has to be asked for three hours at once."""
    return problem(
        cells,
        **{
            "children": [{"id": "mia"}, {"id": "ben"}],
            "carers": [alex(), ruth(ask_minutes_min=180)],
            "busy": [busy("alex", 0, 4, strength="rather_not")],
            **parts,
        },
    )


# Mia is with Alex until 10, then with Grandma; Ben is with Alex all day.
DAY = (
    Care(MIA, 0, 10, ALEX, HOME),
    Care(MIA, 10, 14, RUTH, HOME),
    Care(MIA, 14, 40, ALEX, HOME),
    Care(BEN, 0, 40, ALEX, HOME),
)


def begun(of: Problem, dice: Random, *done: Done, care: tuple[Care, ...] = DAY) -> Rework:
    plan = Plan(care=care, done=done)
    return Rework(loaded(framed(Board(of), plan), plan), dice)


def open_cells(found: Rework) -> list[list[tuple[int, int]]]:
    """What nobody has, per child."""
    return [list(in_a_row(found.layout.open(child))) for child in found.layout.children]


def test_trouble_is_what_is_asked_for_and_what_somebody_would_rather_not() -> None:
    away = [busy("alex", 0, 4, strength="rather_not"), busy("ruth", 20, 24, strength="rather_not")]
    found = begun(family(busy=away), Random(1))
    # Grandma is asked from 8 on: for three hours, as early as can be.
    assert list(found._troubles()) == [(ALEX, 0, 4), (RUTH, 8, 14)]


def asked_away(*rolls: float, seed: int = 1) -> Rework:
    """Grandma, who also gives Mia the inhaler, is torn out if the first roll says so; Alex has a task of their own."""
    tasks = [task(0, 40) | {"with": ["mia"]}, {**task(0, 40), "id": "bath", "beside_care": True}]
    of = family(busy=[], occurrences=tasks)
    found = begun(of, Rolled(*rolls, seed=seed), Done(0, 11, 12, RUTH, HOME), Done(1, 11, 12, ALEX, HOME))
    assert found._tear_out()
    return found


def test_an_ask_is_done_without() -> None:
    found = asked_away(0.0, 0.9, 0.9, 0.9)
    assert open_cells(found) == [[(10, 14)], []]
    assert list(found.layout.undone()) == [0]
    assert (found.shunned, found.fond) == ([0, 0], -1)
    shunned = asked_away(0.0, 0.9, 0.0, 0.0)
    assert shunned.shunned == [0, stretch(8, 14)]
    assert shunned.fond in (ALEX, RUTH)


def test_only_the_beginning_or_the_end_of_an_ask_is_done_without() -> None:
    parts = set()
    for seed in range(4):
        begins, ends = (asked_away(0.0, 0.0, half, 0.0, seed=seed).shunned[RUTH] for half in (0.0, 0.9))
        assert begins | ends == stretch(8, 14)
        assert not begins & ends
        assert begins < ends or not ends
        parts |= {begins, ends}
    assert len(parts) > 2


@pytest.mark.parametrize("kind", [0.0, 0.8])
def test_room_is_made_for_what_nobody_does(kind: float) -> None:
    bath, walk = ({**task(*when, beside_care=True), "id": f"{when}"} for when in ((10, 12), (21, 25)))
    of = family(busy=[], carers=[alex()], occurrences=[task(20, 24), bath, walk])
    care = (Care(MIA, 0, 40, ALEX, HOME), Care(BEN, 0, 40, ALEX, HOME))
    found = begun(of, Rolled(kind, 0.9), Done(1, 10, 11, ALEX, HOME), Done(2, 22, 23, ALEX, HOME), care=care)
    assert found._tear_out()
    assert open_cells(found) == [[(20, 25)], [(20, 25)]]
    assert list(found.layout.undone()) == [0, 2]


def test_a_part_of_the_day_is_torn_out() -> None:
    lengths = set()
    for seed in range(30):
        found = begun(family(), Rolled(0.95, 0.9, seed=seed))
        assert found._tear_out()
        [mia], [ben] = open_cells(found)
        assert mia == ben
        lengths |= {mia[1] - mia[0]} if mia[0] > 0 and mia[1] < 40 else set()
    # Half an hour to two hours before and after, and rarely half an hour more.
    assert {2, 4, 6, 8} <= lengths <= {2, 4, 6, 8, 10}


def test_only_what_lies_ahead_and_within_is_torn_out() -> None:
    found = begun(family(now=at(12), previous={"care": []}), Random(1))
    found._open(9, 16)
    assert open_cells(found) == [[(12, 16)], [(12, 16)]]
    found._open(30, 45)
    assert open_cells(found) == [[(12, 16), (30, 40)], [(12, 16), (30, 40)]]


def test_other_ways_open_the_hour_around_them() -> None:
    """The school begins at 8, half an hour away."""
    of = family(supervised=[school(8, 12)], **two_places())
    seen = set()
    for seed in range(40):
        found = begun(of, Rolled(0.0, 0.9, seed=seed), care=DAY[3:])
        before = found.layout.frame
        if found._tear_out():
            assert found.layout.frame is not before
            [way] = found.layout.frame.trips
            ben = stretch(way.start - 2, way.end + 2) & ~(stretch(way.start, way.end) * (BEN in way.children))
            seen.add((way.start, way.end, BEN in way.children))
            assert found.layout.open(BEN) == ben
    assert seen >= {(7, 9, False), (7, 9, True), (11, 13, False), (11, 13, True)}


# Putting back


def tasks_only(*occurrences: dict[str, Any], cells: int = 8, seed: int = 1, **parts: Any) -> Rework:
    """No children; Alex would rather not before 4, and Grandma would have to be asked."""
    of = family(cells, children=[], occurrences=list(occurrences), **parts)
    return begun(of, Random(seed), care=())


def placed(*occurrences: dict[str, Any], seed: int = 1, **parts: Any) -> tuple[int | None, int]:
    """Who does the first of them, and how much trouble there is then."""
    found = tasks_only(*occurrences, seed=seed, **parts)
    found._place(0)
    return found.layout.doer(0), found.layout.disturbance()


@pytest.mark.parametrize("seed", range(4))
def test_a_must_is_done_where_it_costs_least(seed: int) -> None:
    assert placed(task(0, 4), seed=seed) == (ALEX, 30)
    assert placed(task(0, 5), seed=seed) == (ALEX, 0)
    assert placed(task(2, 5, minutes=60), seed=seed) == (ALEX, 30)
    assert placed(task(0, 8, only=["ruth"]), seed=seed) == (RUTH, 240)
    assert placed(task(0, 8, only=["ruth"]), seed=seed, busy=[busy("ruth", -9, 20)]) == (None, 0)
    before = {"care": [], "done": [does(0, 1, "ruth")]}
    for beside_care in (True, False):
        assert placed(task(0, 8, beside_care=beside_care), seed=seed, previous=before) == (RUTH, 240)


@pytest.mark.parametrize("priority", ["should", "nice"])
def test_what_is_no_must_is_done_where_it_costs_nothing(priority: str) -> None:
    assert placed(task(0, 4, priority=priority)) == (None, 0)
    assert placed(task(0, 5, priority=priority)) == (ALEX, 0)
    assert placed(task(0, 8, priority=priority, only=["ruth"])) == (None, 0)


def test_what_costs_nothing_is_tried_first_then_the_cheapest() -> None:
    found = tasks_only(task(0, 6, beside_care=False))
    options = found._options(0)
    assert sorted(options[:2]) == [(0, ALEX, 4), (0, ALEX, 5)]
    dear = [(30, ALEX, cell) for cell in range(4)] + [(240, RUTH, cell) for cell in range(6)]
    assert options[2:] == dear
    found.shunned = [stretch(0, 5), stretch(1, 6)]
    assert found._options(0) == [(0, ALEX, 5), (240, RUTH, 0)]
    assert sorted(tasks_only(task(0, 6))._options(0)) == [(0, ALEX, 4), (0, ALEX, 5)]
    assert sorted(tasks_only(task(0, 6, priority="nice", beside_care=False))._options(0)) == [
        (0, ALEX, 4),
        (0, ALEX, 5),
    ]
    assert len(tasks_only(task(0, 40, beside_care=False), cells=40)._options(0)) == 2 * STARTS


def test_it_is_not_for_nothing_if_nobody_has_the_child_meanwhile() -> None:
    for carers, found in (([alex()], 0), ([alex(), alex(id="kim")], 16)):
        of = problem(8, carers=carers, occurrences=[task(0, 8, priority="should", beside_care=False)])
        assert len(begun(of, Random(1), care=(Care(MIA, 0, 8, ALEX, HOME),))._options(0)) == min(
            found, STARTS
        )


def test_what_it_costs_at_least() -> None:
    before = {"care": [], "done": [does(0, 1, "ruth")]}
    found = tasks_only(task(0, 8), previous=before)
    change = 30 * CHANGE
    assert [found._bound(0, ALEX, cell) for cell in (3, 4)] == [30 + change, change]
    assert found._bound(0, RUTH, 0) == 240
    found.fond = RUTH
    assert (found._bound(0, ALEX, 3), found._bound(0, RUTH, 0)) == (30 + change, 60)
    used = begun(found.layout.problem, Random(1), Done(0, 3, 4, ALEX, HOME), care=())
    assert used._bound(0, ALEX, 3) == change
    assert used._bound(0, ALEX, 2) == 30 + change


@pytest.mark.parametrize("seed", range(4))
def test_musts_come_first(seed: int) -> None:
    walk = {**task(4, 5, priority="nice"), "id": "walk"}
    found = tasks_only(walk, task(4, 5), seed=seed, carers=[alex()])
    found._open(0, 8)
    found._put_back()
    assert list(found.layout.undone()) == [0]


def test_nobody_is_left_alone_because_somebody_is_shunned() -> None:
    found = begun(problem(8), Random(1), care=())
    found.shunned = [stretch(0, 4)]
    found._put_back()
    assert open_cells(found) == [[]]
    both = begun(problem(8, carers=[alex(), alex(id="kim")]), Random(1), care=())
    both.shunned = [stretch(0, 8), 0]
    both._put_back()
    assert both.layout.care == [[0], [stretch(0, 8)]]
