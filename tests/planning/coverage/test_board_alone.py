"""What the quick search looks up, where it begins, and what it may do at a cell."""

from __future__ import annotations

from typing import Any

import pytest

from kbye.planning.coverage.board import Board, Pin
from kbye.planning.coverage.chances import Chances
from kbye.planning.coverage.problem import Care, Move
from kbye.planning.coverage.state import NOBODY, State
from tests.planning.coverage.small import alex, asleep, at, busy, problem, ruth, school, task, two_places
from tests.planning.coverage.test_start_alone import at_now, does, goes, has

ALEX, RUTH, MIA, BEN, HOME, AT_SCHOOL = 0, 1, 0, 1, 0, 1


def ask(first: int, last: int, accepted: bool = True) -> dict[str, Any]:
    return {"carer": "ruth", "from": at(first), "to": at(last), "children": [], "accepted": accepted}


def board(cells: int = 8, **parts: Any) -> Board:
    return Board(problem(cells, **{"carers": [alex(), ruth()], **parts}))


# The board


def test_each_cell_knows_who_sleeps_who_is_at_school_and_who_would_rather_not() -> None:
    found = board(
        4,
        children=[{"id": "mia"}, {"id": "ben"}],
        **two_places(),
        supervised=[school(1, 3)],
        asleep=[asleep(2, 4, "ben")],
        busy=[busy("ruth", 1, 3, strength="rather_not"), busy("ruth", 3, 4)],
    )
    assert found.asleep == [[False] * 4, [False, False, True, True]]
    assert [[one is not None for one in row] for row in found.school] == [
        [False, True, True, False],
        [False] * 4,
    ]
    assert (found.rather_not, found.blocked) == ([frozenset(), {1, 2}], [frozenset(), {3}])
    assert (list(found.next_school), list(found.over)) == ([(MIA, 1)], [(MIA, 3)])


def test_what_was_told_before_is_known_by_cell() -> None:
    told = {"care": [has(1, 3), has(3, 4, "ruth")], "moves": [goes(4, 6)], "done": [does(1, 2, "ruth")]}
    found = Board(at_now(0, told, occurrences=[task(0, 8)]))
    assert found.had == [[None, ALEX, ALEX, RUTH, None, None, None, None], [None] * 8]
    assert (found.went, found.did) == ({(ALEX, 4): AT_SCHOOL}, {0: RUTH})


@pytest.mark.parametrize(
    ("told", "more", "kept"),
    [
        (ask(2, 5), {}, [(RUTH, 2, 5)]),
        (ask(2, 5, accepted=False), {}, []),
        (ask(2, 5), {"carers": [alex(), ruth(ask_minutes_max=90)]}, [(RUTH, 2, 5)]),
        (ask(2, 5), {"carers": [alex(), ruth(ask_minutes_max=60)]}, []),
        (ask(2, 5), {"busy": [busy("ruth", 5, 6)]}, [(RUTH, 2, 5)]),
        (ask(2, 5), {"busy": [busy("ruth", 4, 6)]}, []),
        (ask(2, 5), {"busy": [busy("ruth", 2, 3)], "now": at(3)}, [(RUTH, 2, 5)]),
        (ask(2, 5), {"away": {"leaver": "ruth", "from": at(0), "to": at(8)}}, []),
    ],
)
def test_what_helpers_said_yes_to_holds_while_they_can(
    told: dict[str, Any], more: dict[str, Any], kept: list[tuple[int, int, int]]
) -> None:
    found = board(previous={"care": [], "asks": [told]}, **more)
    assert list(found.kept_asks) == kept
    assert found.promised == {(carer, cell) for carer, start, end in kept for cell in range(start, end)}


def test_choices_can_change_only_where_something_begins_or_ends() -> None:
    assert board().events == (0,)
    assert board(busy=[busy("alex", 2, 5)], asleep=[asleep(6, 7)]).events == (0, 2, 5, 6, 7)
    # Before, at and after the ends of school, by as much as the way takes.
    assert board(12, **two_places(60), supervised=[school(4, 8)]).events == (0, 2, 3, 4, 6, 8, 10)
    previous = {"care": [has(1, 3)], "moves": [goes(4, 6)], "asks": [ask(5, 7)]}
    assert board(**two_places(60), previous=previous).events == (0, 1, 3, 4, 5, 6, 7)
    assert Board(at_now(3, {"care": [has(1, 5)]})).events == (3, 5)
    late = {"leaver": "sam", "from": "2026-12-03T08:10", "to": at(4)}
    assert board(away=late).events == (0, 1)


def test_a_night_and_a_day_begin_something_too() -> None:
    away = {"leaver": "sam", "from": "2026-12-03T22:00", "to": "2026-12-04T06:00"}
    assert board(away=away).events == (0, 4, 14)


def test_how_long_a_helper_could_be_asked_around_a_cell() -> None:
    free = board(12, carers=[alex(), ruth(ask_minutes_min=90)])
    assert free.run(RUTH, 5) == (2, 6)
    held = board(12, carers=[alex(), ruth(ask_minutes_min=90)], busy=[busy("ruth", 3, 4), busy("ruth", 6, 7)])
    assert held.run(RUTH, 5) == (4, 6)
    later = board(12, carers=[alex(), ruth(ask_minutes_min=90)], busy=[busy("ruth", 3, 5)])
    assert later.run(RUTH, 5) == (5, 8)
    past = board(12, carers=[alex(), ruth(ask_minutes_min=90)], now=at(4), previous={"care": []})
    assert past.run(RUTH, 5) == (4, 7)
    assert past.run(RUTH, 4) == (4, 7)
    assert free.run(RUTH, 5, 4) == (4, 7)
    assert free.run(RUTH, 5, 5) == (5, 8)


# Where the search begins


def test_a_search_begins_where_everybody_stands() -> None:
    told = {
        "care": [has(0, 2), has(2, 4, place=None), has(0, 3, "ruth", child="ben")],
        "moves": [goes(2, 4)],
        "asks": [ask(0, 6)],
    }
    found = State(
        Board(at_now(3, told, carers=[alex(max_minutes_per_day=600), ruth(max_minutes_per_week=600)]))
    )
    assert (found.cell, found.where, found.lock) == (3, [AT_SCHOOL, HOME], [4, 3])
    assert (found.who, found.last, found.at) == ([ALEX, NOBODY], [ALEX, RUTH], [AT_SCHOOL, HOME])
    assert (found.waits, found.ask) == ([False, False], [None, (0, 3)])
    assert sorted(found.used.values()) == [90, 90, 120, 120]
    assert len(found.used) == 4
    assert found.price == (0, 0, 0, 0)


def test_an_ask_that_is_over_cannot_be_made_longer() -> None:
    told = {"care": [has(0, 2, "ruth")], "asks": [ask(0, 2)]}
    assert State(Board(at_now(2, told))).ask == [None, (0, 2)]
    assert State(Board(at_now(3, told))).ask == [None, None]
    assert State(Board(at_now(0, {"asks": [ask(-2, 4)]}))).ask == [None, (-2, 0)]
    assert State(board()).ask == [None, None]


def test_two_ways_so_far_are_the_same_if_they_leave_the_same_choices() -> None:
    one = State(board(children=[{"id": "mia"}, {"id": "ben"}]))
    other = one.copy()
    assert one.key() == other.key()
    for changed in ("where", "lock", "who", "at", "waits", "ask"):
        other = one.copy()
        getattr(other, changed)[0] = 7
        assert one.key() != other.key()
        assert getattr(one, changed)[0] != 7
    other = one.copy()
    other.used[ALEX, 0, True] = 30
    other.last[MIA] = RUTH
    assert (one.used, one.last) == ({}, [NOBODY, NOBODY])


def test_a_state_remembers_how_it_came_about_and_what_it_cost() -> None:
    one = State(board())
    rows: list[Care | Move] = [Care(MIA, 0, 1, ALEX, HOME), Move(ALEX, 1, 2, HOME, AT_SCHOOL)]
    for row in rows:
        one.trace = (one.trace, row)
    one.gap, one.change, one.trouble, one.hand = 1, 2, 3, 4
    assert one.copy().rows() == rows
    assert one.copy().price == (1, 2, 3, 4)


# What may be done at a cell


def at_cell(cell: int, cells: int = 8, **parts: Any) -> tuple[Chances, State]:
    """The choices at this cell, with everybody where they begin."""
    found = board(cells, **parts)
    state = State(found)
    state.cell = cell
    return Chances(found), state


def test_an_ask_is_made_longer_if_little_time_lies_between() -> None:
    parts: dict[str, Any] = {"carers": [alex(), ruth(ask_minutes_min=30, ask_minutes_max=180)]}
    chances, state = at_cell(4, **parts)
    state.ask[RUTH], state.where[RUTH] = (0, 2), HOME
    assert chances._extends(state, RUTH, 6)
    assert not chances._extends(state, RUTH, 7)
    state.cell = 5
    assert not chances._extends(state, RUTH, 6)
    state.cell, state.where[RUTH] = 4, None
    assert not chances._extends(state, RUTH, 6)
    chances, state = at_cell(4, busy=[busy("ruth", 2, 3)], **parts)
    state.ask[RUTH], state.where[RUTH] = (0, 2), HOME
    assert not chances._extends(state, RUTH, 6)
    state.ask[RUTH] = None
    assert not chances._extends(state, RUTH, 6)


def test_an_ask_lasts_and_costs_as_long_as_agreed() -> None:
    chances, _ = at_cell(0, carers=[alex(), ruth(ask_minutes_min=90)])
    assert [chances._over(RUTH, ask) for ask in ((0, 1), (0, 5), (6, 7))] == [3, 5, 8]
    assert [chances._ask_cost(RUTH, ask) for ask in (None, (0, 1), (0, 5))] == [0, 150, 210]


def test_a_helper_is_asked_anew_only_for_as_long_as_agreed() -> None:
    chances, state = at_cell(2, carers=[alex(), ruth(ask_minutes_min=90, ask_minutes_max=120)])
    assert chances._ask_allows(state, RUTH, HOME, 6)
    assert not chances._ask_allows(state, RUTH, HOME, 7)
    state.ask[RUTH], state.where[RUTH] = (0, 2), HOME
    assert chances._ask_allows(state, RUTH, HOME, 4)
    assert not chances._ask_allows(state, RUTH, AT_SCHOOL, 4)
    state.ask[RUTH], state.where[RUTH] = (0, 1), None
    assert not chances._ask_allows(state, RUTH, HOME, 3)
    hemmed = [busy("ruth", 0, 2), busy("ruth", 4, 8)]
    chances, state = at_cell(2, carers=[alex(), ruth(ask_minutes_min=90)], busy=hemmed)
    assert not chances._ask_allows(state, RUTH, HOME, 3)
    never = ruth(ask_minutes_min=50, ask_minutes_max=55)
    chances, state = at_cell(2, carers=[alex(), never])
    assert not chances._ask_allows(state, RUTH, HOME, 3)


def test_what_is_promised_may_be_used_to_its_end() -> None:
    chances, state = at_cell(2, previous={"care": [], "asks": [ask(1, 4)]})
    assert chances._ask_allows(state, RUTH, HOME, 4)
    assert not chances._ask_allows(state, RUTH, HOME, 5)
    assert chances._can_appear(state, RUTH)
    state.where[RUTH] = HOME
    assert not chances._can_appear(state, RUTH)


def test_who_is_free_is_here_unlocked_unblocked_and_within_limits() -> None:
    limited = [alex(max_minutes_per_day=90), ruth(max_minutes_per_week=60)]
    chances, state = at_cell(1, carers=limited, busy=[busy("alex", 3, 4)])
    assert (chances._left(state, ALEX), chances._left(state, RUTH)) == (3, 2)
    assert [chances._free(state, ALEX, cells) for cells in (1, 2, 3)] == [True, True, False]
    assert [chances._free(state, RUTH, cells) for cells in (2, 3)] == [True, False]
    day, week = chances.problem.days[1], chances.problem.weeks[1]
    state.used[ALEX, day, True], state.used[RUTH, week, False] = 60, 40
    assert (chances._left(state, ALEX), chances._left(state, RUTH)) == (1, 0)
    state.lock[ALEX] = 2
    assert not chances._free(state, ALEX)
    state.lock[ALEX] = 1
    assert chances._free(state, ALEX)
    chances, state = at_cell(1, away={"leaver": "alex", "from": at(0), "to": at(8)})
    assert (chances._free(state, ALEX), chances._left(state, ALEX)) == (False, 8)


def ways(cell: int, carer: int = ALEX, where: int | None = HOME, **parts: Any) -> list[int | None]:
    chances, state = at_cell(cell, 12, **{**two_places(60), **parts})
    state.where[carer] = where
    return list(chances._ways(state, carer))


def test_one_goes_where_somebody_has_to_be_brought_or_collected() -> None:
    day = [school(4, 8)]
    assert ways(2, supervised=day) == [None, AT_SCHOOL]
    assert ways(1, supervised=day) == ways(3, supervised=day) == [None]
    assert ways(6, supervised=day) == [None, AT_SCHOOL]
    assert ways(5, supervised=day) == [None]
    assert ways(2, supervised=[school(4, 8, drop_off=False)]) == [None]
    assert ways(6, supervised=[school(4, 8, pick_up=False)]) == [None]
    assert ways(6, supervised=day, carers=[alex(may_collect={}), ruth()]) == [None]
    assert ways(2, supervised=day, carers=[alex(may_care=[]), ruth()]) == [None]
    assert ways(6, supervised=day, busy=[busy("alex", 7, 8)]) == [None]
    assert ways(6, supervised=day, where=AT_SCHOOL) == [None, HOME]
    assert ways(6, RUTH, supervised=day, where=AT_SCHOOL) == [None]


def test_a_child_goes_along_from_where_it_is_if_it_is_due_there() -> None:
    parts: dict[str, Any] = {**two_places(60), "supervised": [school(4, 8)]}
    chances, state = at_cell(2, 12, **parts)
    assert chances._goes_along(state, MIA, ALEX, AT_SCHOOL)
    assert not chances._goes_along(state, MIA, ALEX, HOME)
    state.at[MIA] = AT_SCHOOL
    assert not chances._goes_along(state, MIA, ALEX, AT_SCHOOL)
    chances, state = at_cell(1, 12, **parts)
    assert not chances._goes_along(state, MIA, ALEX, AT_SCHOOL)
    chances, state = at_cell(2, 12, **parts, carers=[alex(may_care=[]), ruth()])
    assert not chances._goes_along(state, MIA, ALEX, AT_SCHOOL)


def test_one_goes_as_it_was_told_before() -> None:
    told = {"care": [], "moves": [goes(2, 4), goes(6, 8, "home")]}
    assert ways(2, previous=told) == [AT_SCHOOL, None]
    assert ways(3, previous=told) == [None]
    assert ways(6, previous=told, where=AT_SCHOOL) == [HOME, None]
    assert ways(6, previous=told) == [None]
    assert ways(2, previous=told, busy=[busy("alex", 3, 4)]) == [None]


def test_a_task_elsewhere_calls_in_time() -> None:
    found = board(12, **two_places(60), occurrences=[task(4, 6, place="school")])
    state = State(found)
    chances = Chances(found, [Pin(0, ALEX, AT_SCHOOL, 4, 5)])
    for cell, way in ((1, [None]), (2, [AT_SCHOOL]), (3, [None])):
        state.cell = cell
        assert list(chances._ways(state, ALEX)) == way
    state.cell = 2
    assert list(chances._ways(state, RUTH)) == [None]


def test_no_way_is_begun_in_a_part_of_a_cell() -> None:
    away = {"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T11:50"}
    chances, state = at_cell(0, away=away, **two_places(60))
    ok = []
    for state.cell in range(8):
        ok += [state.cell] if chances._can_move(state, ALEX, HOME, AT_SCHOOL) else []
    assert ok == [1, 2, 3, 4, 5]


def stays(cell: int, place: int = HOME, carer: int = ALEX, **parts: Any) -> bool:
    """Whether the carer may have Mia where she is."""
    chances, state = at_cell(cell, **{**two_places(), **parts})
    state.at[MIA] = state.where[carer] = place
    return chances._may(state, MIA, carer, (None, None))


def test_who_may_have_a_child_where_it_is() -> None:
    assert stays(2)
    assert stays(2, AT_SCHOOL)
    assert not stays(2, carers=[alex(may_care=[]), ruth()])
    assert stays(2, asleep=[asleep(2, 4)])
    assert not stays(2, AT_SCHOOL, asleep=[asleep(2, 4)])
    assert not stays(2, supervised=[school(3, 5)])
    assert stays(2, AT_SCHOOL, supervised=[school(3, 5)])
    assert stays(2, supervised=[school(3, 5, drop_off=False)])
    assert stays(1, supervised=[school(3, 5)])
    assert stays(2, carer=RUTH)


def test_a_night_and_a_child_that_waits_are_not_for_everybody() -> None:
    night: dict[str, Any] = {"away": {"leaver": "sam", "from": "2026-12-03T23:00", "to": "2026-12-04T03:00"}}
    assert stays(2, **night)
    assert not stays(2, carers=[alex(overnight=False), ruth()], **night)
    assert stays(1, carers=[alex(overnight=False), ruth()], **night)
    chances, state = at_cell(2, **two_places(), carers=[alex(may_collect={"school": ["mia"]}), ruth()])
    state.waits[MIA] = True
    state.at[MIA] = state.where[ALEX] = AT_SCHOOL
    assert chances._may(state, MIA, ALEX, (None, None))
    state.at[MIA] = state.where[ALEX] = HOME
    assert not chances._may(state, MIA, ALEX, (None, None))


def rides(cell: int, **parts: Any) -> bool:
    """Whether Alex may take Mia along from home to school."""
    chances, state = at_cell(cell, **{**two_places(60), **parts})
    return chances._may(state, MIA, ALEX, (AT_SCHOOL, None))


def test_who_may_take_a_child_along() -> None:
    assert rides(2)
    assert not rides(2, asleep=[asleep(3, 4)])
    assert rides(2, asleep=[asleep(4, 5)])
    assert rides(2, supervised=[school(4, 6)])
    assert not rides(2, supervised=[school(3, 6)])
    assert rides(2, supervised=[school(0, 2, pick_up=False)])
    assert not rides(2, supervised=[school(4, 6, drop_off=False)])
    night: dict[str, Any] = {"away": {"leaver": "sam", "from": "2026-12-03T22:30", "to": "2026-12-04T03:00"}}
    assert not rides(2, carers=[alex(overnight=False), ruth()], **night)
    assert rides(1, carers=[alex(overnight=False), ruth()], **night)


def test_a_task_that_needs_both_hands_leaves_room_for_its_children_alone() -> None:
    one = {**task(2, 4, beside_care=False), "with": ["ben"]}
    found = board(children=[{"id": "mia"}, {"id": "ben"}], occurrences=[one])
    state = State(found)
    state.cell = 2
    chances = Chances(found)
    chances._active = [Pin(0, ALEX, HOME, 2, 3)]
    may = [chances._may(state, child, carer, (None, None)) for carer in (ALEX, RUTH) for child in (MIA, BEN)]
    assert may == [False, True, True, True]
