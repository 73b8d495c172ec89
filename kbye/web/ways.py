"""What stands in the way, and what would help, in one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kbye.household.people import Member
from kbye.planning.coverage.explain import Reason, Why
from kbye.planning.coverage.situation import Busy, Situation
from kbye.planning.intervals import Span
from kbye.planning.ways import Kind, Standing, Way
from kbye.web.wording import clock_time, hours_of, is_one_day, names, when

People = Mapping[str, Member]


def in_the_way(stands: Standing, people: People, *, me: Member, old: Mapping[str, str]) -> tuple[str, ...]:
    """Each reason once. `old`: how long ago a calendar that is too old was read, by person."""
    own = [_has(one, people[one.carer], me) for one in stands.own]
    others = [_reason(one, stands, people, me, old) for one in stands.reasons]
    return tuple(dict.fromkeys([*own, *others]))


def _reason(one: Reason, stands: Standing, people: People, me: Member, old: Mapping[str, str]) -> str:
    who = people[one.carer]
    if one.why is Why.UNKNOWN:
        return _unknown(who, old.get(one.carer, ""))
    busy = next((busy for busy in stands.situation.busy if busy.id == one.ref), None)
    if busy is not None:
        return _has(busy, who, me)
    children = {each.id: each.name for each in stands.situation.children}
    about = {"name": who.name, "child": children.get(one.child or "", "")}
    if one.occurrence:
        return cannot_do(one, stands.situation, who)
    return {
        Why.NO_COLLECT: _("%(name)s may not collect %(child)s."),
        Why.TOO_MANY: _("%(name)s already has as many children as they can."),
        Why.OVERNIGHT: _("%(name)s does not stay overnight."),
        Why.DAY_LIMIT: _("%(name)s has reached their hours for that day."),
        Why.WEEK_LIMIT: _("%(name)s has reached their hours for that week."),
        Why.ELSEWHERE: _("%(name)s would have to be in two places."),
    }.get(one.why, _("%(name)s cannot have them then.")) % about


def cannot_do(one: Reason, situation: Situation, who: Member) -> str:
    title = next((each.title for each in situation.occurrences if each.id == one.occurrence), "")
    what = _("“%(title)s”") % {"title": title}
    return _("%(name)s cannot do %(what)s as well.") % {"name": who.name, "what": what}


def _unknown(who: Member, old: str) -> str:
    if old:
        return _("%(name)s's calendar was last read %(ago)s: ask.") % {"name": who.name, "ago": old}
    return _("%(name)s's calendar says nothing about that day: ask.") % {"name": who.name}


def _has(busy: Busy, who: Member, me: Member) -> str:
    if who.pk == me.pk:
        return you_have(busy)
    return _("%(name)s has %(what)s from %(from)s to %(to)s.") % {"name": who.name, **_about(busy)}


def you_have(busy: Busy) -> str:
    return _("You have %(what)s from %(from)s to %(to)s.") % _about(busy)


def _about(busy: Busy) -> dict[str, str]:
    what = _("“%(title)s”") % {"title": busy.label} if busy.label else _("something")
    return {"what": what, "from": clock_time(busy.span.start), "to": clock_time(busy.span.end)}


def way_words(way: Way, situation: Situation, people: People, *, me: Member) -> str:
    """What would make it work, as one would say it."""
    if way.kind is Kind.MOVE and way.busy is not None:
        return moving(way.busy, people[way.busy.carer], me=me)
    if way.kind is Kind.WAIT:
        titles = {one.id: one.title for one in situation.occurrences}
        return _("It works if “%(title)s” may wait.") % {"title": titles[way.occurrence]}
    if way.span is None:
        return _could_be_asked(way, situation.away, people)
    if way.kind is Kind.LATER:
        return _("It works from %(time)s.") % {"time": clock_time(way.span.start)}
    if way.kind is Kind.EARLIER:
        return _("It works until %(time)s.") % {"time": clock_time(way.span.end)}
    if is_one_day(way.span):
        about = {"from": clock_time(way.span.start), "to": clock_time(way.span.end)}
        return _("It works from %(from)s to %(to)s.") % about
    return _("It works: %(when)s.") % {"when": when(way.span)}


def moving(busy: Busy, who: Member, *, me: Member) -> str:
    what = _("“%(title)s”") % {"title": busy.label} if busy.label else _("that")
    if who.pk == me.pk:
        return _("It works if you can move %(what)s.") % {"what": what}
    return _("It works if %(name)s can move %(what)s.") % {"name": who.name, "what": what}


def _could_be_asked(way: Way, whole: Span, people: People) -> str:
    if [span for _carer, span in way.asks] == [whole]:
        return _("%(name)s could be asked.") % {"name": people[way.asks[0][0]].name}
    asked = (
        _("%(name)s has them %(when)s") % {"name": people[carer].name, "when": short(span, whole)}
        for carer, span in way.asks
    )
    return _("It works if %(whom)s.") % {"whom": names(asked)}


def short(span: Span, whole: Span) -> str:
    """Only the hours, within what people call one day."""
    return hours_of(span) if is_one_day(whole) else when(span)
