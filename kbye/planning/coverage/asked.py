"""What a helper's uses cost, when that is asked thousands of times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kbye.planning.coverage.asking import Stretch, asks
from kbye.planning.coverage.bits import numbered, stretch
from kbye.planning.coverage.board import Board
from kbye.planning.coverage.price import MINUTES_PER_ASK

Reckoned = tuple[int, int] | None


class Asked:
    """One helper. The same as `asks` finds, reckoned with whole numbers where nothing is settled before now."""

    def __init__(self, board: Board, carer: int) -> None:
        self.board, self.carer = board, carer
        problem, who = board.problem, board.problem.carers[carer]
        self.least, self.most, self.grid = who.ask_min, who.ask_max, problem.grid
        self.cells = problem.cells
        # After so many cells without any use an ask of its own costs no more, and fits, whatever was asked before.
        self.apart = 2 * self.least - (-MINUTES_PER_ASK // problem.grid)
        self.known: dict[tuple[Stretch, ...], Reckoned] = {}
        self.before = self.most + 1  # asks may begin so many cells before the time away
        blocked = board.blocked[carer]
        self.busy = numbered(blocked, -self.before, 1 + max(blocked, default=0))
        self.open_from = -self.before if problem.now is None else problem.now
        self.is_plain = not any(one == carer for one, _, _ in board.kept_asks) and not any(
            ask.carer == carer for ask in board.start.past.asks
        )

    def cost(self, uses: list[Stretch], tied: Callable[[], int]) -> Reckoned:
        """Minutes, 60 for every ask among them, and the cells that are asked for; None if it cannot be.

        `tied` tells the cells in the middle of something, where no ask can begin.
        """
        if not self.is_plain or any(end - start > self.most for start, end, _ in uses):
            inside = tied()
            cells = frozenset(cell for cell in range(self.cells) if inside >> cell & 1)
            found = asks(self.board, self.carer, uses, cells)
            if found is None:
                return None
            on = sum(stretch(max(ask.start, 0), min(ask.end, self.cells)) for ask in found)
            return sum((ask.end - ask.start) * self.grid + MINUTES_PER_ASK for ask in found), on
        minutes, on = 0, 0
        for group in self._groups(uses):
            if group not in self.known:
                self.known[group] = self._plain(group)
            one = self.known[group]
            if one is None:
                return None
            minutes, on = minutes + one[0], on | one[1]
        return minutes, on

    def _groups(self, uses: list[Stretch]) -> Iterator[tuple[Stretch, ...]]:
        """Those that have nothing to do with each other, as far apart as they are: day by day, mostly."""
        begin = 0
        for count in range(1, len(uses)):
            last = uses[count - 1][1]
            if last >= self.open_from and uses[count][0] - last >= self.apart:
                yield tuple(uses[begin:count])
                begin = count
        if uses:
            yield tuple(uses[begin:])

    def _plain(self, uses: Sequence[Stretch]) -> Reckoned:
        # For so many of the uses: what they cost, when the last ask ends, and all that is asked for.
        best: list[tuple[int, int, int] | None] = [(0, self.open_from - self.before, 0)]
        for count in range(1, len(uses) + 1):
            last, found = uses[count - 1][1], None
            for begin in range(count - 1, -1, -1):
                first, _, jumps = uses[begin]
                if last - first > self.most:
                    break
                earlier = best[begin]
                if earlier is not None:
                    ask = self._ask(first, last, earlier[1] if begin else self.open_from - self.before)
                    if ask is not None:
                        start, end = ask
                        minutes = earlier[0] + (end - start) * self.grid + MINUTES_PER_ASK
                        if found is None or (minutes, end) < found[:2]:
                            found = minutes, end, earlier[2] | stretch(max(start, 0), min(end, self.cells))
                if jumps:
                    break
            best.append(found)
        last_one = best[-1]
        return None if last_one is None else (last_one[0], last_one[2])

    def _ask(self, first: int, last: int, least: int) -> tuple[int, int] | None:
        """The earliest ask that holds all from first to last and starts no sooner than `least`."""
        length = max(last - first, self.least)
        if length > self.most:
            return None
        for start in range(max(last - length, least), first + 1):
            if start < first and start < self.open_from:
                continue
            if not self.busy >> start + self.before & (1 << length) - 1:
                return start, start + length
        return None
