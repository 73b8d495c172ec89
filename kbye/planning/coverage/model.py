"""The exact model, second half: limits, occurrences, and what a plan costs, as linear sums.

Needs ortools; imported only by the process that proves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from kbye.planning.coverage.network import Expr, Network, Var
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
        self.model.add(sum(starts) <= 1)

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
            self.model.add(sum(literals) <= self.there[carer, place, cell])
            for child in one.children:
                self.model.add(sum(literals) <= self.care[child, carer, place, cell])
            if not one.beside_care:
                self._nobody_else(one, carer, cell, sum(literals))
        return found

    def _can(self, one: Occurrence, carer: int, place: int, cell: int) -> bool:
        if (carer, place, cell) not in self.there or self._anyone_asleep(one, cell):
            return False
        return all((child, carer, place, cell) in self.care for child in one.children)

    def _anyone_asleep(self, one: Occurrence, cell: int) -> bool:
        return any(s.child in one.children and s.start <= cell < s.end for s in self.problem.asleep)

    def _nobody_else(self, one: Occurrence, carer: int, cell: int, active: Expr) -> None:
        for child in range(len(self.problem.children)):
            if child not in one.children and self.cared.get((child, carer, cell)):
                self.model.add(active + sum(self.cared[child, carer, cell]) <= 1)

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
                    self._nobody_else(one, row.carer, cell, 1)

    def _require(self, key: tuple[int, int, int]) -> None:
        if key in self.there:
            self.model.add(self.there[key] == 1)

    def _one_at_a_time(self) -> None:
        for active in self.doing.values():
            if len(active) > 1:
                self.model.add(sum(active) <= 1)

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
            self.model.add(literal <= sum(uses))

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
            if len(cared) > who.at_most:
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
                self.model.add(sum(self.cared.get((child, carer, cell), [])) <= uses)
            self.model.add(sum(self.moving.get((carer, cell), [])) <= uses)
            self.model.add(sum(self.doing.get((carer, cell), [])) <= uses)
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
                    self.model.add(kept <= self.on.get((ask.carer, cell), 0))
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
        last: dict[int, Expr] = dict.fromkeys(self.carers, 0)
        nobody: Expr = 1
        if self.start.child_last[child] is not None:
            nobody, last[self.start.child_last[child] or 0] = 0, 1
        asleep = {c for s in self.problem.asleep if s.child == child for c in range(s.start, s.end)}
        for first, end in self.stretches(child):
            for cell in range(first, end):
                weight = ASLEEP_HANDOVER if cell in asleep else 1
                now = {carer: sum(self.cared.get((child, carer, cell), [])) for carer in self.carers}
                cost += weight * sum(self._takes_over(child, now, last, nobody, cell))
                last, nobody = self._last_after(child, now, last, nobody, cell)
        return cost

    def _takes_over(
        self, child: int, now: dict[int, Expr], last: dict[int, Expr], nobody: Expr, cell: int
    ) -> Iterator[Var]:
        for carer, has in now.items():
            if isinstance(has, int):
                continue
            takes = self.hands[child, carer, cell] = self.literal(f"hands_{child}_{carer}_{cell}")
            self.model.add(takes >= has - last[carer] - nobody)
            yield takes

    def _last_after(
        self, child: int, now: dict[int, Expr], last: dict[int, Expr], nobody: Expr, cell: int
    ) -> tuple[dict[int, Expr], Expr]:
        """Who had the child last, through gaps: without a gap it is who has it now."""
        if self.no_gaps:
            return now, 0
        alone = sum(self.alone[child, cell])
        after: dict[int, Expr] = {}
        for carer, has in now.items():
            literal = self.lasts[child, carer, cell] = self.literal(f"last_{child}_{carer}_{cell}")
            self.model.add(literal >= has)
            self.model.add(literal <= has + last[carer])
            self.model.add(literal <= has + alone)
            after[carer] = literal
        none = self.nobody[child, cell] = self.literal(f"nobody_{child}_{cell}")
        self.model.add(none <= nobody)
        self.model.add(none <= alone)
        self.model.add(sum(after.values()) + none == 1)
        return after, none

    no_gaps = False
