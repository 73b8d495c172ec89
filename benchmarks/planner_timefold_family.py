"""A family as Timefold wants it: what is to be decided, and what is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore

from benchmarks.planner_pieces import TIERS, Pieces
from kbye.planning.coverage.price import ASLEEP_HANDOVER
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.situation import Priority

PRIORITIES = (Priority.MUST, Priority.SHOULD, Priority.NICE)
GRID, A_DAY = 15, 96


@planning_entity
@dataclass
class Care:
    number: Annotated[int, PlanningId]
    child: int
    start: int
    end: int
    minutes: int
    weight: int
    minded: list[int]
    may: Annotated[list[int], ValueRangeProvider(id="may")]
    carer: Annotated[
        int | None, PlanningVariable(value_range_provider_refs=["may"], allows_unassigned=True)
    ] = field(default=None)


@planning_entity
@dataclass
class Task:
    number: Annotated[int, PlanningId]
    cells: int
    priority: int
    children: list[int]
    beside_care: bool
    doers: Annotated[list[int], ValueRangeProvider(id="doers")]
    starts: Annotated[list[int], ValueRangeProvider(id="starts")]
    carer: Annotated[
        int | None, PlanningVariable(value_range_provider_refs=["doers"], allows_unassigned=True)
    ] = field(default=None)
    start: Annotated[int | None, PlanningVariable(value_range_provider_refs=["starts"])] = field(default=None)


@dataclass
class Blocked:
    carer: int
    start: int
    end: int


@dataclass
class Away:
    """A child asleep or supervised."""

    child: int
    start: int
    end: int


@dataclass
class There:
    """And back."""

    number: int
    start: int
    end: int


@dataclass
class Helper:
    """`shift` cells after a midnight is where the time away begins."""

    carer: int
    ask_min: int
    ask_max: int
    shift: int


@planning_solution
@dataclass
class Family:
    care: Annotated[list[Care], PlanningEntityCollectionProperty]
    tasks: Annotated[list[Task], PlanningEntityCollectionProperty]
    blocked: Annotated[list[Blocked], ProblemFactCollectionProperty]
    away: Annotated[list[Away], ProblemFactCollectionProperty]
    ways: Annotated[list[There], ProblemFactCollectionProperty]
    helpers: Annotated[list[Helper], ProblemFactCollectionProperty]
    score: Annotated[
        BendableScore, PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=len(TIERS))
    ] = field(default=None)


def family(problem: Problem) -> Family:
    assert problem.grid == GRID
    told = Pieces(problem)
    helpers = [carer for carer in told.carers if not problem.carers[carer].household]
    shift = A_DAY - problem.days.index(problem.days[0] + 1) if len(set(problem.days)) > 1 else 0
    asleep = [Away(row.child, row.start, row.end) for row in problem.asleep]
    supervised = [Away(row.child, row.start, row.end) for row in problem.supervised]
    return Family(
        care=[
            Care(
                number=n,
                child=piece.child,
                start=piece.start,
                end=piece.end,
                minutes=problem.grid * (piece.end - piece.start),
                weight=ASLEEP_HANDOVER if piece.asleep else 1,
                minded=told.would_rather_not(piece),
                may=told.may[n],
            )
            for n, piece in enumerate(told.all)
        ],
        tasks=[
            Task(
                number=number,
                cells=one.cells,
                priority=PRIORITIES.index(one.priority),
                children=sorted(one.children),
                beside_care=one.beside_care,
                doers=told.doers(one),
                starts=list(range(one.earliest, one.latest - one.cells + 1)),
            )
            for number, one in enumerate(problem.occurrences)
        ],
        blocked=[Blocked(carer, start, end) for carer in told.carers for start, end in told.blocked(carer)],
        away=[*asleep, *supervised],
        ways=[There(way.piece, way.start, way.end) for way in told.ways],
        helpers=[Helper(c, problem.carers[c].ask_min, problem.carers[c].ask_max, shift) for c in helpers],
    )
