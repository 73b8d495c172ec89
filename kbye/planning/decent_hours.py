"""Decent hours: nobody is asked to have answered by three in the morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from kbye.planning.wallclock import instant, local_day, minute_of_day

FROM_MINUTE, TO_MINUTE = 8 * 60, 21 * 60


def is_decent(at: datetime, zone: str) -> bool:
    """From eight in the morning to nine in the evening by the clock in `zone`, both included."""
    return (
        instant(local_day(at, zone), FROM_MINUTE, zone) <= at <= instant(local_day(at, zone), TO_MINUTE, zone)
    )


def decent(at: datetime, *, earliest: datetime, latest: datetime, zone: str) -> datetime:
    """`at`; when it falls at night, the nearest decent time: nine in the evening before or eight in the morning after.

    Only from `earliest` to `latest`. Where neither lies between them it is `earliest`: it was asked late for early
    the next day, and whoever hears of it then is awake.
    """
    if is_decent(at, zone):
        return at
    day = local_day(at, zone)
    evening = day if minute_of_day(at, zone) > TO_MINUTE - 1 else day - timedelta(days=1)
    ends = (instant(evening, TO_MINUTE, zone), instant(evening + timedelta(days=1), FROM_MINUTE, zone))
    found = [one for one in ends if earliest <= one <= latest]
    return min(found, key=lambda one: abs(one - at), default=earliest)
