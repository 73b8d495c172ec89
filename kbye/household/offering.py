"""To whom one could give time. Suggested rarely, to the one who had some, never to the one who is tired."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.household.whose_time import house_of
from kbye.planning.intervals import Span
from kbye.planning.long_ago import LONG_AGO, Lately, could_offer
from kbye.planning.own_time import Because, Kind, Piece, longest_stretch
from kbye.planning.own_weeks import weeks_of

AT_MOST_EVERY = timedelta(days=7)
SHOWN_FOR = timedelta(hours=24)


def whom_to_offer(me: Member, now: datetime) -> Member | None:
    """The other adult, if it is long ago for them and I am not the tired one: see `kbye.planning.long_ago`.

    Work trips count: never as own time of the one who travels, and always as time the other had the children.
    """
    other = Member.objects.of(me.household).adults().exclude(pk=me.pk).first()
    if other is None:
        return None
    rows = list(TimeAway.objects.of(me.household).filter(called_off_at=None))
    mine, theirs = _lately(me, rows, now), _lately(other, rows, now)
    if not could_offer(mine, theirs, now=now):
        return None
    theirs = replace(theirs, longest=_longest_lately(other, now))
    return other if could_offer(mine, theirs, now=now) else None


def _lately(member: Member, rows: list[TimeAway], now: datetime) -> Lately:
    own = [row for row in rows if row.leaver_id == member.pk and row.is_for_oneself]
    trips = [row for row in rows if row.leaver_id == member.pk and row.is_work_trip]
    return Lately(
        last_own_at=max((row.back_at for row in own if row.back_at), default=None),
        last_trip_at=max(
            (row.back_at or row.ends_at for row in trips if row.back_at or row.ends_at <= now), default=None
        ),
        has_coming=any(row.back_at is None for row in own),
        has_offered=any(row.offered_by_id == member.pk for row in rows),
    )


def _longest_lately(member: Member, now: datetime) -> timedelta:
    """Without what school hours leave: those go to the house, mostly."""
    span = Span(now - LONG_AGO, now)
    week = next(
        (one for one in weeks_of(house_of(member.household, span), span) if one.id == str(member.pk)), None
    )
    stretch = longest_stretch(_apart_from_school(piece) for piece in week.pieces) if week else None
    return stretch.end - stretch.start if stretch else timedelta()


def _apart_from_school(piece: Piece) -> Piece:
    return replace(piece, kind=Kind.UNKNOWN) if piece.source.because == Because.CHILDREN_OUT else piece


def suggested(me: Member, now: datetime) -> Member | None:
    """Whom Today names in its one line: for a day, and only while it is still so."""
    at = me.offer_suggested_at
    if not me.hears_of_offers or at is None or now - at >= SHOWN_FOR:
        return None
    return whom_to_offer(me, now)
