"""Can I go, when, and what does it take?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.decide.cover import cover
from kbye.decide.forms import ChosenForm
from kbye.decide.sentences import Proposal, proposal
from kbye.household.away import TimeAway
from kbye.household.calendar import OLD_AFTER
from kbye.household.coverage import document
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.household.situation import last_read, said_along, wish
from kbye.planning.coverage.anonymous import without_names
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.suggest import good_times, judge
from kbye.planning.wish import Verdict, Wish
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.ladder import feared_last, ladder_of
from kbye.web.lengths import lengths, titled
from kbye.web.moments import MomentsForm
from kbye.web.standing_coming import coming_round
from kbye.web.wording import ago

Reason = TimeAway.Reason


@dataclass(frozen=True, slots=True)
class Sides:
    """Who would leave and who could have the children: one's own wish, or an offer with the roles swapped."""

    me: Member
    leaver: Member
    stayers: list[Member]
    is_offer: bool

    def wish(self, length: Length) -> Wish:
        return wish(leaver=self.leaver, stayers=self.stayers, length=length, now=clock.now())

    def covered(self, one: Proposal) -> Proposal:
        """With who would have the children when."""
        now = clock.now()
        return replace(one, cover=cover(leaver=self.leaver, stayers=self.stayers, span=one.span, now=now))

    def say(self, verdicts: Iterable[Verdict]) -> list[Proposal]:
        people = {str(one.pk): one for one in self.stayers}
        read_at, now = last_read(self.stayers), clock.now()
        old = {str(key): ago(at, now=now) for key, at in read_at.items() if now - at > OLD_AFTER}
        return [
            proposal(
                one,
                people,
                leaver=self.leaver,
                me=self.me,
                along=self._along(one.span),
                old=old.get(one.by or "", ""),
            )
            for one in verdicts
        ]

    def _along(self, span: Span) -> tuple[str, ...]:
        """What calendars say along; public holidays, say, are nobody's."""
        found = said_along(self.me.household, span)
        named = [_("%(name)s: %(what)s.") % {"name": who.name, "what": what} for who, what, _when in found]
        return tuple(dict.fromkeys(named))

    def ages(self) -> list[str]:
        """How old what kbye knows is, of those whose calendars it reads by itself."""
        people, now = [self.leaver, *self.stayers[:1]], clock.now()
        read_at = last_read(people)
        return [
            _("%(name)s's calendar: read %(ago)s.") % {"name": one.name, "ago": ago(read_at[one.pk], now=now)}
            for one in people
            if one.pk in read_at
        ]


def sides(request: Request) -> Sides:
    me = access.me(request)
    others = [one for one in Member.objects.of(me.household).who_can_stay() if one.pk != me.pk]
    if "offer" not in request.GET:
        return Sides(me, me, others, is_offer=False)
    partner = next((one for one in others if one.is_adult), None)
    if partner is None:
        raise Http404
    return Sides(me, partner, [me], is_offer=True)


def page(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    context = {
        "lengths": lengths(),
        "standing": coming_round(me, now),
        "ladder": ladder_of(me, viewer=me, now=now),
        "feared": feared_last(me, now=now),
        "place": "away",
    }
    return render(request, "decide/lengths.html", context)


def give(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    partner = Member.objects.of(me.household).adults().exclude(pk=me.pk).first()
    if partner is None:
        messages.info(request, _("Add the other adult first; then you can give them a break."))
        return redirect("set_up:add_person")
    context = {"lengths": lengths(), "partner": partner, "is_offer": True, "place": "away"}
    return render(request, "decide/lengths.html", context)


def times(request: Request, length: str, **where: object) -> HttpResponse:
    if length not in set(Length) - {Length.OTHER}:
        raise Http404
    both = sides(request)
    found = both.say(good_times(both.wish(Length(length))))
    found = [both.covered(one) if one.clashes else one for one in found]
    context = {"title": titled(length), "length": length, "proposals": found, "sides": both, "place": "away"}
    context |= {"week_unknown": _week_unknown(both, found), "ages": both.ages()}
    return render(request, "decide/times.html", context)


def _week_unknown(both: Sides, found: list[Proposal]) -> Member | None:
    """Whoever would stay, if a usual week would tell more than "just ask"."""
    if both.is_offer or not both.stayers or any(one.is_usual for one in found):
        return None
    return both.stayers[0]


def by_hand(request: Request, **where: object) -> HttpResponse:
    both = sides(request)
    zone = both.me.household.zone
    form = MomentsForm(request.GET if "day" in request.GET else None, zone=zone, now=clock.now())
    found = None
    if form.is_bound and form.is_valid() and form.span is not None:
        (found,) = both.say([judge(both.wish(Length.OTHER), form.span)])
        found = both.covered(found)
    context = {
        "form": form,
        "proposal": found,
        "sides": both,
        "place": "away",
        "is_work_trip": "work" in request.GET and not both.is_offer,
        "asked": request.GET.urlencode(),
    }
    return render(request, "decide/by_hand.html", context)


def situation(request: Request, **where: object) -> HttpResponse:
    """The same question as a file for `kbye plan`, with nobody's name in it: for a report, or another program."""
    both = sides(request)
    form = MomentsForm(request.GET, zone=both.me.household.zone, now=clock.now())
    if not form.is_valid() or form.span is None:
        return redirect("decide:by_hand")  # where one says which time is meant
    rows = document(leaver=both.leaver, stayers=both.stayers, span=form.span, now=clock.now())
    return HttpResponse(
        json.dumps(without_names(rows), indent=2, ensure_ascii=False) + "\n",
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="situation.json"'},
    )


def choose(request: Request, **where: object) -> HttpResponse:
    both = sides(request)
    form = ChosenForm(request.POST, now=clock.now())
    if not form.is_valid():
        messages.error(request, _("That time has passed. Please choose another one."))
        return redirect("decide:page")
    chosen: Span = form.span
    row = pencil_in(
        leaver=both.leaver,
        stayers=both.stayers[:1],
        span=chosen,
        by=both.me,
        now=clock.now(),
        offered_by=both.me if both.is_offer else None,
        reason=Reason.WORK if "work" in request.POST and not both.is_offer else Reason.OWN,
    )
    return redirect("tell:message", time_away=row.pk)
