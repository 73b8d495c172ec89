"""How the time for a proof is spent: stage by stage, part by part, and what is said when it runs out."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from kbye.planning.coverage.board import Board
from kbye.planning.coverage.greedy import nothing
from kbye.planning.coverage.outcome import Unproven
from kbye.planning.coverage.price import Tiers, price
from kbye.planning.coverage.problem import Ask, Care, Done, Plan, Problem
from kbye.planning.coverage.prove import Proof, Request
from tests.planning.coverage.small import alex, busy, problem, ruth, task, two_places

exact = pytest.importorskip("kbye.planning.coverage.exact", exc_type=ImportError)
parts = pytest.importorskip("kbye.planning.coverage.parts", exc_type=ImportError)

ALEX, RUTH, MIA, HOME = 0, 1, 0, 0


def needs_grandma(**more: Any) -> Problem:
    """Alex is busy from 08:30 to 09:00, so Grandma is asked for half an hour: 90, and two hand-overs."""
    return problem(4, **{"carers": [alex(), ruth(ask_minutes_min=30)], "busy": [busy("alex", 1, 2)], **more})


def turns(start: int, end: int) -> Plan:
    """Grandma has Mia from `start` to `end`, Alex before and after."""
    care = (Care(MIA, 0, start, ALEX, HOME), Care(MIA, start, end, RUTH, HOME), Care(MIA, end, 4, ALEX, HOME))
    return Plan(care=tuple(row for row in care if row.start < row.end), asks=(Ask(RUTH, start, end),))


def empty(of: Problem) -> Plan:
    return nothing(Board(of)).plan


def prove(of: Problem, hint: Plan, seconds: float = 100.0, **more: Any) -> tuple[Proof, list[Plan]]:
    seen: list[Plan] = []
    return exact.prove(Request(of, hint, seconds, **more), seen.append), seen


def test_better_plans_are_told_on_the_way_and_none_that_is_no_better() -> None:
    of = needs_grandma()
    found, seen = prove(of, empty(of))
    tiers = [price(of, plan).tiers for plan in seen]
    assert tiers == sorted(set(tiers), reverse=True)
    assert (seen[-1], found.unproven) == (found.plan, None)
    assert prove(of, found.plan) == (Proof(found.plan, None), [])


def test_who_wants_whole_plans_is_told_when_there_is_none() -> None:
    of = needs_grandma(busy=[busy("alex", 1, 3), busy("ruth", 1, 2)])
    found, _ = prove(of, empty(of), whole=True)
    assert (price(of, found.plan).tiers.gap_minutes, found.unproven) == (30, Unproven("disturbance", 1.0))
    missed = problem(
        4, occurrences=[task(0, 4, skills=["medicine"])], busy=[busy("alex", 1, 2, strength="rather_not")]
    )
    assert prove(missed, empty(missed), whole=True)[0].unproven == Unproven("disturbance", 1.0)
    assert prove(missed, empty(missed))[0].unproven is None


class MadeUp:
    """Parts that bring nothing and take five of the solver's units."""

    spent = 0.0
    budgets: ClassVar[list[float]] = []

    def __init__(self, *_: object) -> None:
        pass

    def better(self, budget: float) -> list[Plan]:
        self.budgets.append(budget)
        self.spent = 5.0
        return []


def unsettled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, tuple[str, ...]]]:
    """Stages are settled by saying so; gives what was left of the time for each."""
    found: list[tuple[float, tuple[str, ...]]] = []
    monkeypatch.setattr(exact._Search, "_settle", lambda search, stage: found.append((search.left, stage)))
    return found


def test_what_went_into_parts_is_not_there_for_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    of, left = needs_grandma(), unsettled(monkeypatch)
    monkeypatch.setattr(MadeUp, "budgets", [])
    monkeypatch.setattr(exact, "Parts", MadeUp)
    for request in ({"parts": 0.25}, {"parts": 0.0}, {"parts": 0.25, "seconds": 10.0}):
        prove(of, empty(of), **request)
    assert MadeUp.budgets == [6.25, 0.625]
    assert [time for time, stage in left if stage == exact.STAGES[0]] == [20.0, 25.0, 0.0]


def test_parts_go_on_from_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    of, _ = needs_grandma(), unsettled(monkeypatch)
    known: list[Plan] = []

    class Better:
        spent = 0.0

        def __init__(self, *told: Any) -> None:
            self.best: Plan = told[-1]

        def better(self, _: float) -> Iterator[Plan]:
            for plan in (turns(0, 4), turns(1, 2), turns(1, 3)):
                known.append(self.best)
                yield plan

    monkeypatch.setattr(exact, "Parts", Better)
    assert prove(of, empty(of), parts=0.5)[0].plan == turns(1, 2)
    assert known == [empty(of), turns(0, 4), turns(1, 2)]


def test_a_proof_says_what_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    of, _ = needs_grandma(), unsettled(monkeypatch)
    monkeypatch.setattr(exact, "Parts", MadeUp)
    search = exact._begun(Request(of, empty(of), 100.0))
    variables = len(search.model.model.proto.variables)
    first = search.run(Request(of, empty(of), 100.0), exact.ignore)
    assert first.spent == pytest.approx(variables / exact.VARIABLES_A_SECOND)
    search.open.append(exact.STAGES[0])
    assert search.run(Request(of, empty(of), 100.0, parts=0.25), exact.ignore).spent == pytest.approx(20.0)


def test_parts_lead_to_the_best_too() -> None:
    of = needs_grandma()
    found, seen = prove(of, empty(of), parts=0.9)
    assert (found.unproven, price(of, found.plan).tiers.disturbance, seen[-1]) == (None, 90, found.plan)


def times(monkeypatch: pytest.MonkeyPatch, *at: float) -> None:
    """What the clock says, time after time; then always the last."""
    clock = list(at)
    monkeypatch.setattr(exact, "monotonic", lambda: clock.pop(0) if len(clock) > 1 else clock[0])


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 0.0001, 1.0])
def test_however_little_time_there_is_the_clock_is_only_a_brake(
    monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    times(monkeypatch, 1000.0)
    of = problem()
    search = exact._begun(Request(of, empty(of), seconds))
    search.run(Request(of, empty(of), seconds), exact.ignore)
    assert search.deadline == 1000.0 + exact.PATIENCE


def test_a_machine_that_is_too_busy_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, empty(of), 8.0))
    times(monkeypatch, 1000.0, 1004.0)
    search.run(Request(of, empty(of), 8.0), lambda _: None)
    assert search.deadline == 1000.0 + 8.0 * exact.PATIENCE
    parameters = search._solver(("handovers",)).parameters
    assert parameters.max_time_in_seconds == search.deadline - 1004.0
    times(monkeypatch, search.deadline + 1.0)
    assert search._solver(("handovers",)).parameters.max_time_in_seconds == 0.01


def test_the_solver_does_the_same_every_time() -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, empty(of), 8.0))
    search.left = 3.0
    known = search._solver(("disturbance", "handovers")).parameters
    assert (known.num_workers, known.random_seed, known.linearization_level) == (1, 1, 2)
    assert (known.cp_model_presolve, known.max_deterministic_time) == (False, 3.0)
    assert known.max_time_in_seconds == float("inf")
    assert search._solver(("missed_musts",)).parameters.linearization_level == 1
    search.left = -1.0
    assert search._solver(("handovers",)).parameters.max_deterministic_time == 0.01


def test_the_solver_s_own_time_is_a_quarter_and_goes_down() -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, empty(of), 8.0))
    search.run(Request(of, empty(of), 8.0), lambda _: None)
    assert 0 < search.left < 2.0


def test_a_second_request_goes_on_where_the_first_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, empty(of), 8.0))
    assert search.run(Request(of, empty(of), 8.0), exact.ignore).unproven is None
    settled = unsettled(monkeypatch)
    assert search.run(Request(of, turns(0, 4), 8.0), exact.ignore).plan.asks == turns(1, 2).asks
    assert settled == []
    better = exact._begun(Request(of, empty(of), 8.0))
    assert better.run(Request(of, turns(0, 4), 8.0), exact.ignore).plan == turns(0, 4)
    assert [stage for _, stage in settled] == list(exact.STAGES)


def unfinished(monkeypatch: pytest.MonkeyPatch, status: Any, bound: float | None = None) -> None:
    """A solver that says this of what it found, and that no plan costs less than `bound`."""
    solver = exact.cp_model.CpSolver

    class Unfinished(solver):  # type: ignore[misc, valid-type]
        def solve(self, *args: Any) -> Any:
            super().solve(*args)
            return status

        @property
        def best_objective_bound(self) -> float:
            return super().best_objective_bound if bound is None else bound

    monkeypatch.setattr(exact.cp_model, "CpSolver", Unfinished)


def test_what_was_not_proven_is_told_with_how_much_better_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    of = needs_grandma()
    unfinished(monkeypatch, exact.cp_model.UNKNOWN)
    assert prove(of, turns(1, 2))[0] == Proof(turns(1, 2), Unproven("disturbance", 1.0))
    unfinished(monkeypatch, exact.cp_model.FEASIBLE, 0.0)
    assert prove(of, turns(1, 2))[0] == Proof(turns(1, 2), Unproven("disturbance", 1.0))


def test_a_bound_that_is_reached_is_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    unfinished(monkeypatch, exact.cp_model.FEASIBLE)
    of = needs_grandma()
    assert prove(of, empty(of))[0].unproven is None


def test_the_first_tier_of_which_more_is_known_than_proven() -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, turns(0, 4), 8.0))
    assert price(of, search.best).tiers.disturbance == 180
    assert search._distance({"gap_minutes": 0, "disturbance": 180}) is None
    assert search._distance({"gap_minutes": 0, "disturbance": 120}) == Unproven("disturbance", 0.333)
    assert search._distance({"disturbance": 240}) is None


def test_a_plan_that_breaks_a_rule_is_never_kept() -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, empty(of), 8.0))
    with pytest.raises(AssertionError, match="breaks a rule"):
        search._keep(Plan(care=(Care(MIA, 0, 4, ALEX, HOME),)))
    seen: list[Plan] = []
    search.watch = seen.append
    for plan in (turns(0, 4), turns(1, 2), turns(0, 4)):
        search._keep(plan)
    assert (seen, search.best) == ([turns(0, 4), turns(1, 2)], turns(1, 2))


def test_what_costs_nothing_already_is_settled_without_a_proof() -> None:
    of = needs_grandma()
    search = exact._begun(Request(of, turns(1, 2), 8.0))
    assert search._keep_at_nothing(("gap_minutes", "missed_musts", "change")) == ()
    assert search._keep_at_nothing(exact.STAGES[1]) == ("disturbance", "handovers")
    alone = exact._begun(Request(of, empty(of), 8.0))
    assert alone._keep_at_nothing(exact.STAGES[0]) == ("gap_minutes",)


def test_a_must_that_is_done_is_never_given_up_for_less_trouble() -> None:
    of = needs_grandma(busy=[], occurrences=[task(0, 4, only=["ruth"])])
    plan = Plan(
        care=(Care(MIA, 0, 4, ALEX, HOME),), done=(Done(0, 0, 1, RUTH, HOME),), asks=(Ask(RUTH, 0, 2),)
    )
    found, _ = prove(of, plan)
    assert price(of, found.plan).tiers == (0, 0, 0, 90, 0, 0, 0)


# The process


def answered(monkeypatch: pytest.MonkeyPatch, *requests: object) -> list[object]:
    """What the process writes when it is asked this, and then left alone."""
    written = io.BytesIO()
    read = io.BytesIO(b"".join(pickle.dumps(request) for request in requests))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=read))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    exact.answer_all()
    written.seek(0)
    found: list[object] = []
    while written.tell() < len(written.getvalue()):
        found.append(pickle.load(written))
    return found


def test_the_process_answers_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Problem] = []
    begin = exact._begun

    def remember(request: Request) -> Any:
        begun.append(request.problem)
        return begin(request)

    monkeypatch.setattr(exact, "_begun", remember)
    one, other = needs_grandma(), needs_grandma(busy=[])
    requests = [Request(of, empty(of), 8.0) for of in (one, one, other)]
    requests.append(Request(other, empty(other), 8.0, anew=True))
    answers = answered(monkeypatch, "nonsense", *requests)
    assert [kind for kind, _ in groupby(map(type, answers))] == [Plan, Proof, Plan, Proof, Plan, Proof]
    assert [type(answer) for answer in answers].count(Proof) == 4
    assert begun == [one, other, other]


# Part by part


def in_parts(of: Problem, best: Plan) -> Any:
    model = exact.Model(of)
    return parts.Parts(of, model, model.handovers(), best)


def test_parts_overlap_from_now_to_the_end() -> None:
    of = needs_grandma()
    assert list(in_parts(of, empty(of))._over(2)) == [range(2), range(1, 3), range(2, 4)]
    assert list(in_parts(of, empty(of))._over(1)) == [range(1), range(1, 2), range(2, 3), range(3, 4)]
    assert list(in_parts(of, empty(of))._over(4)) == [range(4)]
    later = replace(of, now=1, previous=Plan())
    assert list(in_parts(later, empty(later))._over(2)) == [range(1, 3), range(2, 4)]


def test_what_does_not_touch_a_part_stays() -> None:
    of = needs_grandma(busy=[busy("alex", 1, 3)])
    dear = Plan(care=(Care(MIA, 0, 1, ALEX, HOME), Care(MIA, 1, 4, RUTH, HOME)), asks=(Ask(RUTH, 1, 4),))
    search = in_parts(of, dear)
    assert search._solve(range(2), 1.0).asks == dear.asks
    assert search._solve(range(3, 4), 1.0).asks == (Ask(RUTH, 1, 3),)
    assert search.spent >= 0.002


def test_going_round_ends_when_nothing_gets_better_or_the_time_is_up() -> None:
    of = needs_grandma()
    search = in_parts(of, empty(of))
    for plan in search.better(100.0):
        if price(of, plan).tiers < price(of, search.best).tiers:
            search.best = plan
    assert price(of, search.best).tiers.disturbance == 90
    assert list(in_parts(of, empty(of)).better(0.0)) == []


def test_each_tier_of_the_sum_beats_all_that_those_after_it_cost_now() -> None:
    of = needs_grandma(occurrences=[task(0, 4, priority="nice"), task(0, 4, priority="should", id="walk")])
    now = price(of, turns(1, 2)).tiers
    assert now == (0, 0, 0, 90, 1, 2, 1)

    def total(tiers: tuple[int, ...]) -> int:
        costs = dict(zip(Tiers._fields, tiers, strict=True))
        search = parts.Parts(of, SimpleNamespace(costs=costs), costs["handovers"], turns(1, 2))
        return int(search._cost())

    rising = [
        (0,) * 7,
        (0, 0, 0, 0, 0, 0, 1),
        (0, 0, 0, 0, 0, 1, 0),
        (0, 0, 0, 0, 1, 0, 0),
        (0, 0, 0, 0, 1, 2, 1),
    ]
    rising += [
        (0, 0, 0, 1, 0, 0, 0),
        (0, 0, 0, 1, 1, 2, 1),
        now,
        (0, 0, 1, 0, 0, 0, 0),
        (0, 1, 0, 90, 1, 2, 1),
        (1, 0, 0, 0, 0, 0, 0),
    ]
    totals = [total(tiers) for tiers in rising]
    assert totals == sorted(set(totals))
    assert total((0, 0, 0, 0, 0, 0, 1)) == 1


def test_parts_get_longer_until_one_is_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    of = problem(32)
    solved: list[tuple[range, float]] = []
    monkeypatch.setattr(parts.Parts, "_solve", lambda _, part, time: solved.append((part, time)))
    assert list(in_parts(of, empty(of)).better(100.0)) == []
    assert [part for part, _ in solved] == [
        *(range(first, first + 12) for first in (0, 6, 12, 18, 24)),
        *(range(first, first + 20) for first in (0, 10, 20)),
        range(32),
    ]
    assert {time for _, time in solved} == {parts.SHARE * 100.0}


def test_what_decides_something_has_its_cells() -> None:
    of = needs_grandma(**two_places(60), occurrences=[task(0, 4, minutes=60)])
    search = in_parts(of, empty(of))
    cells = search._when()
    known = {
        "care": search.model.care, "move": search.model.move, "ride": search.model.ride,
        "begin": search.model.begin, "on": search.model.on, "begins": search.model.begins,
    }  # fmt: skip
    for name, literals in known.items():
        length = 2 if name in ("move", "ride", "begin") else 1
        assert literals
        for key, literal in literals.items():
            if not isinstance(literal, int):
                assert cells[literal.index] == range(key[-1], key[-1] + length), name


def test_a_minute_of_change_beats_much_trouble() -> None:
    of = problem(16, carers=[alex(), ruth(ask_minutes_min=30)])
    plan = Plan(care=(Care(MIA, 0, 16, RUTH, HOME),), asks=(Ask(RUTH, 0, 16),))
    assert price(of, plan).tiers.disturbance == 540

    def total(**costs: int) -> int:
        every = dict.fromkeys(Tiers._fields, 0) | costs
        return int(parts.Parts(of, SimpleNamespace(costs=every), every["handovers"], plan)._cost())

    assert total(disturbance=540) < total(change=1)
