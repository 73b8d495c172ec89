"""Trying a situation with some of those who are in it: the quick search, and what is seen without any search."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kbye.planning.coverage import grid
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.price import Tiers
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.situation import Previous, Row, Situation, Strength
from kbye.planning.coverage.solve import best_plan
from kbye.planning.intervals import Span, without

# Steps and tries of the quick search: some hundredths of a second for a plan.
STEPS, TRIES = 600, 40
_ROWS = ("care", "moves", "done", "asks")


def quick(problem: Problem, tries: int = TRIES) -> Outcome:
    """The plan that comes at once."""
    return best_plan(problem, effort=STEPS, tries=tries)


def at_home_of(situation: Situation) -> frozenset[str]:
    """Those who have the children if nobody else is asked."""
    can = [one for one in situation.carers if one.id != situation.leaver]
    at_home = [one.id for one in can if one.household]
    return frozenset(at_home or [one.id for one in can[:1]])


def only(situation: Situation, who: frozenset[str]) -> Situation:
    """The same with nobody else but the leaver."""
    who = who | {situation.leaver}
    before = situation.previous
    return replace(
        situation,
        carers=tuple(one for one in situation.carers if one.id in who),
        busy=tuple(one for one in situation.busy if one.carer in who),
        previous=before and Previous(**{name: _of(who, getattr(before, name)) for name in _ROWS}),
    )


def _of(who: frozenset[str], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(one for one in rows if one.carer in who)


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan, and the problem it is for."""

    problem: Problem
    outcome: Outcome

    @property
    def price(self) -> Tiers:
        return self.outcome.price.tiers

    @property
    def asks(self) -> tuple[tuple[str, Span], ...]:
        """Whom it asks, by id, and for when."""
        at, carers = self.problem.within, self.problem.carers
        return tuple(
            (carers[one.carer].id, Span(at(one.start), at(one.end))) for one in self.outcome.plan.asks
        )


def solved(situation: Situation, tries: int = TRIES) -> Solved:
    problem = grid.problem(situation)
    return Solved(problem, quick(problem, tries))


def nobody_can(situation: Situation) -> bool:
    """True if some child is there in a moment in which everybody is held up: seen without solving anything."""
    away = (situation.away,)
    held: dict[str, list[Span]] = {one.id: [] for one in situation.carers if one.id != situation.leaver}
    for busy in situation.busy:
        if busy.strength is not Strength.RATHER_NOT and busy.carer in held:
            held[busy.carer].append(busy.span)
    alone = without(away, (free for spans in held.values() for free in without(away, spans)))
    elsewhere: dict[str, list[Span]] = {one.id: [] for one in situation.children}
    for stay in situation.supervised:
        elsewhere[stay.child].append(stay.span)
    return any(without(alone, spans) for spans in elsewhere.values())
