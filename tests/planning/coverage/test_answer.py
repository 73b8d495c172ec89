"""The answer for programs, and the same for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kbye.planning.coverage import explain, reader, report
from kbye.planning.coverage.explain import Change, Reason, Repair, Why
from kbye.planning.coverage.outcome import Outcome, Status, Unproven
from kbye.planning.coverage.price import Price, Tiers, price
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan, Problem
from kbye.planning.situation_file import answer
from tests.planning.coverage.small import alex, at, document, problem, ruth, school, task, two_places

ALEX, RUTH, MIA, BEN, HOME, SCHOOL = 0, 1, 0, 1, 0, 1
DAY = "2026-12-03T"


def situation() -> Problem:
    return problem(
        cells=8,
        children=[{"id": "mia", "name": "Mia"}, {"id": "ben", "name": "Ben"}],
        carers=[alex(), ruth(ask_minutes_min=30)],
        **two_places(),
        supervised=[school(2, 4)],
        occurrences=[
            task(5, 8) | {"id": "inhaler", "title": "Inhaler"},
            task(5, 8) | {"id": "bath", "title": "Bath", "priority": "nice"},
            task(5, 8) | {"id": "walk", "title": "Walk", "priority": "should"},
            task(5, 8) | {"id": "pill", "title": "Pill"},
            task(9, 12) | {"id": "late"},
        ],
    )


PLAN = Plan(
    care=(
        Care(BEN, 6, 7, RUTH, HOME),
        Care(MIA, 4, 5, ALEX, None),
        Care(BEN, 4, 5, ALEX, SCHOOL),
        Care(BEN, 0, 2, ALEX, HOME),
        Care(MIA, 0, 1, ALEX, HOME),
        Care(MIA, 1, 2, ALEX, None),
    ),
    moves=(Move(ALEX, 4, 5, SCHOOL, HOME), Move(ALEX, 1, 2, HOME, SCHOOL)),
    done=(Done(1, 6, 7, RUTH, HOME), Done(0, 5, 6, ALEX, HOME)),
    asks=(Ask(RUTH, 6, 10), Ask(RUTH, -2, 1)),
)


def outcome(of: Problem, plan: Plan = PLAN, unproven: Unproven | None = None) -> Outcome:
    return Outcome(plan=plan, price=price(of, plan), unproven=unproven)


def told(of: Problem, plan: Plan = PLAN, **more: Any) -> dict[str, Any]:
    return answer(of, outcome(of, plan), **more)


def clock(first: str, last: str) -> dict[str, str]:
    return {"from": f"{DAY}{first}+01:00", "to": f"{DAY}{last}+01:00"}


def test_care_in_order_of_time_then_child() -> None:
    rows = [
        (row["child"], row["carer"], row["from"][11:16], row["to"][11:16], row["place"])
        for row in told(situation())["care"]
    ]
    assert rows == [
        ("mia", "alex", "08:00", "08:30", "home"),
        ("ben", "alex", "08:00", "09:00", "home"),
        ("mia", "alex", "08:30", "09:00", None),
        ("mia", "alex", "10:00", "10:30", None),
        ("ben", "alex", "10:00", "10:30", "school"),
        ("ben", "ruth", "11:00", "11:30", "home"),
    ]


def test_ways_tasks_and_asks_in_order_of_time() -> None:
    rows = told(situation())
    assert rows["moves"] == [
        {"carer": "alex", "from_place": "home", "to_place": "school", **clock("08:30", "09:00")},
        {"carer": "alex", "from_place": "school", "to_place": "home", **clock("10:00", "10:30")},
    ]
    assert rows["done"] == [
        {"occurrence": "inhaler", "carer": "alex", **clock("10:30", "11:00"), "place": "home"},
        {"occurrence": "bath", "carer": "ruth", **clock("11:00", "11:30"), "place": "home"},
    ]
    assert rows["asks"] == [
        {"carer": "ruth", **clock("07:00", "08:30"), "children": []},
        {"carer": "ruth", **clock("11:00", "13:00"), "children": ["ben"]},
    ]


def test_the_children_of_an_ask_are_those_had_within_it() -> None:
    of = situation()
    care = (Care(BEN, 2, 3, RUTH, HOME), Care(MIA, 5, 6, RUTH, HOME), Care(BEN, 3, 5, ALEX, HOME))
    for ask, children in (
        (Ask(RUTH, 3, 5), []),
        (Ask(RUTH, 2, 6), ["mia", "ben"]),
        (Ask(RUTH, 5, 9), ["mia"]),
    ):
        rows = told(of, Plan(care=care, asks=(ask,)))
        assert rows["asks"][0]["children"] == children


def test_what_is_left_out_missed_and_outside() -> None:
    rows = told(situation())
    assert (rows["dropped"], rows["missed_musts"], rows["outside"]) == (["walk"], ["pill"], ["late"])


def test_gaps_and_until_when_it_holds() -> None:
    rows = told(situation())
    assert [(row["child"], row["from"][11:16], row["to"][11:16]) for row in rows["gaps"]] == [
        ("mia", "10:30", "12:00"),
        ("ben", "09:00", "10:00"),
        ("ben", "10:30", "11:00"),
        ("ben", "11:30", "12:00"),
    ]
    assert rows["holds_until"] == f"{DAY}09:00+01:00"
    whole = Plan(care=(Care(MIA, 0, 4, ALEX, HOME),))
    assert told(problem(), whole)["holds_until"] == f"{DAY}10:00+01:00"


def test_times_away_off_the_grid_are_told_as_they_are() -> None:
    of = problem(away={"leaver": "sam", "from": f"{DAY}08:10", "to": f"{DAY}09:50"})
    rows = told(of, Plan(care=(Care(MIA, 0, 4, ALEX, HOME),)))
    assert {key: rows["care"][0][key] for key in ("from", "to")} == clock("08:10", "09:50")
    assert told(of, Plan())["gaps"] == [{"child": "mia", **clock("08:10", "09:50")}]


def test_a_wandering_offset() -> None:
    of = problem(away={"leaver": "sam", "from": "2026-10-25T02:00", "to": "2026-10-25T04:00"})
    (row,) = told(of, Plan(care=(Care(MIA, 0, 6, ALEX, HOME),)))["care"]
    assert (row["from"], row["to"]) == ("2026-10-25T02:00+02:00", "2026-10-25T04:00+01:00")


def test_the_price_of_everything() -> None:
    of = situation()
    assert told(of)["price"] == {
        "gap_minutes": 210, "missed_musts": 1, "change": 0, "rather_not_minutes": 0, "ask_minutes": 210, "asks": 2,
        "disturbance": 330, "shoulds_dropped": 1, "handovers": 1, "nices_dropped": 0,
    }  # fmt: skip


def test_how_sure_it_is() -> None:
    of = problem()
    whole = Plan(care=(Care(MIA, 0, 4, ALEX, HOME),))
    rows = answer(of, outcome(of, whole, Unproven("handovers", 0.25)))
    assert (rows["status"], rows["unproven"]) == ("feasible", {"tier": "handovers", "gap": 0.25})
    rows = answer(of, outcome(of, whole))
    assert (rows["version"], rows["status"], rows["unproven"]) == (1, "optimal", None)
    assert told(of, Plan())["status"] == "no_plan"


@pytest.mark.parametrize(("tiers", "works"), [((0, 0), True), ((1, 0), False), ((0, 1), False)])
def test_a_gap_or_a_missed_must_is_no_plan(tiers: tuple[int, int], works: bool) -> None:
    known = replace(NOTHING, tiers=Tiers(*tiers, 9, 9, 9, 9, 9))
    for unproven in (None, Unproven("handovers", 1.0)):
        status = Outcome(plan=Plan(), price=known, unproven=unproven).status
        assert (status is not Status.NO_PLAN) is works


REASON = Reason(child="mia", start=0, end=2, carer="alex", why=Why.BUSY, ref="b1", sentence="Alex is busy.")
MUST = replace(REASON, child=None, why=Why.SKILL, ref=None, sentence="No skill.", occurrence="pill")
NOTHING = Price(tiers=Tiers(0, 0, 0, 0, 0, 0, 0), rather_not_minutes=0, ask_minutes=0, asks=0)
REPAIR = Repair(
    changes=(Change("move_busy", {"busy": "b1"}),),
    price=NOTHING,
    sentence="It works if.",
    changed=reader.situation(document()),
)


def test_reasons_and_repairs() -> None:
    rows = told(situation(), reasons=(REASON, MUST), repairs=(REPAIR,))
    row = {**clock("08:00", "09:00"), "carer": "alex"}
    assert rows["reasons"] == [
        {"child": "mia", **row, "why": "busy", "ref": "b1", "sentence": "Alex is busy."},
        {"child": None, **row, "why": "skill", "ref": None, "sentence": "No skill.", "occurrence": "pill"},
    ]
    (repair,) = rows["repairs"]
    assert repair["changes"] == [{"kind": "move_busy", "busy": "b1"}]
    assert (repair["price"]["gap_minutes"], repair["sentence"]) == (0, "It works if.")


def test_for_people_line_by_line() -> None:
    of = situation()
    text = report.text(of, outcome(of), (REASON, REASON, MUST), (REPAIR,))
    assert text.splitlines() == [
        "It does not work like this yet.",
        "",
        "Thu 07:00–08:30  ask Grandma",
        "Thu 08:00–08:30  Alex has Mia",
        "Thu 08:00–09:00  Alex has Ben",
        "Thu 08:30–09:00  Alex goes from home to school with Mia",
        "Thu 09:00–10:00  nobody has Ben",
        "Thu 10:00–10:30  Alex goes from school to home with Mia",
        "Thu 10:00–10:30  Alex has Ben at school",
        "Thu 10:30–11:00  Alex: Inhaler",
        "Thu 10:30–11:00  nobody has Ben",
        "Thu 10:30–12:00  nobody has Mia",
        "Thu 11:00–11:30  Grandma has Ben",
        "Thu 11:00–11:30  Grandma: Bath",
        "Thu 11:00–13:00  ask Grandma",
        "Thu 11:30–12:00  nobody has Ben",
        "Left out: Walk, Pill",
        "",
        "Alex is busy.",
        "No skill.",
        "",
        "It works if.",
    ]


def test_for_people_a_plan_that_works_is_short() -> None:
    of = problem()
    whole = Plan(care=(Care(MIA, 0, 4, ALEX, HOME),))
    assert report.text(of, outcome(of, whole), (), ()).splitlines() == [
        "It works, and there is no better plan.",
        "",
        "Thu 08:00–10:00  Alex has Mia",
    ]
    assert report.text(of, outcome(of, whole, Unproven("handovers", 1.0)), (), ()).startswith(
        "It works. There may be a better plan still.\n"
    )


def test_two_on_the_way_and_one_alone() -> None:
    of = situation()
    move = (Move(ALEX, 1, 2, HOME, SCHOOL),)
    both = (Care(MIA, 1, 2, ALEX, None), Care(BEN, 1, 2, ALEX, None))
    assert "Alex goes from home to school with Mia and Ben" in report.text(
        of, outcome(of, Plan(care=both, moves=move)), (), ()
    )
    assert "Alex goes from home to school\n" in report.text(of, outcome(of, Plan(moves=move)), (), ())


def test_another_day_is_told() -> None:
    of = problem(cells=40)
    text = report.text(of, outcome(of, Plan(care=(Care(MIA, 0, 40, ALEX, HOME),))), (), ())
    assert text.splitlines()[2] == "Thu 08:00–Fri 04:00  Alex has Mia"


@pytest.mark.parametrize(("minutes", "said"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (120, "2 h")])
def test_hours_and_minutes(minutes: int, said: str) -> None:
    assert explain.hours(minutes) == said


def test_what_would_make_it_work_in_one_sentence() -> None:
    parts = [
        explain.has_longer_days("Ruth", 90),
        explain.is_asked_longer("Ruth", 120),
        explain.stays_overnight("Ruth"),
        explain.cares("Ruth", "Mia"),
        explain.becomes_should("Bath"),
    ]
    assert explain.it_works(parts) == (
        "It works if Ruth helps for up to 1 h 30 min a day and Ruth can be asked for up to 2 h and Ruth stays overnight"
        " and Ruth may look after Mia and “Bath” may be left out."
    )


def test_every_reason_has_its_words() -> None:
    for why in Why:
        if why not in (Why.BUSY, Why.UNKNOWN):
            assert explain.why_not(why, "Ruth", "", "school", "Bath").endswith(".")


def test_an_answer_before_without_more_than_care() -> None:
    of = problem(previous={"care": [{"child": "mia", "carer": "alex", "from": at(0), "to": at(2)}]})
    assert of.previous == Plan(care=(Care(MIA, 0, 2, ALEX, None),))
