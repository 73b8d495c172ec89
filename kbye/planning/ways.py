"""What stands in the way of one time, and the smallest things that would make it work.

Those who live there have the children anyway; without any, whoever would be asked first. Only where they cannot are
others asked. Every way that is offered was applied and solved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from kbye.planning.coverage import grid
from kbye.planning.coverage.explain import Reason
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.price import Tiers, not_done
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.reasons import reasons
from kbye.planning.coverage.situation import Busy, Priority, Situation, Strength
from kbye.planning.intervals import Span
from kbye.planning.trying import Solved, at_home_of, nobody_can, only, solved

# Of the quick search: some thousandths of a second to see whether something helps.
TRIES_FOR_A_WAY = 3
OFFERED = 5
# Cells times carers times children; three days with two helpers and three children are about as much.
LARGE = 4000
SHIFTS = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 90, 120))
MEDICINE = "medicine"
_SHORTEST_MINUTES, _SHORTEST_PERCENT = 45, 60


Size = tuple[int, Tiers, int]


class Kind(StrEnum):
    """What would make a time work; of those that cost the same, the first is the smallest."""

    LATER = "later"
    EARLIER = "earlier"
    SHIFT = "shift"
    WAIT = "wait"
    MOVE = "move"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing that was tried and works, and what the plan then costs.

    LATER, EARLIER, SHIFT: `span` is the other time. MOVE: `busy`. WAIT: `occurrence`, by id, that need not be a must.
    ASK: `asks` are carers, by id, each with the stretch.
    """

    kind: Kind
    price: Tiers
    span: Span | None = None
    busy: Busy | None = None
    occurrence: str = ""
    asks: tuple[tuple[str, Span], ...] = ()

    @property
    def size(self) -> Size:
        """The smallest comes first: what asks the fewest, costs least, and is least trouble to say."""
        return len(self.asks), self.price, list(Kind).index(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a time stands. `outcome` is the best plan known, on the grid of `problem`.

    `own`: what the leaver has then. `reasons`: why those who would have the children anyway cannot; if nobody can,
    why nobody can. Both empty: nothing is in the way, and there are no `ways`.
    """

    situation: Situation
    problem: Problem
    outcome: Outcome
    own: tuple[Busy, ...]
    reasons: tuple[Reason, ...]
    ways: tuple[Way, ...]

    @property
    def is_free(self) -> bool:
        return not self.own and not self.reasons


def standing(
    situation: Situation,
    *,
    now: datetime,
    chosen: frozenset[str] = frozenset(),
    known: Outcome | None = None,
    wanted: int = OFFERED,
) -> Standing:
    """How the time away of this situation stands, with at most `wanted` ways to make it work.

    `chosen`: those who are asked in any case, by id. `known`: a plan that was looked for longer. With nothing wanted
    the plan is the first one, too: that is for pages on which all else comes later, `one_by_one`.
    """
    question = _Question(situation, at_home_of(situation) | chosen, now)
    if known is not None:
        found = Solved(grid.problem(situation), known)
    else:
        found = question.best() if wanted else question.first()
    in_the_way = found.outcome.status is Status.NO_PLAN
    asked_why = found if in_the_way else question.at_home
    own, reasons_why = question.own, tuple[Reason, ...]()
    if in_the_way or question.at_home.outcome.status is Status.NO_PLAN:
        everyone = reasons(asked_why.problem, asked_why.outcome.plan)
        reasons_why = tuple(one for one in everyone if one.carer != situation.leaver)
    return Standing(
        situation=situation,
        problem=found.problem,
        outcome=found.outcome,
        own=own,
        reasons=reasons_why,
        ways=question.smallest(wanted) if own or reasons_why else (),
    )


def one_by_one(situation: Situation, *, now: datetime, chosen: frozenset[str] = frozenset()) -> Iterator[Way]:
    """The ways of such a `standing` as they are found, not yet in the order of their `size`."""
    question = _Question(situation, at_home_of(situation) | chosen, now)
    if question.own or question.at_home.outcome.status is Status.NO_PLAN:
        yield from question.all()


def is_large(situation: Situation) -> bool:
    """Whether trying what would help takes longer than somebody likes to wait for a page."""
    cells = situation.away.minutes // situation.grid_minutes
    return cells * len(situation.carers) * len(situation.children) > LARGE


@dataclass
class _Question:
    """One time away, looked into: what was solved is kept. `anyway`: those who are not asked first, by id."""

    situation: Situation
    anyway: frozenset[str]
    now: datetime
    tried: dict[str, Solved | None] = field(default_factory=dict)

    @cached_property
    def alone(self) -> Situation:
        return only(self.situation, self.anyway)

    @cached_property
    def at_home(self) -> Solved:
        """What it comes to with nobody else."""
        return solved(self.alone, TRIES_FOR_A_WAY)

    @cached_property
    def own(self) -> tuple[Busy, ...]:
        """What the leaver has then."""
        return tuple(
            one
            for one in self.situation.busy
            if one.carer == self.situation.leaver
            and one.strength is Strength.CANNOT
            and one.span.overlaps(self.situation.away)
        )

    def with_each(self) -> Iterator[Solved]:
        """With each of the others alone, where that is enough."""
        known = self.anyway | {self.situation.leaver}
        for one in self.situation.carers:
            if one.id not in known:
                if one.id not in self.tried:
                    self.tried[one.id] = self._plan(only(self.situation, self.anyway | {one.id}))
                found = self.tried[one.id]
                if found is not None:
                    yield found

    def best(self) -> Solved:
        """Nobody else if they are not needed, then as few as can be: whoever is asked besides costs more."""
        if self.at_home.outcome.status is not Status.NO_PLAN:
            return self.at_home
        return min(self.with_each(), key=lambda one: one.price, default=None) or self.with_all

    def first(self) -> Solved:
        """The same without trying everybody."""
        return self.with_all if self.at_home.outcome.status is Status.NO_PLAN else self.at_home

    @cached_property
    def with_all(self) -> Solved:
        return solved(self.situation)

    def smallest(self, wanted: int) -> tuple[Way, ...]:
        found = self.all() if wanted else ()
        return tuple(sorted(found, key=lambda way: way.size)[:wanted])

    def all(self) -> Iterator[Way]:
        yield from self._other_times()
        yield from self._waiting()
        yield from self._moving()
        if not self.own:
            yield from self._asking()

    def _plan(self, changed: Situation) -> Solved | None:
        """One that leaves nothing open, if there is one."""
        if nobody_can(changed):
            return None
        found = solved(changed, TRIES_FOR_A_WAY)
        return None if found.outcome.status is Status.NO_PLAN else found

    def _works(self, changed: Situation) -> Solved | None:
        for one in changed.busy:
            own = one.carer == changed.leaver and one.strength is Strength.CANNOT
            if own and one.span.overlaps(changed.away):
                return None
        return self._plan(changed)

    def _blocking(self) -> list[Busy]:
        """What those who would have the children, and the leaver, have then and cannot leave."""
        return [
            one
            for one in self.alone.busy
            if one.strength is not Strength.RATHER_NOT and one.span.overlaps(self.alone.away)
        ]

    def _other_times(self) -> Iterator[Way]:
        away, blocking = self.alone.away, self._blocking()
        if blocking:
            after = _on_grid(max(one.span.end for one in blocking), self.alone.grid_minutes)
            before = _on_grid(min(one.span.start for one in blocking), -self.alone.grid_minutes)
            for kind, start, end in ((Kind.LATER, after, away.end), (Kind.EARLIER, away.start, before)):
                if _is_long_enough(start, end, away):
                    yield from self._at(kind, Span(start, end))
        for sign in (1, -1):
            moved = (Span(away.start + sign * by, away.end + sign * by) for by in SHIFTS)
            found = (way for span in moved if span.start >= self.now for way in self._at(Kind.SHIFT, span))
            yield from (way for way in (next(found, None),) if way is not None)

    def _at(self, kind: Kind, span: Span) -> Iterator[Way]:
        found = self._works(replace(self.alone, away=span))
        if found is not None:
            yield Way(kind=kind, price=found.price, span=span)

    def _waiting(self) -> Iterator[Way]:
        """A must that nobody can do might wait; medicine never."""
        problem, plan = self.at_home.problem, self.at_home.outcome.plan
        missed = {problem.occurrences[number].id for number in not_done(problem, plan)}
        for one in self.alone.occurrences:
            if one.id in missed and one.priority is Priority.MUST and MEDICINE not in one.skills:
                rest = tuple(
                    replace(each, priority=Priority.SHOULD) if each.id == one.id else each
                    for each in self.alone.occurrences
                )
                found = self._works(replace(self.alone, occurrences=rest))
                if found is not None:
                    yield Way(kind=Kind.WAIT, price=found.price, occurrence=one.id)

    def _moving(self) -> Iterator[Way]:
        for one in self._blocking():
            if one.strength is Strength.CANNOT:
                rest = tuple(each for each in self.alone.busy if each.id != one.id)
                found = self._works(replace(self.alone, busy=rest))
                if found is not None:
                    yield Way(kind=Kind.MOVE, price=found.price, busy=one)

    def _asking(self) -> Iterator[Way]:
        """Each of the others alone; if none of them is enough, as few together as the best plan asks."""
        is_one_enough = False
        for one in self.with_each():
            is_one_enough = True
            yield Way(kind=Kind.ASK, price=one.price, asks=one.asks)
        if not is_one_enough and self.with_all.outcome.status is not Status.NO_PLAN:
            yield Way(kind=Kind.ASK, price=self.with_all.price, asks=self.with_all.asks)


def _is_long_enough(start: datetime, end: datetime, away: Span) -> bool:
    minutes = (end - start) / timedelta(minutes=1)
    is_shorter = (start, end) != (away.start, away.end)
    return is_shorter and minutes >= max(_SHORTEST_MINUTES, away.minutes * _SHORTEST_PERCENT / 100)


def _on_grid(at: datetime, minutes: int) -> datetime:
    """The next full step of the grid; with less than nothing, the one before."""
    step = timedelta(minutes=abs(minutes))
    past = (at - datetime(1970, 1, 1, tzinfo=at.tzinfo)) % step
    if not past:
        return at
    return at - past if minutes < 0 else at - past + step
