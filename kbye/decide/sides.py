"""Who would leave and who could have the children, and how a time stands for them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kbye.decide.sentences import Help, Proposal, help_of, line, softly
from kbye.household.calendar import OLD_AFTER
from kbye.household.coverage import Document, Pin, document
from kbye.household.people import Member
from kbye.household.situation import last_read, said_along, wish
from kbye.planning import ways
from kbye.planning.coverage import reader
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length, Shape
from kbye.planning.suggest import good_times, judge
from kbye.planning.wish import Verdict, Wish
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.better import Search
from kbye.web.cover import drawn
from kbye.web.ways import in_the_way
from kbye.web.wording import ago


@dataclass(frozen=True, slots=True)
class Sides:
    """One's own wish, or an offer with the roles swapped."""

    me: Member
    leaver: Member
    stayers: list[Member]
    is_offer: bool
    looked_into: dict[Span, Proposal] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, Member]:
        return {str(one.pk): one for one in (*self.stayers, self.leaver)}

    def wish(self, length: Length, until: datetime | None = None) -> Wish:
        now = clock.now()
        return wish(leaver=self.leaver, stayers=self.stayers, length=length, now=now, until=until)

    def proposals(
        self, wanted: Wish, *, shapes: Iterable[Shape] | None = None, days: Iterable[date] | None = None
    ) -> list[Proposal]:
        """A few good times. Where something is in the way, with what would help: without that it is not shown."""
        found = good_times(wanted, shapes=shapes, days=days, could=self._could)
        return [self.looked_into.get(one.span) or self._at_first_sight(one) for one in found]

    def at(self, span: Span, pins: tuple[Pin, ...] = (), *, waits: bool = False) -> Proposal:
        """How any time stands, by the plan that comes at once, around what was chosen by hand.

        With `waits` it comes with what would help, however long that takes.
        """
        return self._planned(judge(self._wish_at(span), span), pins, waits=waits)

    def help(self, span: Span, pins: tuple[Pin, ...]) -> Iterator[tuple[int, Help]]:
        """What would help, as it is found, and where it belongs: the smallest first, no more than are offered."""
        situation, now = reader.situation(self.document(span, pins)), clock.now()
        sizes: list[ways.Size] = []
        for way in ways.one_by_one(situation, now=now, chosen=_chosen(pins)):
            place = bisect(sizes, way.size)
            sizes.insert(place, way.size)
            if place < ways.OFFERED:
                yield place, help_of(way, situation, self.people, self.me)

    def _wish_at(self, span: Span) -> Wish:
        """No more is read than that time."""
        return self.wish(Length.OTHER, until=span.end)

    def document(self, span: Span, pins: tuple[Pin, ...] = ()) -> Document:
        now = clock.now()
        return document(leaver=self.leaver, stayers=self.stayers, span=span, now=now, pins=pins)

    def _could(self, span: Span) -> bool:
        self.looked_into[span] = self._planned(judge(self._wish_at(span), span), (), waits=True)
        return bool(self.looked_into[span].help)

    def _at_first_sight(self, verdict: Verdict) -> Proposal:
        return Proposal(
            span=verdict.span,
            line=line(verdict, self.people, self.me),
            along=self._along(verdict),
            is_usual=verdict.is_usual,
            stays=self._who_stays(verdict),
        )

    def _who_stays(self, verdict: Verdict) -> Member | None:
        who = self.people.get(verdict.by or "")
        return who if who not in self.stayers[:1] else None

    def _planned(self, verdict: Verdict, pins: tuple[Pin, ...], *, waits: bool) -> Proposal:
        first = self._at_first_sight(verdict)
        rows = self.document(first.span, pins)
        if not self.stayers:
            return first
        search = Search(self.me.household, rows)
        known, situation = search.found(), reader.situation(rows)
        wanted = ways.OFFERED if waits or not ways.is_large(situation) else 0
        stands = ways.standing(situation, now=clock.now(), chosen=_chosen(pins), known=known, wanted=wanted)
        return replace(
            first,
            clashes=in_the_way(stands, self.people, me=self.me, old=self._old()),
            help=tuple(help_of(one, situation, self.people, self.me) for one in stands.ways),
            help_comes=not wanted and not stands.is_free,
            cover=drawn(stands.problem, stands.outcome, self.people, first.span)
            if rows["children"]
            else None,
            better=search.stands(stands.outcome, known) if len(self.stayers) > 1 else None,
            pins=pins,
        )

    def search(self, span: Span, pins: tuple[Pin, ...] = ()) -> Search:
        """For a better plan of that time."""
        return Search(self.me.household, self.document(span, pins))

    def _along(self, verdict: Verdict) -> tuple[str, ...]:
        """What calendars say along; public holidays, say, are nobody's."""
        found = said_along(self.me.household, verdict.span)
        named = [_("%(name)s: %(what)s.") % {"name": who.name, "what": what} for who, what, _when in found]
        return tuple(dict.fromkeys([*softly(verdict, self.people, self.leaver, self.me), *named]))

    def _old(self) -> dict[str, str]:
        """How long ago calendars that are too old were read."""
        read_at, now = last_read(self.stayers), clock.now()
        return {str(key): ago(at, now=now) for key, at in read_at.items() if now - at > OLD_AFTER}

    def ages(self) -> list[str]:
        """How old what kbye knows is, of those whose calendars it reads by itself."""
        people, now = [self.leaver, *self.stayers[:1]], clock.now()
        read_at = last_read(people)
        return [
            _("%(name)s's calendar: read %(ago)s.") % {"name": one.name, "ago": ago(read_at[one.pk], now=now)}
            for one in people
            if one.pk in read_at
        ]


def _chosen(pins: tuple[Pin, ...]) -> frozenset[str]:
    return frozenset(str(pin.person.pk) for pin in pins)


def sides(request: Request) -> Sides:
    me = access.me(request)
    others = [one for one in Member.objects.of(me.household).who_can_stay() if one.pk != me.pk]
    if "offer" not in request.GET:
        return Sides(me, me, others, is_offer=False)
    partner = next((one for one in others if one.is_adult), None)
    if partner is None:
        raise Http404
    return Sides(me, partner, [me], is_offer=True)
