"""What there is to look back on, as far as the one who looks may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, TypedDict, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from kbye.come_back.sentences import days_of, memory_sentence, short_when
from kbye.household.afterwards import Debrief, First, Postcard
from kbye.household.away import HandOver, TimeAway
from kbye.household.looking_back import lived
from kbye.household.owned import OwnedQuerySet
from kbye.household.people import Member
from kbye.planning.history import remember
from kbye.planning.wallclock import local_day

REMEMBERED = 60
PUT_BACK_WITHIN = timedelta(hours=1)
Kept = TypeVar("Kept", Postcard, First)


class Shown(TypedDict):
    time_away: TimeAway
    title: str
    year: int
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A postcard as it was sent: words, and as many photos as there were."""

    sender: Member
    words: str
    created_at: datetime
    photos: tuple[Postcard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of what is coming and what has been; `is_mine` for those who had or will have a part in it."""

    time_away: TimeAway
    title: str
    year: int
    is_mine: bool
    is_under_way: bool = False
    sentence: str = ""
    cards: tuple[Card, ...] = ()
    firsts: tuple[First, ...] = ()


def sentence_for(row: TimeAway, happened: Iterable[TimeAway], zone: str) -> str:
    if row.is_work_trip:
        return _("A work trip.")
    if row.is_emergency:
        return _("An emergency.")
    theirs = (other for other in happened if other.leaver_id == row.leaver_id and other.is_for_oneself)
    others = (lived(other) for other in theirs if other.pk != row.pk)
    return memory_sentence(remember(others, lived(row), zone))


def postcards_for(viewer: Member, *, by_link: bool) -> OwnedQuerySet[Postcard]:
    """Those of the times away that they left or stayed in; whoever looks on a link sees only their own."""
    rows = Postcard.objects.of(viewer.household).select_related("sender")
    return rows.filter(Q(sender=viewer) if by_link else Q(sender=viewer) | _their_times(viewer))


def firsts_for(viewer: Member, *, by_link: bool) -> OwnedQuerySet[First]:
    rows = First.objects.of(viewer.household).filter(removed_at=None).select_related("child", "told_by")
    return rows.filter(Q(told_by=viewer) if by_link else Q(told_by=viewer) | _their_times(viewer))


def just_taken_out(teller: Member, time_away: TimeAway, now: datetime) -> OwnedQuerySet[First]:
    rows = First.objects.of(teller.household).filter(told_by=teller, time_away=time_away)
    return rows.filter(removed_at__gte=now - PUT_BACK_WITHIN).select_related("child")


def cards(rows: Iterable[Postcard]) -> list[Card]:
    """What one person sent at one moment is one card."""
    together = groupby(rows, key=lambda row: (row.time_away_id, row.created_at, row.sender_id))
    return [_card(list(of_one)) for _moment, of_one in together]


def _card(rows: list[Postcard]) -> Card:
    rows.sort(key=lambda row: not row.words)
    return Card(
        sender=rows[0].sender,
        words=rows[0].words,
        created_at=rows[0].created_at,
        photos=tuple(row for row in rows if row.photo),
    )


def _their_times(viewer: Member) -> Q:
    stayed = HandOver.objects.of(viewer.household).filter(person=viewer, part=HandOver.Part.STAYS)
    return Q(time_away__leaver=viewer) | Q(time_away__in=stayed.values("time_away"))


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


def past(viewer: Member, now: datetime, *, most: int | None = REMEMBERED) -> list[Entry]:
    """The latest first; also those after which nobody said "I'm back", and those are nobody's fault."""
    household = viewer.household
    over = Q(back_at__isnull=False) | Q(told_at__isnull=False, ends_at__lte=now)
    rows = TimeAway.objects.of(household).filter(over, called_off_at=None).with_people()
    latest = list(rows.order_by("-starts_at")[:most])
    happened = list(TimeAway.objects.of(household).happened())
    keys = [row.pk for row in latest]
    sent = _by_time(postcards_for(viewer, by_link=False).filter(time_away__in=keys))
    told = _by_time(firsts_for(viewer, by_link=False).filter(time_away__in=keys))
    return [
        Entry(
            **_shown(row, viewer),
            sentence=sentence_for(row, happened, household.zone) if row.back_at else "",
            cards=tuple(cards(sent.get(row.pk, ()))),
            firsts=tuple(told.get(row.pk, ())),
        )
        for row in latest
    ]


def day_or_days(row: TimeAway) -> str:
    """ "Fri 4 Dec 2026", or "Fri 4 – Sun 6 Dec 2026": what one writes under a picture."""
    return days_of(lived(row))


def _by_time(rows: Iterable[Kept]) -> dict[object, list[Kept]]:
    found: dict[object, list[Kept]] = {}
    for row in rows:
        found.setdefault(row.time_away_id, []).append(row)
    return found


def _shown(row: TimeAway, viewer: Member) -> Shown:
    parts = {row.leaver_id, row.offered_by_id, *(stayer.pk for stayer in row.stayers)}
    return {
        "time_away": row,
        "title": short_when(row.span),
        "year": local_day(row.starts_at, viewer.household.zone).year,
        "is_mine": viewer.pk in parts,
    }
