"""The document: defaults, refusals that name the place, rounding that stays safe, times."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kbye.planning.coverage import grid, reader
from kbye.planning.coverage import situation as told
from kbye.planning.coverage.anonymous import without_names
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.situation_file import Refused, read
from tests.planning.coverage.example import EXAMPLE
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
        ({"carers": [ruth(id="\ud800")]}, "carers[0].id: must be a text"),
        ({"carers": [ruth(skills=["\udfff"])]}, "carers[0].skills[0]: must be a text"),
        ({"now": "2026-12-03T08:00:30"}, "now: must be on a whole minute"),
        ({"now": "1969-12-31T12:00"}, "now: must be a year from 1970 to 2200"),
        ({"now": "2201-01-02T12:00"}, "now: must be a year from 1970 to 2200"),
        ({"now": "0001-01-01T00:00+01:00"}, "now: is not a time that exists"),
        ({"now": "2026-12-03T08:00+00:00x"}, "now: must be a time such as 2026-12-03T17:30"),
        ({"zone": ""}, "zone: must be a text"),
        ({"children": {}}, "children: must be a list"),
        ({"carers": ["alex"]}, "carers[0]: must be an object"),
        ({"carers": [alex(may_collect=[])]}, "carers[0].may_collect: must be an object"),
        ({"carers": [alex(at_most=10_000_001)]}, "carers[0].at_most: is too large"),
        ({"carers": [alex(), alex()]}, "carers[1]: “alex” is there twice"),
        ({"carers": [ruth(ask_minutes_min=0)]}, "carers[0].ask_minutes_min: must be 1 or more"),
        ({"carers": [ruth(ask_minutes_max=0)]}, "carers[0].ask_minutes_max: must be 1 or more"),
        ({"carers": [ruth(max_minutes_per_day=-1)]}, "carers[0].max_minutes_per_day: must be 0 or more"),
        ({"carers": [ruth(max_minutes_per_week=-1)]}, "carers[0].max_minutes_per_week: must be 0 or more"),
        ({"occurrences": [task(0, 1, 0)]}, "occurrences[0].minutes: must be 1 or more"),
        ({"occurrences": [task(0, 1), task(0, 1)]}, "occurrences[1]: “inhaler” is there twice"),
        ({"places": ["home", "home"]}, "places[1]: “home” is there twice"),
        ({**two_places(-1)}, "travel[0].minutes: must be 0 or more"),
        (
            {"travel": [{"between": ["home", "home"], "minutes": 5}]},
            "travel[0].between: must be two different places",
        ),
        (
            {"travel": [{"between": ["home"], "minutes": 5}]},
            "travel[0].between: must be two different places",
        ),
        (
            {"travel": [{"between": ["home", "gym"], "minutes": 5}]},
            "travel[0].between[1]: no place is called “gym”",
        ),
        (
            {**two_places(), "travel": two_places()["travel"] * 2},
            "travel[1].between: home and school are given twice",
        ),
        (
            {**two_places(), "supervised": [school(0, 2), school(1, 3)]},
            "supervised[1]: overlaps another time of mia",
        ),
        (
            {"away": {"leaver": "sam", "from": at(0), "horizon_minutes": 29}},
            "away.horizon_minutes: must be 30 or more",
        ),
        (
            {"away": {"leaver": "sam", "from": at(0), "to": at(62 * 48 + 1)}},
            "away.to: must be within 62 days",
        ),
        (
            {
                "previous": {
                    "care": [],
                    "moves": [{"carer": "alex", "from": at(0), "to": at(1), "from_place": "home"}],
                }
            },
            "previous.moves[0].to_place: is missing",
        ),
        (
            {
                "previous": {
                    "care": [],
                    "asks": [{"carer": "alex", "from": at(0), "to": at(1), "children": ["ben"]}],
                }
            },
            "previous.asks[0].children[0]: no child is called “ben”",
        ),
        ({"busy": [busy("noor", 0, 1)]}, "busy[0].carer: no carer is called “noor”"),
        (
            {"busy": [{"id": "b", "carer": "alex", "from": at(0), "to": at(1)}]},
            "busy[0].strength: is missing",
        ),
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


def test_a_document_of_another_shape_is_named() -> None:
    with pytest.raises(Refused, match=r"^The document: must be an object$"):
        read("[]")


def test_a_number_nobody_can_write_down_is_refused() -> None:
    text = json.dumps(document()).replace('"grid_minutes": 30', '"grid_minutes": ' + 5000 * "9")
    with pytest.raises(Refused, match=r"^The document holds a number that is too long\.$"):
        read(text)


def test_a_mark_before_the_document_is_no_harm() -> None:
    assert read("\ufeff" + json.dumps(document())) == read(json.dumps(document()))


def test_a_key_that_is_there_twice_is_named_alone() -> None:
    with pytest.raises(Refused, match=r"^A key is there twice: zone\.$"):
        read('{"version": 1, "zone": "UTC", "zone": "UTC"}')


def test_a_key_with_half_a_character_is_named_so_that_it_can_be_printed() -> None:
    with pytest.raises(Refused) as refused:
        read(json.dumps(document() | {"\ud800": 1}))
    assert str(refused.value) == "\ufffd: is not a key that is known here"


def test_places_are_called_anything() -> None:
    of = problem(
        places=["day care", "home", "Schule Süd"],
        travel=[
            {"between": ["home", "day care"], "minutes": 30},
            {"between": ["home", "Schule Süd"], "minutes": 30},
            {"between": ["day care", "Schule Süd"], "minutes": 30},
        ],
        carers=[ruth(may_collect={"day care": ["mia"], "Schule Süd": []})],
    )
    assert of.places == ("home", "day care", "Schule Süd")
    assert of.carers[0].collects == {(1, 0)}


def test_what_takes_time_grows_and_what_gives_time_shrinks() -> None:
    of = problem(
        **two_places(31),
        busy=[busy("alex", 0, 0) | {"from": "2026-12-03T08:10", "to": "2026-12-03T08:40"}],
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


def test_a_lesson_within_a_step_of_the_grid_gives_nobody_time() -> None:
    for end, lessons in (("09:10", 0), ("09:30", 1)):
        row = school(0, 1) | {"from": "2026-12-03T08:40", "to": f"2026-12-03T{end}"}
        assert len(problem(**two_places(), supervised=[row]).supervised) == lessons


def test_a_time_away_off_the_grid_keeps_its_minutes() -> None:
    of = problem(away={"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T09:50"})
    assert (of.cells, of.late, of.early) == (4, 10, 10)
    assert [of.minutes(cell) for cell in range(4)] == [20, 30, 30, 20]


@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        ("07:00", "08:10", []),
        ("07:00", "08:20", [(0, 0, None, True)]),
        ("08:10", "08:25", [(0, 0, None, True)]),
        ("08:10", "09:40", [(0, 3, None, True)]),
        ("08:10", "09:55", [(0, 4, None, False)]),
        ("08:25", "09:50", [(1, 4, 1, False)]),
        ("09:50", "10:30", []),
    ],
)
def test_what_lies_outside_a_time_away_off_the_grid_is_the_leavers(
    first: str, last: str, rows: list[tuple[int, int, int | None, bool]]
) -> None:
    day = "2026-12-03T"
    of = problem(
        **two_places(),
        supervised=[{"child": "mia", "from": day + first, "to": day + last, "place": "school"}],
        away={"leaver": "sam", "from": day + "08:20", "to": day + "09:50"},
    )
    assert [(one.start, one.end, one.leave_from, one.collect) for one in of.supervised] == rows


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
        busy=[busy("alex", 0, 0) | {"from": "2026-03-29T02:30", "to": "2026-03-29T03:00"}],
    )
    assert (of.busy[0].start, of.busy[0].end) == (5, 6)


def test_times_are_the_same_however_they_are_written() -> None:
    for text in ("2026-12-03T08:00", "2026-12-03T08:00:00", "2026-12-03T08:00:00.0", "2026-12-03T07:00Z"):
        of = problem(away={"leaver": "sam", "from": text, "to": "2026-12-03T03:00-0600"})
        assert (of.origin.isoformat(), of.cells) == ("2026-12-03T07:00:00+00:00", 4)


def test_the_first_and_the_last_year_there_are() -> None:
    assert problem(now="1970-01-02T00:00").now is not None
    assert problem(previous={"care": []}, now="2200-12-30T00:00").now is not None


def test_sixty_two_days_are_not_too_long() -> None:
    assert problem(cells=62 * 48).cells == 62 * 48


def test_what_touches_does_not_overlap() -> None:
    other = [{"id": "mia"}, {"id": "ben"}]
    of = problem(
        children=other,
        **two_places(),
        supervised=[school(0, 1), school(1, 2), school(0, 2, "ben")],
        asleep=[asleep(2, 4), asleep(2, 3, "ben")],
    )
    assert (len(of.supervised), len(of.asleep)) == (3, 2)


def test_the_shortest_ask_may_be_longer_than_a_day() -> None:
    carer = problem(carers=[ruth(ask_minutes_min=1500)]).carers[0]
    assert (carer.ask_min, carer.ask_max) == (50, 50)
    carer = problem(carers=[ruth(ask_minutes_min=60, ask_minutes_max=60)]).carers[0]
    assert (carer.ask_min, carer.ask_max) == (2, 2)
    carer = problem(carers=[ruth(ask_minutes_min=61, ask_minutes_max=119)]).carers[0]
    assert (carer.ask_min, carer.ask_max) == (3, 3)


def test_everything_an_adult_may_be_told() -> None:
    more = {
        "at_most": 1,
        "overnight": None,
        "max_minutes_per_day": 60,
        "max_minutes_per_week": 90,
        "ask_rank": -2,
    }
    carer = problem(children=[{"id": "mia"}, {"id": "ben"}], carers=[ruth(**more, skills=["drive"])]).carers[
        0
    ]
    assert (carer.at_most, carer.overnight, carer.day_limit, carer.week_limit) == (1, False, 60, 90)
    assert (carer.ask_rank, sorted(carer.skills), carer.name) == (-2, ["drive"], "Grandma")
    nameless = problem(carers=[{"id": "kim", "name": "", "household": True, "overnight": False}]).carers[0]
    assert (nameless.name, nameless.overnight, nameless.used) == ("kim", False, True)


def test_a_task_is_at_home_unless_told() -> None:
    tasks = [task(0, 4), task(0, 4, place=None) | {"id": "any"}, task(0, 4, place="school") | {"id": "there"}]
    of = problem(**two_places(), occurrences=tasks)
    assert [one.place for one in of.occurrences] == [0, None, 1]
    assert [one.beside_care for one in of.occurrences] == [True] * 3
    assert of.occurrences[0].only is None


def test_the_answer_before_is_read_whole() -> None:
    row = {"carer": "ruth", "from": at(0), "to": at(2)}
    of = problem(
        **two_places(),
        carers=[alex(), ruth()],
        occurrences=[task(-2, -1) | {"id": "late"}, task(0, 4)],
        previous={
            "care": [
                {**row, "child": "mia", "place": "school"},
                {**row, "child": "mia", "from": at(-3), "to": at(0)},
            ],
            "moves": [{**row, "from_place": "home", "to_place": "school"}],
            "done": [{**row, "occurrence": "inhaler", "place": "school"}, {**row, "occurrence": "late"}],
            "asks": [{**row, "accepted": True}, {**row, "from": at(-9), "to": at(-8)}],
            "reasons": [{"skipped": True}],
        },
    )
    assert of.previous == Plan(
        care=(Care(0, 0, 2, 1, 1),),
        moves=(Move(1, 0, 2, 0, 1),),
        done=(Done(0, 0, 2, 1, 1),),
        asks=(Ask(1, 0, 2, True), Ask(1, -9, -8, False)),
    )


def test_who_had_a_child_before_on_a_finer_grid_had_it_one_after_the_other() -> None:
    quarter_to = "2026-12-03T08:45"
    care = [
        {"child": "mia", "carer": "alex", "from": at(0), "to": quarter_to},
        {"child": "mia", "carer": "ruth", "from": quarter_to, "to": "2026-12-03T08:50"},
        {"child": "mia", "carer": "ruth", "from": "2026-12-03T08:50", "to": "2026-12-03T09:50"},
    ]
    away = {"leaver": "sam", "from": "2026-12-03T08:05", "to": "2026-12-03T09:50"}
    of = problem(carers=[alex(), ruth()], away=away, previous={"care": care})
    assert of.previous is not None
    assert of.previous.care == (Care(0, 0, 1, 0, None), Care(0, 1, 4, 1, None))


def test_a_situation_without_names_is_read_as_the_same() -> None:
    told, named = (
        grid.problem(read(json.dumps(without_names(EXAMPLE)))),
        grid.problem(read(json.dumps(EXAMPLE))),
    )
    assert [one.collects for one in told.carers] == [one.collects for one in named.carers]
    assert (told.busy[0].start, told.supervised, told.travel) == (
        named.busy[0].start,
        named.supervised,
        named.travel,
    )
    assert "Grandma" not in json.dumps(without_names(EXAMPLE), ensure_ascii=False)


def test_nothing_that_names_anybody_is_left() -> None:
    sam = alex(id="sam", name="Sam Example", may_collect={"school": ["mia"]})
    rows = document(
        carers=[sam, ruth(may_care=["mia"], skills=["drive"])],
        children=[{"id": "mia", "name": "Mia", "born": "2020-03-01"}],
        **two_places(),
        supervised=[school(1, 2)],
        asleep=[asleep(2, 3)],
        busy=[
            busy("sam", 0, 1, label="Board", place="school"),
            busy("sam", 1, 2, label="home", place="home"),
        ],
        occurrences=[
            {**task(0, 4, title="Inhaler", only=["ruth"]), "with": ["mia"]},
            task(0, 4, id="walk", place=None),
        ],
        previous={"care": [{"child": "mia", "carer": "ruth", "from": at(0), "to": at(1), "place": "school"}]},
    )
    found = without_names(rows)
    assert (found["children"], found["away"]["leaver"]) == ([{"id": "child 1"}], "carer 1")
    assert found["carers"] == [
        {"id": "carer 1", "household": True, "may_collect": {"place 2": ["child 1"]}},
        {"id": "carer 2", "may_care": ["child 1"], "skills": ["drive"]},
    ]
    assert (found["places"], found["travel"][0]["between"]) == (["home", "place 2"], ["home", "place 2"])
    assert (found["supervised"][0]["child"], found["supervised"][0]["place"]) == ("child 1", "place 2")
    assert found["asleep"][0]["child"] == "child 1"
    told = [(row["id"], row["carer"], row["place"], row.get("label")) for row in found["busy"]]
    assert told == [("busy 1", "carer 1", "place 2", None), ("busy 2", "carer 1", "home", None)]
    one, other = found["occurrences"]
    assert (one["id"], one["only"], one["with"], one.get("title")) == (
        "task 1",
        ["carer 2"],
        ["child 1"],
        None,
    )
    assert (other["id"], other["place"]) == ("task 2", None)
    (row,) = found["previous"]["care"]
    assert (row["child"], row["carer"], row["place"]) == ("child 1", "carer 2", "place 2")
    assert rows["children"][0]["name"] == "Mia"
    assert without_names(document())["away"]["leaver"] == "leaver"


def test_what_a_program_leaves_out_means_what_a_file_leaves_out() -> None:
    rows = document(
        carers=[{"id": "noor"}],
        busy=[busy("noor", 0, 1)],
        **two_places(),
        supervised=[school(0, 1)],
        occurrences=[task(0, 4)],
        previous={"asks": [{"carer": "noor", "from": at(0), "to": at(1)}], "care": []},
    )
    read_as = reader.situation(rows)
    (carer,), (block,), (lesson,), (one,) = (
        read_as.carers,
        read_as.busy,
        read_as.supervised,
        read_as.occurrences,
    )
    assert carer == told.Carer(id="noor", name="noor")
    assert block == told.Busy(id=block.id, carer="noor", span=block.span)
    assert lesson == told.Supervised(child="mia", span=lesson.span, place="school")
    assert one == told.Occurrence(
        id="inhaler", title="inhaler", priority=told.Priority.MUST, minutes=30, window=one.window
    )
    assert read_as.previous is not None
    (ask,) = read_as.previous.asks
    assert ask == told.Row(carer="noor", span=ask.span)
