"""Why a gap or a must remains: for every carer the first reason, by direct test of what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from kbye.planning.coverage import explain
from kbye.planning.coverage.explain import Reason, Why
from kbye.planning.coverage.price import gaps, not_done
from kbye.planning.coverage.problem import Busy, Carer, Occurrence, Plan, Problem
from kbye.planning.coverage.situation import Priority, Strength
from kbye.planning.coverage.timeline import Timeline


@dataclass(frozen=True, slots=True)
class _Need:
    """A gap of a child, or a must: what somebody would have had to do, and when."""

    start: int
    end: int
    child: int | None
    task: Occurrence | None


def reasons(problem: Problem, plan: Plan) -> tuple[Reason, ...]:
    """One row per gap or missed must and carer."""
    return tuple(_Reasons(problem, plan).all())


class _Reasons:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.line = Timeline(problem, plan)

    def all(self) -> Iterator[Reason]:
        for need in self._needs():
            for carer in range(len(self.problem.carers)):
                yield self._reason(need, carer)

    def _needs(self) -> Iterator[_Need]:
        for child, start, end in gaps(self.problem, self.plan):
            yield _Need(start, end, child, None)
        for number in not_done(self.problem, self.plan):
            one = self.problem.occurrences[number]
            if one.priority is Priority.MUST:
                yield _Need(one.earliest, max(one.latest, one.earliest + 1), None, one)

    def _reason(self, need: _Need, carer: int) -> Reason:
        who = self.problem.carers[carer]
        why, busy = self._first(need, carer)
        ref = busy.id if busy else None
        return Reason(
            child=None if need.child is None else self.problem.children[need.child][0],
            start=need.start,
            end=need.end,
            carer=who.id,
            why=why,
            ref=ref,
            sentence=self._sentence(need, who, why, busy),
            occurrence=need.task.id if need.task else "",
        )

    def _first(self, need: _Need, carer: int) -> tuple[Why, Busy | None]:
        for strength, why in ((Strength.CANNOT, Why.BUSY), (Strength.UNKNOWN, Why.UNKNOWN)):
            busy = self._in_the_way(need, carer, strength)
            if busy is not None:
                return why, busy
        tests: tuple[tuple[Why, Callable[[_Need, int], bool]], ...] = (
            (Why.AWAY, lambda _, carer: not self.problem.carers[carer].used),
            (Why.NOT_ALLOWED, self._not_allowed),
            (Why.NO_COLLECT, self._no_collect),
            (Why.SKILL, self._no_skill),
            (Why.TOO_MANY, self._too_many),
        )
        found = next((why for why, test in tests if test(need, carer)), None)
        # Who is free and may, and does not all the same, could not be there in time, or not be where they must be next.
        return found or self._no_time(need, carer) or Why.ELSEWHERE, None

    def _no_time(self, need: _Need, carer: int) -> Why | None:
        """What leaves no stretch of time: for a must, together with what is named before it."""
        tests: tuple[tuple[Why, Callable[[_Need, int, range], bool]], ...] = (
            (Why.OVERNIGHT, self._overnight),
            (Why.DAY_LIMIT, self._day_limit),
            (Why.WEEK_LIMIT, self._week_limit),
            (Why.ELSEWHERE, self._elsewhere),
            (Why.ASK_LENGTH, self._no_ask_holds_it),
        )
        left = self._stretches(need, carer)
        for why, test in tests if left else ():
            left = [cells for cells in left if not test(need, carer, cells)]
            if not left:
                return why
        return None

    def _stretches(self, need: _Need, carer: int) -> list[range]:
        """The whole of a gap; for a must, wherever commitments leave room for it."""
        if need.task is None:
            return [self._cells(need)]
        blocked = self.line.blocked(carer)
        length = need.task.cells
        starts = range(need.start, need.end - length + 1)
        stretches = (range(start, start + length) for start in starts)
        return [cells for cells in stretches if blocked.isdisjoint(cells)]

    def _in_the_way(self, need: _Need, carer: int, strength: Strength) -> Busy | None:
        """The commitment that meets a gap; for a must, one that leaves it no room."""
        found = [
            busy
            for busy in self.problem.busy
            if busy.carer == carer
            and busy.strength is strength
            and busy.start < need.end
            and need.start < busy.end
        ]
        if not found or (need.task is not None and self._stretches(need, carer)):
            return None
        return min(found, key=lambda busy: busy.start)

    def _not_allowed(self, need: _Need, carer: int) -> bool:
        may = self.problem.carers[carer].may_care
        if need.task is None:
            return need.child not in may
        return not need.task.children <= may or (need.task.only is not None and carer not in need.task.only)

    def _waiting_since(self, need: _Need) -> int | None:
        """The place where the child of a gap waits to be collected."""
        for one in self.problem.supervised:
            if one.child == need.child and one.collect and one.end <= need.start:
                cells = range(one.end, need.start)
                if all(self.line.gap(one.child, cell) for cell in cells):
                    return one.place
        return None

    def _no_collect(self, need: _Need, carer: int) -> bool:
        place = self._waiting_since(need)
        return place is not None and (place, need.child) not in self.problem.carers[carer].collects

    def _no_skill(self, need: _Need, carer: int) -> bool:
        return need.task is not None and not need.task.skills <= self.problem.carers[carer].skills

    def _cells(self, need: _Need) -> range:
        return self.line.inside(need.start, need.end)

    def _too_many(self, need: _Need, carer: int) -> bool:
        most = self.problem.carers[carer].at_most
        return need.task is None and any(
            len(self.line.in_charge[carer][cell]) >= most for cell in self._cells(need)
        )

    def _overnight(self, need: _Need, carer: int, cells: range) -> bool:
        cares = need.child is not None or (need.task is not None and bool(need.task.children))
        if self.problem.carers[carer].overnight or not cares:
            return False
        return any(self.problem.night[cell] for cell in cells)

    def _day_limit(self, _: _Need, carer: int, cells: range) -> bool:
        return self._over(carer, cells, self.problem.carers[carer].day_limit, self.problem.days)

    def _week_limit(self, _: _Need, carer: int, cells: range) -> bool:
        return self._over(carer, cells, self.problem.carers[carer].week_limit, self.problem.weeks)

    def _over(self, carer: int, cells: range, limit: int | None, periods: tuple[int, ...]) -> bool:
        if limit is None:
            return False
        for period in {periods[cell] for cell in cells}:
            used = {cell for cell in self.line.used(carer) if periods[cell] == period}
            used |= {cell for cell in cells if periods[cell] == period}
            if sum(self.problem.minutes(cell) for cell in used) > limit:
                return True
        return False

    def _elsewhere(self, _: _Need, carer: int, cells: range) -> bool:
        return any(self.line.is_used(carer, cell) for cell in cells)

    def _no_ask_holds_it(self, need: _Need, carer: int, cells: range) -> bool:
        """True if no ask, as long as agreed, can hold the task, or no asks, one right after the other, the gap."""
        who = self.problem.carers[carer]
        if who.household:
            return False
        whole = need.task is None or len(cells) <= who.ask_max
        return not (whole and self._can_be_asked(carer, cells.start, cells.stop, self.line.blocked(carer)))

    def _can_be_asked(self, carer: int, start: int, end: int, blocked: set[int]) -> bool:
        who = self.problem.carers[carer]
        count = -(-(end - start) // who.ask_max) if who.ask_max else 0
        shortest = count * who.ask_min
        sooner = takewhile(
            lambda cell: cell not in blocked and not self.problem.past(cell),
            range(start - 1, end - shortest - 1, -1),
        )
        later = takewhile(lambda cell: cell not in blocked, range(end, start + shortest))
        room = end - start + len(list(sooner)) + len(list(later))
        return blocked.isdisjoint(range(start, end)) and 0 < shortest <= min(room, count * who.ask_max)

    def _sentence(self, need: _Need, who: Carer, why: Why, busy: Busy | None) -> str:
        problem = self.problem
        if busy is not None:
            until = explain.clock(problem.at(busy.end), problem.zone, problem.at(need.start))
            if why is Why.BUSY:
                return explain.busy(who.name, busy.label, until)
            return explain.unknown(who.name, until)
        place = self._waiting_since(need)
        return explain.why_not(
            why,
            who.name,
            "" if need.child is None else problem.children[need.child][1],
            "" if place is None else problem.places[place],
            need.task.title if need.task else "",
        )
