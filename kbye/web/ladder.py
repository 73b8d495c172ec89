"""What went before and what could be next, in words; what those who stay would try first; what one feared last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.looking_back import TryFirst, times_of
from kbye.household.people import Member
from kbye.planning.ladder import Step, rung_number, step
from kbye.planning.lengths import Length
from kbye.planning.safety_words import is_about_safety
from kbye.planning.wallclock import local_day

TRIES_SHOWN = 3
LITTLE = 3  # years
_ONE_UP_FROM = rung_number(Length.NIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """`line` says where things stand; `next` is a length to choose, and choosing another one is as good."""

    line: str
    next: Length
    choice: str
    note: str
    tries: tuple[TryFirst, ...]


def ladder_of(leaver: Member, *, viewer: Member | None, now: datetime) -> Ladder | None:
    """None before the first time away. `viewer` None: for somebody on a link, who is shown nobody else's lines."""
    zone = leaver.household.zone
    found = step(times_of(leaver), now, zone)
    if found is None:
        return None
    born = Member.objects.of(leaver.household).children().values_list("born_date", flat=True)
    tries = TryFirst.objects.of(leaver.household).for_leaver(leaver, now=now) if viewer else ()
    return Ladder(
        line=ladder_words(found),
        next=found.next,
        choice=_a(found.next),
        note=note_for_little_ones(found, born, on=local_day(now, zone)),
        tries=tuple(tries[:TRIES_SHOWN]),
    )


def ladder_words(found: Step) -> str:
    """ "Last: one evening; next could be a night." """
    words = {"last": _one(found.last), "longest": _one(found.longest), "next": _a(found.next)}
    if found.is_long_ago:
        return _("Last: %(last)s, a while ago; next could be the same again.") % words
    if found.next is found.longest:
        return _("Last: %(last)s; next could be just as long.") % words
    if rung_number(found.longest) > rung_number(found.last):
        return _("Last: %(last)s, and %(longest)s not long ago; next could be %(next)s.") % words
    return _("Last: %(last)s; next could be %(next)s.") % words


def note_for_little_ones(found: Step, born: Iterable[date | None], *, on: date) -> str:
    """The age of the children changes these words, and nothing else."""
    is_little = any(
        one is not None and (on.year - one.year) * 12 + on.month - one.month < LITTLE * 12 for one in born
    )
    if not is_little or rung_number(found.next) < _ONE_UP_FROM:
        return ""
    return _("Little ones often cling when somebody goes. That is common, and a short goodbye helps.")


def feared_last(me: Member, *, now: datetime) -> str:
    """ "Last time you feared “bedtime”; it went fine.": for the one who wrote it, and not while they are away."""
    rows = TimeAway.objects.of(me.household).open().filter(leaver=me, told_at__isnull=False)
    if any(row.is_under_way(now) for row in rows):
        return ""
    mine = Worry.objects.of(me.household).answered().filter(author=me)
    last = mine.order_by("-time_away__starts_at", "-created_at").first()
    # That it went well once says nothing about medicine, water or heights.
    return feared_words(last) if last and not is_about_safety(last.words) else ""


def feared_words(worry: Worry) -> str:
    words = {"words": worry.words, "how": worry.how_it_was}
    if worry.how_it_was:
        return _("Last time you feared “%(words)s”; you wrote: “%(how)s”.") % words
    return {
        Worry.CameTrue.NO: _("Last time you feared “%(words)s”; it went fine."),
        Worry.CameTrue.A_LITTLE: _("Last time you feared “%(words)s”; a little of it came true."),
        Worry.CameTrue.YES: _("Last time you feared “%(words)s”; it came true."),
    }[Worry.CameTrue(worry.came_true)] % words


def _one(length: Length) -> str:
    return {
        Length.COFFEE: _("one coffee"),
        Length.EVENING: _("one evening"),
        Length.NIGHT: _("one night"),
        Length.WEEKEND: _("a weekend"),
        Length.LONGER: _("several days"),
        Length.OTHER: _("one day"),
    }[length]


def _a(length: Length) -> str:
    return {
        Length.COFFEE: _("a coffee"),
        Length.EVENING: _("an evening"),
        Length.NIGHT: _("a night"),
        Length.WEEKEND: _("a weekend"),
        Length.LONGER: _("a few days"),
        Length.OTHER: _("a day"),
    }[length]
