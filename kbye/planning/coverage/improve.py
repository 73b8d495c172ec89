"""Makes a first plan better for as long as it may: parts put back otherwise, wider looks, pinned tasks, new tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

from kbye.planning.coverage.board import Board, Pin
from kbye.planning.coverage.frame import framed
from kbye.planning.coverage.greedy import Draft, completed, draft, nothing
from kbye.planning.coverage.layout import loaded
from kbye.planning.coverage.problem import HOME, Ask, Care, Done, Occurrence
from kbye.planning.coverage.rework import Rework
from kbye.planning.coverage.situation import Priority

WIDTHS = (1, 4, 16)
STARTS_TRIED = 8
EFFORT = 4  # a step of a rework takes as long as so many of the search
# A rework is over when nothing got better for so many steps, and as many as there are children and hours, times this;
# so many times as long it may take at the beginning, and after each new try.
SHORTEST, PATIENCE, FIRST, MORE = 100, 3, 4, 1
PINNED_CELLS = 800  # over so many a task that is not done is pinned: a day many times, a week a few
LOOK = 25  # after so many steps its outcome is looked at
Enough = Callable[[], bool]


def never() -> bool:
    """For those who want every try."""
    return False


@dataclass(slots=True)
class Improver:
    """Looks for better drafts until `enough` says so or `tries` are used up. The same seed, the same drafts."""

    board: Board
    enough: Enough = never
    tries: int = 60
    seed: int = 1
    found: Draft | None = None
    left: Iterator[Draft | None] | None = None

    def best(self) -> Draft:
        """The best draft found; there always is one."""
        return list(self.drafts())[-1]

    def drafts(self) -> Iterator[Draft]:
        """Better and better drafts, each checked; the first comes at once. Asked again, it goes on where it was."""
        if self.left is None:
            self.left = self._trials()
            self.found = nothing(self.board)
            yield self.found
        for tried in self.left:
            if tried is not None and tried.tiers < self._known.tiers:
                self.found = tried
                yield tried
            if self.enough() or not any(self._known.tiers):
                return

    @property
    def _known(self) -> Draft:
        return self.found or nothing(self.board)

    def _trials(self) -> Iterator[Draft | None]:
        dice = Random(self.seed)  # noqa: S311 - variety, no secret
        yield draft(self.board)
        yield from self._pinned(WIDTHS[0], self._elsewhere)
        yield from self._reworked(self._known, dice, FIRST)
        for width in WIDTHS[1:]:
            yield draft(self.board, self._known.pins, width)
            yield from self._pinned(width, self._matters)
        for _ in range(self.tries):
            tried = self._anew(self._known, dice)
            yield tried
            yield from self._reworked(tried or self._known, dice, MORE)
            yield from self._reworked(self._known, dice, MORE)

    def _reworked(self, known: Draft, dice: Random, share: float) -> Iterator[Draft | None]:
        """This draft made better, looked at now and then."""
        rework = Rework(loaded(framed(self.board, known.plan), known.plan), dice)
        seen, since, good = rework.best, 0, rework.top
        patience = SHORTEST + PATIENCE * self._hours * len(self.board.problem.children)
        for step in range(1, int(share * patience) + 1 if rework.can else 1):
            rework.step()
            self.board.effort += EFFORT
            if step % LOOK == 0 or self.enough():
                better = rework.best < seen
                seen, since = rework.best, step if better else since
                found = completed(self.board, rework.best_plan(), known.pins) if better else None
                yield found
                if better and found is None:
                    rework.give_up(good)
                good = rework.top
                if step - since >= patience:
                    return

    @property
    def _hours(self) -> int:
        problem = self.board.problem
        return (problem.cells - problem.fixed) * problem.grid // 60

    def _elsewhere(self, number: int) -> bool:
        return self.board.problem.occurrences[number].place not in (HOME, None)

    def _matters(self, number: int) -> bool:
        """What a rework cannot see, and what it should have found room for."""
        return self._elsewhere(number) or self.board.problem.occurrences[number].priority is Priority.MUST

    def _pinned(self, width: int, wanted: Callable[[int], bool]) -> Iterator[Draft | None]:
        """Tries to make room for what is not done yet, musts first; the more seldom, the longer a draft takes."""
        tried = min(STARTS_TRIED * 3, 1 + PINNED_CELLS // self.board.problem.cells)
        for number in filter(wanted, self._not_done(self._known)):
            for pin in sorted(self._pins(number), key=self._upheaval)[:tried]:
                yield draft(self.board, [*self._known.pins, pin], width)
                if number not in self._not_done(self._known):
                    break

    def _not_done(self, known: Draft) -> list[int]:
        problem = self.board.problem
        done = {row.occurrence for row in known.plan.done}
        left = [number for number in range(len(problem.occurrences)) if number not in done]
        return sorted(left, key=lambda number: tuple(Priority).index(problem.occurrences[number].priority))

    def _pins(self, number: int) -> Iterator[Pin]:
        one = self.board.problem.occurrences[number]
        starts = self._starts(one)
        for start in starts:
            for carer, who in enumerate(self.board.problem.carers):
                able = who.used and one.skills <= who.skills and one.children <= who.may_care
                during = range(start, start + one.cells)
                free = self.board.blocked[carer].isdisjoint(during) and self._awake(one, during)
                if able and free and (one.only is None or carer in one.only):
                    yield Pin(number, carer, one.place or 0, start, start + one.cells)

    def _upheaval(self, pin: Pin) -> int:
        """How much else has to change for it in the plan that is known, roughly: in cells."""
        plan, one = self._known.plan, self.board.problem.occurrences[pin.occurrence]

        def cells(row: Care | Done | Ask) -> int:
            return max(0, min(row.end, pin.end) - max(row.start, pin.start))

        mine = [row for row in plan.care if row.carer == pin.carer]
        missing = len(one.children) * one.cells - sum(cells(row) for row in mine if row.child in one.children)
        others = sum(cells(row) for row in mine if row.child not in one.children and not one.beside_care)
        busy = sum(cells(row) for row in plan.done if row.carer == pin.carer)
        asked = sum(cells(ask) for ask in plan.asks if ask.carer == pin.carer)
        new = 0 if self.board.problem.carers[pin.carer].household else one.cells - asked
        return missing + others + busy + new

    def _starts(self, one: Occurrence) -> list[int]:
        """A few starts spread over the window, the edges among them."""
        first, last = max(one.earliest, self.board.problem.fixed), one.latest - one.cells
        events = [cell for cell in self.board.events if first <= cell <= last]
        spread = range(first, last + 1, max(1, (last - first) // 4))
        return sorted({*islice(events, STARTS_TRIED), *spread, *([last] if last >= first else [])})

    def _awake(self, one: Occurrence, during: range) -> bool:
        board = self.board
        return not any(
            board.asleep[child][cell] or board.school[child][cell] is not None
            for child in one.children
            for cell in during
        )

    def _anew(self, known: Draft, dice: Random) -> Draft | None:
        """Another order of carers, and one pin more, fewer or elsewhere."""
        ranks = list(range(len(self.board.problem.carers)))
        dice.shuffle(ranks)
        pins = [pin for pin in known.pins if dice.random() < 0.8]
        left = [
            n for n in range(len(self.board.problem.occurrences)) if n not in {pin.occurrence for pin in pins}
        ]
        if left and dice.random() < 0.6:
            chances = list(self._pins(dice.choice(left)))
            pins += [dice.choice(chances)] if chances else []
        return draft(self.board, pins, width=dice.choice((1, 4, 12)), ranks=ranks)
