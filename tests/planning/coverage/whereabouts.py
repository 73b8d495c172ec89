"""Where everybody is, and who has whom: the first half of the second exact formulation."""
# ruff: noqa: C901 - a rule is told from top to bottom

from __future__ import annotations

from collections import defaultdict
from itertools import permutations

from kbye.planning.coverage.problem import Done, Move, Problem
from kbye.planning.coverage.situation import Strength
from tests.planning.coverage.rows import CONSTANT, Rows, less, total


class Whereabouts:
    """at[p, l, t], goes[p, a, b, t], on[p, t], has[k, p, t], gap[k, t], here[k, l, t], rides[k, p, a, b, t] and
    does[o, p, l, t]; a key that is missing cannot be."""

    def __init__(self, problem: Problem) -> None:
        self.p, self.lp = problem, Rows()
        self.places = range(len(problem.places))
        self.carers = [p for p, who in enumerate(problem.carers) if who.used]
        self.helpers = [p for p in self.carers if not problem.carers[p].household]
        self.children = range(len(problem.children))
        self.cells = range(problem.cells)
        self.busy, self.dear = set[tuple[int, int]](), set[tuple[int, int]]()
        for b in problem.busy:
            kind = self.dear if b.strength is Strength.RATHER_NOT else self.busy
            kind |= {(b.carer, t) for t in range(b.start, b.end)}
        self.asleep = {(s.child, t) for s in problem.asleep for t in range(s.start, s.end)}
        self.out = {(s.child, t) for s in problem.supervised for t in range(s.start, s.end)}
        self.before = problem.previous
        self.at: dict[tuple[int, int, int], int] = {}
        self.goes: dict[tuple[int, int, int, int], int] = {}
        self.going: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.on: dict[tuple[int, int], int] = {}
        self.asked: dict[tuple[int, int], int] = {}
        self.has: dict[tuple[int, int, int], int] = {}
        self.gap: dict[tuple[int, int], int] = {}
        self.here: dict[tuple[int, int, int], int] = {}
        self.rides: dict[tuple[int, int, int, int, int], int] = {}
        self.riding: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        self.does: dict[tuple[int, int, int, int], int] = {}
        self.doing: dict[tuple[int, int], list[int]] = defaultdict(list)
        for p in self.carers:
            self._carer(p)
        for p in self.helpers:
            self._asks(p)
        for k in self.children:
            self._child(k)

    # Carers

    def past(self, t: int) -> bool:
        return t < self.p.fixed

    def running(self, p: int) -> set[int]:
        """What was begun before now goes on, whatever came up."""
        if self.before is None:
            return set()
        rows: list[Move | Done] = [*self.before.moves, *self.before.done]
        begun = [r for r in rows if r.carer == p and r.start < self.p.fixed]
        return {t for r in begun for t in range(r.start, r.end)}

    def free(self, p: int, t: int) -> bool:
        return (p, t) not in self.busy or self.past(t) or t in self.running(p)

    def way(self, a: int, b: int, t: int) -> range:
        return range(t, t + self.p.travel[a][b])

    def _carer(self, p: int) -> None:
        household = self.p.carers[p].household
        for t in self.cells:
            if self.free(p, t):
                for place in self.places:
                    self.at[p, place, t] = self.lp.yes_or_no()
            for a, b in permutations(self.places, 2):
                during = self.way(a, b, t)
                whole = self.p.first_whole <= t and during.stop <= self.p.last_whole
                if whole and all(self.free(p, c) for c in during):
                    self.goes[p, a, b, t] = self.lp.yes_or_no()
                    for c in during:
                        self.going[p, c].append(self.goes[p, a, b, t])
        for t in self.cells:
            somewhere = total(self._at(p, t), self.going[p, t])
            if household and self.free(p, t):
                self.lp.hold(somewhere, 1, 1)
            elif not household:
                self.lp.hold(somewhere, most=1)

    def _at(self, p: int, t: int) -> list[int]:
        return [self.at[p, place, t] for place in self.places if (p, place, t) in self.at]

    def _arrives(self, p: int, place: int, t: int) -> list[int]:
        """What brings a carer to this place by the start of the cell."""
        found = [self.at[p, place, t - 1]] if (p, place, t - 1) in self.at else []
        for a in self.places:
            if a != place and (p, a, place, t - self.p.travel[a][place]) in self.goes:
                found.append(self.goes[p, a, place, t - self.p.travel[a][place]])
        return found

    def _leaves(self, p: int, place: int, t: int) -> list[int]:
        found = [self.at[p, place, t]] if (p, place, t) in self.at else []
        return found + [self.goes[p, place, b, t] for b in self.places if (p, place, b, t) in self.goes]

    def _starts_from(self, p: int) -> dict[int, int | None]:
        """When a commitment of the household leaves somebody somewhere; None: anywhere."""
        found: dict[int, int | None] = {0: 0}
        for b in self.p.busy:
            if b.carer == p and b.strength is not Strength.RATHER_NOT and b.end > 0:
                found[b.end] = b.place if b.place is not None else found.get(b.end)
        return {t: place for t, place in found.items() if (p, t) not in self.busy or t == 0}

    def _household_ways(self, p: int) -> None:
        entries = self._starts_from(p)
        for t in self.cells:
            for place in self.places:
                leaves = self._leaves(p, place, t)
                if t in entries:
                    if entries[t] not in (None, place):
                        self.lp.hold(total(leaves), most=0)
                elif self.free(p, t - 1):
                    self.lp.hold(less(total(leaves), total(self._arrives(p, place, t))), most=0)

    def _asks(self, p: int) -> None:
        who, told = self.p.carers[p], self.before.asks if self.before else ()
        mine = [a for a in told if a.carer == p]
        first = min([-who.ask_min - 1, *(a.start - 1 for a in mine)])
        last = max([self.p.cells + who.ask_min + 1, *(a.end + 1 for a in mine)])
        running = self.running(p)
        for t in range(first, last):
            self.on[p, t], self.asked[p, t] = self.lp.yes_or_no(), self.lp.yes_or_no()
            if self.p.past(t):
                self.lp.fixed[self.on[p, t]] = int(any(a.start <= t < a.end for a in mine))
            elif t in running:
                self.lp.fixed[self.on[p, t]] = 1
            elif (p, t) in self.busy:
                self.lp.fixed[self.on[p, t]] = 0
        self.lp.fixed[self.on[p, first]] = self.lp.fixed[self.on[p, last - 1]] = 0
        self.lp.fixed[self.asked[p, first]] = 0
        for t in range(first + 1, last):
            begins, on, off = self.asked[p, t], self.on[p, t], self.on[p, t - 1]
            if self.p.past(t):
                self.lp.fixed[begins] = int(any(a.start == t for a in mine))
            elif t in running:
                self.lp.fixed[begins] = 0
            self.lp.hold({begins: 1, on: -1, off: 1}, least=0)
            self.lp.hold({begins: 1, on: -1}, most=0)
            rest = [c for c in range(t + 1, t + who.ask_min) if not self.p.past(c)]
            broken_off = self.p.past(t) and any((p, c) in self.busy and c not in running for c in rest)
            over = any(a.start == t and self.p.past(a.end) for a in mine)
            for c in [] if broken_off or over else rest:
                self.lp.hold({begins: 1, **({self.on[p, c]: -1} if (p, c) in self.on else {})}, most=0)
                if (p, c) in self.asked:
                    self.lp.hold({begins: 1, self.asked[p, c]: 1}, most=1)
            window = range(t, t + who.ask_max + 1)
            if window[-1] < last and not self.p.past(window[-1]):
                on_all_the_time = total(self.on[p, c] for c in window)
                anew = total(self.asked[p, c] for c in window[1:])
                self.lp.hold(less(on_all_the_time, anew), most=who.ask_max)
        for t in self.cells:
            used = total(self._at(p, t), self.going[p, t])
            self.lp.hold(less(used, {self.on[p, t]: 1}), most=0)
            for a, b in permutations(self.places, 2):
                for c in self.way(a, b, t)[1:]:
                    if (p, a, b, t) in self.goes and not self.past(c):
                        self.lp.hold({self.goes[p, a, b, t]: 1, self.asked[p, c]: 1}, most=1)

    def _helper_ways(self, p: int) -> None:
        for t in self.cells:
            for place in self.places if t else ():
                leaves, arrives = self._leaves(p, place, t), self._arrives(p, place, t)
                self.lp.hold(less(total(leaves), total(arrives, [self.asked[p, t]])), most=0)
            # Somebody who was asked is somewhere all the time.
            if not self.past(t):
                self.lp.hold(less(total(self._at(p, t), self.going[p, t]), {self.on[p, t]: 1}), 0, 0)

    # Children

    def _child(self, k: int) -> None:
        for t in self.cells:
            if (k, t) in self.out:
                continue
            self.gap[k, t] = self.lp.yes_or_no()
            for place in self.places:
                self.here[k, place, t] = self.lp.yes_or_no()
            for p in self.carers:
                who = self.p.carers[p]
                allowed = k in who.may_care and (who.overnight or not self.p.night[t])
                if self.past(t) or allowed:
                    self.has[k, p, t] = self.lp.yes_or_no()
        for p in self.carers:
            for a, b in permutations(self.places, 2):
                for t in self.cells:
                    self._ride(k, p, a, b, t)
        spans = sorted((s for s in self.p.supervised if s.child == k), key=lambda s: (s.start, s.end))
        first, place, collect = 0, 0, False
        for s in spans:
            self._stretch(k, first, s.start, place, collect)
            if s.leave_from is not None and s.start > max(first, self.p.fixed):
                there = total(self._child_arrives(k, s.leave_from, s.start))
                had = total(
                    self.has[k, p, s.start - 1] for p in self.carers if (k, p, s.start - 1) in self.has
                )
                self.lp.hold(less(there, had), least=0)
            first, place, collect = s.end, s.then_at, s.collect
        self._stretch(k, first, self.p.cells, place, collect)

    def _ride(self, k: int, p: int, a: int, b: int, t: int) -> None:
        goes, during = self.goes.get((p, a, b, t)), self.way(a, b, t)
        if goes is None or not all((k, p, c) in self.has for c in during):
            return
        rides = self.rides[k, p, a, b, t] = self.lp.yes_or_no()
        self.lp.hold({rides: 1, goes: -1}, most=0)
        for c in during:
            self.riding[k, p, c].append(rides)
            self.lp.hold({rides: 1, self.has[k, p, c]: -1}, most=0)
            if (k, c) in self.asleep and not self.past(c):
                self.lp.hold({rides: 1}, most=0)

    def _child_arrives(self, k: int, place: int, t: int) -> list[int]:
        found = [self.here[k, place, t - 1]] if (k, place, t - 1) in self.here else []
        for p in self.carers:
            for a in self.places:
                if a != place:
                    key = (k, p, a, place, t - self.p.travel[a][place])
                    found += [self.rides[key]] if key in self.rides else []
        return found

    def _stretch(self, k: int, first: int, last: int, entry: int, collect: bool) -> None:
        """From the end of one supervised time to the start of the next."""
        taken = total() if collect else {CONSTANT: 1.0}
        for t in range(first, last):
            had = [self.has[k, p, t] for p in self.carers if (k, p, t) in self.has]
            self.lp.hold(total(had, [self.gap[k, t]]), 1, 1)
            rides = [column for p in self.carers for column in self.riding[k, p, t]]
            self.lp.hold(total(rides, (self.here[k, place, t] for place in self.places)), 1, 1)
            for place in self.places:
                leaves = [self.here[k, place, t]]
                leaves += [
                    self.rides[k, p, place, b, t]
                    for p in self.carers
                    for b in self.places
                    if (k, p, place, b, t) in self.rides
                ]
                if t == first:
                    self.lp.hold(total(leaves), *((1, 1) if place == entry else (0, 0)))
                else:
                    self.lp.hold(less(total(leaves), total(self._child_arrives(k, place, t))), most=0)
            self._with_whom(k, t)
            if collect:
                now = self.lp.yes_or_no()
                may = [p for p in self.carers if (entry, k) in self.p.carers[p].collects]
                fetched = total(self.has[k, p, t] for p in may if (k, p, t) in self.has)
                self.lp.hold(less(less({now: 1}, taken), fetched), most=0)
                for p in self.carers:
                    if p not in may and (k, p, t) in self.has and not self.past(t):
                        self.lp.hold(less({self.has[k, p, t]: 1}, taken), most=0)
                taken = {now: 1.0}

    def _with_whom(self, k: int, t: int) -> None:
        for p in self.carers:
            has = self.has.get((k, p, t))
            if has is None:
                continue
            still = total(self._at(p, t), self.riding[k, p, t])
            self.lp.hold(less({has: 1}, still), most=0)
            for place in self.places:
                at = self.at.get((p, place, t))
                together = {has: 1.0, self.here[k, place, t]: 1.0}
                self.lp.hold(together if at is None else {**together, at: -1.0}, most=1)
            if (k, t) in self.asleep and not self.past(t):
                self.lp.hold({has: 1, self.here[k, 0, t]: -1}, most=0)
