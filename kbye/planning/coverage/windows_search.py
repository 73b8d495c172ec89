"""When it works best: every start on the grid is bounded, and only those that can still win are planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kbye.planning import wallclock
from kbye.planning.coverage import explain, grid
from kbye.planning.coverage.explain import clock, rfc3339
from kbye.planning.coverage.improve import Enough, never
from kbye.planning.coverage.masks import cells_of, count, mask, runs
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.price import MINUTES_PER_ASK, Tiers
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.reasons import reasons
from kbye.planning.coverage.situation import Situation, Strength
from kbye.planning.coverage.timeline import BLOCKING
from kbye.planning.coverage.writer import price_row
from kbye.planning.intervals import Span

NOON_HOUR, EVENING_HOUR = 12, 17
Solve = Callable[[Problem], Outcome]


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many minutes inside of `between`; the time away in the situation does not matter."""

    situation: Situation
    minutes: int
    between: Span
    best: int


@dataclass(frozen=True, slots=True)
class Window:
    """A time that works, and its plan."""

    span: Span
    outcome: Outcome

    @property
    def rank(self) -> tuple[Tiers, datetime]:
        return self.outcome.price.tiers, self.span.start


def best(wanted: Wanted, solve: Solve, say: Callable[[str], None], enough: Enough = never) -> list[Window]:
    """The best windows, at most one per part of a day. The same as planning every start and choosing then,
    unless `enough` ends the search sooner: then the best so far, which `say` is told."""
    found: dict[tuple[object, ...], Window] = {}
    for bound, span in sorted(_bounded(wanted), key=lambda one: (one[0], one[1].start)):
        part = _part_of_day(wanted.situation, span)
        if part in found and found[part].rank <= (bound, span.start):
            continue
        ranked = sorted(found.values(), key=lambda one: one.rank)
        if len(ranked) >= wanted.best and ranked[wanted.best - 1].rank <= (bound, span.start):
            break
        if enough():
            say("Time is up: there may be better times still.")
            break
        outcome = solve(grid.problem(_at(wanted.situation, span)))
        window = Window(span, outcome)
        if outcome.status is Status.NO_PLAN or (part in found and found[part].rank <= window.rank):
            continue
        found[part] = window
        say(sentence(wanted.situation, window))
    return sorted(found.values(), key=lambda one: one.rank)[: wanted.best]


def _at(situation: Situation, span: Span) -> Situation:
    """The same situation with another time away, which nobody has planned before."""
    return replace(situation, away=span, now=None, previous=None)


def _part_of_day(situation: Situation, span: Span) -> tuple[object, ...]:
    shown = wallclock.local(span.start, situation.zone)
    return shown.date(), shown.hour >= NOON_HOUR, shown.hour >= EVENING_HOUR


def _bounded(wanted: Wanted) -> Iterator[tuple[Tiers, Span]]:
    """Every start on the grid when the leaver can go, with a price that no plan of it can beat."""
    whole = _at(wanted.situation, wanted.between)
    problem = grid.problem(whole)
    bounds = Bounds(problem, whole)
    # A cell of which the window holds only a part costs less than the whole of it.
    full, touched = wanted.minutes // problem.grid, -(-wanted.minutes // problem.grid)
    for start in cells_of(bounds.starts(touched)):
        end = problem.at(start) + timedelta(minutes=wanted.minutes)
        if start >= problem.first_whole and end <= wanted.between.end:
            yield bounds.least(start, start + full), Span(problem.at(start), end)


class Bounds:
    """Per cell what care costs at least, so that any window is bounded in no time.

    Masks are whole numbers with one bit per cell, kept for as many questions as are asked.
    """

    def __init__(self, problem: Problem, situation: Situation) -> None:
        self.problem = problem
        everything = (1 << problem.cells) - 1
        firm = [self._busy(carer, BLOCKING) for carer in range(len(problem.carers))]
        dear = [self._busy(carer, (Strength.RATHER_NOT,)) for carer in range(len(problem.carers))]
        night = mask(((cell, cell + 1) for cell, dark in enumerate(problem.night) if dark), problem.cells)
        uncovered = costly = asked = 0
        for child in range(len(problem.children)):
            needs = everything & ~self._supervised(situation, child)
            anyone = free = household = 0
            for carer, who in enumerate(problem.carers):
                if who.used and child in who.may_care:
                    can = everything & ~firm[carer] & ~(0 if who.overnight else night)
                    anyone |= can
                    household |= can if who.household else 0
                    free |= can & ~dear[carer] if who.household else 0
            uncovered |= needs & ~anyone
            costly |= needs & ~free
            asked |= needs & ~household
        self.leaver = self._leaver(situation)
        self._open = everything & ~uncovered & ~self.leaver
        self._uncovered, self._costly, self._asked = uncovered, costly, asked

    def starts(self, length: int) -> int:
        """The cells from which on the leaver can go for so long, and somebody could have every child."""
        return runs(self._open, length)

    def least(self, start: int, end: int) -> Tiers:
        """A price that is never above that of the best plan."""
        grid_minutes = self.problem.grid
        gap = count(self._uncovered, start, end) * grid_minutes
        ask = MINUTES_PER_ASK if count(self._asked, start, end) and not gap else 0
        trouble = count(self._costly, start, end) * grid_minutes + ask
        return Tiers(gap, 0, 0, 0 if gap else trouble, 0, 0, 0)

    def _busy(self, carer: int, strengths: tuple[Strength, ...]) -> int:
        rows = self.problem.busy
        mine = ((row.start, row.end) for row in rows if row.carer == carer and row.strength in strengths)
        return mask(mine, self.problem.cells)

    def _supervised(self, situation: Situation, child: int) -> int:
        """Every cell with some of it: of the last one a window may hold no more than that."""
        origin, step = self.problem.origin, timedelta(minutes=self.problem.grid)
        times = (
            ((one.span.start - origin) // step, -((origin - one.span.end) // step))
            for one in situation.supervised
            if one.child == self.problem.children[child][0]
        )
        return mask(times, self.problem.cells)

    def _leaver(self, situation: Situation) -> int:
        ids = [carer.id for carer in situation.carers]
        if situation.leaver not in ids:
            return 0
        return self._busy(ids.index(situation.leaver), BLOCKING)


def why_not(wanted: Wanted, start: datetime, solve: Solve) -> str:
    """One or more sentences about a time that was asked for, from the same plans as the best times."""
    situation, zone = wanted.situation, wanted.situation.zone
    span = Span(start, start + timedelta(minutes=wanted.minutes))
    if not wanted.between.holds(span):
        return "That time does not lie between the first and the last that were asked for."
    problem = grid.problem(_at(situation, span))
    for busy, cells in zip(situation.busy, problem.busy, strict=True):
        own = busy.carer == situation.leaver and busy.strength in BLOCKING
        if own and cells.start < problem.cells and cells.end > 0:
            name = next(carer.name for carer in situation.carers if carer.id == busy.carer)
            until = clock(busy.span.end, zone, span.start)
            unknown = busy.strength is Strength.UNKNOWN
            return explain.unknown(name, until) if unknown else explain.busy(name, busy.label, until)
    outcome = solve(problem)
    if outcome.status is Status.NO_PLAN:
        told = reasons(problem, outcome.plan)
        return (
            " ".join(dict.fromkeys(reason.sentence for reason in told)) or "Nobody could have the children."
        )
    return f"It works. {sentence(situation, Window(span, outcome))}"


def row(situation: Situation, window: Window) -> dict[str, object]:
    """The window as it stands in the answer."""
    return {
        "from": rfc3339(window.span.start, situation.zone),
        "to": rfc3339(window.span.end, situation.zone),
        "price": price_row(window.outcome.price),
        "sentence": sentence(situation, window),
    }


def sentence(situation: Situation, window: Window) -> str:
    """When, and what it takes."""
    price, zone = window.outcome.price, situation.zone
    when = f"{clock(window.span.start, zone)}–{clock(window.span.end, zone, window.span.start)}"
    takes = []
    if price.asks:
        names = {window.outcome.plan.asks[n].carer for n in range(price.asks)}
        takes.append("ask " + " and ".join(situation.carers[n].name for n in sorted(names)))
    if price.rather_not_minutes:
        takes.append(f"{price.rather_not_minutes} min when somebody would rather not")
    return f"{when}: {', '.join(takes) if takes else 'nobody needs to be asked'}."
