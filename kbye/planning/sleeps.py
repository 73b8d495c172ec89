"""Sleeps until somebody is back, counted as a small child counts: how often do I go to bed before I see them?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kbye.planning.wallclock import local

# A child's day, on the wall clock at home: who comes while it sleeps is there when it wakes up.
DAY_BEGINS = 5
BED_BY = 20


def childs_day(at: datetime, zone: str) -> date:
    """The day it is for a child at that instant: before five in the morning it is still the night of the last one."""
    there = local(at, zone)
    return there.date() - timedelta(days=1) if there.hour < DAY_BEGINS else there.date()


def day_seen(back_at: datetime, zone: str) -> date:
    """The day on which a child sees who comes back then. After bedtime that is the next one."""
    there = local(back_at, zone)
    return there.date() + timedelta(days=1) if there.hour >= BED_BY else there.date()


def comes_while_asleep(back_at: datetime, zone: str) -> bool:
    """From eight in the evening until five in the morning."""
    return not DAY_BEGINS <= local(back_at, zone).hour < BED_BY


def sleeps(now: datetime, back_at: datetime, zone: str) -> int:
    """How many nights lie between, on the clock in `zone`; 0 is today, also once it has passed.

    Home at eleven in the evening and home at one at night are the same night: one sleep, and they are there.
    """
    return max(0, (day_seen(back_at, zone) - childs_day(now, zone)).days)
