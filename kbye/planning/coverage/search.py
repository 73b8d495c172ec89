"""The quick search: goes through the time away from event to event and keeps the few best ways so far.

It knows the rules well enough to break none, and the price well enough to come close; whoever calls it has the
plan judged and priced all the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, product

from kbye.planning.coverage.board import Board, Pin
from kbye.planning.coverage.chances import Chances, Way
from kbye.planning.coverage.problem import HOME, Care, Move, Supervised
from kbye.planning.coverage.state import NOBODY, SCHOOL, State

COMBINATIONS = 12
# Whether anybody may have it; the child; who is thought of first; whether nobody else can be.
Wanted = tuple[bool, int, tuple[int, ...], bool]


class Search(Chances):
    """`ranks` is in which order carers are tried, all else being equal."""

    def __init__(
        self, board: Board, pins: Sequence[Pin] = (), width: int = 1, ranks: Sequence[int] = ()
    ) -> None:
        super().__init__(board, pins)
        self.width = width
        self.ranks = tuple(ranks) or tuple(
            sorted(
                range(len(self.problem.carers)),
                key=lambda c: (not self.problem.carers[c].household, self.problem.carers[c].ask_rank, c),
            )
        )
        ways = {cells for row in self.problem.travel for cells in row}
        pinned = {pin.start - way for pin in pins for way in ways} | {pin.end for pin in pins}
        inside = range(self.problem.fixed, self.problem.cells)
        self.events = sorted({*board.events, *(cell for cell in pinned if cell in inside)})
        self.edges = self.problem.supervised
        self.farthest = max(ways) + 1
        self.everyone = range(len(self.problem.carers))
        self.children = range(len(self.problem.children))
        self.at_most = [who.at_most for who in self.problem.carers]

    def run(self) -> State:
        """The best state at the end of the time away."""
        waiting: dict[int, dict[tuple[object, ...], State]] = {}
        self._put(waiting, State(self.board))
        while min(waiting) < self.problem.cells:
            cell = min(waiting)
            states = sorted(waiting.pop(cell).values(), key=self._promise)[: self.width]
            for state in states:
                for follower in self._followers(state):
                    self._put(waiting, follower)
        return min(waiting[self.problem.cells].values(), key=self._promise)

    def _put(self, waiting: dict[int, dict[tuple[object, ...], State]], state: State) -> None:
        states = waiting.setdefault(state.cell, {})
        key = state.key()
        if key not in states or state.price < states[key].price:
            states[key] = state

    def _promise(self, state: State) -> tuple[int, ...]:
        """The price so far, with what is bound to come; then rather everybody at home and nobody alone."""
        away = sum(place not in (HOME, None) for place in state.where)
        alone = sum(who == NOBODY for who in state.who)
        gap, *rest = state.price
        return (gap + self.problem.grid * self._late(state), *rest, alone, away)

    def _late(self, state: State) -> int:
        """How many children will wait or not be brought, because nobody can be there in time any more."""
        late = 0
        for one in self.edges:
            if one.collect and state.cell <= one.end < state.cell + self.farthest:
                late += not any(self._in_time(state, carer, one) for carer in self.everyone)
            if one.leave_from is not None and state.cell < one.start < state.cell + self.farthest:
                way = self.problem.travel[state.at[one.child]][one.leave_from]
                late += not self._rides(state, one.child) and state.cell + way > one.start
        return late

    def _in_time(self, state: State, carer: int, one: Supervised) -> bool:
        who, here = self.problem.carers[carer], state.where[carer]
        if (one.place, one.child) not in who.collects or one.child not in who.may_care or not who.used:
            return False
        if one.end in self.board.blocked[carer]:
            return False
        if not who.household and state.ask[carer] is None:
            return True
        if here is None:
            return True
        return max(state.cell, state.lock[carer]) + self.problem.travel[here][one.place] <= one.end

    # What may happen at a cell

    def _followers(self, state: State) -> Iterator[State]:
        self._turn(state)
        self._active = [pin for pin in self.pins if pin.start <= state.cell < pin.end]
        self._may_here: dict[tuple[int, int, Way], bool] = {}
        options = [list(self._ways(state, carer)) for carer in self.everyone]
        orders = list(self._orders(state))
        for ways in islice(product(*options), COMBINATIONS):
            wanted = self._wanted(state, ways)
            seen = set()
            for order in orders:
                choice = self._choose(state, ways, order, wanted)
                if choice not in seen:
                    seen.add(choice)
                    yield self._go(state, ways, choice)

    def _turn(self, state: State) -> None:
        """What the clock changes by itself."""
        cell, board = state.cell, self.board
        for child in self.children:
            over = board.over.get((child, cell))
            if over is not None:
                state.at[child], state.waits[child], state.who[child] = over.then_at, over.collect, NOBODY
            if board.school[child][cell] is not None:
                state.who[child] = SCHOOL
        for carer in self.everyone:
            if cell in board.blocked[carer]:
                state.where[carer] = None
            elif cell in board.appears[carer] and cell > self.problem.fixed:
                state.where[carer] = board.appears[carer][cell]
            if (carer, cell) in board.promised and (carer, cell - 1) not in board.promised:
                state.where[carer] = None

    # Who has whom

    def _orders(self, state: State) -> Iterator[tuple[int, ...]]:
        """Every carer once as the first choice for all; before that, whoever has a child keeps it."""
        yield self.ranks
        for carer in self.ranks:
            if self._free(state, carer):
                yield (-1, carer, *(other for other in self.ranks if other != carer))

    def _wanted(self, state: State, ways: tuple[Way, ...]) -> list[Wanted]:
        """Every child that changes hands or not now, those who are bound to somebody first."""
        found: list[Wanted] = []
        for child in self.children:
            if state.who[child] == SCHOOL or self._rides(state, child):
                continue
            pinned = [
                pin.carer
                for pin in self._active
                if child in self.problem.occurrences[pin.occurrence].children
            ]
            movers = [
                carer
                for carer, there in enumerate(ways)
                if there is not None and self._goes_along(state, child, carer, there)
            ]
            before = self.board.had[child][state.cell]
            first = pinned[:1] or movers or ([] if before is None else [before])
            found.append((not (pinned or movers), child, tuple(first), bool(pinned)))
        return sorted(found)

    def _choose(
        self, state: State, ways: tuple[Way, ...], order: tuple[int, ...], wanted: list[Wanted]
    ) -> tuple[int, ...]:
        """For every child its carer from now on."""
        keep = order[:1] != (-1,)
        spots = {pin.carer: pin.place for pin in self._active}
        chosen = list(state.who)
        for _, child, _, _ in wanted:
            chosen[child] = NOBODY
        count = [chosen.count(carer) for carer in self.everyone]
        for _, child, first, only in wanted:
            place = state.at[child]
            rest = () if only else (state.last[child], *order) if keep else order
            for carer in (*first, *rest):
                if carer < 0 or spots.get(carer, place) != place or count[carer] >= self.at_most[carer]:
                    continue
                if self._may_now(state, child, carer, ways):
                    chosen[child], spots[carer] = carer, place
                    count[carer] += 1
                    break
        return tuple(chosen)

    def _may_now(self, state: State, child: int, carer: int, ways: tuple[Way, ...]) -> bool:
        key = child, carer, ways[carer]
        if key not in self._may_here:
            self._may_here[key] = self._may(state, child, carer, ways)
        return self._may_here[key]

    # On to the next event

    def _go(self, state: State, ways: tuple[Way, ...], choice: tuple[int, ...]) -> State:
        self.board.effort += 1
        new = state.copy()
        cell = state.cell
        staying = {
            carer for child, carer in enumerate(choice) if carer >= 0 and not self._rides(state, child)
        }
        staying |= {pin.carer for pin in self._active}
        movers = {carer: there for carer, there in enumerate(ways) if there is not None}
        movers = {c: there for c, there in movers.items() if c in staying or self.problem.carers[c].household}
        staying -= movers.keys()
        for carer, there in movers.items():
            self._depart(state, new, carer, there, choice)
        until = self._until(state, new, staying)
        for child, carer in enumerate(choice):
            if carer == SCHOOL or self._rides(state, child):
                continue
            if carer == NOBODY:
                new.gap += self._minutes(cell, until)
                new.who[child] = NOBODY
            elif carer not in movers:
                new.trace = (new.trace, Care(child, cell, until, carer, state.at[child]))
                self._has(state, new, child, carer, until)
        for carer in staying:
            places = [state.at[child] for child, who in enumerate(choice) if who == carer]
            places += [pin.place for pin in self._active if pin.carer == carer]
            self._use(new, carer, cell, until, places[0])
        new.cell = until
        return new

    def _depart(self, state: State, new: State, carer: int, there: int, choice: tuple[int, ...]) -> None:
        here = self._place(state, carer) or HOME
        cell, until = state.cell, state.cell + self.problem.travel[here][there]
        new.trace = (new.trace, Move(carer, cell, until, here, there))
        for child, who in enumerate(choice):
            if who == carer and not self._rides(state, child):
                new.trace = (new.trace, Care(child, cell, until, carer, None))
                self._has(state, new, child, carer, until)
                new.at[child] = there
        self._use(new, carer, cell, until, here)
        new.where[carer], new.lock[carer] = there, until

    def _has(self, state: State, new: State, child: int, carer: int, until: int) -> None:
        """The child is in the carer's charge from now until then."""
        cell = state.cell
        if state.last[child] not in (NOBODY, carer):
            new.hand += 3 if self.board.asleep[child][cell] else 1
        before = self.board.had[child]
        new.change += sum(
            self.problem.minutes(one) for one in range(cell, until) if before[one] not in (None, carer)
        )
        new.who[child] = new.last[child] = carer
        new.waits[child] = False

    def _use(self, new: State, carer: int, cell: int, until: int, place: int) -> None:
        minutes, problem = self.problem.minutes, self.problem
        who, rather_not = problem.carers[carer], self.board.rather_not[carer]
        new.trouble += sum(minutes(one) for one in range(cell, until) if one in rather_not)
        for one in range(cell, until) if who.day_limit is not None or who.week_limit is not None else ():
            for key in ((carer, problem.days[one], True), (carer, problem.weeks[one], False)):
                new.used[key] = new.used.get(key, 0) + minutes(one)
        if not who.household and (carer, cell) not in self.board.promised:
            old = new.ask[carer]
            same = old is not None and new.where[carer] == place and self._extends(new, carer, until)
            ask = (old[0] if same and old is not None else cell, until)
            new.trouble += self._ask_cost(carer, ask) - (self._ask_cost(carer, old) if same else 0)
            new.ask[carer] = ask
        new.where[carer] = place

    def _minutes(self, start: int, end: int) -> int:
        return sum(self.problem.minutes(cell) for cell in range(start, end))

    def _until(self, state: State, new: State, staying: set[int]) -> int:
        cell = state.cell
        index = bisect_right(self.events, cell)
        ends = [self.problem.cells, *self.events[index : index + 1]]
        ends += [lock for lock in new.lock if lock > cell]
        for carer in staying:
            ends.append(cell + max(1, self._left(state, carer)))
            ask, who = state.ask[carer], self.problem.carers[carer]
            if not who.household and (carer, cell) not in self.board.promised:
                extends = ask is not None and self._extends(state, carer, cell + 1)
                ends.append((ask[0] if ask is not None and extends else cell) + who.ask_max)
        return min(ends)
