"""The exact model, second half: limits, occurrences, and what a plan costs, as linear sums.

Needs ortools; imported only by the process that proves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kbye.planning.coverage.literals import Expr, Var
from kbye.planning.coverage.network import Network
from kbye.planning.coverage.price import ASLEEP_HANDOVER, BROKEN_ASK, CHANGED_OCCURRENCE, MINUTES_PER_ASK
from kbye.planning.coverage.problem import Occurrence, Problem
from kbye.planning.coverage.situation import Priority, Strength


class Model(Network):
    """begin[occurrence, carer, place, start], and the cost of each tier as a sum."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.begin: dict[tuple[int, int, int, int], Var] = {}
        self.doing: dict[tuple[int, int], list[Expr]] = defaultdict(list)
        self.doing_at: dict[tuple[int, int, int], list[Expr]] = defaultdict(list)
        self.settled = {row.occurrence for row in self.start.past.done}
        self.uses: dict[tuple[int, int], Var] = {}
        self.kept: dict[int, Var] = {}
        self.hands: dict[tuple[int, int, int], Var] = {}
        self.lasts: dict[tuple[int, int, int], Var] = {}
        self.nobody: dict[tuple[int, int], Var] = {}
        for number, one in enumerate(problem.occurrences):
            if number not in self.settled:
                self._occurrence(number, one)
        self._running_goes_on()
        self._one_at_a_time()
        self._nothing_across_asks()
        self._no_idle_ways_too_early()
        for carer in self.carers:
            self._at_most(carer)
            self._limits(carer)
        self.costs: dict[str, Expr] = {
            "gap_minutes": self._gap_cost(),
            "missed_musts": self._dropped(Priority.MUST),
            "change": self._change_cost(),
            "disturbance": self._disturbance(),
            "shoulds_dropped": self._dropped(Priority.SHOULD),
            "nices_dropped": self._dropped(Priority.NICE),
        }

    @property
    def most(self) -> dict[str, int]:
        """What these tiers could cost at most: all that may be dropped, and a change in every cell."""
        problem = self.problem
        cells = sum(
            last - first for child in range(len(problem.children)) for first, last in self.stretches(child)
        )
        asks = problem.previous.asks if problem.previous else ()
        count = Counter(one.priority for one in problem.occurrences)
        return {
            "missed_musts": count[Priority.MUST],
            "change": cells * problem.grid
            + CHANGED_OCCURRENCE * len(problem.occurrences)
            + BROKEN_ASK * len(asks),
            "shoulds_dropped": count[Priority.SHOULD],
            "handovers": cells * ASLEEP_HANDOVER,
            "nices_dropped": count[Priority.NICE],
        }

    # Occurrences

    def _occurrence(self, number: int, one: Occurrence) -> None:
        starts: list[Var] = []
        for carer in self._doers(one):
            for place in self.places if one.place is None else (one.place,):
                starts += self._starts(number, one, carer, place)
        self.at_most_one(starts)

    def _doers(self, one: Occurrence) -> Iterator[int]:
        for carer in self.carers:
            who = self.problem.carers[carer]
            allowed = one.only is None or carer in one.only
            if allowed and one.skills <= who.skills and one.children <= who.may_care:
                yield carer

    def _starts(self, number: int, one: Occurrence, carer: int, place: int) -> list[Var]:
        found: list[Var] = []
        covering: dict[int, list[Var]] = defaultdict(list)
        for cell in range(max(one.earliest, self.problem.fixed), one.latest - one.cells + 1):
            during = range(cell, cell + one.cells)
            if not all(self._can(one, carer, place, then) for then in during):
                continue
            literal = self.begin[number, carer, place, cell] = self.literal(
                f"begin_{number}_{carer}_{place}_{cell}"
            )
            found.append(literal)
            for then in during:
                covering[then].append(literal)
        for cell, literals in covering.items():
            self.doing[carer, cell] += literals
            self.doing_at[carer, place, cell] += literals
            self.at_most_one(literals, of=self.there[carer, place, cell])
            for child in one.children:
                self.at_most_one(literals, of=self.care[child, carer, place, cell])
            if not one.beside_care:
                self._nobody_else(one, carer, cell, literals)
        return found

    def _can(self, one: Occurrence, carer: int, place: int, cell: int) -> bool:
        if (carer, place, cell) not in self.there or self._anyone_asleep(one, cell):
            return False
        return all((child, carer, place, cell) in self.care for child in one.children)

    def _anyone_asleep(self, one: Occurrence, cell: int) -> bool:
        return any(s.child in one.children and s.start <= cell < s.end for s in self.problem.asleep)

    def _nobody_else(self, one: Occurrence, carer: int, cell: int, active: list[Expr]) -> None:
        for child in range(len(self.problem.children)):
            if child not in one.children and self.cared.get((child, carer, cell)):
                self.at_most_one([*active, *self.cared[child, carer, cell]])

    def _running_goes_on(self) -> None:
        for row in self.start.running:
            one = self.problem.occurrences[row.occurrence]
            for cell in range(self.problem.fixed, row.end):
                self.doing[row.carer, cell].append(1)
                self.doing_at[row.carer, row.place, cell].append(1)
                self._require((row.carer, row.place, cell))
                for child in one.children:
                    literal = self.care.get((child, row.carer, row.place, cell))
                    self.model.add(literal == 1) if literal is not None else self.model.add_bool_or([])
                if not one.beside_care:
                    self._nobody_else(one, row.carer, cell, [1])

    def _require(self, key: tuple[int, int, int]) -> None:
        if key in self.there:
            self.model.add(self.there[key] == 1)

    def _one_at_a_time(self) -> None:
        for active in self.doing.values():
            self.at_most_one(active)

    def _nothing_across_asks(self) -> None:
        """Where an ask begins, nobody is in the middle of a way or of an occurrence."""
        underway: dict[tuple[int, int], list[Expr]] = defaultdict(list)
        for (carer, one, other, cell), literal in self.move.items():
            for then in range(cell + 1, cell + self.problem.travel[one][other]):
                underway[carer, then].append(literal)
        for (number, carer, _, cell), literal in self.begin.items():
            for then in range(cell + 1, cell + self.problem.occurrences[number].cells):
                underway[carer, then].append(literal)
        for key, literals in underway.items():
            if key in self.begins:
                self.at_most_one([*literals, self.begins[key]])

    def _no_idle_ways_too_early(self) -> None:
        """Whoever goes alone arrives to be of use at once, or might as well go a cell later.

        That is as cheap unless the later cell is one in which the carer would rather not, or belongs to another
        day of somebody with limits. So no best price is lost, and far fewer plans are left to look at.
        """
        problem = self.problem
        dear = self._rather_not()
        for (carer, one, other, cell), literal in self.move.items():
            arrival = cell + problem.travel[one][other]
            if arrival < problem.cells and ((carer, arrival) in dear or self._new_day(carer, arrival)):
                continue
            uses = [
                self.ride.get((child, carer, one, other, cell), 0) for child in range(len(problem.children))
            ]
            uses += [self.move.get((carer, other, then, arrival), 0) for then in self.places]
            uses += [
                self.care.get((child, carer, other, arrival), 0) for child in range(len(problem.children))
            ]
            uses += self.doing_at.get((carer, other, arrival), [])
            self.some(uses, when=literal)

    def _new_day(self, carer: int, cell: int) -> bool:
        who, days = self.problem.carers[carer], self.problem.days
        limited = who.day_limit is not None or who.week_limit is not None
        return limited and days[cell] != days[cell - 1]

    # Limits

    def _at_most(self, carer: int) -> None:
        who = self.problem.carers[carer]
        if who.at_most >= len(who.may_care):
            return
        for cell in range(self.problem.fixed, self.problem.cells):
            cared = [v for child in who.may_care for v in self.cared.get((child, carer, cell), [])]
            if who.at_most == 1:
                self.at_most_one(cared)
            elif len(cared) > who.at_most:
                self.model.add(sum(cared) <= who.at_most)

    def _limits(self, carer: int) -> None:
        who, problem = self.problem.carers[carer], self.problem
        for limit, periods, used in (
            (who.day_limit, problem.days, self.start.day_used),
            (who.week_limit, problem.weeks, self.start.week_used),
        ):
            if limit is None:
                continue
            for period in sorted(set(periods[problem.fixed :])):
                cells = [c for c in range(problem.fixed, problem.cells) if periods[c] == period]
                minutes = sum(problem.minutes(cell) * self.used(carer, cell) for cell in cells)
                self.model.add(minutes <= max(0, limit - used[carer, period]))

    def used(self, carer: int, cell: int) -> Expr:
        """1 if the carer has somebody, does something or is on the way in this cell."""
        if (carer, cell) not in self.uses:
            uses = self.uses[carer, cell] = self.literal(f"uses_{carer}_{cell}")
            for child in self.problem.carers[carer].may_care:
                self.at_most_one(self.cared.get((child, carer, cell), []), of=uses)
            self.at_most_one(self.moving.get((carer, cell), []), of=uses)
            self.at_most_one(self.doing.get((carer, cell), []), of=uses)
        return self.uses[carer, cell]

    # Costs

    def _gap_cost(self) -> Expr:
        minutes = self.problem.minutes
        return sum(minutes(cell) * sum(gaps) for (_, cell), gaps in self.alone.items())

    def _dropped(self, priority: Priority) -> Expr:
        numbers = {
            number
            for number, one in enumerate(self.problem.occurrences)
            if one.priority is priority and number not in self.settled
        }
        begun = [literal for key, literal in self.begin.items() if key[0] in numbers]
        return len(numbers) - sum(begun)

    def _change_cost(self) -> Expr:
        before, problem = self.problem.previous, self.problem
        if before is None:
            return 0
        had = {(row.child, cell): row.carer for row in before.care for cell in range(row.start, row.end)}
        cost: Expr = sum(
            problem.minutes(cell) * sum(literals)
            for (child, carer, cell), literals in self.cared.items()
            if had.get((child, cell), carer) != carer
        )
        doers = {row.occurrence: row.carer for row in before.done}
        cost += CHANGED_OCCURRENCE * sum(
            literal for key, literal in self.begin.items() if doers.get(key[0], key[1]) != key[1]
        )
        for number, ask in enumerate(before.asks):
            if ask.accepted:
                kept = self.kept[number] = self.literal(f"kept_{number}")
                for cell in range(ask.start, ask.end):
                    another = self.begins.get((ask.carer, cell), 0) if cell > ask.start else 0
                    self.model.add(kept + another <= self.on.get((ask.carer, cell), 0))
                cost += BROKEN_ASK * (1 - kept)
        return cost

    def _rather_not(self) -> set[tuple[int, int]]:
        problem = self.problem
        return {
            (busy.carer, cell)
            for busy in problem.busy
            if busy.strength is Strength.RATHER_NOT and busy.carer in self.carers
            for cell in range(max(busy.start, problem.fixed), min(busy.end, problem.cells))
        }

    def _disturbance(self) -> Expr:
        problem, rather_not = self.problem, self._rather_not()
        cost: Expr = sum(problem.minutes(cell) * self.used(carer, cell) for carer, cell in sorted(rather_not))
        cost += problem.grid * sum(self.on.values())
        return cost + MINUTES_PER_ASK * sum(self.begins.values())

    def handovers(self) -> Expr:
        """Adds what counts changes of carer; called when everything that beats them is settled."""
        return sum(self._handovers_of(child) for child in range(len(self.problem.children)))

    def _handovers_of(self, child: int) -> Expr:
        cost: Expr = 0
        last: dict[int, list[Expr]] = {}
        nobody: Expr = 1
        if self.start.child_last[child] is not None:
            nobody, last[self.start.child_last[child] or 0] = 0, [1]
        asleep = {c for s in self.problem.asleep if s.child == child for c in range(s.start, s.end)}
        for first, end in self.stretches(child):
            for cell in range(first, end):
                weight = ASLEEP_HANDOVER if cell in asleep else 1
                now = {
                    carer: self.cared[child, carer, cell]
                    for carer in self.carers
                    if self.cared.get((child, carer, cell))
                }
                cost += weight * sum(self._takes_over(child, now, last, nobody, cell))
                last, nobody = self._last_after(child, now, last, nobody, cell)
        return cost

    def _takes_over(
        self, child: int, now: dict[int, list[Var]], last: dict[int, list[Expr]], nobody: Expr, cell: int
    ) -> Iterator[Var]:
        if isinstance(nobody, int) and nobody:
            return
        for carer, has in now.items():
            takes = self.hands[child, carer, cell] = self.literal(f"hands_{child}_{carer}_{cell}")
            if len(has) == 1:
                self.some([takes, nobody, *last.get(carer, [])], when=has[0])
            else:
                self.model.add(takes + nobody + sum(last.get(carer, [])) >= sum(has))
            yield takes

    def _last_after(
        self, child: int, now: dict[int, list[Var]], last: dict[int, list[Expr]], nobody: Expr, cell: int
    ) -> tuple[dict[int, list[Expr]], Expr]:
        """Who had the child last, through gaps: without a gap it is who has it now."""
        if self.no_gaps:
            return now, 0
        alone = self.alone[child, cell]
        after: dict[int, list[Expr]] = {}
        for carer in sorted({*now, *last}):
            has, had = now.get(carer, []), last.get(carer, [])
            literal = self.lasts[child, carer, cell] = self.literal(f"last_{child}_{carer}_{cell}")
            self.at_most_one(has, of=literal)
            self.some([*has, *had], when=literal)
            self.some([*has, *alone], when=literal)
            after[carer] = [literal]
        none: Expr = 0
        if not isinstance(nobody, int) or nobody:
            none = self.nobody[child, cell] = self.literal(f"nobody_{child}_{cell}")
            self.some([nobody], when=none)
            self.some(alone, when=none)
        self.exactly_one([*(literal for literals in after.values() for literal in literals), none])
        return after, none

    no_gaps = False
