"""What time does to stand-ins: the adults are told, the wait goes by, the sheet opens, and after a week it closes.

A wait is counted as it is lived through, a few seconds at a time, and never read off the calendar: see
`planning/standing_in.counted`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from kbye.household.stand_in import StandIn
from kbye.household.tripwire import spanning_households
from kbye.planning.standing_in import Action, Actor, State, counted
from kbye.urgent.stand_ins import NotNow, is_told, step
from kbye.web import clock

SECONDS_BETWEEN = 5.0
# Nobody's phone or mailbox may be reachable; somebody still needs the sheet.
TOLD_AFTER_SECONDS = 600.0
log = logging.getLogger("kbye.work")


class PassingTime:
    """Looks every few seconds; how many really passed since the last look is by a counter of this process."""

    def __init__(self, ticks: Callable[[], float] = clock.ticks) -> None:
        self.ticks = ticks
        self.last: float | None = None

    def __call__(self, now: Callable[[], datetime]) -> int:
        """How many stand-ins got further. A first look counts nothing."""
        tick = self.ticks()
        if self.last is not None and tick - self.last < SECONDS_BETWEEN:
            return 0
        passed, self.last = 0.0 if self.last is None else tick - self.last, tick
        with spanning_households():
            rows = list(StandIn.objects.running().select_related("household", "receiver"))
            return sum(_pass(row, passed, now()) for row in rows)


def _pass(row: StandIn, passed: float, at: datetime) -> int:
    try:
        with transaction.atomic():
            if row.where is not State.ACTIVE and not _count(row, passed, at):
                return 0
            action = _what_is_due(row, at)
            if action is None:
                return 0
            step(row, action, actor=Actor.TIME, by=None, now=at)
            return 1
    except NotNow:
        return 0  # somebody was quicker
    except Exception:
        log.exception("Stand-in %s is stuck", row.pk)
        return 0


def _count(row: StandIn, passed: float, at: datetime) -> bool:
    """Add what was lived through. False if another process has counted since: its seconds are ours."""
    before = row.counted_at
    by_the_wall = (at - before).total_seconds() if before else 0.0
    row.waited_seconds += counted(by_the_wall=by_the_wall, really_passed=passed)
    row.counted_at = at
    same = StandIn.objects.filter(household=row.household_id, pk=row.pk, counted_at=before, state=row.state)
    return same.update(waited_seconds=row.waited_seconds, counted_at=at) == 1


def _what_is_due(row: StandIn, at: datetime) -> Action | None:
    if row.where is State.REQUESTED:
        is_long = row.waited_seconds >= TOLD_AFTER_SECONDS
        return Action.TELL if is_long or is_told(row) else None
    if row.where is State.WAITING:
        return Action.OPEN if row.waited_seconds >= row.wait.total_seconds() else None
    closes_at = row.closes_at()
    return Action.RUN_OUT if closes_at is not None and closes_at <= at else None
