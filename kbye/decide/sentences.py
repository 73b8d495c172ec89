"""What the planner found, in one line a person would say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kbye.decide.cover import Cover
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wish import Busy, Clash, Hold, Repair, RepairKind, Standing, Verdict
from kbye.web.wording import clock_time

People = Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One time to choose: when, the line below it, and what would help if something is in the way."""

    span: Span
    line: str
    clashes: tuple[str, ...]
    help: tuple[tuple[str, Span | None], ...]
    along: tuple[str, ...] = ()
    is_usual: bool = False
    cover: Cover | None = None

    @property
    def is_free(self) -> bool:
        return not self.clashes


def proposal(
    verdict: Verdict,
    people: People,
    *,
    leaver: Member,
    me: Member,
    along: tuple[str, ...] = (),
    old: str = "",
) -> Proposal:
    """`along` is what else is said about that time; `old` how long ago an old calendar in question was read."""
    return Proposal(
        span=verdict.span,
        line=_line(verdict, people, me, old),
        along=(*_softly(verdict, people, leaver, me), *along),
        is_usual=verdict.standing is Standing.HOME,
        clashes=(*_own(verdict, leaver, me), *(_clash(clash, people, me) for clash in verdict.clashes)),
        help=tuple((_help(repair, people, leaver), repair.span) for repair in verdict.repairs),
    )


def _line(verdict: Verdict, people: People, me: Member, old: str) -> str:
    who = people.get(verdict.by or "")
    name = who.name if who else ""
    if who is not None and who.pk == me.pk:
        return {
            Standing.HOME: _("You are usually home then."),
            Standing.ASK: _("You have the kids then."),
        }.get(verdict.standing, "")
    if verdict.standing is Standing.UNKNOWN and old:
        return _("%(name)s's calendar was last read %(ago)s: ask.") % {"name": name, "ago": old}
    return {
        Standing.HOME: _("%(name)s is usually home then; just ask.") % {"name": name},
        Standing.ASK: _("Just ask %(name)s.") % {"name": name},
        Standing.UNKNOWN: _("%(name)s's calendar says nothing about that day: ask.") % {"name": name},
        Standing.NOBODY: _("Next you say who will be with them."),
        Standing.CLASH: "",
    }[verdict.standing]


def _own(verdict: Verdict, leaver: Member, me: Member) -> list[str]:
    return [_has(busy, leaver, me) for busy in verdict.leaver_clashes]


def _clash(clash: Clash, people: People, me: Member) -> str:
    return _has(clash.busy, people[clash.carer], me)


def _softly(verdict: Verdict, people: People, leaver: Member, me: Member) -> list[str]:
    """What is in nobody's way, and should be known: somebody would rather not, or wants to be asked."""
    who = people.get(verdict.by or "")
    found = [_would_rather(busy, leaver, me) for busy in verdict.leaver_softly]
    return found + ([_would_rather(busy, who, me) for busy in verdict.softly] if who else [])


def _has(busy: Busy, who: Member, me: Member) -> str:
    if who.pk == me.pk:
        return _("You have %(what)s from %(from)s to %(to)s.") % _about(busy, who)
    return _("%(name)s has %(what)s from %(from)s to %(to)s.") % _about(busy, who)


def _would_rather(busy: Busy, who: Member, me: Member) -> str:
    said = _about(busy, who)
    if busy.hold is Hold.ASK:
        if who.pk == me.pk:
            return _("Look first: you have %(what)s from %(from)s to %(to)s.") % said
        return _("Ask %(name)s first: %(what)s from %(from)s to %(to)s.") % said
    if who.pk == me.pk:
        return _("You would rather not: %(what)s from %(from)s to %(to)s.") % said
    return _("%(name)s would rather not: %(what)s from %(from)s to %(to)s.") % said


def _about(busy: Busy, who: Member) -> dict[str, str]:
    what = _("“%(title)s”") % {"title": busy.label} if busy.label else _("something")
    times = {"from": clock_time(busy.span.start), "to": clock_time(busy.span.end)}
    return {"name": who.name, "what": what, **times}


def _help(repair: Repair, people: People, leaver: Member) -> str:
    name = people[repair.carer].name if repair.carer and repair.carer in people else leaver.name
    if repair.kind is RepairKind.START_LATER and repair.span:
        return _("It works from %(time)s.") % {"time": clock_time(repair.span.start)}
    if repair.kind is RepairKind.END_EARLIER and repair.span:
        return _("It works until %(time)s.") % {"time": clock_time(repair.span.end)}
    if repair.kind is RepairKind.MOVE_BUSY:
        return _("It works if %(name)s can move that.") % {"name": name}
    return _("%(name)s could be asked.") % {"name": name}
