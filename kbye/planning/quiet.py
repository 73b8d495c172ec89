"""Quiet hours: when a notice that can wait waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from kbye.planning.wallclock import DAY_MINUTES, instant, local_day


def quiet_until(at: datetime, *, from_minute: int | None, to_minute: int | None, zone: str) -> datetime:
    """The end of the quiet hours that `at` lies in, else `at` itself.

    Minutes after midnight on the clock in `zone`, 0 to 1440; a `to_minute` before `from_minute` is one of the next
    day. Both the same, or one missing: there are no quiet hours.
    """
    if from_minute is None or to_minute is None or from_minute == to_minute:
        return at
    last = to_minute if to_minute > from_minute else to_minute + DAY_MINUTES
    today = local_day(at, zone)
    for day in (today - timedelta(days=1), today):
        start, end = instant(day, from_minute, zone), instant(day, last, zone)
        if start <= at < end:
            return end
    return at
