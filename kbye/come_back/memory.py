"""What there is to look back on, as far as the one who looks may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db.models import Q

from kbye.come_back.sentences import memory_sentence, short_when
from kbye.household.afterwards import Debrief, Postcard
from kbye.household.away import TimeAway
from kbye.household.owned import OwnedQuerySet
from kbye.household.people import Member
from kbye.planning.history import remember
from kbye.planning.intervals import Span
from kbye.planning.wallclock import local_day

REMEMBERED = 60


class Shown(TypedDict):
    time_away: TimeAway
    title: str
    year: int
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of what is coming and what has been; `is_mine` for those who had or will have a part in it."""

    time_away: TimeAway
    title: str
    year: int
    is_mine: bool
    is_under_way: bool = False
    sentence: str = ""
    postcards: tuple[Postcard, ...] = ()


def lived(row: TimeAway) -> Span:
    """From going to coming back. A late tap on "I'm back" does not make a time longer than it was meant to be."""
    start, end = row.began_at or row.starts_at, min(row.back_at or row.ends_at, row.ends_at)
    return Span(start, end) if start < end else row.span


def sentence_for(row: TimeAway, happened: Iterable[TimeAway], zone: str) -> str:
    others = (lived(other) for other in happened if other.leaver_id == row.leaver_id and other.pk != row.pk)
    return memory_sentence(remember(others, lived(row), zone))


def postcards_for(viewer: Member) -> OwnedQuerySet[Postcard]:
    """Those sent to this person, and those this person sent: a postcard is between the two."""
    return (
        Postcard.objects.of(viewer.household)
        .filter(Q(sender=viewer) | Q(time_away__leaver=viewer))
        .select_related("sender")
    )


def told_by_stayers(time_away: TimeAway) -> list[Debrief]:
    """What those who stayed gave to both: different and fine, and what to know next time."""
    return list(
        Debrief.objects.of(time_away.household)
        .filter(time_away=time_away, member__in=time_away.stayers)
        .exclude(different_and_fine="", to_know_next_time="")
        .select_related("member")
        .order_by("created_at")
    )


def coming(viewer: Member, now: datetime, **only: Any) -> list[Entry]:
    """Pencilled in, told, or under way."""
    rows = TimeAway.objects.of(viewer.household).open().filter(ends_at__gt=now, **only)
    return [
        Entry(**_shown(row, viewer), is_under_way=row.is_under_way(now))
        for row in rows.with_people().order_by("starts_at")
    ]


def past(viewer: Member, now: datetime) -> list[Entry]:
    """The latest first; also those after which nobody said "I'm back", and those are nobody's fault."""
    household = viewer.household
    over = Q(back_at__isnull=False) | Q(told_at__isnull=False, ends_at__lte=now)
    rows = TimeAway.objects.of(household).filter(over, called_off_at=None).with_people()
    latest = list(rows.order_by("-starts_at")[:REMEMBERED])
    happened = list(TimeAway.objects.of(household).happened())
    cards: dict[object, list[Postcard]] = {}
    for card in postcards_for(viewer).filter(time_away__in=[row.pk for row in latest]):
        cards.setdefault(card.time_away_id, []).append(card)
    return [
        Entry(
            **_shown(row, viewer),
            sentence=sentence_for(row, happened, household.zone) if row.back_at else "",
            postcards=tuple(cards.get(row.pk, ())),
        )
        for row in latest
    ]


def _shown(row: TimeAway, viewer: Member) -> Shown:
    parts = {row.leaver_id, row.offered_by_id, *(stayer.pk for stayer in row.stayers)}
    return {
        "time_away": row,
        "title": short_when(row.span),
        "year": local_day(row.starts_at, viewer.household.zone).year,
        "is_mine": viewer.pk in parts,
    }
