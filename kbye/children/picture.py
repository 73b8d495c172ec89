"""What the children see, worked out: for everybody who is away the sleeps, and who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from kbye.children.days import Around, Day, around, day_of
from kbye.children.faces import Face, face, faces
from kbye.children.moved import Moved, moved_today
from kbye.children.rows import known_to_children
from kbye.household.afterwards import First
from kbye.household.away import TimeAway
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.planning.sleeps import childs_day, comes_while_asleep, day_seen, sleeps
from kbye.planning.wallclock import local

MOONS_AT_MOST = 12
FIRSTS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody who is away, or goes soon. `sleeps` until they are seen again, `nights` all of them to draw.

    With `open_end` nobody knows how many, and nothing that counts is shown.
    """

    row: TimeAway
    who: Face
    stays: tuple[Face, ...]
    has_gone: bool
    open_end: bool
    sleeps: int
    nights: tuple[Night, ...]
    while_asleep: bool
    back_at: datetime
    part_of_day: str
    times_back: int
    moved: Moved | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    away: tuple[Away, ...]
    today: Day
    tomorrow: Day
    firsts: tuple[First, ...]

    @property
    def everybody_is_here(self) -> bool:
        return not any(one.has_gone for one in self.away)


def picture(household: Household, now: datetime, *, child: Member | None = None) -> Picture:
    """`child`: on this child's own tablet."""
    rows = known_to_children(household, now)
    known = around(household, rows, now)
    today = childs_day(now, household.zone)
    return Picture(
        away=tuple(_away(row, now) for row in rows),
        today=day_of(known, today, child=child),
        tomorrow=day_of(known, today + timedelta(days=1), child=child),
        firsts=_firsts(household, child),
    )


def _firsts(household: Household, child: Member | None) -> tuple[First, ...]:
    """The latest: of this child and of all of them together, or of everybody."""
    rows = First.objects.of(household).filter(removed_at=None).exclude(child__removed_at__isnull=False)
    if child is not None:
        rows = rows.filter(Q(child=child) | Q(child=None))
    return tuple(rows.select_related("child").order_by("-created_at", "id")[:FIRSTS_SHOWN])


def _away(row: TimeAway, now: datetime) -> Away:
    zone, has_gone = row.household.zone, row.is_under_way(now)
    begin = row.began_at or row.starts_at
    left = sleeps(now if has_gone else begin, row.ends_at, zone)
    all_of_them = sleeps(min(begin, now) if has_gone else begin, row.ends_at, zone)
    shown = all_of_them if all_of_them <= MOONS_AT_MOST else left
    return Away(
        row=row,
        who=face(row.leaver),
        stays=faces(one for one in row.stayers if one.removed_at is None),
        has_gone=has_gone,
        open_end=row.open_end,
        sleeps=left,
        nights=tuple(Night(past=number < shown - left) for number in range(shown)),
        while_asleep=comes_while_asleep(row.ends_at, zone),
        back_at=row.ends_at,
        part_of_day=part_of_day(row.ends_at, zone),
        times_back=times_back(row, now),
        moved=moved_today(row, now) if has_gone else None,
    )


def part_of_day(at: datetime, zone: str) -> str:
    """ "around lunch": as one says it to somebody who cannot read a clock."""
    hour = local(at, zone).hour
    if hour < 11:
        return _("in the morning")
    if hour < 14:
        return _("around lunch")
    return _("in the afternoon") if hour < 17 else _("in the evening")


def times_back(row: TimeAway, now: datetime) -> int:
    """How often this one went before and came back; a forgotten "I'm back" counts, too."""
    over = Q(back_at__isnull=False) | Q(told_at__isnull=False, ends_at__lte=now)
    rows = TimeAway.objects.of(row.household).filter(over, leaver=row.leaver_id, called_off_at=None)
    return rows.exclude(pk=row.pk).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One day of the strip; `sleeps` from that day on, 0 on the day of the return."""

    day: Day
    sleeps: int


def pieces(row: TimeAway, now: datetime, *, child: Member | None = None) -> tuple[Piece, ...]:
    """A piece for each day from the first one, or from today, to the one on which they are seen again."""
    zone = row.household.zone
    first = childs_day(max(now, row.starts_at) if row.is_under_way(now) else row.starts_at, zone)
    last = max(day_seen(row.ends_at, zone), first)
    rows = known_to_children(row.household, now)
    known = around(row.household, rows if row in rows else [*rows, row], now)
    count = (last - first).days
    return tuple(_piece(known, first + timedelta(days=n), count - n, child) for n in range(count + 1))


def _piece(known: Around, on: date, left: int, child: Member | None) -> Piece:
    return Piece(day=day_of(known, on, child=child), sleeps=left)
