"""The document: defaults, refusals that name the place, rounding that stays safe, times."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.problem import Problem
from kbye.planning.situation_file import Refused, read
from tests.planning.coverage.small import alex, asleep, at, busy, document, ruth, school, task, two_places


def problem(**parts: Any) -> Problem:
    return grid.problem(read(json.dumps(document(**parts))))


def test_the_smallest_document_has_all_defaults() -> None:
    of = problem()
    carer = of.carers[0]
    assert (of.grid, of.cells, of.places) == (30, 4, ("home",))
    assert (carer.may_care, carer.at_most, carer.overnight) == (frozenset({0}), 1, True)
    assert carer.collects == {(0, 0)}


def test_helpers_may_nothing_until_told() -> None:
    carer = problem(carers=[alex(), {"id": "noor"}]).carers[1]
    assert (carer.may_care, carer.collects, carer.overnight) == (frozenset(), frozenset(), False)
    assert (carer.ask_min, carer.ask_max) == (2, 48)


def test_the_grid_is_a_quarter_of_an_hour_unless_told() -> None:
    rows = document()
    del rows["grid_minutes"]
    assert grid.problem(reader.situation(rows)).cells == 8


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"version": 2}, "version: must be 1"),
        ({"zone": "Europe/Nowhere"}, "zone: no time zone is called “Europe/Nowhere”"),
        ({"grid_minutes": 7}, "grid_minutes: must be one of 5, 10, 15, 30"),
        ({"surprise": 1}, "surprise: is not a key that is known here"),
        ({"children": [{"id": "mia"}, {"id": "mia"}]}, "children[1]: “mia” is there twice"),
        (
            {"children": [{"id": "mia", "born": "yesterday"}]},
            "children[0].born: must be a day such as 2026-12-03",
        ),
        ({"carers": [alex(), ruth(at_most=0)]}, "carers[1].at_most: must be 1 or more"),
        ({"carers": [alex(at_most=True)]}, "carers[0].at_most: must be a whole number"),
        ({"carers": [alex(household="yes")]}, "carers[0].household: must be true or false"),
        ({"carers": [ruth(may_care=["ben"])]}, "carers[0].may_care[0]: no child is called “ben”"),
        (
            {"carers": [ruth(may_collect={"gym": ["mia"]})]},
            "carers[0].may_collect.gym: is not a key that is known here",
        ),
        (
            {"carers": [ruth(ask_minutes_min=90, ask_minutes_max=60)]},
            "carers[0].ask_minutes_max: must be 90 or more, as ask_minutes_min is",
        ),
        ({"busy": [busy("noor", 0, 1)]}, "busy[0].carer: no carer is called “noor”"),
        ({"busy": [busy("alex", 2, 1)]}, "busy[0].to: must be after busy[0].from"),
        (
            {"busy": [busy("alex", 0, 1, strength="maybe")]},
            "busy[0].strength: must be one of cannot, rather_not, unknown",
        ),
        (
            {"busy": [busy("alex", 0, 1) | {"from": "soon"}]},
            "busy[0].from: must be a time such as 2026-12-03T17:30",
        ),
        (
            {"busy": [busy("alex", 0, 1) | {"from": "2026-02-30T10:00"}]},
            "busy[0].from: is not a time that exists",
        ),
        ({"places": ["school"]}, "places: must hold “home”"),
        ({"places": ["home", "school"]}, "travel: how long from home to school is missing"),
        ({"supervised": [school(0, 1)]}, "supervised[0].place: no place is called “school”"),
        (
            {**two_places(), "supervised": [school(0, 2)], "asleep": [asleep(1, 3)]},
            "asleep[0]: overlaps a supervised time of mia",
        ),
        (
            {"occurrences": [task(0, 1, 60)]},
            "occurrences[0].minutes: does not fit between earliest and latest",
        ),
        (
            {"occurrences": [task(0, 1, priority="soon")]},
            "occurrences[0].priority: must be one of must, should, nice",
        ),
        ({"away": {"leaver": "sam", "from": at(1), "to": at(1)}}, "away.to: must be after away.from"),
        ({"away": {"from": at(1)}}, "away.leaver: is missing"),
        ({"previous": {"care": [{"child": "mia"}]}}, "previous.care[0].carer: is missing"),
        ({"previous": []}, "previous: must be an object"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(parts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read(json.dumps(document(**parts)))
    assert str(refused.value) == sentence


@pytest.mark.parametrize("text", ["", "[1", "nonsense", '{"version": 1, "version": 1}', "[]", "[" * 100_000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read(text)


def test_what_takes_time_grows_and_what_gives_time_shrinks() -> None:
    of = problem(
        **two_places(31),
        busy=[{"id": "b", "carer": "alex", "from": "2026-12-03T08:10", "to": "2026-12-03T08:40"}],
        asleep=[{"child": "mia", "from": "2026-12-03T09:40", "to": "2026-12-03T09:50"}],
        supervised=[
            {"child": "mia", "from": "2026-12-03T08:10", "to": "2026-12-03T09:20", "place": "school"}
        ],
        occurrences=[
            task(0, 4) | {"earliest": "2026-12-03T08:10", "latest": "2026-12-03T09:50", "minutes": 20}
        ],
    )
    assert (of.busy[0].start, of.busy[0].end) == (0, 2)
    assert (of.asleep[0].start, of.asleep[0].end) == (3, 4)
    assert (of.supervised[0].start, of.supervised[0].end) == (1, 2)
    assert of.travel[0][1] == 2
    one = of.occurrences[0]
    assert (one.earliest, one.latest, one.cells) == (1, 3, 1)


def test_a_time_away_off_the_grid_keeps_its_minutes() -> None:
    of = problem(away={"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T09:50"})
    assert (of.cells, of.late, of.early) == (4, 10, 10)
    assert [of.minutes(cell) for cell in range(4)] == [20, 30, 30, 20]


def test_an_offset_wins() -> None:
    of = problem(away={"leaver": "sam", "from": "2026-12-03T07:00Z", "to": "2026-12-03T10:00+01:00"})
    assert of.at(0).isoformat() == "2026-12-03T07:00:00+00:00"
    assert of.cells == 4


def test_an_open_end_has_a_horizon() -> None:
    assert problem(away={"leaver": "sam", "from": at(0), "to": None}).cells == 96
    assert problem(away={"leaver": "sam", "from": at(0), "horizon_minutes": 120}).cells == 4


def test_both_nights_of_the_clock_change() -> None:
    spring = problem(away={"leaver": "sam", "from": "2026-03-28T20:00", "to": "2026-03-29T08:00"})
    autumn = problem(away={"leaver": "sam", "from": "2026-10-24T20:00", "to": "2026-10-25T08:00"})
    assert (spring.cells, autumn.cells) == (22, 26)
    assert (sum(spring.night), sum(autumn.night)) == (8, 12)


def test_what_no_longer_fits_is_the_leavers() -> None:
    of = problem(occurrences=[task(-2, 1, 60), task(-2, 1, 30) | {"id": "short"}])
    assert of.outside == ("inhaler",)
    assert [one.id for one in of.occurrences] == ["short"]


def test_a_busy_time_within_the_missing_hour_keeps_its_length() -> None:
    of = problem(
        away={"leaver": "sam", "from": "2026-03-29T00:00", "to": "2026-03-29T06:00"},
        busy=[{"id": "b", "carer": "alex", "from": "2026-03-29T02:30", "to": "2026-03-29T03:00"}],
    )
    assert (of.busy[0].start, of.busy[0].end) == (5, 6)
