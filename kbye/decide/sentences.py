"""What the planner found, in one line a person would say, and what can be done about it with one tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.decide.pins import written
from kbye.household.coverage import Pin, responsibility_of
from kbye.household.people import Member
from kbye.planning.coverage.situation import Situation
from kbye.planning.intervals import Span
from kbye.planning.ways import Kind, Way
from kbye.planning.wish import Busy, Hold, Standing, Verdict
from kbye.web.better import Better
from kbye.web.cover import Cover
from kbye.web.ways import way_words
from kbye.web.wording import clock_time, is_one_day, when

People = Mapping[str, Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """What would help. One tap takes that `span`, with whoever `stays` or those who are asked; or opens `href`.

    Nothing of these: it is not for kbye to do.
    """

    words: str
    label: str = ""
    span: Span | None = None
    stays: Member | None = None
    pins: tuple[Pin, ...] = ()
    href: str = ""

    @property
    def carried(self) -> list[str]:
        return [written(one) for one in self.pins]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One time to choose: when, the line below it, and what would help if something is in the way.

    `stays`: who the line is about, if not the first of those who could. `help_comes`: it is looked for while the page
    is there already.
    """

    span: Span
    line: str
    clashes: tuple[str, ...] = ()
    help: tuple[Help, ...] = ()
    along: tuple[str, ...] = ()
    is_usual: bool = False
    cover: Cover | None = None
    better: Better | None = None
    stays: Member | None = None
    help_comes: bool = False
    pins: tuple[Pin, ...] = ()

    @property
    def is_free(self) -> bool:
        return not self.clashes

    @property
    def carried(self) -> list[str]:
        return [written(one) for one in self.pins]


def line(verdict: Verdict, people: People, me: Member) -> str:
    """One line about a time in whose way nothing is."""
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
        Standing.NOBODY: _("Next you say who will be with them."),
    }.get(verdict.standing, "")


def softly(verdict: Verdict, people: People, leaver: Member, me: Member) -> list[str]:
    """What is in nobody's way, and should be known: somebody would rather not, or wants to be asked."""
    who = people.get(verdict.by or "")
    whole = verdict.span
    found = [_would_rather(busy, leaver, me, whole) for busy in verdict.leaver_softly]
    return found + ([_would_rather(busy, who, me, whole) for busy in verdict.softly] if who else [])


def _would_rather(busy: Busy, who: Member, me: Member, whole: Span) -> str:
    what = _("“%(title)s”") % {"title": busy.label} if busy.label else _("something")
    times = {"from": clock_time(busy.span.start), "to": clock_time(busy.span.end)}
    said = {"name": who.name, "what": what, **times}
    if not is_one_day(whole):
        return _on_a_day(busy, {**said, "when": when(busy.span)}, is_me=who.pk == me.pk)
    if busy.hold is Hold.ASK:
        if who.pk == me.pk:
            return _("Look first: you have %(what)s from %(from)s to %(to)s.") % said
        return _("Ask %(name)s first: %(what)s from %(from)s to %(to)s.") % said
    if who.pk == me.pk:
        return _("You would rather not: %(what)s from %(from)s to %(to)s.") % said
    return _("%(name)s would rather not: %(what)s from %(from)s to %(to)s.") % said


def _on_a_day(busy: Busy, said: dict[str, str], *, is_me: bool) -> str:
    """The same within several days."""
    if busy.hold is Hold.ASK:
        words = (
            _("Look first: you have %(what)s, %(when)s.")
            if is_me
            else _("Ask %(name)s first: %(what)s, %(when)s.")
        )
        return words % said
    if is_me:
        return _("You would rather not: %(what)s, %(when)s.") % said
    return _("%(name)s would rather not: %(what)s, %(when)s.") % said


def help_of(way: Way, situation: Situation, people: People, me: Member) -> Help:
    """The sentence for something that would help, and what a tap does about it."""
    words, span = way_words(way, situation, people, me=me), situation.away
    if way.kind is Kind.WAIT:
        key = responsibility_of(way.occurrence)
        href = reverse("set_up:responsibility", kwargs={"responsibility": key})
        return Help(words=words, label=_("Change it"), href=href)
    if way.kind is Kind.MOVE:
        return Help(words=words)
    if way.span is not None:
        return Help(words=words, label=_("Take it"), span=way.span)
    asked = [(people[carer], asked_for) for carer, asked_for in way.asks]
    if len(asked) == 1 and asked[0][1].holds(span):
        who = asked[0][0]
        return Help(words=words, label=_("Ask %(name)s") % {"name": who.name}, span=span, stays=who)
    return Help(words=words, label=_("Suggest it"), span=span, pins=tuple(Pin(*one) for one in asked))
