"""The exact model, first half: where carers and children are, as flows of one unit through places and cells.

Needs ortools; imported only by the process that proves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import permutations

from kbye.planning.coverage.literals import Expr, Literals, Var
from kbye.planning.coverage.problem import HOME, Ask, Done, Move, Problem
from kbye.planning.coverage.start import Standing, appearances, standing


class Network(Literals):
    """Variables are kept by what they mean; a key that is missing is impossible, which is what 0 says.

    there[carer, place, cell], move[carer, from, to, start], on[helper, cell], care[child, carer, place, cell],
    ride[child, carer, from, to, start], gap[child, place, cell], wait[child, cell] and takes[child, carer, cell].
    entries[child, cell] is where a child is when a stretch begins.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem
        self.start: Standing = standing(problem)
        self.there: dict[tuple[int, int, int], Var] = {}
        self.move: dict[tuple[int, int, int, int], Var] = {}
        self.on: dict[tuple[int, int], Expr] = {}
        self.begins: dict[tuple[int, int], Expr] = {}
        self.care: dict[tuple[int, int, int, int], Var] = {}
        self.ride: dict[tuple[int, int, int, int, int], Var] = {}
        self.gap: dict[tuple[int, int, int], Var] = {}
        self.wait: dict[tuple[int, int], Var] = {}
        self.takes: dict[tuple[int, int, int], Var] = {}
        self.entries: dict[tuple[int, int], int] = {}
        self.cared: dict[tuple[int, int, int], list[Var]] = defaultdict(list)
        self.moving: dict[tuple[int, int], list[Var]] = defaultdict(list)
        self.alone: dict[tuple[int, int], list[Var]] = defaultdict(list)
        self.places = range(len(problem.places))
        self.carers = [carer for carer, who in enumerate(problem.carers) if self._useful(carer)]
        self.last = max([problem.cells, *(busy.end for busy in problem.busy)])
        for carer in self.carers:
            self._stays_and_moves(carer)
            if problem.carers[carer].household:
                self._household(carer)
            else:
                self._asks(carer)
                self._helper(carer)
        for child in range(len(problem.children)):
            for first, last in self.stretches(child):
                self._child(child, first, last)

    def _useful(self, carer: int) -> bool:
        who = self.problem.carers[carer]
        return who.used and (bool(who.may_care) or bool(self.problem.occurrences))

    # Carers

    def _stays_and_moves(self, carer: int) -> None:
        problem, blocked = self.problem, self.start.blocked[carer]
        for cell in range(self.start.carer_from[carer], problem.cells):
            if cell in blocked:
                continue
            for place in self.places:
                self.there[carer, place, cell] = self.literal(f"there_{carer}_{place}_{cell}")
            for one, other in permutations(self.places, 2):
                end = cell + problem.travel[one][other]
                whole = problem.first_whole <= cell and end <= problem.last_whole
                if whole and blocked.isdisjoint(range(cell, end)):
                    literal = self.literal(f"move_{carer}_{one}_{other}_{cell}")
                    self.move[carer, one, other, cell] = literal
                    for during in range(cell, end):
                        self.moving[carer, during].append(literal)

    def _flows(self, carer: int, place: int, cell: int) -> tuple[list[Expr], list[Expr]]:
        """What comes into this place at the start of the cell, and what goes out."""
        problem = self.problem
        into: list[Expr] = []
        out: list[Expr] = []
        _add(into, self.there.get((carer, place, cell - 1)))
        _add(out, self.there.get((carer, place, cell)))
        for other in self.places:
            if other != place:
                _add(into, self.move.get((carer, other, place, cell - problem.travel[other][place])))
                _add(out, self.move.get((carer, place, other, cell)))
        return into, out

    def _household(self, carer: int) -> None:
        """Always somewhere: one unit through every stretch between commitments."""
        start, blocked = self.start, self.start.blocked[carer]
        turns_up = appearances(self.problem, carer)
        first = start.carer_from[carer]
        for cell in range(first, self.problem.cells):
            if cell in blocked:
                continue
            begins = cell == first or cell - 1 in blocked
            entry = turns_up.get(cell, start.carer_place[carer]) if begins else HOME
            sources: list[Expr] = []
            for place in self.places:
                into, out = self._flows(carer, place, cell)
                if not begins:
                    self.model.add(sum(into) == sum(out))
                elif entry in (None, place):
                    sources += out
                else:
                    self.at_most_one(out, of=0)
            if begins:
                self.exactly_one(sources)

    def _helper(self, carer: int) -> None:
        """Somewhere while asked; may turn up at any place when an ask begins."""
        first, model = self.start.carer_from[carer], self.model
        for cell in range(first, self.problem.cells):
            here = [
                self.there[carer, place, cell] for place in self.places if (carer, place, cell) in self.there
            ]
            self.exactly_one([*here, *self.moving[carer, cell]], of=self.on.get((carer, cell), 0))
            begins = self.begins.get((carer, cell), 0)
            entry = self.start.carer_place[carer] if cell == first else None
            for place in self.places:
                into, out = self._flows(carer, place, cell)
                if cell > first:
                    model.add(sum(out) <= sum(into) + begins)
                elif cell and entry not in (None, place):
                    self.at_most_one(out, of=begins)

    def _asks(self, carer: int) -> None:
        """on says when a helper is asked, begins where an ask does: also where another ends just then."""
        problem, who = self.problem, self.problem.carers[carer]
        told = [ask for ask in self.start.past.asks if ask.carer == carer]
        before = problem.previous.asks if problem.previous else ()
        first = min([-who.ask_min, *(ask.start for ask in before if ask.carer == carer)])
        last = max([problem.cells + who.ask_min, *(ask.end for ask in before if ask.carer == carer)])
        running = self._running(carer)
        for cell in range(first, last):
            if problem.past(cell):
                self.on[carer, cell] = int(any(ask.start <= cell < ask.end for ask in told))
                self.begins[carer, cell] = int(any(ask.start == cell for ask in told))
            elif cell in running:
                self.on[carer, cell] = 1
            elif cell not in self.start.blocked[carer] and who.ask_min <= who.ask_max:
                self.on[carer, cell] = self.literal(f"on_{carer}_{cell}")
        for cell in (cell for cell in range(first, last) if not problem.past(cell)):
            long_enough = all((carer, c) in self.on for c in range(cell, cell + who.ask_min))
            if long_enough and cell not in running:
                self.begins[carer, cell] = self.literal(f"begins_{carer}_{cell}")
        self._as_agreed(carer, range(first, last), {ask.start for ask in told if self._may_end(ask)})

    def _may_end(self, ask: Ask) -> bool:
        """True if an ask that began before now need not last as long as agreed: it is over, or broken off."""
        rest = range(self.problem.now or 0, ask.start + self.problem.carers[ask.carer].ask_min)
        is_over = ask.end < (self.problem.now or 0)
        return is_over or not self.start.blocked[ask.carer].isdisjoint(rest)

    def _as_agreed(self, carer: int, cells: range, free_to_end: set[int]) -> None:
        """Whoever is asked was asked as long ago as agreed at most, and goes on for as long as agreed at least."""
        who = self.problem.carers[carer]
        since = cells.start  # of the unbroken time in which somebody can be asked
        for cell in cells:
            on = self.on.get((carer, cell))
            if on is None:
                since = cell + 1
            if on is None or isinstance(on, int):
                continue
            self.some([self.on.get((carer, cell - 1), 0), self.begins.get((carer, cell), 0)], when=on)
            if cell - who.ask_max >= since:
                longest = range(cell - who.ask_max + 1, cell + 1)
                self.some((self.begins.get((carer, c), 0) for c in longest), when=on)
            shortest = range(max(since, cell - who.ask_min + 1), cell + 1)
            lasting = (self.begins.get((carer, c), 0) for c in shortest if c not in free_to_end)
            self.at_most_one(lasting, of=on)

    def _running(self, carer: int) -> set[int]:
        """What was begun before now is brought to its end, and the ask lasts that long."""
        rows: list[Move | Done] = [*self.start.past.moves, *self.start.past.done]
        return {cell for row in rows if row.carer == carer for cell in range(row.start, row.end)}

    # Children

    def stretches(self, child: int) -> Iterator[tuple[int, int]]:
        """The stretches between supervised times that are still open."""
        first = self.start.child_from[child]
        for one in sorted((s for s in self.problem.supervised if s.child == child), key=lambda s: s.start):
            if one.start > first:
                yield first, one.start
            first = max(first, one.end)
        if first < self.problem.cells:
            yield first, self.problem.cells

    def _child(self, child: int, first: int, last: int) -> None:
        for cell in range(first, last):
            self._arcs(child, cell, last)
        entry = next((s for s in self.problem.supervised if s.child == child and s.end == first), None)
        place, waits = self.start.child_place[child], self.start.child_waits[child]
        if entry is not None and (first == 0 or first != self.start.child_from[child]):
            place, waits = entry.then_at, entry.collect
        self.entries[child, first] = place
        collected = self._waiting(child, place, first, last) if waits else {}
        for cell in range(first, last):
            for here in self.places:
                into, out = self._child_flows(child, here, cell)
                extra: list[Expr] = list(collected.get(cell, [])) if here == place else []
                if cell == first:
                    into = [1] if here == place and not waits else []
                sources = [*into, *extra]
                if len(sources) < 2:
                    self.exactly_one(out, of=sources[0] if sources else 0)
                else:
                    self.model.add(sum(sources) == sum(out))
        self._must_be_brought(child, last)

    def _arcs(self, child: int, cell: int, last: int) -> None:
        asleep = any(s.child == child and s.start <= cell < s.end for s in self.problem.asleep)
        for place in self.places:
            self._set_gap(child, place, cell)
            if asleep and place != HOME:
                continue
            for carer in self._may_have(child, cell):
                if (carer, place, cell) in self.there:
                    literal = self.literal(f"care_{child}_{carer}_{place}_{cell}")
                    self.care[child, carer, place, cell] = literal
                    self.cared[child, carer, cell].append(literal)
                    self.model.add_implication(literal, self.there[carer, place, cell])
        for carer in self._may_have(child, cell):
            self._rides(child, carer, cell, last)

    def _set_gap(self, child: int, place: int, cell: int) -> None:
        literal = self.gap[child, place, cell] = self.literal(f"gap_{child}_{place}_{cell}")
        self.alone[child, cell].append(literal)

    def _may_have(self, child: int, cell: int) -> Iterator[int]:
        for carer in self.carers:
            who = self.problem.carers[carer]
            if child in who.may_care and (who.overnight or not self.problem.night[cell]):
                yield carer

    def _rides(self, child: int, carer: int, cell: int, last: int) -> None:
        problem = self.problem
        for one, other in permutations(self.places, 2):
            move = self.move.get((carer, one, other, cell))
            during = range(cell, cell + problem.travel[one][other])
            if move is None or during.stop > last or not self._may_ride(child, carer, during):
                continue
            literal = self.ride[child, carer, one, other, cell] = self.literal(
                f"ride_{child}_{carer}_{one}_{other}_{cell}"
            )
            self.model.add_implication(literal, move)
            for then in during:
                self.cared[child, carer, then].append(literal)

    def _may_ride(self, child: int, carer: int, during: Iterable[int]) -> bool:
        who, problem = self.problem.carers[carer], self.problem
        asleep = {c for s in problem.asleep if s.child == child for c in range(s.start, s.end)}
        return all(cell not in asleep and (who.overnight or not problem.night[cell]) for cell in during)

    def _child_flows(self, child: int, place: int, cell: int) -> tuple[list[Expr], list[Expr]]:
        into: list[Expr] = []
        out: list[Expr] = []
        _add(into, self.gap.get((child, place, cell - 1)))
        _add(out, self.gap.get((child, place, cell)))
        for carer in self.carers:
            self._by(child, carer, place, cell, into, out)
        return into, out

    def _by(self, child: int, carer: int, place: int, cell: int, into: list[Expr], out: list[Expr]) -> None:
        _add(into, self.care.get((child, carer, place, cell - 1)))
        _add(out, self.care.get((child, carer, place, cell)))
        for other in self.places:
            if other != place:
                back = self.problem.travel[other][place]
                _add(into, self.ride.get((child, carer, other, place, cell - back)))
                _add(out, self.ride.get((child, carer, place, other, cell)))

    def _waiting(self, child: int, place: int, first: int, last: int) -> dict[int, list[Var]]:
        """The child waits at `place` until somebody who may collect it has it from the next cell on."""
        collected: dict[int, list[Var]] = {}
        earlier: Expr = 1
        for cell in range(first, last):
            waits = self.wait[child, cell] = self.literal(f"wait_{child}_{cell}")
            self.alone[child, cell].append(waits)
            collected[cell] = []
            for carer in self.carers:
                if (place, child) in self.problem.carers[carer].collects:
                    takes = self.takes[child, carer, cell] = self.literal(f"takes_{child}_{carer}_{cell}")
                    self.some(self.cared.get((child, carer, cell), []), when=takes)
                    collected[cell].append(takes)
            self.exactly_one([waits, *collected[cell]], of=earlier)
            earlier = waits
        return collected

    def _must_be_brought(self, child: int, last: int) -> None:
        """Whoever has the child just before it is supervised is at the place with it then."""
        for one in self.problem.supervised:
            if one.child != child or one.start != last or one.leave_from is None:
                continue
            for place in self.places:
                if place != one.leave_from:
                    into, _ = self._child_flows(child, place, last)
                    gap = self.gap.get((child, place, last - 1))
                    self.model.add(sum(into) - (0 if gap is None else gap) == 0)


def _add(terms: list[Expr], term: Expr | None) -> None:
    if term is not None:
        terms.append(term)
