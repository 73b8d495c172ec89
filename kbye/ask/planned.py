"""For the one who stays: who would have the children when, around what is settled, and whom one tap would ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.clashes import Stretches
from kbye.household.coverage import Pin, document
from kbye.household.gap import Gap
from kbye.household.people import Member
from kbye.planning.coverage import reader
from kbye.planning.coverage.situation import Busy
from kbye.planning.intervals import Span, without
from kbye.planning.wallclock import local
from kbye.planning.ways import Kind, Standing, standing
from kbye.web.cover import Cover, asks, drawn
from kbye.web.ways import moving, short

WAYS_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class OneTap:
    """Asks one person for one stretch: what the form about it says, filled in."""

    words: str
    person: Member
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """`help` are sentences, `asks` what can be asked with one tap."""

    cover: Cover
    help: tuple[str, ...]
    asks: tuple[OneTap, ...]


def planned(time_away: TimeAway, me: Member, found: Stretches, *, now: datetime) -> Planned | None:
    """None if there is nothing to plan: it is over, urgent, or only some of the children are spoken of."""
    children = list(Member.objects.of(time_away.household).children())
    if (
        time_away.ends_at <= now
        or time_away.open_end
        or not children
        or any(_is_of_some(one) for one in found.gaps)
    ):
        return None
    span = Span(max(time_away.starts_at, now), time_away.ends_at)
    stayers = _stayers(time_away, me, is_finding=found.is_finding)
    if not stayers:
        return None
    pins = tuple(_pins(found.gaps, me, span))
    rows = document(
        leaver=time_away.leaver, stayers=stayers, span=span, now=now, pins=pins, told=time_away.stayers
    )
    people = {str(one.pk): one for one in (*stayers, time_away.leaver)}
    chosen = frozenset(str(pin.person.pk) for pin in pins)
    stands = standing(reader.situation(rows), now=now, chosen=chosen, wanted=WAYS_LOOKED_AT)
    return Planned(
        cover=drawn(stands.problem, stands.outcome, people, span, agreed=pins),
        help=tuple(moving(one, me, me=me) for one in _ones_own(stands, me)),
        asks=tuple(_taps(stands, people, children, pins, time_away)),
    )


def _is_of_some(gap: Gap) -> bool:
    return bool(gap.named_children)


def _stayers(time_away: TimeAway, me: Member, *, is_finding: bool) -> list[Member]:
    """Those who were told first, then whoever else could; not whoever said they would find someone."""
    staying = [one for one in time_away.stayers if not (is_finding and one.pk == me.pk)]
    known = {one.pk for one in (*time_away.stayers, time_away.leaver)}
    others = Member.objects.of(time_away.household).who_can_stay().exclude(pk__in=known)
    return [*staying, *others.order_by("-kind", "place", "name")]


def _pins(gaps: tuple[Gap, ...], me: Member, whole: Span) -> list[Pin]:
    """What is settled, or asked already: the rest is planned around it."""
    found = []
    for gap in gaps:
        span = gap.span.shared(whole)
        who = me if gap.state == Gap.State.STAYER else gap.covered_by or next(iter(gap.being_asked), None)
        if span is not None and who is not None:
            found.append(Pin(who, span))
    return found


def _ones_own(stands: Standing, me: Member) -> list[Busy]:
    """What could be moved and would be enough; what others have in their calendars is their business."""
    moves = (one.busy for one in stands.ways if one.kind is Kind.MOVE)
    return [busy for busy in moves if busy is not None and busy.carer == str(me.pk)]


def _taps(
    stands: Standing, people: dict[str, Member], children: list[Member], pins: tuple[Pin, ...], away: TimeAway
) -> list[OneTap]:
    """What would help, and what the plan takes besides; without what is asked already."""
    found: dict[tuple[str, Span], OneTap] = {}
    helping = [ask for way in stands.ways for ask in way.asks]
    for carer, asked_for in helping or asks(stands.problem, stands.outcome):
        who, whole = people[carer], stands.situation.away
        inside = asked_for.shared(whole)
        for span in without((inside,) if inside else (), [pin.span for pin in pins if pin.person == who]):
            about = {"name": who.name, "when": short(span, whole)}
            fields = tuple(_fields(span, who, children, away.household.zone))
            found.setdefault((carer, span), OneTap(_("%(name)s could: %(when)s.") % about, who, fields))
    return list(found.values())


def _fields(span: Span, who: Member, children: list[Member], zone: str) -> list[tuple[str, str]]:
    start, end = local(span.start, zone), local(span.end, zone)
    said = [("day", f"{start:%Y-%m-%d}"), ("from_time", f"{start:%H:%M}"), ("until_time", f"{end:%H:%M}")]
    said += [("until_day", f"{end:%Y-%m-%d}")] if end.date() != start.date() else []
    said += [("which", str(one.pk)) for one in children]
    return [*said, ("whom_1", str(who.pk)), ("manner", "one_by_one")]
