"""What is tried when something is missing, what each change does, and in which order repairs are offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.explain import Change, Repair
from kbye.planning.coverage.outcome import Outcome, Unproven
from kbye.planning.coverage.price import Price, Tiers, price
from kbye.planning.coverage.problem import Ask, Care, Plan, Problem
from kbye.planning.coverage.repairs import Solve, in_order, priced, repairs
from kbye.planning.coverage.situation import Situation
from tests.planning.coverage.small import alex, at, busy, document, ruth, school, task, two_places

Row = dict[str, object]
GOOD, BAD = Tiers(0, 0, 0, 0, 0, 0, 0), Tiers(30, 0, 0, 0, 0, 0, 0)
BEN = {"id": "ben", "name": "Ben"}


def situation(cells: int = 4, **parts: Any) -> Situation:
    return reader.situation(document(cells, **parts))


def outcome(tiers: Tiers) -> Outcome:
    known = Price(tiers=tiers, rather_not_minutes=0, ask_minutes=0, asks=0)
    return Outcome(plan=Plan(), price=known, unproven=None)


def broken(of: Situation, plan: Plan | None = None) -> Outcome:
    """What is missing when nobody has anybody, or as this plan leaves it."""
    problem = grid.problem(of)
    return Outcome(plan=plan or Plan(), price=price(problem, plan or Plan()), unproven=None)


def if_only(works: Callable[[Problem], bool]) -> Solve:
    return lambda problem: outcome(GOOD if works(problem) else BAD)


def found(of: Situation, works: Callable[[Problem], bool], plan: Plan | None = None) -> list[list[Row]]:
    offered = repairs(of, broken(of, plan), if_only(works), lambda: False)
    return [[change.row() for change in one.changes] for one in offered]


def tried(of: Situation, plan: Plan | None = None, **kinds: str) -> list[Row]:
    """Every single change that is tried, of this kind."""
    alone = found(of, lambda _: True, plan)
    return [row for (row,) in alone if row["kind"] == kinds.get("kind", row["kind"])]


def test_what_works_needs_no_repair() -> None:
    of = situation()
    whole = broken(of, Plan(care=(Care(0, 0, 4, 0, 0),)))
    assert list(repairs(of, whole, if_only(lambda _: True), lambda: False)) == []


def test_only_what_can_be_moved_and_meets_the_time_away_is_moved() -> None:
    held = [
        busy("alex", 1, 2, movable=True, label="Board"),
        busy("alex", 2, 3),
        busy("alex", 4, 5, movable=True),
        busy("alex", -1, 0, movable=True),
        busy("sam", 0, 1, movable=True),
    ]
    of = situation(carers=[alex(), {"id": "sam"}], busy=held)
    assert tried(of, kind="move_busy") == [{"kind": "move_busy", "busy": "alex1"}]
    assert found(of, lambda p: [one.id for one in p.busy] == ["alex2", "alex4", "alex-1", "sam0"]) == [
        [{"kind": "move_busy", "busy": "alex1"}]
    ]


def test_what_is_just_outside_the_time_away_may_be_in_the_way_of_an_ask() -> None:
    held = [busy("ruth", first, first + 1, movable=True) for first in (-3, -2, -1, 4, 5, 6)]
    of = situation(carers=[alex(), ruth(ask_minutes_min=60)], busy=held)
    moved = [row["busy"] for row in tried(of, kind="move_busy")]
    assert moved == ["ruth-2", "ruth-1", "ruth4", "ruth5"]


@pytest.mark.parametrize(
    ("label", "said"), [("Board", "moves “Board”"), ("", "moves what they have on Thu 08:30")]
)
def test_what_is_moved_is_named(label: str, said: str) -> None:
    of = situation(busy=[busy("alex", 1, 2, movable=True, label=label)])
    (one,) = repairs(of, broken(of), if_only(lambda p: not p.busy), lambda: False)
    assert one.sentence == f"It works if Alex {said}."


def test_only_children_of_what_is_missing_are_allowed() -> None:
    parts: dict[str, Any] = {
        "children": [{"id": "mia", "name": "Mia"}, BEN],
        "carers": [alex(), ruth(may_care=[])],
    }
    of = situation(**parts)
    rows = [{"kind": "allow_care", "carer": "ruth", "child": child} for child in ("ben", "mia")]
    assert tried(of, kind="allow_care") == rows
    assert tried(of, Plan(care=(Care(1, 0, 4, 0, 0),)), kind="allow_care") == rows[1:]
    assert found(of, lambda p: p.carers[1].may_care == {0}) == [rows[1:]]


def test_for_a_missed_must_anybody_may_be_taken_off_somebodys_hands() -> None:
    both: dict[str, Any] = {"children": [{"id": "mia"}, {"id": "ben"}], "carers": [alex(), ruth(may_care=[])]}
    covered = Plan(care=tuple(Care(child, 0, 4, 0, 0) for child in (0, 1)))
    of = situation(**both, occurrences=[task(0, 4)])
    assert [row["child"] for row in tried(of, covered, kind="allow_care")] == ["ben", "mia"]
    one_short = replace(covered, care=covered.care[:1])
    assert [row["child"] for row in tried(situation(**both), one_short, kind="allow_care")] == ["ben"]


def test_collecting_is_allowed_where_a_child_must_be_collected() -> None:
    carers = [alex(), ruth(may_collect={"home": ["mia"]})]
    parts: dict[str, Any] = {**two_places(), "carers": carers}
    of = situation(supervised=[school(0, 2)], **parts)
    row = {"kind": "allow_collect", "carer": "ruth", "place": "school", "child": "mia"}
    assert tried(of, kind="allow_collect") == [row]
    assert found(of, lambda p: (1, 0) in p.carers[1].collects) == [[row]]
    (one,) = repairs(of, broken(of), if_only(lambda p: (1, 0) in p.carers[1].collects), lambda: False)
    assert one.sentence == "It works if Grandma may collect Mia from school."
    assert tried(situation(supervised=[school(0, 2, pick_up=False)], **parts), kind="allow_collect") == []
    covered = Plan(care=(Care(0, 2, 4, 0, 1),))
    other = situation(children=[{"id": "mia"}, BEN], supervised=[school(0, 2)], **parts)
    assert tried(other, covered, kind="allow_collect") == []


def test_who_does_not_stay_overnight_may() -> None:
    of = situation(carers=[alex(), ruth()])
    row = {"kind": "allow_overnight", "carer": "ruth"}
    assert tried(of, kind="allow_overnight") == [row]
    assert found(of, lambda p: p.carers[1].overnight) == [[row]]


@pytest.mark.parametrize(
    ("limit", "raised"),
    [(0, [120, 1440]), (60, [180, 1440]), (61, [195, 1440]), (1320, [1440]), (1400, [1530])],
)
def test_a_day_gets_as_much_longer_as_is_missing_or_as_long_as_can_be(limit: int, raised: list[int]) -> None:
    of = situation(carers=[alex(max_minutes_per_day=limit)])
    rows = [{"kind": "raise_day_limit", "carer": "alex", "minutes": minutes} for minutes in raised]
    assert tried(of, kind="raise_day_limit") == rows
    assert found(of, lambda p: p.carers[0].day_limit == raised[0]) == [rows[:1]]
    assert tried(situation(), kind="raise_day_limit") == []


@pytest.mark.parametrize(("minutes", "raised"), [(30, 60), (31, 90), (90, 120)])
def test_a_must_makes_a_day_longer_by_what_it_takes(minutes: int, raised: int) -> None:
    of = situation(carers=[alex(max_minutes_per_day=30)], children=[], occurrences=[task(0, 4, minutes)])
    assert [row["minutes"] for row in tried(of, kind="raise_day_limit")] == [raised, 1440]


def test_only_helpers_are_asked_for_longer() -> None:
    of = situation(carers=[alex(), ruth(ask_minutes_max=60)])
    rows = [{"kind": "stretch_ask", "carer": "ruth", "ask_minutes_max": minutes} for minutes in (180, 1440)]
    assert tried(of, kind="stretch_ask") == rows
    assert found(of, lambda p: p.carers[1].ask_max == 6) == [rows[:1]]


def test_missed_musts_may_be_left_out_but_never_medicine() -> None:
    musts = [
        task(0, 4),
        task(0, 4, skills=["medicine"]) | {"id": "pill"},
        task(0, 4) | {"id": "nice", "priority": "nice"},
        task(0, 4) | {"id": "done"},
    ]
    of = situation(occurrences=musts)
    plan = Plan(done=(grid_done(of, "done"),))
    row = {"kind": "make_should", "occurrence": "inhaler"}
    assert tried(of, plan, kind="make_should") == [row]
    assert found(
        of, lambda p: [str(one.priority) for one in p.occurrences] == ["should", "must", "nice", "must"], plan
    ) == [[row]]


def grid_done(of: Situation, name: str) -> Any:
    from kbye.planning.coverage.problem import Done

    numbers = [one.id for one in grid.problem(of).occurrences]
    return Done(numbers.index(name), 0, 1, 0, 0)


def test_going_sooner_or_later_and_as_long() -> None:
    rows = tried(situation(), kind="shift_away")
    assert len(rows) == 12
    assert rows[0] == {
        "kind": "shift_away", "from": "2026-12-03T08:30+01:00", "to": "2026-12-03T10:30+01:00",
    }  # fmt: skip
    assert rows[1]["from"] == "2026-12-03T07:30+01:00"
    assert {str(row["from"])[11:16] for row in rows} == {
        "04:00", "05:00", "06:00", "06:30", "07:00", "07:30", "08:30", "09:00", "09:30", "10:00", "11:00", "12:00",
    }  # fmt: skip
    of = situation()
    later = of.away.start + timedelta(minutes=30)
    (one,) = repairs(of, broken(of), if_only(lambda p: p.origin == later), lambda: False)
    assert one.sentence == "It works if you go Thu 08:30 and are back Thu 10:30."


def test_nobody_is_sent_into_a_commitment_of_their_own() -> None:
    held = [
        busy("sam", 1, 2, strength="rather_not"),
        busy("sam", 2, 3),
        busy("sam", 4, 5, strength="unknown"),
        busy("sam", -2, -1, strength="rather_not"),
    ]
    of = situation(carers=[alex(), {"id": "sam"}], busy=held)
    starts = {str(row["from"])[11:16] for row in tried(of, kind="shift_away")}
    assert not starts & {"08:30", "09:00", "09:30", "10:00"}
    assert {"07:30", "07:00", "11:00", "12:00"} <= starts


def test_nobody_goes_before_now_or_shifts_what_has_begun() -> None:
    assert {str(row["from"])[11:16] for row in tried(situation(now=at(-1)), kind="shift_away")} == {
        "07:30", "08:30", "09:00", "09:30", "10:00", "11:00", "12:00",
    }  # fmt: skip
    assert tried(situation(previous={"care": []}), kind="shift_away") == []


def test_together_if_nothing_alone_works_and_none_too_many() -> None:
    held = [busy("alex", cell, cell + 1, movable=True) for cell in range(3)]
    of = situation(busy=held, previous={"care": []})
    both = [{"kind": "move_busy", "busy": "alex0"}, {"kind": "move_busy", "busy": "alex2"}]
    offered = found(of, lambda p: {one.id for one in p.busy} <= {"alex1"})
    assert offered == [both, both]
    assert found(of, lambda _: False) == []
    three = found(of, lambda p: not p.busy)
    assert [[row["busy"] for row in one] for one in three] == [["alex0", "alex1", "alex2"]]


def test_no_pairs_when_one_alone_works() -> None:
    held = [busy("alex", cell, cell + 1, movable=True) for cell in range(3)]
    of = situation(busy=held, previous={"care": []})
    alone = found(of, lambda p: len(p.busy) <= 2)
    assert [len(one) for one in alone] == [1, 1, 1]


def test_enough_is_enough() -> None:
    held = [busy("alex", cell, cell + 1, movable=True) for cell in range(3)]
    of = situation(busy=held, previous={"care": []})
    asked: list[Problem] = []

    def solve(problem: Problem) -> Outcome:
        asked.append(problem)
        return outcome(GOOD if not problem.busy else BAD)

    assert list(repairs(of, broken(of), solve, lambda: len(asked) >= 2)) == []
    assert len(asked) == 3  # two alone, and once all together


def repair(tiers: Tiers, *changes: Change) -> Repair:
    known = Price(tiers=tiers, rather_not_minutes=0, ask_minutes=0, asks=0)
    return Repair(changes=changes, price=known, sentence="", changed=situation())


def test_fewest_changes_first_then_the_price_and_five_at_most() -> None:
    dear, cheap = Tiers(0, 0, 0, 90, 0, 0, 0), GOOD
    moves = [Change("move_busy", {"busy": f"b{n}"}) for n in range(7)]
    two, one, best = repair(cheap, *moves[:2]), repair(dear, moves[2]), repair(cheap, moves[3])
    assert in_order([two, one, best]) == (best, one, two)
    assert len(in_order([repair(cheap, move) for move in moves])) == 5


@pytest.mark.parametrize("key", ["minutes", "ask_minutes_max", "from"])
def test_of_changes_that_differ_only_in_how_much_the_first_of_the_cheapest_stays(key: str) -> None:
    first, second = (repair(GOOD, Change("kind", {"carer": "ruth", key: n})) for n in (1, 2))
    assert in_order([first, second]) == (first,)
    cheaper = replace(second, price=replace(first.price, tiers=Tiers(0, 0, 0, 0, 0, -1, 0)))
    assert in_order([first, cheaper]) == (cheaper,)
    other = repair(GOOD, Change("kind", {"carer": "alex", key: 1}))
    assert in_order([first, other]) == (first, other)


def test_an_ask_is_no_gap() -> None:
    of = situation(carers=[alex(), ruth(ask_minutes_max=60)])
    plan = Plan(care=(Care(0, 0, 3, 1, 0),), asks=(Ask(1, 0, 3),))
    assert [row["ask_minutes_max"] for row in tried(of, plan, kind="stretch_ask")] == [90, 1440]


def test_what_is_not_sure_to_be_the_price_is_found_out_and_ordered_anew() -> None:
    dear, middling, cheap = (Tiers(0, 0, 0, cost, 0, 0, 0) for cost in (90, 60, 30))
    sure = repair(middling, Change("kind", {"carer": "ruth"}))
    unsure = replace(repair(dear, Change("kind", {"carer": "alex"})), is_sure=False)
    assert [one.price.tiers for one in priced([sure, unsure], lambda _: outcome(cheap), lambda: False)] == [
        cheap,
        middling,
    ]
    kept = priced([sure, unsure], lambda _: outcome(cheap), lambda: False)
    assert [one.is_sure for one in kept] == [True, True]


def test_a_price_that_planning_anew_does_not_give_is_never_offered() -> None:
    sure = repair(GOOD, Change("kind", {"carer": "ruth"}))
    unsure = replace(repair(GOOD, Change("kind", {"carer": "alex"})), is_sure=False)
    dearer = Tiers(0, 0, 0, 90, 0, 0, 0)
    assert [one.price.tiers for one in priced([unsure], lambda _: outcome(dearer), lambda: False)] == [dearer]
    assert priced([sure, unsure], lambda _: outcome(GOOD), lambda: True) == (sure,)
    assert priced([sure, unsure], lambda _: outcome(BAD), lambda: False) == (sure,)


def test_a_repair_is_sure_when_its_plan_is_proven() -> None:
    of = situation()
    for unproven in (None, Unproven("handovers", 1.0)):
        solved = replace(outcome(GOOD), unproven=unproven)
        one = next(iter(repairs(of, broken(of), lambda _, solved=solved: solved, lambda: False)))  # type: ignore[misc]
        assert one.is_sure is (unproven is None)
        assert one.changed.away.start == of.away.start + timedelta(minutes=30)
