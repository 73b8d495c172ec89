"""For the one who stays: who would have the children when, around what is settled, and whom one tap would ask.

What was told stays as far as it can: what changes costs, and what a helper said yes to costs most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kbye.ask.settled import Settled, around, full_quarter, is_settled, settled, with_what_was_told
from kbye.ask.taps import OneTap, taps, taps_apart
from kbye.household.away import TimeAway
from kbye.household.clashes import Stretches
from kbye.household.coverage import Document, document
from kbye.household.gap import Ask, Gap
from kbye.household.leaving_now import Stands, urgent_gap, who_has_them
from kbye.household.people import Member
from kbye.planning.coverage import reader
from kbye.planning.coverage.outcome import Status
from kbye.planning.coverage.situation import Busy
from kbye.planning.intervals import Span
from kbye.planning.ways import Kind, Standing, standing
from kbye.web.better import Better, Search
from kbye.web.cover import Cover, drawn
from kbye.web.ways import cannot_do, moving, short, you_have
from kbye.web.wording import clock_time, date

WAYS_LOOKED_AT = 20
# Of an open end so much is planned; it is looked at anew whenever somebody looks.
OPEN_END = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Planned:
    """`news`: what does not hold any more; `rest`: what becomes of all else, and until when an open end is covered.

    `reasons` say why, `help` what one could move, `asks` what can be asked with one tap. `better`: how good it is.
    """

    cover: Cover
    news: tuple[str, ...]
    rest: tuple[str, ...]
    reasons: tuple[str, ...]
    help: tuple[str, ...]
    asks: tuple[OneTap, ...]
    better: Better


@dataclass(frozen=True, slots=True)
class Question:
    """What is planned. `rows` is the situation file; it stays the same for a while when nothing changes."""

    span: Span
    people: dict[str, Member]
    children: list[Member]
    known: Settled
    rows: Document
    search: Search


def question(time_away: TimeAway, me: Member, found: Stretches, *, now: datetime) -> Question | None:
    """None if there is nothing to plan: it is over, or in an emergency nobody has the children yet."""
    children = list(Member.objects.of(time_away.household).children())
    told = _told(time_away, me, is_finding=found.is_finding)
    if told is None or not children or (time_away.ends_at <= now and not time_away.open_end):
        return None
    span = _ahead(time_away, now)
    stayers = [*told, *_others(time_away, told)]
    if not stayers:
        return None
    known = settled(found.gaps, me, span)
    rows = document(leaver=time_away.leaver, stayers=stayers, span=span, now=now, pins=known.pins, told=told)
    rows = around(rows, known)
    if len(told) == 1:
        rows = with_what_was_told(rows, told[0], span, known, found.clashes)
    people = {str(one.pk): one for one in (*stayers, time_away.leaver)}
    return Question(span, people, children, known, rows, Search(time_away.household, rows))


def planned(time_away: TimeAway, me: Member, found: Stretches, *, now: datetime) -> Planned | None:
    """None where there is no question."""
    asked = question(time_away, me, found, now=now)
    if asked is None:
        return None
    span, people, known, better = asked.span, asked.people, asked.known, asked.search.found()
    chosen = frozenset(str(pin.person.pk) for pin in known.pins)
    situation = reader.situation(asked.rows)
    stands = standing(situation, now=now, chosen=chosen, known=better, wanted=WAYS_LOOKED_AT)
    asks = (
        *taps(stands, people, asked.children, known, time_away, now),
        *taps_apart(known, people, time_away, now),
    )
    news = tuple(_news(found.gaps, span))
    return Planned(
        cover=drawn(
            stands.problem,
            stands.outcome,
            people,
            span,
            said_yes=known.agreed,
            being_asked=known.pins,
            apart=known.apart,
        ),
        news=news,
        rest=tuple(_rest(stands, time_away, is_changed=bool(asks and (news or found.clashes)))),
        reasons=tuple(dict.fromkeys(_reasons(stands, people, me))),
        help=tuple(moving(one, me, me=me) for one in _ones_own(stands, me)),
        asks=asks,
        better=asked.search.stands(stands.outcome, better),
    )


def _told(time_away: TimeAway, me: Member, *, is_finding: bool) -> list[Member] | None:
    """Those who have them; not whoever said they would find someone. None while an emergency looks for somebody."""
    if time_away.is_emergency:
        found = who_has_them(time_away, urgent_gap(time_away))
        has_them = {Stands.HAS, Stands.TOLD, Stands.UNTOLD}
        return list(found.people) if found.stands in has_them else None
    return [one for one in time_away.stayers if not (is_finding and one.pk == me.pk)]


def _others(time_away: TimeAway, told: list[Member]) -> list[Member]:
    known = {one.pk for one in (*time_away.stayers, *told, time_away.leaver)}
    others = Member.objects.of(time_away.household).who_can_stay().exclude(pk__in=known)
    return list(others.order_by("-kind", "place", "name"))


def _ahead(time_away: TimeAway, now: datetime) -> Span:
    """What is past stays as it was: only what is ahead is planned, from the last full quarter on."""
    start = max(time_away.starts_at, full_quarter(now))
    return Span(start, start + OPEN_END if time_away.open_end else time_away.ends_at)


def _news(found: Iterable[Gap], span: Span) -> Iterator[str]:
    """Who said no, while nobody has it and nobody is being asked."""
    for gap in found:
        inside = gap.span.shared(span)
        if inside is None or gap.is_urgent or gap.state != Gap.State.OPEN or gap.being_asked:
            continue
        for ask in gap.asks.all():
            about = {"name": ask.helper.name, "when": short(inside, span)}
            if ask.state == Ask.State.WITHDRAWN:
                yield _("%(name)s can't after all: %(when)s.") % about
            elif ask.state == Ask.State.NO:
                yield _("%(name)s can't: %(when)s.") % about


def _rest(stands: Standing, time_away: TimeAway, *, is_changed: bool) -> Iterator[str]:
    is_whole = stands.outcome.status is not Status.NO_PLAN
    if is_changed and is_whole and not stands.outcome.price.tiers.change:
        yield _("Everything else stays as it is.")
    if time_away.open_end:
        ends = [one.start for one in stands.reasons if one.child is not None]
        if not ends:
            yield _("Covered for the next two days, as far as kbye knows.")
        else:
            at = stands.problem.within(min(ends))
            yield _("Covered until %(day)s, %(time)s.") % {"day": date(at), "time": clock_time(at)}


def _reasons(stands: Standing, people: Mapping[str, Member], me: Member) -> Iterator[str]:
    """One's own in full, of others only that they cannot: what they have is their business."""
    if stands.outcome.status is not Status.NO_PLAN:
        return
    known = {one.id: one for one in stands.situation.busy}
    for one in stands.reasons:
        busy = known.get(one.ref or "")
        if one.occurrence:
            yield cannot_do(one, stands.situation, people[one.carer])
        elif one.carer != str(me.pk):
            yield _("%(name)s cannot have them then.") % {"name": people[one.carer].name}
        elif busy is not None and not is_settled(busy.id):
            yield you_have([busy], stands.situation.away)


def _ones_own(stands: Standing, me: Member) -> Iterator[Busy]:
    """What could be moved and would be enough; what others have in their calendars is their business."""
    moves = (one.busy for one in stands.ways if one.kind is Kind.MOVE)
    for busy in moves:
        if busy is not None and busy.carer == str(me.pk) and not is_settled(busy.id):
            yield busy
