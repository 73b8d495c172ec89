"""Windows by bounds are the windows that planning every start would choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kbye.planning import wallclock
from kbye.planning.coverage import grid, reader, windows_search
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.solve import best_plan
from kbye.planning.coverage.windows_search import Bounds, Wanted, Window
from kbye.planning.intervals import Span
from tests.planning.coverage import brute, tiny
from tests.planning.coverage.small import alex, at, busy, document


def solve(problem: Problem) -> Outcome:
    return best_plan(problem, tries=3)


def every_start(wanted: Wanted) -> list[Window]:
    """What the search promises, the long way round."""
    length, step = timedelta(minutes=wanted.minutes), timedelta(minutes=wanted.situation.grid_minutes)
    leaver = [
        b.span for b in wanted.situation.busy if b.carer == wanted.situation.leaver and b.strength == "cannot"
    ]
    best: dict[object, Window] = {}
    start = wanted.between.start
    while start + length <= wanted.between.end:
        span = Span(start, start + length)
        outcome = solve(grid.problem(replace(wanted.situation, away=span)))
        shown = wallclock.local(start, wanted.situation.zone)
        part = (shown.date(), sum(shown.hour >= hour for hour in (12, 17)))
        window = Window(span, outcome)
        works = outcome.status is not Status.NO_PLAN and not any(span.overlaps(one) for one in leaver)
        if works and (part not in best or window.rank < best[part].rank):
            best[part] = window
        start += step
    return sorted(best.values(), key=lambda one: one.rank)[: wanted.best]


@pytest.mark.parametrize("seed", range(12))
def test_the_same_as_planning_every_start(seed: int) -> None:
    situation = reader.situation(tiny.document(seed))
    between = Span(situation.away.start - timedelta(hours=3), situation.away.end + timedelta(hours=3))
    wanted = Wanted(situation, 60, between, 3)
    found = windows_search.best(wanted, solve, lambda _: None)
    assert [(one.span, one.outcome.price) for one in found] == [
        (one.span, one.outcome.price) for one in every_start(wanted)
    ]


def test_the_leaver_whose_calendar_is_not_known_counts_as_busy() -> None:
    sam = {"id": "sam", "name": "Sam", "household": True}
    rows = document(carers=[alex(), sam], busy=[busy("sam", 0, 2, strength="unknown")])
    situation = reader.situation(rows)
    wanted = Wanted(situation, 60, situation.away, 3)
    (found,) = windows_search.best(wanted, solve, lambda _: None)
    assert found.span.start == situation.away.start + timedelta(minutes=60)
    told = windows_search.why_not(wanted, situation.away.start, solve)
    assert told == "Nobody knows whether Sam is free before 09:00."


def test_a_last_step_that_is_not_filled_costs_only_what_is_filled() -> None:
    held = [busy("alex", 0, 2, strength="rather_not"), busy("alex", 3, 9, strength="rather_not")]
    situation = reader.situation(document(12, busy=held))
    half_past, later = (situation.away.start + timedelta(minutes=minutes) for minutes in (30, 100))
    (found,) = windows_search.best(Wanted(situation, 40, Span(half_past, later), 1), solve, lambda _: None)
    assert (found.span.end, found.outcome.price.rather_not_minutes) == (later, 10)


def test_a_lesson_may_fill_what_a_last_step_holds() -> None:
    lesson = {"child": "mia", "from": at(1), "to": "2026-12-03T08:50", "place": "home"}
    situation = reader.situation(document(busy=[busy("alex", 1, 4)], supervised=[lesson]))
    wanted = Wanted(situation, 50, Span(situation.away.start, situation.away.end), 1)
    (found,) = windows_search.best(wanted, solve, lambda _: None)
    assert (found.span.start, found.outcome.price.tiers.gap_minutes) == (situation.away.start, 0)


def test_why_not_says_what_the_list_says_when_the_leaver_is_busy_off_the_grid() -> None:
    sam = {"id": "sam", "name": "Sam", "household": True}
    choir = busy("sam", 3, 6, label="Choir") | {"from": "2026-12-03T09:20"}
    situation = reader.situation(document(carers=[alex(), sam], busy=[choir]))
    eight = situation.away.start
    wanted = Wanted(situation, 75, Span(eight, eight + timedelta(minutes=75)), 1)
    assert windows_search.best(wanted, solve, lambda _: None) == []
    assert windows_search.why_not(wanted, eight, solve) == "Sam is busy with “Choir” until 11:00."


@pytest.mark.parametrize("seed", range(30))
def test_a_bound_is_never_above_the_best(seed: int) -> None:
    situation = reader.situation(tiny.document(seed))
    problem = grid.problem(situation)
    assert Bounds(problem, situation).least(0, problem.cells) <= brute.best(problem)


def test_why_not_comes_from_the_same_plans() -> None:
    sam = {"id": "sam", "name": "Sam", "household": True}
    rows = document(
        carers=[alex(), sam], busy=[busy("alex", 0, 6, label="Board"), busy("sam", 10, 12, label="Choir")]
    )
    situation = reader.situation(rows)
    eight = situation.away.start
    wanted = Wanted(situation, 120, Span(eight, eight + timedelta(hours=10)), 3)

    def asked(hours: float) -> str:
        return windows_search.why_not(wanted, eight + timedelta(hours=hours), solve)

    assert asked(1).startswith("Alex is busy with “Board” until 11:00.")
    assert asked(4) == "Sam is busy with “Choir” until 14:00."
    assert asked(3) == "It works. Thu 11:00–13:00: nobody needs to be asked."
    assert asked(9) == "That time does not lie between the first and the last that were asked for."
    found = windows_search.best(wanted, solve, lambda _: None)
    assert all(asked((one.span.start - eight) / timedelta(hours=1)).startswith("It works.") for one in found)
