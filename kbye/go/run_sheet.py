"""What the run sheet's page shows, put together for the template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kbye.go import calls
from kbye.go.forms import PlanForm
from kbye.go.lines import Shown, shown
from kbye.go.reading import facts_of, sheet_of
from kbye.go.sheet import Line
from kbye.household.away import TimeAway
from kbye.household.check_ins import all_well_today
from kbye.household.knowledge import Fact
from kbye.household.people import Member


def has_begun(time_away: TimeAway, now: datetime) -> bool:
    """Whether those who stay have it by now; also when nobody noted that they were told."""
    return time_away.began_at is not None or time_away.starts_at <= now


def run_sheet(time_away: TimeAway, now: datetime) -> dict[str, Any]:
    household, facts = time_away.household, facts_of(time_away)
    sheet = sheet_of(time_away, facts, now)
    return {
        "time_away": time_away,
        "children": list(Member.objects.of(household).children()),
        "has_begun": has_begun(time_away, now),
        "is_under_way": time_away.is_under_way(now),
        "all_well_at": all_well_today(time_away, now),
        "is_back": time_away.back_at is not None,
        "is_past_the_end": time_away.ends_at <= now,
        "standing": sheet.standing,
        "parts": {
            name: _shown(getattr(sheet, name), now) for name in ("now", "next", "later", "nice", "before")
        },
        "facts": _by_child(facts),
        "calls": calls.on_duty(household, time_away.leaver),
        "plan_form": PlanForm(initial={"our_plan": time_away.our_plan}),
    }


def _shown(lines: Iterable[Line], now: datetime) -> list[Shown]:
    return [shown(line, now) for line in lines]


def _by_child(facts: Iterable[Fact]) -> list[tuple[Member | None, list[Fact]]]:
    """The few facts child by child; allergies stand at the top of the sheet already."""
    found: dict[UUID | None, tuple[Member | None, list[Fact]]] = {}
    for fact in facts:
        if not fact.is_allergy:
            found.setdefault(fact.child_id, (fact.child, []))[1].append(fact)
    return list(found.values())
