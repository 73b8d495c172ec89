"""Whom one tap would ask, and for what: the form about it, filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kbye.ask.settled import SAID_NO, Apart, Settled
from kbye.household.away import TimeAway
from kbye.household.coverage import GRID_MINUTES, document
from kbye.household.gap import Gap
from kbye.household.people import Member
from kbye.planning.coverage import reader
from kbye.planning.intervals import Span, without
from kbye.planning.trying import nobody_can, only
from kbye.planning.wallclock import local
from kbye.planning.ways import Standing
from kbye.web.cover import asks
from kbye.web.ways import short
from kbye.web.wording import names

Fields = tuple[tuple[str, str], ...]
_GRID = timedelta(minutes=GRID_MINUTES)


@dataclass(frozen=True, slots=True)
class OneTap:
    """Asks one person for one stretch. `gap`: there is one already that nobody has; else it is made along with it."""

    words: str
    person: Member
    fields: Fields
    gap: Gap | None = None


def taps(
    stands: Standing,
    people: Mapping[str, Member],
    children: list[Member],
    known: Settled,
    away: TimeAway,
    now: datetime,
) -> tuple[OneTap, ...]:
    """What the plan takes, and what would help instead; without what is asked already, and what is past."""
    found: dict[tuple[str, Span], OneTap] = {}
    instead = (ask for way in stands.ways for ask in way.asks)
    whole = stands.situation.away
    ahead = Span(max(whole.start, now), whole.end)
    for carer, asked_for in (*asks(stands.problem, stands.outcome), *instead):
        who, inside = people[carer], asked_for.shared(ahead)
        for span in without(
            (inside,) if inside else (), [pin.span for pin in known.pins if pin.person == who]
        ):
            gap = next((one for one in known.left if _is_same(one.span, span, whole)), None)
            fields = _whom(who) if gap else (*_stretch(span, children, away.household.zone), *_whom(who))
            found.setdefault((carer, span), OneTap(_could(who, span, whole), who, fields, gap))
    return tuple(found.values())


def taps_apart(
    known: Settled, people: Mapping[str, Member], away: TimeAway, now: datetime
) -> tuple[OneTap, ...]:
    """The same for stretches of some of the children that nobody has."""
    return tuple(
        OneTap(
            _("%(name)s could: %(when)s, %(children)s.")
            % {"name": who.name, "when": short(one.span, away.span), "children": names(one.children)},
            who,
            _whom(who),
            one.gap,
        )
        for one in known.apart
        if one.who is None
        for who in _free(one, people, away, now)
    )


def _free(one: Apart, people: Mapping[str, Member], away: TimeAway, now: datetime) -> Iterator[Member]:
    """Whoever neither asked, nor said no, nor has something then; nor the one who leaves."""
    not_them = {away.leaver_id, one.gap.asked_by_id}
    not_them |= {ask.helper_id for ask in one.gap.asks.all() if ask.state in SAID_NO}
    left = [who for who in people.values() if who.pk not in not_them]
    situation = reader.situation(document(leaver=away.leaver, stayers=left, span=one.span, now=now))
    for who in left:
        if not nobody_can(only(situation, frozenset({str(who.pk)}))):
            yield who


def _could(who: Member, span: Span, whole: Span) -> str:
    return _("%(name)s could: %(when)s.") % {"name": who.name, "when": short(span, whole)}


def _is_same(gap: Span, asked_for: Span, whole: Span) -> bool:
    """But for the rounding to the planner's grid."""
    inside = gap.shared(whole)
    return (
        inside is not None
        and abs(inside.start - asked_for.start) < _GRID
        and abs(inside.end - asked_for.end) < _GRID
    )


def _stretch(span: Span, children: list[Member], zone: str) -> Fields:
    start, end = local(span.start, zone), local(span.end, zone)
    said = [("day", f"{start:%Y-%m-%d}"), ("from_time", f"{start:%H:%M}"), ("until_time", f"{end:%H:%M}")]
    said += [("until_day", f"{end:%Y-%m-%d}")] if end.date() != start.date() else []
    return (*said, *(("which", str(one.pk)) for one in children))


def _whom(who: Member) -> Fields:
    return (("whom_1", str(who.pk)), ("manner", "one_by_one"))
