"""What a layout costs: every part of the price, from the cells in which somebody has somebody or does something."""

from __future__ import annotations

from itertools import pairwise

from kbye.planning.coverage.asked import Asked
from kbye.planning.coverage.asking import Stretch
from kbye.planning.coverage.bits import every, in_a_row, numbered, stretch
from kbye.planning.coverage.frame import Frame
from kbye.planning.coverage.greedy import Spot, stretches
from kbye.planning.coverage.price import ASLEEP_HANDOVER, CHANGED_OCCURRENCE, Tiers
from kbye.planning.coverage.problem import HOME
from kbye.planning.coverage.situation import Priority
from kbye.planning.coverage.trips import Trip

NEVER = 10**12  # what cannot be costs more than anything
CHANGE = 10**5  # a minute of change, when something is put where it costs least
Where = tuple[int, int] | None  # carer and first cell
Known = dict[int, tuple[int, int]]  # by the cells of use: the cost, and the cells for which one is asked


class Priced:
    """`care[carer][child]` and `doing[carer]` are cells, `where` is per task of the frame.

    What a carer costs is kept by the cells in which they are used, for as long as their own trips are the same.
    """

    frame: Frame
    known: list[Known]
    spots: list[list[Spot]]

    def __init__(self, frame: Frame) -> None:
        self.board, self.problem, self.tasks = frame.board, frame.board.problem, frame.ground.tasks
        self.carers, self.children = frame.ground.carers, frame.ground.children
        self.care = [[0 for _ in self.children] for _ in self.carers]
        self.doing = [0 for _ in self.carers]
        self.where: list[Where] = [None] * len(self.tasks)
        self.dear = [numbered(self.board.rather_not[carer], 0, self.problem.cells) for carer in self.carers]
        self.another = [
            [_another(self.board.had[child], carer) for child in self.children] for carer in self.carers
        ]
        self.limits = [self._limits(carer) for carer in self.carers]
        self.asked = [Asked(self.board, carer) for carer in self.carers]
        self.reckoned: dict[tuple[int, tuple[Trip, ...]], tuple[Known, list[Spot]]] = {}
        self._look_at(frame)

    def _look_at(self, frame: Frame) -> None:
        self.frame, self.known, self.spots = frame, [], []
        for carer in self.carers:
            key = carer, tuple(trip for trip in frame.trips if trip.carer == carer)
            if key not in self.reckoned:
                self.reckoned[key] = {}, frame.spots(carer)
            known, spots = self.reckoned[key]
            self.known.append(known)
            self.spots.append(spots)

    def use(self, carer: int) -> int:
        """The cells in which the carer is used."""
        found = self.doing[carer] | self.frame.tied[carer]
        for cells in self.care[carer]:
            found |= cells
        return found

    def cost(self, carer: int, use: int) -> int:
        """Minutes of disturbance, or NEVER."""
        return self._look_up(carer, use)[0]

    def on(self, carer: int, use: int) -> int:
        """The cells for which the carer is asked if used in these."""
        return self._look_up(carer, use)[1]

    def for_nothing(self, carer: int) -> int:
        """The cells in which it costs nothing to use the carer, as things are."""
        use, who = self.use(carer), self.problem.carers[carer]
        if who.day_limit is not None or who.week_limit is not None:
            return use
        asked = -1 if who.household else self.on(carer, use)
        return use | asked & ~self.dear[carer]

    def _look_up(self, carer: int, use: int) -> tuple[int, int]:
        known = self.known[carer].get(use)
        if known is None:
            known = self.known[carer][use] = self._reckoned(carer, use)
        return known

    def _reckoned(self, carer: int, use: int) -> tuple[int, int]:
        who = self.problem.carers[carer]
        if any(self.minutes(use & cells) > left for cells, left in self.limits[carer]):
            return NEVER, 0
        cost, on = self.minutes(use & self.dear[carer]), 0
        if not who.household:
            asked = self.asked[carer].cost(self._uses(carer, use), lambda: self._inside(carer))
            if asked is None:
                return NEVER, 0
            minutes, on = asked
            cost += minutes
        return cost, on

    def _uses(self, carer: int, use: int) -> list[Stretch]:
        at_home = [(start, end, HOME, HOME) for start, end in in_a_row(use & ~self.frame.tied[carer])]
        return stretches([*self.spots[carer], *at_home])

    def _inside(self, carer: int) -> int:
        """The cells in the middle of something that is done."""
        found = 0
        for task, where in zip(self.tasks, self.where, strict=True):
            if where is not None and where[0] == carer:
                found |= stretch(where[1] + 1, where[1] + task.cells)
        for trip in self.frame.trips:
            for move in trip.moves if trip.carer == carer else ():
                found |= stretch(move.start + 1, move.end)
        return found

    def _limits(self, carer: int) -> list[tuple[int, int]]:
        """What may still be used: the cells ahead of each day and week with a limit, and how many minutes of them."""
        who, start, ahead = self.problem.carers[carer], self.board.start, -1 << self.problem.fixed
        return [
            (ahead & every(one == period for one in periods), limit - used[carer, period])
            for limit, periods, used in (
                (who.day_limit, self.problem.days, start.day_used),
                (who.week_limit, self.problem.weeks, start.week_used),
            )
            if limit is not None
            for period in set(periods)
        ]

    def minutes(self, cells: int) -> int:
        problem = self.problem
        last = problem.cells - 1
        return (
            cells.bit_count() * problem.grid
            - problem.late * (cells & 1)
            - problem.early * (cells >> last & 1)
        )

    def open(self, child: int) -> int:
        """The cells at home in which nobody has the child."""
        found = self.frame.open[child]
        for row in self.care:
            found &= ~row[child]
        return found

    def alone(self, child: int) -> int:
        """The cells in which nobody has the child, wherever it is."""
        found = self.frame.ground.need[child]
        for care, has in zip(self.care, self.frame.has, strict=True):
            found &= ~(care[child] | has[child])
        return found

    def tiers(self) -> Tiers:
        """The price, but for what is past."""
        dropped = list(self.frame.ground.dropped)
        dropped += [task.priority for task, where in zip(self.tasks, self.where, strict=True) if not where]
        return Tiers(
            gap_minutes=sum(self.minutes(self.alone(child)) for child in self.children),
            missed_musts=dropped.count(Priority.MUST),
            change=self._change(),
            disturbance=self.disturbance(),
            shoulds_dropped=dropped.count(Priority.SHOULD),
            handovers=sum(self._handovers(child) for child in self.children),
            nices_dropped=dropped.count(Priority.NICE),
        )

    def disturbance(self) -> int:
        """Minutes; NEVER or more if something of it cannot be."""
        return sum(self.cost(carer, self.use(carer)) for carer in self.carers)

    def burden(self) -> int:
        """What has to be weighed when something is put where it costs least: change beats disturbance."""
        return self.disturbance() + CHANGE * self._change()

    def changes(self, index: int, carer: int) -> bool:
        """True if somebody else was to do the task."""
        return self.board.did.get(self.tasks[index].number, carer) != carer

    def _change(self) -> int:
        if self.problem.previous is None:
            return 0
        cost = sum(
            self.minutes(
                (self.care[carer][child] | self.frame.has[carer][child]) & self.another[carer][child]
            )
            for carer in self.carers
            for child in self.children
        )
        return cost + CHANGED_OCCURRENCE * sum(
            where is not None and self.changes(index, where[0]) for index, where in enumerate(self.where)
        )

    def _handovers(self, child: int) -> int:
        starts: list[tuple[int, int]] = []
        for carer in self.carers:
            has = self.care[carer][child] | self.frame.has[carer][child]
            begins = has & ~(has << 1)
            while begins:
                low = begins & -begins
                starts.append((low.bit_length() - 1, carer))
                begins ^= low
        starts.sort()
        return sum(
            ASLEEP_HANDOVER if self.frame.ground.asleep[child] >> second[0] & 1 else 1
            for one, second in pairwise(starts)
            if one[1] != second[1]
        )


def _another(had: list[int | None], carer: int) -> int:
    return every(one not in (None, carer) for one in had)
