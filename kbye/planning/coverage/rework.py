"""Makes a plan better: a part is torn out and put back at least cost, again and again.

Ruin and recreate (Schrimpf et al. 2000): what comes out a little worse than the best may stay, so that one gets out
of where it is only better nearby.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from kbye.planning.coverage.bits import first, in_a_row, stretch
from kbye.planning.coverage.layout import FAVOUR, Kept, Layout
from kbye.planning.coverage.masks import cells_of, runs
from kbye.planning.coverage.outings import Outings
from kbye.planning.coverage.placing import ORDER
from kbye.planning.coverage.price import CHANGED_OCCURRENCE, Tiers
from kbye.planning.coverage.priced import CHANGE, NEVER
from kbye.planning.coverage.problem import Plan
from kbye.planning.coverage.situation import Priority

# Found by trying on days of sixteen tasks: how often what is torn out, and how far around it.
WAYS, ASKS, TASKS = 0.25, 0.7, 0.9
PART_OF_ASK, SHUNNED, FOND = 0.4, 0.75, 0.5
REACH_MINUTES, AROUND_MINUTES = (30, 150), 60
STARTS = 12  # so many chances of a task are looked at
# What is so much worse than the best may stay: on a day at once; with more to do first where nothing gets better for
# so many steps an hour, as there is always something to be lost that far below the best.
SLACK_MINUTES, DAY_HOURS, STEPS_AN_HOUR = 60, 24, 3
NEAR_MINUTES = 120


@dataclass(slots=True)
class Rework:
    """`best` is the price of the best layout so far, but for what is past. The same dice, the same layouts."""

    layout: Layout
    dice: Random
    outings: Outings = field(init=False)
    best: Tiers = field(init=False)
    top: Kept = field(init=False)
    now: Tiers = field(init=False)
    kept: Kept = field(init=False)
    shunned: list[int] = field(init=False)
    fond: int = -1
    torn: int = 0
    since: int = 0

    def __post_init__(self) -> None:
        self.outings = Outings(self.layout.frame.ground, self.dice)
        self.best = self.now = self.layout.tiers()
        self.top = self.kept = self.layout.keep()
        self._as_usual()

    @property
    def can(self) -> bool:
        """True if there is anything to rework."""
        return bool(self.layout.carers) and self.layout.problem.fixed < self.layout.problem.cells

    def step(self) -> None:
        """Tears out one part and puts it back; keeps the outcome if it is good enough to go on from."""
        layout = self.layout
        self.since += 1
        if self._tear_out():
            self._put_back()
            found = layout.tiers()
            if found.disturbance < NEVER:
                if found < self.best:
                    self.best, self.top, self.since = found, layout.keep(), 0
                if found <= self.now or self._may_stay(found):
                    self.now, self.kept = found, layout.keep()
                    return
        layout.restore(self.kept)

    def _may_stay(self, found: Tiers) -> bool:
        """True for what is a little worse than the best, if that is wanted."""
        problem = self.layout.problem
        hours = (problem.cells - problem.fixed) * problem.grid // 60
        if self.since < STEPS_AN_HOUR * (hours - DAY_HOURS) or found[:3] > self.best[:3]:
            return False
        return found.disturbance <= self.best.disturbance + SLACK_MINUTES

    def best_plan(self) -> Plan:
        """The best so far, without its asks."""
        self.layout.restore(self.top)
        plan = self.layout.plan()
        self.layout.restore(self.kept)
        return plan

    def give_up(self, good: Kept) -> None:
        """Goes on from there: what came after it does not hold, which the frame cannot always see."""
        self.layout.restore(good)
        self.top = self.kept = good
        self.best = self.now = self.layout.tiers()

    # Tearing out

    def _as_usual(self) -> None:
        self.shunned, self.fond = [0 for _ in self.layout.carers], -1

    def _tear_out(self) -> bool:
        layout, dice = self.layout, self.dice
        self._as_usual()
        if self.outings.stops and dice.random() < WAYS:
            return self._other_ways()
        asks, left, kind = list(self._troubles()), list(layout.undone()), dice.random()
        if asks and kind < ASKS:
            self._without(*dice.choice(asks))
        elif left and kind < TASKS:
            index = dice.choice(left)
            starts = layout.frame.starts[index]
            self._open(first(starts), starts.bit_length() + layout.tasks[index].cells)
        else:
            middle = dice.randrange(layout.problem.fixed, layout.problem.cells)
            reach = dice.randint(*REACH_MINUTES) // layout.problem.grid
            self._open(middle - reach, middle + reach)
        if dice.random() < FOND:
            self.fond = dice.choice(layout.carers)
        return True

    def _other_ways(self) -> bool:
        found = self.outings.others(self.layout.frame)
        if found is None:
            return False
        frame, cells = found
        around = AROUND_MINUTES // self.layout.problem.grid
        self.layout.settle(frame)
        self._open(cells.start - around, cells.stop + around)
        return True

    def _troubles(self) -> Iterator[tuple[int, int, int]]:
        """Carer, start and end of what is asked of helpers, and of when somebody would rather not."""
        layout = self.layout
        for carer in layout.carers:
            use = layout.use(carer)
            for start, end in in_a_row(layout.on(carer, use) | use & layout.dear[carer]):
                yield carer, start, end

    def _without(self, carer: int, start: int, end: int) -> None:
        """The carer, or a part of that time, is done without if possible."""
        layout, dice = self.layout, self.dice
        if dice.random() < PART_OF_ASK:
            middle = dice.randint(start, end)
            start, end = (start, middle) if dice.random() < 0.5 else (middle, end)
        cells = stretch(start, end)
        for index in layout.done_in(cells):
            if layout.doer(index) == carer:
                layout.drop(index)
        for child in layout.children:
            layout.release(child, cells & layout.care[carer][child])
        self._look_around(start, end)
        if dice.random() < SHUNNED:
            self.shunned[carer] = cells

    def _open(self, start: int, end: int) -> None:
        """Everything between is up for change."""
        layout = self.layout
        cells = stretch(max(layout.problem.fixed, start), min(layout.problem.cells, end))
        for index in layout.done_in(cells):
            layout.drop(index)
        self._look_around(start, end)
        for child in layout.children:
            layout.release(child, cells)

    def _look_around(self, start: int, end: int) -> None:
        """Whatever could be done then, or nearly, has its chance anew."""
        near = NEAR_MINUTES // self.layout.problem.grid
        self.torn = stretch(max(0, start - near), max(0, end + near))

    # Putting back

    def _put_back(self) -> None:
        layout, dice = self.layout, self.dice
        children = list(layout.children)
        dice.shuffle(children)
        for child in children:
            layout.cover(child, layout.open(child), self.shunned, self.fond)
        left = [
            (ORDER[layout.tasks[index].priority], dice.random(), index)
            for index in layout.undone()
            if layout.tasks[index].window & self.torn
        ]
        for _, _, index in sorted(left):
            self._place(index)
        for child in children:
            layout.cover(child, layout.open(child))

    def _place(self, index: int) -> None:
        """Has the task done where it costs least; what is not a must only where it costs nothing."""
        layout, task = self.layout, self.layout.tasks[index]
        before, costs = layout.keep(), layout.burden()
        least, top = NEVER if task.priority is Priority.MUST else 1, None
        for bound, carer, start in self._options(index):
            if bound >= least or least <= 0:
                break
            if layout.begin(index, carer, start):
                more = layout.burden() - costs
                if more < least:
                    least, top = more, layout.keep()
            layout.restore(before)
        if top is not None:
            layout.restore(top)

    def _options(self, index: int) -> list[tuple[int, int, int]]:
        """Cost, doer and start: those that cost nothing by themselves, then the others, the cheapest first."""
        layout, task = self.layout, self.layout.tasks[index]
        cheap: list[tuple[int, int]] = []
        dear: list[tuple[int, int]] = []
        asked = task.doers if task.beside_care else layout.carers
        nothing = {carer: layout.for_nothing(carer) for carer in asked}
        for carer in task.doers:
            starts = layout.free_starts(index, carer) & ~self.shunned[carer]
            if starts:
                at_once = 0
                if not layout.changes(index, carer):
                    for_nothing = nothing[carer] & layout.relieved(index, carer, nothing)
                    at_once = starts & runs(for_nothing, task.cells)
                cheap += [(carer, start) for start in cells_of(at_once)]
                if task.priority is Priority.MUST:
                    dear += [(carer, start) for start in cells_of(starts & ~at_once)]
        options = [(0, carer, start) for carer, start in self._some(cheap)]
        if cheap and task.beside_care and not task.children:
            return options
        return options + sorted(
            (self._bound(index, carer, start), carer, start) for carer, start in self._some(dear)
        )

    def _some(self, chances: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Not all of many, and in any order."""
        return self.dice.sample(chances, min(STARTS, len(chances)))

    def _bound(self, index: int, carer: int, start: int) -> int:
        """What it costs at least if this carer does it then, less for whoever is favoured."""
        layout = self.layout
        use = layout.use(carer)
        during = stretch(start, start + layout.tasks[index].cells)
        more = layout.cost(carer, use | during) - layout.cost(carer, use)
        more += CHANGE * CHANGED_OCCURRENCE * layout.changes(index, carer)
        return more // FAVOUR if carer == self.fond else more
