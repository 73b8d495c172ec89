"""What the planner found, in one line a person would say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wish import Clash, Repair, RepairKind, Standing, Verdict
from kbye.web.wording import clock_time

People = Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One time to choose: when, the line below it, and what would help if something is in the way."""

    span: Span
    line: str
    clashes: tuple[str, ...]
    help: tuple[tuple[str, Span | None], ...]
    is_usual: bool = False

    @property
    def is_free(self) -> bool:
        return not self.clashes


def proposal(verdict: Verdict, people: People, *, leaver: Member, me: Member) -> Proposal:
    return Proposal(
        span=verdict.span,
        line=_line(verdict, people, me),
        is_usual=verdict.standing is Standing.HOME,
        clashes=(*_own(verdict, leaver, me), *(_clash(clash, people, me) for clash in verdict.clashes)),
        help=tuple((_help(repair, people, leaver), repair.span) for repair in verdict.repairs),
    )


def _line(verdict: Verdict, people: People, me: Member) -> str:
    who = people.get(verdict.by or "")
    name = who.name if who else ""
    if who is not None and who.pk == me.pk:
        return {
            Standing.HOME: _("You are usually home then."),
            Standing.ASK: _("You have the kids then."),
        }.get(verdict.standing, "")
    return {
        Standing.HOME: _("%(name)s is usually home then; just ask.") % {"name": name},
        Standing.ASK: _("Just ask %(name)s.") % {"name": name},
        Standing.UNKNOWN: _("%(name)s's calendar says nothing about that day: ask.") % {"name": name},
        Standing.NOBODY: _("Next you say who will be with them."),
        Standing.CLASH: "",
    }[verdict.standing]


def _own(verdict: Verdict, leaver: Member, me: Member) -> list[str]:
    return [
        (
            _("You have something from %(from)s to %(to)s.")
            if leaver.pk == me.pk
            else _("%(name)s has something from %(from)s to %(to)s.")
        )
        % {"name": leaver.name, "from": clock_time(busy.span.start), "to": clock_time(busy.span.end)}
        for busy in verdict.leaver_clashes
    ]


def _clash(clash: Clash, people: People, me: Member) -> str:
    who = people[clash.carer]
    times = {"from": clock_time(clash.busy.span.start), "to": clock_time(clash.busy.span.end)}
    if who.pk == me.pk:
        return _("You have something from %(from)s to %(to)s.") % times
    return _("%(name)s has something from %(from)s to %(to)s.") % {"name": who.name, **times}


def _help(repair: Repair, people: People, leaver: Member) -> str:
    name = people[repair.carer].name if repair.carer and repair.carer in people else leaver.name
    if repair.kind is RepairKind.START_LATER and repair.span:
        return _("It works from %(time)s.") % {"time": clock_time(repair.span.start)}
    if repair.kind is RepairKind.END_EARLIER and repair.span:
        return _("It works until %(time)s.") % {"time": clock_time(repair.span.end)}
    if repair.kind is RepairKind.MOVE_BUSY:
        return _("It works if %(name)s can move that.") % {"name": name}
    return _("%(name)s could be asked.") % {"name": name}
