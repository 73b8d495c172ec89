"""What comes out of planning: a plan that passed the check, its price, and how sure it is the best."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kbye.planning.coverage.price import Price
from kbye.planning.coverage.problem import Plan


class Status(StrEnum):
    """NO_PLAN: a gap or a missed must remains, and the plan is the best part of one."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class Unproven:
    """The first tier that might be better still, and by how much at most, as a part of what it is."""

    tier: str
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A checked plan. `unproven` is None when every tier is proven."""

    plan: Plan
    price: Price
    unproven: Unproven | None

    @property
    def status(self) -> Status:
        tiers = self.price.tiers
        if tiers.gap_minutes or tiers.missed_musts:
            return Status.NO_PLAN
        return Status.OPTIMAL if self.unproven is None else Status.FEASIBLE
