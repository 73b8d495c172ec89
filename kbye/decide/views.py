"""Can I go, when, and what does it take?"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.decide.forms import ChosenForm
from kbye.decide.sentences import Proposal, proposal
from kbye.household.away import TimeAway
from kbye.household.pencilling import pencil_in
from kbye.household.people import Member
from kbye.household.situation import wish
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.suggest import good_times, judge
from kbye.planning.wish import Wish
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.ladder import feared_last, ladder_of
from kbye.web.lengths import lengths, titled
from kbye.web.moments import MomentsForm
from kbye.web.standing_coming import coming_round

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

    def say(self, verdicts: object) -> list[Proposal]:
        people = {str(one.pk): one for one in self.stayers}
        return [proposal(one, people, leaver=self.leaver, me=self.me) for one in verdicts]  # type: ignore[attr-defined]


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
    context = {"title": titled(length), "length": length, "proposals": found, "sides": both, "place": "away"}
    context["week_unknown"] = _week_unknown(both, found)
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
    context = {
        "form": form,
        "proposal": found,
        "sides": both,
        "place": "away",
        "is_work_trip": "work" in request.GET and not both.is_offer,
    }
    return render(request, "decide/by_hand.html", context)


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
