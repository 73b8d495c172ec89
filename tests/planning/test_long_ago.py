"""When an offer may be suggested: to the one who had some, never to the one who is tired."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbye.planning.long_ago import LONG_AGO, Lately, could_offer

NOW = datetime(2026, 12, 3, 12, tzinfo=UTC)
NEVER = Lately()


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("me", "other", "may"),
    [
        # I was away after them, and for them it is long ago.
        (Lately(last_own_at=ago(3)), Lately(last_own_at=ago(20)), True),
        (Lately(last_own_at=ago(30)), Lately(last_own_at=ago(20)), False),
        (NEVER, Lately(last_own_at=ago(20)), False),
        (NEVER, NEVER, False),
        # Two weeks to the minute are not long ago.
        (Lately(last_own_at=ago(3)), Lately(last_own_at=NOW - LONG_AGO), False),
        (Lately(last_own_at=ago(3)), Lately(last_own_at=NOW - LONG_AGO - timedelta(minutes=1)), True),
        # Something is coming, or four hours were theirs.
        (Lately(last_own_at=ago(3)), Lately(last_own_at=ago(20), has_coming=True), False),
        (Lately(last_own_at=ago(3)), Lately(last_own_at=ago(20), longest=timedelta(hours=4)), False),
        (Lately(last_own_at=ago(3)), Lately(last_own_at=ago(20), longest=timedelta(hours=3)), True),
        # Whoever has offered before may be asked although they had none.
        (Lately(has_offered=True), Lately(last_own_at=ago(20)), True),
        # My work trip: the other had the children for it, and may never have been away at all.
        (Lately(last_trip_at=ago(2)), Lately(last_own_at=ago(20)), True),
        (Lately(last_trip_at=ago(2)), NEVER, True),
        (Lately(last_trip_at=ago(25)), Lately(last_own_at=ago(20)), False),
        # Their work trip was no time of their own, but then I am the tired one.
        (Lately(has_offered=True), Lately(last_own_at=ago(20), last_trip_at=ago(2)), False),
        (Lately(last_own_at=ago(10)), Lately(last_own_at=ago(20), last_trip_at=ago(2)), False),
        (Lately(last_own_at=ago(1)), Lately(last_own_at=ago(20), last_trip_at=ago(2)), True),
    ],
)
def test_who_may_be_asked_to_give(me: Lately, other: Lately, may: bool) -> None:
    assert could_offer(me, other, now=NOW) is may


@pytest.mark.parametrize("mine", [None, 1, 5, 20, 40])
@pytest.mark.parametrize("theirs", [None, 1, 5, 20, 40])
@pytest.mark.parametrize("trips", [(None, None), (2, None), (None, 2), (30, 3), (3, 30)])
def test_never_both_at_once(
    mine: int | None, theirs: int | None, trips: tuple[int | None, int | None]
) -> None:
    """Of two, one at most is asked, unless both have offered before."""
    me, other = (
        Lately(
            last_own_at=None if own is None else ago(own), last_trip_at=None if trip is None else ago(trip)
        )
        for own, trip in zip((mine, theirs), trips, strict=True)
    )
    assert not (could_offer(me, other, now=NOW) and could_offer(other, me, now=NOW))
