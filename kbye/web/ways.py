"""What stands in the way, and what would help, in one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from kbye.household.people import Member
from kbye.planning.coverage.explain import Reason, Why
from kbye.planning.coverage.situation import Busy, Situation
from kbye.planning.intervals import Span
from kbye.planning.ways import Kind, Standing, Way
from kbye.web.wording import clock_time, hours, hours_of, is_one_day, names, when

People = Mapping[str, Member]
# More times than these are counted instead of listed.
LISTED = 3


def in_the_way(stands: Standing, people: People, *, me: Member, old: Mapping[str, str]) -> tuple[str, ...]:
    """Each reason once. `old`: how long ago a calendar that is too old was read, by person."""
    known = {one.id: one for one in stands.situation.busy}
    # In their order: a sentence, or what somebody has, with all the times of one title.
    said: dict[str | tuple[str, str], list[Busy]] = {}
    for own in stands.own:
        said.setdefault((own.carer, own.label), []).append(own)
    for one in stands.reasons:
        busy = known.get(one.ref or "")
        if busy is None or one.why is Why.UNKNOWN:
            said.setdefault(_reason(one, stands, people, old), [])
            continue
        rows = said.setdefault((busy.carer, busy.label), [])
        if busy not in rows:
            rows.append(busy)
    away = stands.situation.away
    return tuple(
        key if isinstance(key, str) else _has(rows, people[key[0]], me, away) for key, rows in said.items()
    )


def _reason(one: Reason, stands: Standing, people: People, old: Mapping[str, str]) -> str:
    who = people[one.carer]
    if one.why is Why.UNKNOWN:
        return _unknown(who, old.get(one.carer, ""))
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


def _has(rows: Sequence[Busy], who: Member, me: Member, whole: Span) -> str:
    if who.pk == me.pk:
        return you_have(rows, whole)
    about = {"name": who.name, **_about(rows)}
    if is_one_day(whole) and len(rows) == 1:
        return _("%(name)s has %(what)s from %(from)s to %(to)s.") % about
    if len(rows) > LISTED:
        return _("%(name)s has %(what)s %(count)d times, the first %(first)s.") % about
    return _("%(name)s has %(what)s: %(when)s.") % {**about, "when": _each(rows, whole)}


def you_have(rows: Sequence[Busy], whole: Span) -> str:
    """`rows` are alike: one title, of one person."""
    about = _about(rows)
    if is_one_day(whole) and len(rows) == 1:
        return _("You have %(what)s from %(from)s to %(to)s.") % about
    if len(rows) > LISTED:
        return _("You have %(what)s %(count)d times, the first %(first)s.") % about
    return _("You have %(what)s: %(when)s.") % {**about, "when": _each(rows, whole)}


def _each(rows: Iterable[Busy], whole: Span) -> str:
    return names(short(one.span, whole) for one in sorted(rows, key=lambda one: one.span))


def _about(rows: Sequence[Busy]) -> dict[str, object]:
    first = min(rows, key=lambda one: one.span)
    times = {"from": clock_time(first.span.start), "to": clock_time(first.span.end)}
    return {"what": titled(first), "count": len(rows), "first": when(first.span), **times}


def titled(busy: Busy) -> str:
    return _("“%(title)s”") % {"title": busy.label} if busy.label else _("something")


def way_words(way: Way, situation: Situation, people: People, *, me: Member) -> str:
    """What would make it work, as one would say it."""
    if way.kind is Kind.MOVE and way.busy is not None:
        return moving(way.busy, people[way.busy.carer], me=me)
    if way.kind is Kind.WAIT:
        titles = {one.id: one.title for one in situation.occurrences}
        return _("It works if “%(title)s” may wait.") % {"title": titles[way.occurrence]}
    if way.span is None:
        return _could_be_asked(way, situation.away, people)
    if not is_one_day(situation.away) or not is_one_day(way.span):
        return _("It works: %(when)s.") % {"when": when(way.span)}
    about = {"from": clock_time(way.span.start), "to": clock_time(way.span.end)}
    if way.kind is Kind.LATER:
        return _("It works from %(time)s.") % {"time": about["from"]}
    if way.kind is Kind.EARLIER:
        return _("It works until %(time)s.") % {"time": about["to"]}
    return _("It works from %(from)s to %(to)s.") % about


def moving(busy: Busy, who: Member, *, me: Member) -> str:
    what = _("“%(title)s”") % {"title": busy.label} if busy.label else _("that")
    if who.pk == me.pk:
        return _("It works if you can move %(what)s.") % {"what": what}
    return _("It works if %(name)s can move %(what)s.") % {"name": who.name, "what": what}


def _could_be_asked(way: Way, whole: Span, people: People) -> str:
    if [span for _carer, span in way.asks] == [whole]:
        return _("%(name)s could be asked.") % {"name": people[way.asks[0][0]].name}
    by_carer: dict[str, list[Span]] = {}
    for carer, span in way.asks:
        by_carer.setdefault(carer, []).append(span)
    asked = (_would_have(people[carer], sorted(spans), whole) for carer, spans in by_carer.items())
    return _("It works if %(whom)s.") % {"whom": names(asked)}


def _would_have(who: Member, spans: list[Span], whole: Span) -> str:
    if len(spans) > LISTED:
        minutes = sum(one.minutes for one in spans)
        about = {"name": who.name, "count": len(spans), "hours": hours(minutes)}
        return _("%(name)s has them %(count)d times, %(hours)s in all") % about
    each = names(short(span, whole) for span in spans)
    return _("%(name)s has them %(when)s") % {"name": who.name, "when": each}


def short(span: Span, whole: Span) -> str:
    """Only the hours, within what people call one day."""
    return hours_of(span) if is_one_day(whole) else when(span)
