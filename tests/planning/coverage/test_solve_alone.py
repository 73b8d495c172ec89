"""The planner around a solver that is made up, and the solver's process around one that is made up."""

from __future__ import annotations

import io
import pickle
import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kbye.planning.coverage import improve, prove
from kbye.planning.coverage.outcome import Outcome, Status, Unproven
from kbye.planning.coverage.problem import Ask, Care, Move, Plan, Problem
from kbye.planning.coverage.prove import Proof, Prover, Request
from kbye.planning.coverage.solve import best_plan
from tests.planning.coverage.small import alex, busy, problem, ruth, two_places

ALEX, RUTH, MIA, BEN, HOME = 0, 1, 0, 1, 0


@pytest.fixture(autouse=True)
def _few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(improve, "FIRST", 0.5)
    monkeypatch.setattr(improve, "MORE", 0.1)


def needs_grandma(**parts: Any) -> Problem:
    """Alex is busy from 08:30 to 09:00, so somebody has to be asked: it costs something."""
    return problem(4, **{"carers": [alex(), ruth(ask_minutes_min=30)], "busy": [busy("alex", 1, 2)], **parts})


def turns(start: int, end: int) -> Plan:
    """Grandma has Mia from `start` to `end`, Alex before and after."""
    care = (Care(MIA, 0, start, ALEX, HOME), Care(MIA, start, end, RUTH, HOME), Care(MIA, end, 4, ALEX, HOME))
    return Plan(care=tuple(row for row in care if row.start < row.end), asks=(Ask(RUTH, start, end),))


BEST = turns(1, 2)
BROKEN = Plan(care=(Care(MIA, 0, 4, ALEX, HOME),))


class MadeUp(Prover):
    """Answers with these proofs, one after the other, and remembers what it was asked."""

    def __init__(self, *proofs: Proof | None, on_the_way: tuple[Plan, ...] = ()) -> None:
        super().__init__()
        self.proofs, self.on_the_way = list(proofs), on_the_way
        self.asked: list[tuple[float, float, bool]] = []

    def prove(
        self,
        problem: Problem,
        hint: Plan,
        seconds: float,
        watch: Callable[[Plan], None] | None = None,
        *,
        parts: float = 0.0,
        whole: bool = False,
        anew: bool = False,
    ) -> Proof | None:
        self.asked.append((round(seconds, 6), parts, whole))
        if watch is not None:
            for plan in self.on_the_way:
                watch(plan)
        return self.proofs.pop(0)


PROVEN = Proof(BEST, None)
OPEN = Proof(BEST, Unproven("handovers", 0.5))


def test_a_proof_makes_it_the_best() -> None:
    prover = MadeUp(PROVEN)
    found = best_plan(needs_grandma(), prover, 10.0)
    assert (found.plan, found.status, prover.asked) == (BEST, Status.OPTIMAL, [(10.0, 0.0, False)])


def test_what_costs_nothing_needs_no_proof() -> None:
    prover = MadeUp()
    assert best_plan(problem(), prover, longer=9).status is Status.OPTIMAL
    assert prover.asked == []


def test_what_is_open_is_told() -> None:
    found = best_plan(needs_grandma(), MadeUp(OPEN))
    assert (found.status, found.unproven) == (Status.FEASIBLE, OPEN.unproven)
    for nobody in (None, MadeUp(None)):
        assert best_plan(needs_grandma(), nobody).unproven == Unproven("disturbance", 1.0)


def test_a_proof_that_breaks_a_rule_is_no_proof() -> None:
    found = best_plan(needs_grandma(), MadeUp(Proof(BROKEN, None)))
    assert (found.plan.asks, found.unproven) == (BEST.asks, Unproven("disturbance", 1.0))


def test_the_second_round_has_the_rest_of_the_time_and_goes_part_by_part() -> None:
    prover = MadeUp(OPEN, PROVEN)
    assert best_plan(needs_grandma(), prover, 10.0, longer=50).status is Status.OPTIMAL
    assert prover.asked == [(3.0, 0.0, False), (7.0, 0.3, False)]
    once = MadeUp(PROVEN)
    assert best_plan(needs_grandma(), once, 10.0, longer=50).status is Status.OPTIMAL
    assert once.asked == [(3.0, 0.0, False)]
    assert best_plan(needs_grandma(), longer=50).unproven == Unproven("disturbance", 1.0)


def test_who_wants_whole_plans_says_so_to_the_solver() -> None:
    prover = MadeUp(PROVEN)
    best_plan(needs_grandma(), prover, whole=True)
    assert prover.asked == [(8.0, 0.0, True)]


def test_every_better_plan_is_seen_on_the_way() -> None:
    seen: list[Outcome] = []
    prover = MadeUp(PROVEN, on_the_way=(turns(0, 2), BEST))
    best_plan(needs_grandma(), prover, watch=seen.append)
    assert [one.plan for one in seen][-2:] == [turns(0, 2), BEST]
    assert [one.price.tiers.gap_minutes for one in seen[:2]] == [120, 0]
    assert all(one.unproven is not None for one in seen)
    quick = [one.price.tiers for one in seen[:-2]]
    assert quick == sorted(set(quick), reverse=True)


def test_the_quick_search_ends_when_told_or_out_of_steps() -> None:
    seen: list[Outcome] = []
    best_plan(needs_grandma(), enough=lambda: True, watch=seen.append)
    assert len(seen) == 2
    few, many = list[Outcome](), list[Outcome]()
    of = needs_grandma(carers=[alex(), ruth(ask_minutes_min=30)], busy=[busy("alex", 1, 3)])
    assert best_plan(of, effort=1, watch=few.append) == best_plan(of, watch=many.append)
    assert len(few) <= len(many)


def test_a_better_plan_is_not_lost_to_the_second_round() -> None:
    of = needs_grandma(busy=[busy("alex", 1, 2), busy("ruth", 2, 4, strength="rather_not")])
    found = best_plan(of, MadeUp(OPEN, None), longer=50)
    assert found.plan.asks == BEST.asks


def test_what_comes_out_is_tidy() -> None:
    plan = turns(1, 4)
    wandering = replace(plan, moves=(Move(ALEX, 2, 3, HOME, 1), Move(ALEX, 3, 4, 1, HOME)))
    assert best_plan(needs_grandma(**two_places()), MadeUp(Proof(wandering, None))).plan == plan


# The process


def sent(*answers: object) -> io.BytesIO:
    return io.BytesIO(b"".join(pickle.dumps(answer) for answer in answers))


class Process:
    """A process that has written all its answers already."""

    def __init__(self, *answers: object) -> None:
        self.stdin, self.stdout = io.BytesIO(), sent(*answers)
        self.ended: list[str] = []

    def kill(self) -> None:
        self.ended.append("killed")

    def communicate(self) -> None:
        self.ended.append("waited for")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """The processes that were begun; each answers with one plan and its proof."""
    processes: list[Process] = []

    def begin(*_: object, **__: object) -> Process:
        processes.append(Process(turns(0, 2), PROVEN))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", begin)
    monkeypatch.setattr(prove, "possible", lambda: True)
    return processes


def test_a_process_is_begun_once_asked_and_ended(begun: list[Process]) -> None:
    seen: list[Plan] = []
    with Prover() as prover:
        prover.begin()
        prover.begin()
        asked = prover.prove(needs_grandma(), BEST, 2.5, seen.append, parts=0.5, whole=True, anew=True)
        assert (asked, prover.spent) == (PROVEN, 0.0)
    (process,) = begun
    assert (seen, process.ended) == ([turns(0, 2)], ["killed", "waited for"])
    process.stdin.seek(0)
    assert pickle.load(process.stdin) == Request(needs_grandma(), BEST, 2.5, 0.5, True, True)


def test_what_all_proofs_took_is_counted(begun: list[Process]) -> None:
    with Prover() as prover:
        prover.begin()
        begun[0].stdout = sent(replace(PROVEN, spent=1.5), replace(PROVEN, spent=2.0))
        for _ in range(2):
            prover.prove(needs_grandma(), BEST, 1.0)
        assert prover.spent == 3.5


def test_nobody_has_to_watch(begun: list[Process]) -> None:
    with Prover() as prover:
        assert prover.prove(needs_grandma(), BEST, 1.0) == PROVEN
    begun[0].stdin.seek(0)
    assert pickle.load(begun[0].stdin) == Request(needs_grandma(), BEST, 1.0, 0.0, False, False)
    assert Request(needs_grandma(), BEST, 1.0) == Request(needs_grandma(), BEST, 1.0, 0.0, False, False)


def test_a_process_that_gives_up_is_ended_and_the_next_begun(begun: list[Process]) -> None:
    with Prover() as prover:
        prover.begin()
        begun[0].stdout = sent(BEST)
        assert prover.prove(needs_grandma(), BEST, 1.0) is None
        assert begun[0].ended == ["killed", "waited for"]
        assert prover.prove(needs_grandma(), BEST, 1.0) == PROVEN
    assert (len(begun), begun[1].ended) == (2, ["killed", "waited for"])


def test_what_is_no_answer_is_no_proof(begun: list[Process]) -> None:
    with Prover() as prover:
        prover.begin()
        begun[0].stdout = sent("nonsense")
        assert prover.prove(needs_grandma(), BEST, 1.0) is None


def test_without_a_solver_nothing_is_begun(begun: list[Process], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "possible", lambda: False)
    with Prover() as prover:
        assert prover.prove(needs_grandma(), BEST, 1.0) is None
    assert begun == []


def test_the_solver_is_there_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "find_spec", lambda name: name == "ortools" or None)
    assert prove.possible()
    monkeypatch.setattr(prove, "find_spec", lambda _: None)
    assert not prove.possible()
