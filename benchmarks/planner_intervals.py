"""The same families as a tutorial for CP-SAT would have them: an optional interval for each task and doer.

Whoever does it has a list without overlaps; care is given out piece by piece; a helper's ask is an optional interval
a day. It shows what the planner's own model, one yes or no for each task, carer and start, is worth. What this form
leaves out stands in `planner_pieces`.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from time import process_time
from typing import Any

from ortools.sat.python import cp_model

from benchmarks.planner_found import First, Found, solve
from benchmarks.planner_pieces import TIERS, Pieces
from kbye.planning.coverage.price import ASLEEP_HANDOVER, MINUTES_PER_ASK
from kbye.planning.coverage.problem import Occurrence, Problem
from kbye.planning.coverage.situation import Priority

Interval = Any
TIER_OF = {Priority.MUST: "missed_musts", Priority.SHOULD: "shoulds_dropped", Priority.NICE: "nices_dropped"}


class Intervals:
    """`costs` are the sums to be made small, in their order."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.told = problem, Pieces(problem)
        self.model = cp_model.CpModel()
        self.pieces, self.carers = self.told.all, self.told.carers
        self.has = {
            (n, carer): self._yes_or_no() for n in range(len(self.pieces)) for carer in self.told.may[n]
        }
        self.care = {
            (n, carer): self._fixed(self.pieces[n].start, self.pieces[n].end, yes)
            for (n, carer), yes in self.has.items()
        }
        self.does: dict[tuple[int, int], tuple[Any, Any]] = {}
        self.asks: dict[int, list[tuple[Any, Any, Any]]] = defaultdict(list)
        self.busy: dict[int, list[Interval]] = defaultdict(list)
        self.costs: dict[str, Any] = dict.fromkeys(TIERS, 0)
        for carer in self.carers:
            if not problem.carers[carer].household:
                self._ask(carer)
        for number, one in enumerate(problem.occurrences):
            self._task(number, one)
        for start, end in sorted({(way.start, way.end) for way in self.told.ways}):
            together = [way.piece for way in self.told.ways if (way.start, way.end) == (start, end)]
            self._way(start, end, together)
        self._who_has_whom()
        for carer in self.carers:
            self.model.add_no_overlap([*self.busy[carer], *self._firm(carer)])

    def _yes_or_no(self) -> Any:
        return self.model.new_bool_var("")

    def _fixed(self, start: int, end: int, yes: Any = 1) -> Interval:
        return self.model.new_optional_fixed_size_interval_var(start, end - start, yes, "")

    # Care

    def _who_has_whom(self) -> None:
        problem = self.problem
        use: dict[tuple[int, int, int], Any] = {}
        for n, piece in enumerate(self.pieces):
            carers = [self.has[n, carer] for carer in self.carers if (n, carer) in self.has]
            self.model.add_at_most_one(carers)
            minutes = problem.grid * (piece.end - piece.start)
            self.costs["gap_minutes"] += minutes * (1 - sum(carers))
            for carer in self.carers:
                if (n, carer) in self.has and carer in self.told.would_rather_not(piece):
                    yes = use.setdefault((carer, piece.start, minutes), self._yes_or_no())
                    self.model.add_implication(self.has[n, carer], yes)
        self.costs["disturbance"] += sum(minutes * yes for (_, _, minutes), yes in use.items())
        for n, (one, other) in enumerate(pairwise(self.pieces)):
            if one.child == other.child:
                self._handover(n, ASLEEP_HANDOVER if other.asleep else 1)
        for carer in self.carers:
            mine = [interval for (_, who), interval in self.care.items() if who == carer]
            self.model.add_cumulative(mine, [1] * len(mine), problem.carers[carer].at_most)

    def _handover(self, n: int, weight: int) -> None:
        for carer in self.carers:
            if (n + 1, carer) in self.has:
                takes = self._yes_or_no()
                others = sum(self.has[n, who] for who in self.carers if who != carer and (n, who) in self.has)
                self.model.add(takes >= self.has[n + 1, carer] + others - 1)
                self.costs["handovers"] += weight * takes

    # Commitments and asks

    def _firm(self, carer: int) -> list[Interval]:
        return [self._fixed(start, end) for start, end in self.told.blocked(carer)]

    def _ask(self, carer: int) -> None:
        """One a day at most, and all that this helper does inside of one."""
        who = self.problem.carers[carer]
        for first, last in self.told.days(carer):
            start, end = self.model.new_int_var(first, last, ""), self.model.new_int_var(first, last, "")
            size, yes = self.model.new_int_var(who.ask_min, who.ask_max, ""), self._yes_or_no()
            interval = self.model.new_optional_interval_var(start, size, end, yes, "")
            self.asks[carer].append((start, end, yes))
            self.model.add_no_overlap([interval, *self._firm(carer)])
            asked = self.model.new_int_var(0, who.ask_max, "")
            self.model.add(asked >= size).only_enforce_if(yes)
            self.costs["disturbance"] += self.problem.grid * asked + MINUTES_PER_ASK * yes
        for n, piece in enumerate(self.pieces):
            if (n, carer) in self.has:
                self._inside(carer, piece.start, piece.end, self.has[n, carer])

    def _inside(self, carer: int, start: Any, end: Any, used: Any) -> None:
        if self.problem.carers[carer].household:
            return
        chosen = []
        for first, last, yes in self.asks[carer]:
            this = self._yes_or_no()
            self.model.add_implication(this, yes)
            self.model.add(first <= start).only_enforce_if(this)
            self.model.add(last >= end).only_enforce_if(this)
            chosen.append(this)
        self.model.add_bool_or(chosen).only_enforce_if(used)

    # Tasks and ways

    def _task(self, number: int, one: Occurrence) -> None:
        start = self.model.new_int_var(one.earliest, one.latest - one.cells, "")
        end = start + one.cells
        doers = []
        for carer in self.told.doers(one):
            yes = self._yes_or_no()
            self.does[number, carer] = start, yes
            mine = self.model.new_optional_fixed_size_interval_var(start, one.cells, yes, "")
            self.busy[carer].append(mine)
            self._inside(carer, start, end, yes)
            self._with_whom(carer, one, mine)
            doers.append(yes)
        self.model.add_at_most_one(doers)
        self.costs[TIER_OF[one.priority]] += 1 - sum(doers)

    def _with_whom(self, carer: int, one: Occurrence, mine: Interval) -> None:
        """Never while a child that belongs sleeps, is elsewhere or with somebody else, nor beside others if so said."""
        asleep = ((s.child, s.start, s.end) for s in self.problem.asleep)
        supervised = ((s.child, s.start, s.end) for s in self.problem.supervised)
        for child, start, end in [*asleep, *supervised]:
            if child in one.children:
                self.model.add_no_overlap([mine, self._fixed(start, end)])
        for n, piece in enumerate(self.pieces):
            has = self.has.get((n, carer))
            if piece.child in one.children:
                elsewhere = self._fixed(piece.start, piece.end, 1 if has is None else ~has)
                self.model.add_no_overlap([mine, elsewhere])
            elif has is not None and not one.beside_care:
                self.model.add_no_overlap([mine, self.care[n, carer]])

    def _way(self, start: int, end: int, pieces: list[int]) -> None:
        """Children who go at the same time go together; nobody asleep is in the charge of whoever goes, meanwhile."""
        for carer in self.carers:
            along = [self.has[n, carer] for n in pieces if (n, carer) in self.has]
            if not along:
                continue
            goes = self._yes_or_no()
            for yes in along:
                self.model.add_implication(yes, goes)
            mine = self._fixed(start, end, goes)
            self.busy[carer].append(mine)
            self._inside(carer, start, end, goes)
            for n, piece in enumerate(self.pieces):
                if piece.asleep and (n, carer) in self.care and piece.start < end and start < piece.end:
                    self.model.add_no_overlap([mine, self.care[n, carer]])


def by_intervals(problem: Problem, seconds: float) -> Found:
    """Tier by tier from nothing, with the solver's own defaults on one worker; tiers as this form counts them."""
    before = process_time()
    intervals = Intervals(problem)
    seen, found, status = First(before), dict[str, int](), cp_model.OPTIMAL
    for tier in TIERS:
        cost = intervals.costs[tier]
        solver = cp_model.CpSolver()
        intervals.model.minimize(cost)
        status = solve(solver, intervals.model, seen, before + seconds)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = {name: round(solver.value(intervals.costs[name])) for name in TIERS}
        if status != cp_model.OPTIMAL:
            break
        intervals.model.add(cost <= found[tier])
    return Found(seen.at, process_time() - before, found, is_proven=status == cp_model.OPTIMAL)
