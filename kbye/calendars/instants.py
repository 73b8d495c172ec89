"""Between wall clocks and instants, for any zone, also for one that only a calendar file knows.

The rule is the one of `planning.wallclock`: a missing hour moves forward by the gap, a doubled hour means
the first. A test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kbye.calendars.stamps import Length


def instant(wall: datetime, zone: tzinfo) -> datetime:
    """The instant in UTC at which clocks in `zone` show `wall`, which has no zone."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_time(at: datetime, zone: tzinfo) -> datetime:
    """What clocks in `zone` show at the instant `at`, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant in UTC at which `day` begins in `zone`."""
    return instant(datetime.combine(day, time()), zone)


def end_after(wall: datetime, length: Length, zone: tzinfo) -> datetime:
    """The instant in UTC at which something ends that starts at `wall` in `zone`.

    A start in the missing hour moves forward and keeps its length.
    """
    start = instant(wall, zone)
    if wall_time(start, zone) != wall:
        return start + length.total
    return max(start, instant(wall + length.wall, zone) + length.exact)


def is_day(moment: date | datetime) -> bool:
    """True for a date, false for a datetime, which Python counts as a date too."""
    return not isinstance(moment, datetime)


def days_up(length: timedelta) -> timedelta:
    """Whole days, rounded up."""
    return timedelta(days=-(-length // timedelta(days=1)))
