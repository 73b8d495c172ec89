"""Which tasks are pinned where, and in which order."""

from __future__ import annotations

from typing import Any

from kbye.planning.coverage.board import Board, Pin
from kbye.planning.coverage.greedy import Draft, nothing
from kbye.planning.coverage.improve import Improver
from kbye.planning.coverage.problem import Ask, Care, Done, Plan
from tests.planning.coverage.small import alex, busy, problem, ruth, task, two_places

ALEX, RUTH, MIA, BEN = 0, 1, 0, 1
BOTH = {"children": [{"id": "mia"}, {"id": "ben"}]}


def improver(plan: Plan | None = None, **parts: Any) -> Improver:
    board = Board(problem(20, **{"carers": [alex(), ruth()], **parts}))
    found = nothing(board)
    return Improver(board, found=found if plan is None else Draft(plan, found.tiers))


def starts(**parts: Any) -> list[int]:
    tried = improver(**parts)
    return tried._starts(tried.board.problem.occurrences[0])


def test_starts_are_spread_over_the_window_with_its_last_one() -> None:
    assert starts(occurrences=[task(2, 12)]) == [2, 4, 6, 8, 10, 11]
    assert starts(occurrences=[task(2, 12, minutes=120)]) == [2, 3, 4, 5, 6, 7, 8]
    assert starts(occurrences=[task(5, 6)]) == [5]


def test_a_task_may_begin_where_something_else_begins_or_ends() -> None:
    assert set(starts(occurrences=[task(0, 17)], busy=[busy("alex", 5, 7)])) == {0, 4, 5, 7, 8, 12, 16}


def upheaval(pin: Pin, plan: Plan, **parts: Any) -> int:
    return improver(plan, **{"occurrences": [task(0, 20, minutes=60)], **parts})._upheaval(pin)


def pin(carer: int, start: int) -> Pin:
    return Pin(0, carer, 0, start, start + 2)


def test_whoever_is_asked_for_it_alone_is_as_much_as_it_takes() -> None:
    alone = Plan(care=(Care(MIA, 0, 20, ALEX, 0),))
    assert upheaval(pin(ALEX, 4), alone) == 0
    assert upheaval(pin(RUTH, 4), alone) == 2
    asked = Plan(care=alone.care, asks=(Ask(RUTH, 0, 5),))
    assert [upheaval(pin(RUTH, start), asked) for start in (2, 3, 4, 5)] == [0, 0, 1, 2]


def test_children_who_belong_have_to_come_and_others_to_go() -> None:
    has = Plan(care=(Care(MIA, 0, 5, ALEX, 0), Care(BEN, 3, 20, ALEX, 0)))
    with_mia = {"occurrences": [task(0, 20, minutes=60, **{"with": ["mia"]})], **BOTH}
    assert [upheaval(pin(ALEX, start), has, **with_mia) for start in (2, 4, 6)] == [0, 1, 2]
    alone = {"occurrences": [task(0, 20, minutes=60, beside_care=False)], **BOTH}
    assert [upheaval(pin(ALEX, start), has, **alone) for start in (0, 2, 4, 6)] == [2, 3, 3, 2]


def test_what_is_done_already_counts() -> None:
    two = {"occurrences": [task(0, 20, minutes=60), task(0, 20, minutes=60, id="bath")]}
    done = Plan(done=(Done(1, 4, 6, ALEX, 0),))
    assert [upheaval(pin(ALEX, start), done, **two) for start in (2, 3, 4, 5)] == [0, 1, 2, 1]


def test_only_musts_and_what_is_elsewhere_are_worth_a_pin_later() -> None:
    rows = [task(0, 4), task(0, 4, id="bath", priority="nice")]
    rows += [task(0, 4, id="swim", priority="nice", place="school")]
    tried = improver(occurrences=rows, **two_places())
    assert [tried._matters(number) for number in range(3)] == [True, False, True]
    assert [tried._elsewhere(number) for number in range(3)] == [False, False, True]
