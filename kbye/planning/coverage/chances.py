"""What the quick search may do at a cell without breaking a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbye.planning.coverage.board import Board, Pin
from kbye.planning.coverage.price import MINUTES_PER_ASK
from kbye.planning.coverage.problem import HOME
from kbye.planning.coverage.state import NOBODY, SCHOOL, State

Way = int | None  # where a carer goes now, or None to stay


class Chances:
    """Who is free, who can go where to what purpose, who may have which child, and whom one can ask."""

    def __init__(self, board: Board, pins: Sequence[Pin] = ()) -> None:
        self.board, self.problem, self.pins = board, board.problem, pins
        self._active: list[Pin] = []

    def _free(self, state: State, carer: int, cells: int = 1) -> bool:
        who, cell = self.problem.carers[carer], state.cell
        if not who.used or state.lock[carer] > cell or self._left(state, carer) < cells:
            return False
        return self.board.blocked[carer].isdisjoint(range(cell, cell + cells))

    def _left(self, state: State, carer: int) -> int:
        """Whole cells that the limits leave today and this week."""
        who, cell = self.problem.carers[carer], state.cell
        left = self.problem.cells
        if who.day_limit is not None:
            used = state.used.get((carer, self.problem.days[cell], True), 0)
            left = min(left, (who.day_limit - used) // self.problem.grid)
        if who.week_limit is not None:
            used = state.used.get((carer, self.problem.weeks[cell], False), 0)
            left = min(left, (who.week_limit - used) // self.problem.grid)
        return left

    def _ways(self, state: State, carer: int) -> Iterator[Way]:
        """Where this carer could go now with a purpose; staying comes first unless a task calls, or they
        went then in the plan before."""
        if not self._free(state, carer) or any(pin.carer == carer for pin in self._active):
            yield None
            return
        called = self._called(state, carer)
        if called is not None:
            yield called
            return
        here, before = self._place(state, carer), self.board.went.get((carer, state.cell))
        if (
            here is not None
            and before not in (None, here)
            and self._can_move(state, carer, here, before or HOME)
        ):
            yield before
        else:
            before = None
        yield None
        for there in range(len(self.problem.places)) if here is not None else ():
            if there not in (here, before) and self._purpose(state, carer, here or HOME, there):
                yield there

    def _called(self, state: State, carer: int) -> int | None:
        """Where a pinned task is, if it is time to go there."""
        here = state.where[carer]
        for pin in self.pins:
            if pin.carer == carer and here not in (None, pin.place):
                in_time = state.cell + self.problem.travel[here or HOME][pin.place] == pin.start
                if in_time and self._can_move(state, carer, here or HOME, pin.place):
                    return pin.place
        return None

    def _can_move(self, state: State, carer: int, here: int, there: int) -> bool:
        cells = self.problem.travel[here][there]
        first, last = state.cell, state.cell + cells
        if first < self.problem.first_whole or last > self.problem.last_whole:
            return False
        if not self.problem.carers[carer].household and not self._ask_allows(state, carer, here, last):
            return False
        return self._free(state, carer, cells)

    def _purpose(self, state: State, carer: int, here: int, there: int) -> bool:
        arrival = state.cell + self.problem.travel[here][there]
        if not self._can_move(state, carer, here, there):
            return False
        if there == HOME and (self.problem.carers[carer].household or carer in state.who):
            return True
        who = self.problem.carers[carer]
        for child in who.may_care:
            if (there, child) in who.collects and self._waits_there(state, child, there, arrival):
                return True
            if state.at[child] == here and self._due(state, child, there, arrival):
                return True
        return False

    def _due(self, state: State, child: int, there: int, arrival: int) -> bool:
        """True if the child must be brought there by then."""
        school = self.board.next_school.get((child, arrival))
        return school is not None and school.leave_from == there and state.who[child] != SCHOOL

    def _waits_there(self, state: State, child: int, there: int, arrival: int) -> bool:
        over = self.board.over.get((child, arrival))
        if over is not None and over.collect and over.place == there:
            return True
        return state.who[child] == NOBODY and state.at[child] == there

    def _rides(self, state: State, child: int) -> bool:
        return state.who[child] >= 0 and state.lock[state.who[child]] > state.cell

    def _goes_along(self, state: State, child: int, carer: int, there: int) -> bool:
        """True if this carer goes now because the child must be there in time."""
        here = self._place(state, carer)
        if here is None or state.at[child] != here or child not in self.problem.carers[carer].may_care:
            return False
        return self._due(state, child, there, state.cell + self.problem.travel[here][there])

    def _place(self, state: State, carer: int) -> int | None:
        """Where a carer leaves from; those who may turn up anywhere leave from home."""
        here = state.where[carer]
        return HOME if here is None and self._can_appear(state, carer) else here

    def _can_appear(self, state: State, carer: int) -> bool:
        if self.problem.carers[carer].household or (carer, state.cell) in self.board.promised:
            return state.where[carer] is None
        ask = state.ask[carer]
        return ask is None or state.cell >= self._over(carer, ask)

    def _may(self, state: State, child: int, carer: int, ways: tuple[Way, ...]) -> bool:
        who, cell = self.problem.carers[carer], state.cell
        if child not in who.may_care or not self._free(state, carer):
            return False
        if self.problem.night[cell] and not who.overnight:
            return False
        if any(pin.carer == carer and self._excludes(pin, child) for pin in self._active):
            return False
        if state.waits[child] and (state.at[child], child) not in who.collects:
            return False
        there = ways[carer]
        if there is None:
            return self._may_stay(state, child, carer)
        return self._place(state, carer) == state.at[child] and self._may_ride(state, child, carer, there)

    def _excludes(self, pin: Pin, child: int) -> bool:
        one = self.problem.occurrences[pin.occurrence]
        return not one.beside_care and child not in one.children

    def _may_stay(self, state: State, child: int, carer: int) -> bool:
        cell, place = state.cell, state.at[child]
        if state.where[carer] != place and not self._can_appear(state, carer):
            return False
        if self.board.asleep[child][cell] and place != HOME:
            return False
        school = self.board.next_school.get((child, cell + 1))
        if school is not None and school.leave_from not in (None, place):
            return False
        return self.problem.carers[carer].household or self._ask_allows(state, carer, place, cell + 1)

    def _may_ride(self, state: State, child: int, carer: int, there: int) -> bool:
        first, who = state.cell, self.problem.carers[carer]
        last = first + self.problem.travel[state.at[child]][there]
        for cell in range(first, last):
            if self.board.asleep[child][cell] or (
                cell > first and self.board.school[child][cell] is not None
            ):
                return False
            if self.problem.night[cell] and not who.overnight:
                return False
        school = self.board.next_school.get((child, last))
        return school is None or school.leave_from == there

    # Asks

    def _ask_allows(self, state: State, carer: int, place: int, until: int) -> bool:
        """True if the helper can be used here from now on up to `until`."""
        who, ask, cell = self.problem.carers[carer], state.ask[carer], state.cell
        if (carer, cell) in self.board.promised:
            return all((carer, one) in self.board.promised for one in range(cell, until))
        if who.ask_min > who.ask_max:
            return False
        if state.where[carer] == place and self._extends(state, carer, until):
            return True
        if ask is not None and cell < self._over(carer, ask):
            return False
        first, last = self.board.run(carer, cell, None if ask is None else self._over(carer, ask))
        return last - first >= who.ask_min and until - cell <= who.ask_max

    def _extends(self, state: State, carer: int, until: int) -> bool:
        ask, who = state.ask[carer], self.problem.carers[carer]
        if ask is None or until - ask[0] > who.ask_max or state.where[carer] is None:
            return False
        idle = (state.cell - ask[1]) * self.problem.grid
        if idle > MINUTES_PER_ASK and state.cell > ask[1]:
            return False
        return self.board.blocked[carer].isdisjoint(range(ask[1], until))

    def _over(self, carer: int, ask: tuple[int, int]) -> int:
        """When an ask ends that is as long as agreed."""
        return max(ask[1], min(ask[0] + self.problem.carers[carer].ask_min, self.problem.cells))

    def _ask_cost(self, carer: int, ask: tuple[int, int] | None) -> int:
        if ask is None:
            return 0
        cells = max(self.problem.carers[carer].ask_min, ask[1] - ask[0])
        return cells * self.problem.grid + MINUTES_PER_ASK
