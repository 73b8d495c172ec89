"""One problem on standard input, planned by Timefold: its first plan that breaks no rule, and its best after a while.

Runs in an environment of its own, with Java; report only. The form is that of `planner_pieces`: every piece of care
and every task chooses a carer, and a task its start; a helper is asked once a day, from the first to the last use. Left
out besides: that a short ask, made as long as agreed, still fits between two commitments.
"""

# ruff: noqa: ARG005 - a stream hands over what it has, and it is called by its names whether it is used or not

from __future__ import annotations

import json
import pickle
import sys
from time import process_time
from typing import Any

from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
from timefold.solver.score import BendableScore, ConstraintCollectors, Joiners, constraint_provider

from benchmarks.planner_pieces import TIERS
from benchmarks.planner_timefold_family import (
    A_DAY,
    GRID,
    Away,
    Blocked,
    Care,
    Family,
    Helper,
    Task,
    There,
    family,
)
from kbye.planning.coverage.price import MINUTES_PER_ASK

DROPPED = tuple(TIERS.index(tier) for tier in ("missed_musts", "shoulds_dropped", "nices_dropped"))


HARD = BendableScore.of_hard(1, len(TIERS), 0, 1)


def _soft(tier: int) -> BendableScore:
    return BendableScore.of_soft(1, len(TIERS), tier, 1)


def _during() -> Any:
    return Joiners.overlapping(
        lambda task: task.start,
        lambda task: task.start + task.cells,
        lambda row: row.start,
        lambda row: row.end,
    )


@constraint_provider  # type: ignore[untyped-decorator]
def rules(factory: Any) -> list[Any]:
    return [*_tasks(factory), *_ways(factory), *_asks(factory), *_costs(factory)]


def _tasks(factory: Any) -> list[Any]:
    care = factory.for_each_including_unassigned(Care)
    return [
        factory.for_each_unique_pair(
            Task,
            Joiners.equal(lambda task: task.carer),
            Joiners.overlapping(lambda task: task.start, lambda task: task.start + task.cells),
        )
        .penalize(HARD)
        .as_constraint("two at once"),
        factory.for_each(Task)
        .join(Blocked, Joiners.equal(lambda task: task.carer, lambda row: row.carer), _during())
        .penalize(HARD)
        .as_constraint("busy"),
        factory.for_each(Task)
        .join(Away, _during())
        .filter(lambda task, row: row.child in task.children)
        .penalize(HARD)
        .as_constraint("child away"),
        factory.for_each(Task)
        .join(care, _during())
        .filter(lambda task, row: row.child in task.children and row.carer != task.carer)
        .penalize(HARD)
        .as_constraint("child elsewhere"),
        factory.for_each(Task)
        .join(Care, Joiners.equal(lambda task: task.carer, lambda row: row.carer), _during())
        .filter(lambda task, row: not task.beside_care and row.child not in task.children)
        .penalize(HARD)
        .as_constraint("beside care"),
    ]


def _ways(factory: Any) -> list[Any]:
    goes = factory.for_each(There).join(Care, Joiners.equal(lambda way: way.number, lambda row: row.number))
    return [
        goes.join(
            Task,
            Joiners.equal(lambda way, row: row.carer, lambda task: task.carer),
            Joiners.overlapping(
                lambda way, row: way.start,
                lambda way, row: way.end,
                lambda task: task.start,
                lambda task: task.start + task.cells,
            ),
        )
        .penalize(HARD)
        .as_constraint("a task on the way"),
        goes.join(
            Care,
            Joiners.equal(lambda way, row: row.carer, lambda other: other.carer),
            Joiners.overlapping(
                lambda way, row: way.start,
                lambda way, row: way.end,
                lambda other: other.start,
                lambda other: other.end,
            ),
        )
        .filter(lambda way, row, other: other.weight > 1)
        .penalize(HARD)
        .as_constraint("leaves somebody asleep"),
    ]


def _asks(factory: Any) -> list[Any]:
    """One a day, from the first to the last use."""
    helper = Joiners.equal(lambda row: row.carer, lambda who: who.carer)
    ways = (
        factory.for_each(There)
        .join(Care, Joiners.equal(lambda way: way.number, lambda row: row.number))
        .join(Helper, Joiners.equal(lambda way, row: row.carer, lambda who: who.carer))
        .map(
            lambda way, row, who: who,
            lambda way, row, who: (way.start + who.shift) // A_DAY,
            lambda way, row, who: way.start,
            lambda way, row, who: way.end,
        )
    )
    tasks = (
        factory.for_each(Task)
        .join(Helper, helper)
        .map(
            lambda task, who: who,
            lambda task, who: (task.start + who.shift) // A_DAY,
            lambda task, who: task.start,
            lambda task, who: task.start + task.cells,
        )
    )
    asked = (
        factory.for_each(Care)
        .join(Helper, helper)
        .map(
            lambda row, who: who,
            lambda row, who: (row.start + who.shift) // A_DAY,
            lambda row, who: row.start,
            lambda row, who: row.end,
        )
        .concat(tasks)
        .concat(ways)
        .group_by(
            lambda who, day, start, end: who,
            lambda who, day, start, end: day,
            ConstraintCollectors.min(lambda who, day, start, end: start),
            ConstraintCollectors.max(lambda who, day, start, end: end),
        )
    )
    return [
        asked.penalize(
            _soft(TIERS.index("disturbance")),
            lambda who, day, start, end: max(who.ask_min, end - start) * GRID + MINUTES_PER_ASK,
        ).as_constraint("asks"),
        asked.filter(lambda who, day, start, end: end - start > who.ask_max)
        .penalize(HARD, lambda who, day, start, end: end - start - who.ask_max)
        .as_constraint("asked for too long"),
        asked.if_exists(
            Blocked,
            Joiners.equal(lambda who, day, start, end: who.carer, lambda row: row.carer),
            Joiners.overlapping(
                lambda who, day, start, end: start,
                lambda who, day, start, end: end,
                lambda row: row.start,
                lambda row: row.end,
            ),
        )
        .penalize(HARD)
        .as_constraint("asked while busy"),
    ]


def _costs(factory: Any) -> list[Any]:
    every_task = factory.for_each_including_unassigned(Task)
    return [
        factory.for_each_including_unassigned(Care)
        .filter(lambda row: row.carer is None)
        .penalize(_soft(TIERS.index("gap_minutes")), lambda row: row.minutes)
        .as_constraint("gap"),
        every_task.filter(lambda task: task.carer is None and task.priority == 0)
        .penalize(_soft(DROPPED[0]))
        .as_constraint("musts"),
        every_task.filter(lambda task: task.carer is None and task.priority == 1)
        .penalize(_soft(DROPPED[1]))
        .as_constraint("shoulds"),
        every_task.filter(lambda task: task.carer is None and task.priority == 2)
        .penalize(_soft(DROPPED[2]))
        .as_constraint("nices"),
        factory.for_each(Care)
        .filter(lambda row: row.carer in row.minded)
        .group_by(lambda row: row.carer, lambda row: row.start, lambda row: row.minutes)
        .penalize(_soft(TIERS.index("disturbance")), lambda carer, start, minutes: minutes)
        .as_constraint("rather not"),
        factory.for_each(Care)
        .join(
            Care,
            Joiners.equal(lambda row: row.child),
            Joiners.equal(lambda row: row.number + 1, lambda after: after.number),
        )
        .filter(lambda row, after: row.carer != after.carer)
        .penalize(_soft(TIERS.index("handovers")), lambda row, after: after.weight)
        .as_constraint("handovers"),
    ]


def main() -> None:
    problem = pickle.load(sys.stdin.buffer)
    seconds = float(sys.argv[1])
    config = SolverConfig(
        solution_class=Family,
        entity_class_list=[Care, Task],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=round(1000 * seconds))),
    )
    firsts: list[float] = []

    def better(event: Any) -> None:
        if event.is_new_best_solution_initialized and event.new_best_score.is_feasible:
            firsts.append(process_time())

    solver = SolverFactory.create(config).build_solver()
    solver.add_event_listener(better)
    score = solver.solve(family(problem)).score
    tiers = dict(zip(TIERS, (-cost for cost in score.soft_scores), strict=True)) if score.is_feasible else {}
    first = firsts[0] if firsts else None
    sys.stdout.write(
        json.dumps({"first": first, "spent": process_time(), "tiers": tiers, "is_proven": False})
    )


if __name__ == "__main__":
    main()
