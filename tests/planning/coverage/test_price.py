"""Every part of the price, on a problem of three lines."""

from __future__ import annotations

from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Ask, Care, Done, Move, Plan
from tests.planning.coverage.small import alex, asleep, at, busy, problem, ruth, school, task, two_places

ALEX, RUTH, MIA, HOME = 0, 1, 0, 0


def has(first: int, last: int, carer: int = ALEX, child: int = MIA) -> Care:
    return Care(child, first, last, carer, HOME)


def test_a_gap_counts_for_every_child() -> None:
    of = problem(children=[{"id": "mia"}, {"id": "ben"}])
    assert price(of, Plan(care=(has(0, 1),))).tiers.gap_minutes == 3 * 30 + 4 * 30


def test_a_supervised_time_is_no_gap() -> None:
    assert price(problem(**two_places(), supervised=[school(1, 3)]), Plan()).tiers.gap_minutes == 60


def test_a_part_of_a_cell_counts_as_what_it_is() -> None:
    of = problem(away={"leaver": "sam", "from": "2026-12-03T08:10", "to": "2026-12-03T09:50"})
    assert price(of, Plan()).tiers.gap_minutes == 100


def test_what_is_left_out_counts_by_how_much_it_matters() -> None:
    rows = [task(0, 4) | {"id": name, "priority": name} for name in ("must", "should", "nice")]
    of = problem(occurrences=rows)
    assert price(of, Plan(care=(has(0, 4),))).tiers == Tiers(0, 1, 0, 0, 1, 0, 1)
    assert price(of, Plan(care=(has(0, 4),), done=(Done(0, 0, 1, ALEX, HOME),))).tiers == Tiers(
        0, 0, 0, 0, 1, 0, 1
    )


def test_disturbance_is_rather_not_and_asks() -> None:
    of = problem(carers=[alex(), ruth()], busy=[busy("alex", 0, 2, strength="rather_not")])
    found = price(of, Plan(care=(has(0, 1), has(1, 4, RUTH)), asks=(Ask(RUTH, 1, 4), Ask(RUTH, 6, 8))))
    assert (found.rather_not_minutes, found.ask_minutes, found.asks) == (30, 150, 2)
    assert found.tiers.disturbance == 30 + 150 + 2 * 60


def test_rather_not_counts_the_carer_once() -> None:
    of = problem(
        children=[{"id": "mia"}, {"id": "ben"}],
        busy=[busy("alex", 0, 2, strength="rather_not"), busy("alex", 1, 3, strength="rather_not")],
    )
    assert price(of, Plan(care=(has(0, 4), has(0, 4, child=1)))).rather_not_minutes == 90


def test_being_on_the_way_is_use() -> None:
    of = problem(**two_places(), busy=[busy("alex", 0, 2, strength="rather_not")])
    assert price(of, Plan(moves=(Move(ALEX, 1, 2, HOME, 1),))).rather_not_minutes == 30


def test_the_first_carer_is_no_handover_and_a_gap_hides_none() -> None:
    of = problem(carers=[alex(), ruth()])
    assert price(of, Plan(care=(has(0, 4),))).tiers.handovers == 0
    assert price(of, Plan(care=(has(0, 1), has(2, 4)))).tiers.handovers == 0
    assert price(of, Plan(care=(has(0, 1), has(2, 4, RUTH)))).tiers.handovers == 1


def test_a_supervised_time_hides_no_handover() -> None:
    of = problem(carers=[alex(), ruth()], **two_places(), supervised=[school(1, 2, pick_up=False)])
    assert price(of, Plan(care=(has(0, 1), has(2, 4, RUTH)))).tiers.handovers == 1


def test_a_handover_while_asleep_counts_three() -> None:
    of = problem(carers=[alex(), ruth()], asleep=[asleep(1, 3)])
    assert price(of, Plan(care=(has(0, 1), has(1, 4, RUTH)))).tiers.handovers == 3
    assert price(of, Plan(care=(has(0, 3), has(3, 4, RUTH)))).tiers.handovers == 1


def test_change_is_other_carers_other_doers_and_broken_asks() -> None:
    told = {
        "care": [{"child": "mia", "carer": "alex", "from": at(0), "to": at(3), "place": "home"}],
        "done": [{"occurrence": "inhaler", "carer": "alex", "from": at(0), "to": at(1), "place": "home"}],
        "asks": [{"carer": "ruth", "from": at(0), "to": at(3), "children": [], "accepted": True}],
    }
    of = problem(carers=[alex(), ruth()], occurrences=[task(0, 4)], previous=told)
    by_ruth = (has(0, 4, RUTH),)
    done = (Done(0, 1, 2, RUTH, HOME),)
    kept = price(of, Plan(care=by_ruth, done=done, asks=(Ask(RUTH, 0, 4),)))
    assert kept.tiers.change == 90 + 30
    broken = price(of, Plan(care=by_ruth, done=done, asks=(Ask(RUTH, 1, 4),)))
    assert broken.tiers.change == 90 + 30 + 240


def test_no_carer_before_or_now_is_no_change() -> None:
    told = {"care": [{"child": "mia", "carer": "alex", "from": at(0), "to": at(2), "place": "home"}]}
    of = problem(carers=[alex(), ruth()], previous=told)
    assert price(of, Plan(care=(has(2, 4, RUTH),))).tiers.change == 0
