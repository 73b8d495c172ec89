"""A second exact formulation, on another engine: assignments and whereabouts instead of flows, HiGHS instead of CP-SAT.

It shares the reading of situations with the planner and nothing else; the past is not cut off but held as it was.
Runs in a process of its own (`python -m tests.planning.coverage.second`): problems in, the least price of each out.
"""

# ruff: noqa: C901 - a rule is told from top to bottom

from __future__ import annotations

import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations
from types import TracebackType
from typing import Self

from kbye.planning.coverage.price import Tiers
from kbye.planning.coverage.problem import Care, Done, Move, Problem
from kbye.planning.coverage.situation import Priority
from tests.planning.coverage.rows import CONSTANT, Terms, engine_for, least, less, total
from tests.planning.coverage.whereabouts import Whereabouts


class Second(Whereabouts):
    """Occurrences, limits, the past as it was, and what all of it costs."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        for o in range(len(problem.occurrences)):
            self._occurrence(o)
        for columns in self.doing.values():
            self.lp.hold(total(columns), most=1)
        self.use = {(p, t): self._use(p, t) for p in self.carers for t in self.cells}
        self._limits()
        self._hold_the_past()

    # Occurrences and limits

    def _occurrence(self, o: int) -> None:
        one = self.p.occurrences[o]
        begun = (
            [d for d in self.before.done if d.occurrence == o and d.start < self.p.fixed]
            if self.before
            else []
        )
        for d in begun:
            column = self.does[o, d.carer, d.place, d.start] = self.lp.yes_or_no()
            self.lp.fixed[column] = 1
            self._during(o, d.carer, d.place, range(d.start, d.end), column)
        for p in [] if begun else self.carers:
            who = self.p.carers[p]
            if not one.skills <= who.skills or (one.only is not None and p not in one.only):
                continue
            for place in self.places if one.place is None else [one.place]:
                for t in range(max(one.earliest, self.p.fixed), one.latest - one.cells + 1):
                    during = range(t, t + one.cells)
                    if all((p, place, c) in self.at and self._can_be(o, p, c) for c in during):
                        self.does[o, p, place, t] = self.lp.yes_or_no()
                        self._during(o, p, place, during, self.does[o, p, place, t])
        self.lp.hold(total(self._all_of(o)), most=1)

    def _all_of(self, o: int) -> list[int]:
        return [column for key, column in self.does.items() if key[0] == o]

    def _can_be(self, o: int, p: int, t: int) -> bool:
        with_whom = self.p.occurrences[o].children
        return all((k, p, t) in self.has and (k, t) not in self.asleep for k in with_whom)

    def _during(self, o: int, p: int, place: int, during: range, column: int) -> None:
        one = self.p.occurrences[o]
        for t in during:
            self.doing[p, t].append(column)
            if self.past(t):
                continue
            self.lp.hold({column: 1, self.at[p, place, t]: -1}, most=0)
            if t > during[0] and (p, t) in self.asked:
                self.lp.hold({column: 1, self.asked[p, t]: 1}, most=1)
            for k in self.children:
                has = self.has.get((k, p, t))
                if has is not None and k in one.children:
                    self.lp.hold({column: 1, has: -1}, most=0)
                elif has is not None and not one.beside_care:
                    self.lp.hold({column: 1, has: 1}, most=1)

    def _use(self, p: int, t: int) -> int:
        use = self.lp.yes_or_no()
        uses = [self.has[k, p, t] for k in self.children if (k, p, t) in self.has]
        for column in [*uses, *self.going[p, t], *self.doing[p, t]]:
            self.lp.hold({use: 1, column: -1}, least=0)
        if not self.past(t):
            self.lp.hold(total(uses), most=self.p.carers[p].at_most)
        return use

    def _limits(self) -> None:
        for p in self.carers:
            if self.p.carers[p].household:
                self._household_ways(p)
            else:
                self._helper_ways(p)
            for limit, periods in (
                (self.p.carers[p].day_limit, self.p.days),
                (self.p.carers[p].week_limit, self.p.weeks),
            ):
                if limit is None:
                    continue
                for period in sorted(set(periods[self.p.fixed :])):
                    cells = [t for t in self.cells if periods[t] == period]
                    spent = sum(self.p.minutes(t) for t in cells if self.past(t) and self._was_used(p, t))
                    minutes = {self.use[p, t]: float(self.p.minutes(t)) for t in cells if not self.past(t)}
                    self.lp.hold(minutes, most=max(0, limit - spent))

    def _was_used(self, p: int, t: int) -> bool:
        if self.before is None:
            return False
        rows: list[Care | Move | Done] = [*self.before.care, *self.before.moves, *self.before.done]
        return any(r.carer == p and r.start <= t < r.end for r in rows)

    def _hold_the_past(self) -> None:
        before, now = self.before, self.p.fixed
        for t in range(now):
            assert before is not None
            for (k, p, c), column in self.has.items():
                if c == t:
                    rows = [r.carer for r in before.care if r.child == k and r.start <= t < r.end]
                    self.lp.fixed[column] = int(p in rows)
            for p in self.carers:
                gone = {(m.from_place, m.to_place) for m in before.moves if (m.carer, m.start) == (p, t)}
                for a, b in permutations(self.places, 2):
                    if (p, a, b, t) in self.goes:
                        self.lp.fixed[self.goes[p, a, b, t]] = int((a, b) in gone)
                stays: list[Care | Done] = [*before.care, *before.done]
                for r in stays:
                    if (
                        r.carer == p
                        and r.start <= t < r.end
                        and r.place is not None
                        and (p, r.place, t) in self.at
                    ):
                        self.lp.fixed[self.at[p, r.place, t]] = 1
            for k in self.children:
                for r in before.care:
                    if (
                        r.child == k
                        and r.start <= t < r.end
                        and r.place is not None
                        and (k, r.place, t) in self.here
                    ):
                        self.lp.fixed[self.here[k, r.place, t]] = 1

    # Costs

    def costs(self) -> Iterator[tuple[str, Terms]]:
        """Every tier in its order; the column -1 is what is sure to be paid."""
        p = self.p
        yield "gap_minutes", {column: float(p.minutes(t)) for (_, t), column in self.gap.items()}
        yield "missed_musts", self._undone(Priority.MUST)
        yield "change", self._change()
        trouble: Terms = {self.use[pair]: float(p.minutes(pair[1])) for pair in self.dear if pair in self.use}
        trouble |= {column: float(p.grid) for column in self.on.values()}
        yield "disturbance", trouble | dict.fromkeys(self.asked.values(), 60.0)
        yield "shoulds_dropped", self._undone(Priority.SHOULD)
        yield "handovers", self._handovers()
        yield "nices_dropped", self._undone(Priority.NICE)

    def _undone(self, priority: Priority) -> Terms:
        numbers = [o for o, one in enumerate(self.p.occurrences) if one.priority is priority]
        done = total(column for o in numbers for column in self._all_of(o))
        return less({CONSTANT: float(len(numbers))}, done)

    def _change(self) -> Terms:
        found: Terms = defaultdict(float)
        for row in self.before.care if self.before else ():
            for t in range(row.start, row.end):
                for q in self.carers:
                    if q != row.carer and (row.child, q, t) in self.has:
                        found[self.has[row.child, q, t]] += self.p.minutes(t)
        doers = {row.occurrence: row.carer for row in self.before.done} if self.before else {}
        for (o, q, _, _), column in self.does.items():
            found[column] += 30 * (doers.get(o, q) != q)
        for ask in self.before.asks if self.before else ():
            if ask.accepted:
                kept = self.lp.yes_or_no()
                for t in range(ask.start, ask.end):
                    on = self.on.get((ask.carer, t))
                    self.lp.hold({kept: 1.0} if on is None else {kept: 1.0, on: -1.0}, most=0)
                    if t > ask.start and (ask.carer, t) in self.asked:
                        self.lp.hold({kept: 1.0, self.asked[ask.carer, t]: 1.0}, most=1)
                found[CONSTANT] += 240
                found[kept] -= 240
        return found

    def _handovers(self) -> Terms:
        found: Terms = {}
        for k in self.children:
            last: dict[int, int] = {}
            for t in self.cells:
                now = {q: self.lp.yes_or_no() for q in self.carers}
                self.lp.hold(total(now.values()), most=1)
                hands = self.lp.yes_or_no()
                found[hands] = 3.0 if (k, t) in self.asleep else 1.0
                for q, column in now.items():
                    has = [self.has[k, q, t]] if (k, q, t) in self.has else []
                    others = [self.has[k, r, t] for r in self.carers if r != q and (k, r, t) in self.has]
                    was = [last[q]] if q in last else []
                    self.lp.hold(less({column: 1}, total(has, was)), most=0)
                    self.lp.hold(less({column: 1}, total(has)), least=0)
                    self.lp.hold(less(total([column], others), total(was)), least=0)
                    had_else = total(c for r, c in last.items() if r != q)
                    self.lp.hold(less({hands: 1, CONSTANT: 1}, {**total(has), **had_else}), least=0)
                last = now
        return found

    def best(self) -> Tiers:
        """The least price, tier by tier, each held at its least before the next. Raises if there is no plan at all."""
        costs = list(self.costs())
        engine = engine_for(self.lp)
        found = {}
        for tier, terms in costs:
            found[tier] = least(engine, terms, self.lp.count)
        return Tiers(**found)


class SecondOpinion:
    """The process. Use it as a context."""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def best(self, problem: Problem) -> Tiers:
        assert self.process.stdin
        assert self.process.stdout
        pickle.dump(problem, self.process.stdin)
        self.process.stdin.flush()
        answer = pickle.load(self.process.stdout)
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return Tiers(*answer)


def answer_all() -> None:
    while True:
        try:
            problem = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer: object = tuple(Second(problem).best())
        except RuntimeError as error:
            answer = str(error)
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    answer_all()
