"""What the run sheet's page shows, put together for the template."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kbye.go import calls, live
from kbye.go.forms import PlanForm
from kbye.go.lines import Shown, shown
from kbye.go.reading import sheet_of
from kbye.go.sheet import Line
from kbye.household.away import TimeAway
from kbye.household.check_ins import all_well_today
from kbye.household.clashes import stretches
from kbye.household.excerpt import excerpt
from kbye.household.knowledge import Fact
from kbye.household.looked_after import looked_after
from kbye.household.occurrences import waiting
from kbye.household.people import Member, children_of
from kbye.household.preparing import said_to
from kbye.planning.wallclock import local_day
from kbye.web import who_has_them


def has_begun(time_away: TimeAway, now: datetime) -> bool:
    """Whether those who stay have it by now; also when nobody noted that they were told."""
    return time_away.began_at is not None or time_away.starts_at <= now


def run_sheet(time_away: TimeAway, me: Member, now: datetime) -> dict[str, Any]:
    household = time_away.household
    known = excerpt(household, to=me, on=local_day(now, household.zone), with_collectors=False)
    facts = known.facts
    open_stretches = stretches(time_away, me, now=now)
    sheet = sheet_of(time_away, facts, now, open_stretches.gaps)
    return {
        "time_away": time_away,
        "emergency": who_has_them.shown(time_away, me, now) if time_away.is_emergency else None,
        "lasts_until": live.lasts_until(time_away, sheet, open_stretches, now),
        "stretches": open_stretches,
        "where": [gap for gap in open_stretches.covered if gap.ends_at > now],
        "looked_after": looked_after(time_away, now),
        "with_me": [one for one in time_away.stayers if one.pk != me.pk],
        "waiting": waiting(time_away),
        "children": children_of(household),
        "has_begun": has_begun(time_away, now),
        "is_under_way": time_away.is_under_way(now),
        "all_well_at": all_well_today(time_away, now),
        "is_back": time_away.back_at is not None,
        "is_past_the_end": not time_away.open_end and time_away.ends_at <= now,
        "standing": sheet.standing,
        "parts": {
            name: _shown(getattr(sheet, name), now) for name in ("now", "next", "later", "nice", "before")
        },
        "facts": _by_child(facts),
        "if_then": known.if_then,
        "calls": calls.on_duty(household, time_away.leaver, known.contacts),
        "said_to_me": said_to(me, time_away),
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
