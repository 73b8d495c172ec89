"""The search for times, with a planner of three lines: which starts are looked at, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from kbye.planning.coverage import grid, reader, windows_search
from kbye.planning.coverage.improve import never
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import Price, Tiers
from kbye.planning.coverage.problem import Ask, Plan, Problem
from kbye.planning.coverage.windows_search import Bounds, Wanted
from kbye.planning.intervals import Span
from tests.planning.coverage.small import alex, asleep, at, busy, document, ruth, school, two_places

SAM = {"id": "sam", "name": "Sam", "household": True}
NOTHING = Tiers(0, 0, 0, 0, 0, 0, 0)


def bounds(cells: int = 12, **parts: Any) -> Bounds:
    situation = reader.situation(document(cells, **parts))
    return Bounds(grid.problem(situation), situation)


def free(found: Bounds, length: int, cells: int = 12) -> list[int]:
    return [cell for cell in range(cells) if found.starts(length) >> cell & 1]


def least(found: Bounds, *cells: tuple[int, int]) -> list[tuple[int, int]]:
    """The gap and the disturbance that are bound to be."""
    prices = [found.least(*each) for each in cells]
    return [(price.gap_minutes, price.disturbance) for price in prices]


def test_the_leaver_can_go_when_nothing_holds_them_and_somebody_could_have_every_child() -> None:
    blocks = [busy("sam", 2, 4), busy("sam", 6, 7, strength="rather_not"), busy("alex", 9, 11)]
    found = bounds(carers=[SAM, alex()], busy=blocks)
    assert free(found, 2) == [0, 4, 5, 6, 7]
    assert free(found, 4) == [4, 5]
    assert free(bounds(busy=[busy("alex", 9, 11, strength="unknown")]), 8) == [0, 1]
    assert free(bounds(children=[{"id": "mia"}, {"id": "ben"}], carers=[alex(may_care=["ben"])]), 1) == []
    assert free(bounds(carers=[SAM]), 1) == []


def test_somebody_at_school_needs_nobody() -> None:
    found = bounds(carers=[alex()], busy=[busy("alex", 1, 5)], supervised=[school(2, 4)], **two_places())
    assert free(found, 1) == [0, 2, 3, 5, 6, 7, 8, 9, 10, 11]
    assert least(found, (0, 12), (1, 2), (2, 4)) == [(60, 0), (30, 0), (0, 0)]


def test_a_helper_costs_an_ask_and_its_minutes() -> None:
    found = bounds(carers=[alex(), ruth()], busy=[busy("alex", 2, 5), busy("alex", 7, 8)])
    assert least(found, (0, 2), (0, 3), (3, 5), (0, 12)) == [(0, 0), (0, 90), (0, 120), (0, 180)]


def test_what_somebody_would_rather_not_costs_its_minutes() -> None:
    found = bounds(busy=[busy("alex", 2, 5, strength="rather_not")])
    assert least(found, (0, 2), (4, 6), (0, 12)) == [(0, 0), (0, 30), (0, 90)]
    two = bounds(carers=[alex(), alex(id="kim")], busy=[busy("alex", 2, 5, strength="rather_not")])
    assert least(two, (0, 12)) == [(0, 0)]


def test_where_nobody_can_nothing_else_counts() -> None:
    found = bounds(carers=[alex(), ruth()], busy=[busy("alex", 2, 5), busy("ruth", 4, 5)])
    assert least(found, (0, 12), (2, 4)) == [(30, 0), (0, 120)]


def test_a_night_needs_somebody_who_stays_over_night() -> None:
    night: dict[str, Any] = {"away": {"leaver": "sam", "from": "2026-12-03T22:00", "to": "2026-12-04T06:00"}}
    helper = ruth(overnight=True)
    assert free(bounds(carers=[ruth()], **night), 1) == [0, 1, 2, 3, 14, 15][:4]
    assert free(bounds(16, carers=[ruth()], **night), 1, 16) == [0, 1, 2, 3, 14, 15]
    assert free(bounds(16, carers=[helper], **night), 16, 16) == [0]


# Which times are planned, and which are chosen

Prices = Callable[[datetime], Tiers]


def outcome(tiers: Tiers, asks: Iterable[int] = (), rather_not: int = 0) -> Outcome:
    asked = tuple(Ask(carer, 0, 2) for carer in asks)
    price = Price(tiers=tiers, rather_not_minutes=rather_not, ask_minutes=60 * len(asked), asks=len(asked))
    return Outcome(plan=Plan(asks=asked), price=price, unproven=None)


class Planned:
    """Plans by a table of prices, and remembers what it was asked."""

    def __init__(self, prices: dict[int, Tiers]) -> None:
        self.prices, self.asked = prices, list[int]()

    def __call__(self, problem: Problem) -> Outcome:
        cell = (problem.at(0) - EIGHT) // timedelta(minutes=30)
        self.asked.append(cell)
        return outcome(self.prices.get(cell, NOTHING))


SITUATION = reader.situation(document(carers=[alex(), SAM]))
EIGHT = SITUATION.away.start


def span(first: float, last: float) -> Span:
    return Span(EIGHT + timedelta(hours=first), EIGHT + timedelta(hours=last))


def handovers(count: int) -> Tiers:
    return NOTHING._replace(handovers=count)


def search(
    prices: dict[int, Tiers],
    best: int = 3,
    hours: float = 12,
    minutes: int = 60,
    stop: int | None = None,
    **parts: Any,
) -> tuple[list[int], list[int], list[str]]:
    """The half-hours chosen, those planned, and what was said."""
    planned, said = Planned(prices), list[str]()
    situation = reader.situation(document(**{"carers": [alex(), SAM], **parts}))
    wanted = Wanted(situation, minutes, span(0, hours), best)
    enough = (lambda: len(planned.asked) >= stop) if stop is not None else never
    found = windows_search.best(wanted, planned, said.append, enough)
    return [(one.span.start - EIGHT) // timedelta(minutes=30) for one in found], planned.asked, said


def test_the_first_that_costs_nothing_is_the_best_of_its_part_of_the_day() -> None:
    assert search({})[:2] == ([0, 8, 18], [0, 8, 18])
    assert search({}, best=2)[:2] == ([0, 8], [0, 8])
    assert search({}, best=1)[1] == [0]
    assert search({}, hours=4)[:2] == ([0], [0])
    assert search({}, hours=1)[0] == [0]
    assert search({}, hours=0.75) == ([], [], [])


def test_another_start_is_looked_at_as_long_as_it_can_be_better() -> None:
    one, two = handovers(1), handovers(2)
    assert search({0: two, 1: one, 2: one, 3: two, 4: two}, hours=3)[:2] == ([1], [0, 1, 2, 3, 4])
    assert search({0: two, 1: one}, hours=3)[:2] == ([2], [0, 1, 2])
    assert search({0: one, 1: one}, hours=1.5)[0] == [0]


def test_what_does_not_work_is_no_window() -> None:
    gap = NOTHING._replace(gap_minutes=30)
    assert search({0: gap, 1: gap}, hours=2)[:2] == ([2], [0, 1, 2])
    assert search(dict.fromkeys(range(3), gap), hours=2)[0] == []


def test_the_cheapest_come_first_and_then_the_earliest() -> None:
    dear = dict.fromkeys(range(8), handovers(1))
    assert search(dear)[0] == [8, 18, 0]
    assert search(dear, best=2)[:2] == ([8, 18], [*range(9), 18])


def test_starts_that_must_cost_more_are_left_for_the_end() -> None:
    early = [busy("alex", 0, 3, strength="rather_not")]
    found, planned, _ = search({}, hours=4, busy=early)
    assert (found, planned) == ([3], [3])
    told = search({3: handovers(1), 4: handovers(1), 5: handovers(1), 6: handovers(1)}, hours=4, busy=early)
    assert (told[0], told[1]) == ([3], [3, 4, 5, 6])


def test_a_length_off_the_grid_fits_whole() -> None:
    assert search({}, hours=1.5, minutes=75)[0] == [0]
    assert search({}, hours=1, minutes=75)[0] == []
    assert search({}, hours=2, minutes=75, busy=[busy("alex", 2, 3)])[0] == []


def test_whoever_has_no_time_left_is_told_what_was_found() -> None:
    found, planned, said = search({}, stop=1)
    assert (found, planned) == ([0], [0])
    assert said == [
        "Thu 08:00–09:00: nobody needs to be asked.",
        "Time is up: there may be better times still.",
    ]
    assert search({}, stop=0)[2] == ["Time is up: there may be better times still."]


def test_the_time_away_and_what_was_planned_before_do_not_matter() -> None:
    before: dict[str, Any] = {"now": at(2), "previous": {"care": []}}
    assert search({}, hours=2, **before)[0] == [0]


def test_a_window_says_whom_it_needs() -> None:
    situation = reader.situation(document(carers=[alex(), ruth(), {"id": "noor", "name": "Noor"}]))

    def said(found: Outcome, first: float = 0, last: float = 1) -> str:
        return windows_search.sentence(situation, windows_search.Window(span(first, last), found))

    assert said(outcome(NOTHING)) == "Thu 08:00–09:00: nobody needs to be asked."
    assert said(outcome(NOTHING, [2, 1, 2])) == "Thu 08:00–09:00: ask Grandma and Noor."
    assert (
        said(outcome(NOTHING, [1], 30))
        == "Thu 08:00–09:00: ask Grandma, 30 min when somebody would rather not."
    )
    assert said(outcome(NOTHING), 8, 20) == "Thu 16:00–Fri 04:00: nobody needs to be asked."


def test_a_row_has_its_times_its_price_and_its_sentence() -> None:
    row = windows_search.row(SITUATION, windows_search.Window(span(1, 2), outcome(handovers(2))))
    assert (row["from"], row["to"]) == ("2026-12-03T09:00+01:00", "2026-12-03T10:00+01:00")
    assert isinstance(row["price"], dict)
    assert row["price"]["handovers"] == 2
    assert row["sentence"] == "Thu 09:00–10:00: nobody needs to be asked."


def why(start: float, tiers: Tiers = NOTHING, **parts: Any) -> str:
    situation = reader.situation(document(**{"carers": [alex(), SAM], **parts}))
    wanted = Wanted(situation, 60, span(0, 4), 3)
    return windows_search.why_not(wanted, EIGHT + timedelta(hours=start), Planned({round(2 * start): tiers}))


def test_why_not_then() -> None:
    outside = "That time does not lie between the first and the last that were asked for."
    gap = NOTHING._replace(gap_minutes=60)
    choir = [busy("sam", 4, 6, label="Choir")]
    assert why(3.5) == why(-0.5) == outside
    assert why(3) == "It works. Thu 11:00–12:00: nobody needs to be asked."
    assert why(2, busy=choir) == "Sam is busy with “Choir” until 11:00."
    assert why(3, busy=choir).startswith("It works.")
    assert why(1, busy=choir).startswith("It works.")
    assert why(2, busy=[busy("sam", 4, 6, strength="rather_not")]).startswith("It works.")
    assert why(0, gap, busy=[busy("alex", 0, 4, label="Board")]) == (
        "Alex is busy with “Board” until 10:00. Sam is the one who is away."
    )
    assert why(0, gap, children=[]) == "Nobody could have the children."


def test_a_sleeping_child_needs_somebody_too() -> None:
    assert free(bounds(carers=[alex()], busy=[busy("alex", 2, 12)], asleep=[asleep(0, 12)]), 2) == [0]
