"""What stands in the way of one time, and the smallest things that would make it work.

Those who live there have the children anyway; without any, whoever would be asked first. Only where they cannot are
others asked. Every way that is offered was applied and solved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kbye.planning.coverage import grid
from kbye.planning.coverage.explain import Reason
from kbye.planning.coverage.outcome import Outcome, Status
from kbye.planning.coverage.price import Tiers, not_done
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.reasons import reasons
from kbye.planning.coverage.situation import Busy, Carer, Priority, Situation, Strength
from kbye.planning.coverage.solve import best_plan
from kbye.planning.intervals import Span

# Steps and tries of the quick search: some hundredths of a second for the plan, some thousandths to see what helps.
STEPS, TRIES, TRIES_FOR_A_WAY = 600, 40, 3
OFFERED = 5
SHIFTS = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 90, 120))
MEDICINE = "medicine"
_SHORTEST_MINUTES, _SHORTEST_PERCENT = 45, 60
Solve = Callable[[Problem], Outcome]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a time stands. `outcome` is the plan with everybody who may be asked, on the grid of `problem`.

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


def quick(problem: Problem, tries: int = TRIES) -> Outcome:
    """The plan that comes at once."""
    return best_plan(problem, effort=STEPS, tries=tries)


def standing(
    situation: Situation,
    *,
    now: datetime,
    chosen: frozenset[str] = frozenset(),
    known: Outcome | None = None,
    wanted: int = OFFERED,
) -> Standing:
    """How the time away of this situation stands, with at most `wanted` ways to make it work.

    `chosen`: those who are asked in any case, by id. `known`: a plan that was looked for longer.
    """
    anyway = at_home_of(situation) | chosen
    problem = grid.problem(situation)
    outcome = known or quick(problem)
    alone = only(situation, anyway)
    alone_problem = grid.problem(alone)
    at_home = quick(alone_problem, TRIES_FOR_A_WAY)
    own = tuple(
        one
        for one in situation.busy
        if one.carer == situation.leaver
        and one.strength is Strength.CANNOT
        and one.span.overlaps(situation.away)
    )
    found: tuple[Reason, ...] = ()
    if outcome.status is Status.NO_PLAN:
        found = reasons(problem, outcome.plan)
    elif at_home.status is Status.NO_PLAN:
        found = reasons(alone_problem, at_home.plan)
    found = tuple(one for one in found if one.carer != situation.leaver)
    ways: tuple[Way, ...] = ()
    if wanted and (own or found):
        ways = _Ways(situation, anyway, at_home, own, now).smallest(wanted)
    return Standing(situation=situation, problem=problem, outcome=outcome, own=own, reasons=found, ways=ways)


def at_home_of(situation: Situation) -> frozenset[str]:
    """Those who have the children if nobody else is asked."""
    can = [one for one in situation.carers if one.id != situation.leaver]
    at_home = [one.id for one in can if one.household]
    return frozenset(at_home or [one.id for one in can[:1]])


def only(situation: Situation, who: frozenset[str]) -> Situation:
    """The same with nobody else but the leaver."""
    who = who | {situation.leaver}
    return replace(
        situation,
        carers=tuple(one for one in situation.carers if one.id in who),
        busy=tuple(one for one in situation.busy if one.carer in who),
    )


@dataclass(frozen=True, slots=True)
class _Ways:
    """`anyway`: those who are not asked first, by id, and `at_home` what it comes to with them alone."""

    situation: Situation
    anyway: frozenset[str]
    at_home: Outcome
    own: tuple[Busy, ...]
    now: datetime

    @property
    def alone(self) -> Situation:
        return only(self.situation, self.anyway)

    def smallest(self, wanted: int) -> tuple[Way, ...]:
        kinds = list(Kind)
        found = sorted(self._all(), key=lambda way: (len(way.asks), way.price, kinds.index(way.kind)))
        return tuple(found[:wanted])

    def _all(self) -> Iterator[Way]:
        yield from self._other_times()
        yield from self._waiting()
        yield from self._moving()
        if not self.own:
            yield from self._asking()

    def _works(self, changed: Situation) -> Outcome | None:
        for one in changed.busy:
            own = one.carer == changed.leaver and one.strength is Strength.CANNOT
            if own and one.span.overlaps(changed.away):
                return None
        outcome = quick(grid.problem(changed), TRIES_FOR_A_WAY)
        return None if outcome.status is Status.NO_PLAN else outcome

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
        outcome = self._works(replace(self.alone, away=span))
        if outcome is not None:
            yield Way(kind=kind, price=outcome.price.tiers, span=span)

    def _waiting(self) -> Iterator[Way]:
        """A must that nobody can do might wait; medicine never."""
        problem = grid.problem(self.alone)
        missed = {problem.occurrences[number].id for number in not_done(problem, self.at_home.plan)}
        for one in self.alone.occurrences:
            if one.id in missed and one.priority is Priority.MUST and MEDICINE not in one.skills:
                rest = tuple(
                    replace(each, priority=Priority.SHOULD) if each.id == one.id else each
                    for each in self.alone.occurrences
                )
                outcome = self._works(replace(self.alone, occurrences=rest))
                if outcome is not None:
                    yield Way(kind=Kind.WAIT, price=outcome.price.tiers, occurrence=one.id)

    def _moving(self) -> Iterator[Way]:
        for one in self._blocking():
            if one.strength is Strength.CANNOT:
                rest = tuple(each for each in self.alone.busy if each.id != one.id)
                outcome = self._works(replace(self.alone, busy=rest))
                if outcome is not None:
                    yield Way(kind=Kind.MOVE, price=outcome.price.tiers, busy=one)

    def _asking(self) -> Iterator[Way]:
        """Each of the others alone; if none of them is enough, as few together as the best plan asks."""
        known = self.anyway | {self.situation.leaver}
        others = [one for one in self.situation.carers if one.id not in known]
        found = [way for one in others for way in self._with((one,))]
        yield from found or (self._with(tuple(others)) if len(others) > 1 else ())

    def _with(self, others: tuple[Carer, ...]) -> Iterator[Way]:
        asked = frozenset(one.id for one in others)
        changed = only(self.situation, self.anyway | asked)
        outcome = self._works(changed)
        if outcome is None:
            return
        problem = grid.problem(changed)
        asks = tuple(
            (
                problem.carers[ask.carer].id,
                Span(problem.within(ask.start), problem.within(ask.end)),
            )
            for ask in outcome.plan.asks
        )
        yield Way(kind=Kind.ASK, price=outcome.price.tiers, asks=asks)


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
