"""Can I go, when, and what does it take?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kbye.decide import pins
from kbye.decide.actions import choose_time
from kbye.decide.forms import ChosenForm
from kbye.decide.sentences import Help, Proposal
from kbye.decide.sides import Sides, sides
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.coverage.anonymous import without_names
from kbye.planning.intervals import Span
from kbye.planning.lengths import Length
from kbye.planning.wallclock import local_day
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.ladder import feared_last, ladder_of
from kbye.web.lengths import lengths, titled
from kbye.web.moments import MomentsForm
from kbye.web.standing_coming import coming_round
from kbye.web.wording import when

Reason = TimeAway.Reason


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
    found = both.proposals(both.wish(Length(length)))
    context = {"title": titled(length), "length": length, "proposals": found, "sides": both, "place": "away"}
    context |= {"week_unknown": _week_unknown(both, found), "ages": both.ages()}
    return render(request, "decide/times.html", context)


def _week_unknown(both: Sides, found: list[Proposal]) -> Member | None:
    """Whoever would stay, if a usual week would tell more than "just ask"."""
    if both.is_offer or not both.stayers or any(one.is_usual for one in found):
        return None
    return both.stayers[0]


def by_hand(request: Request, **where: object) -> HttpResponse:
    """Any time: how it stands, and who has them when, around what was chosen by hand."""
    both = sides(request)
    zone = both.me.household.zone
    data = request.GET if "day" in request.GET else None
    form = MomentsForm(data, zone=zone, now=clock.now(), initial=_first_thought(zone))
    context = {
        "form": form,
        "sides": both,
        "place": "away",
        "is_work_trip": _is_work_trip(request, both),
        "asked": request.GET.urlencode(),
    }
    if form.is_bound and form.is_valid() and form.span is not None:
        context |= _planned(request, both, form.span)
        context["already"] = list(_already(both, form.span))
    return render(request, "decide/by_hand.html", context)


def _first_thought(zone: str) -> dict[str, object]:
    """So that there is little to type: tomorrow evening."""
    day = local_day(clock.now(), zone) + timedelta(days=1)
    return {"day": day, "from_time": "18:00", "until_time": "22:00"}


def _already(both: Sides, span: Span) -> Iterator[str]:
    """Times away of the same person that this one would overlap: nothing in the way, but easily forgotten."""
    rows = TimeAway.objects.of(both.me.household).open().filter(leaver=both.leaver)
    for row in rows.filter(starts_at__lt=span.end, ends_at__gt=span.start).order_by("starts_at"):
        about = {"name": both.leaver.name, "when": when(row.span)}
        yield (
            _("%(name)s is away then already: %(when)s.") if both.is_offer else _("Yours already: %(when)s.")
        ) % about


def _planned(request: Request, both: Sides, span: Span) -> dict[str, object]:
    data = request.GET if "by-who" in request.GET else None
    zone, now, waits = both.me.household.zone, clock.now(), "waits" in request.GET
    if both.is_offer or len(both.stayers) < 2:
        return {"proposal": both.at(span, waits=waits), "asked": request.GET.urlencode()}
    form = pins.PinForm(data, people=both.stayers, whole=span, zone=zone, now=now)
    chosen = pins.read(request.GET, both.stayers, span)
    if data is not None and form.pin is not None:
        chosen = pins.with_one_more(chosen, form.pin)
        form = pins.PinForm(None, people=both.stayers, whole=span, zone=zone, now=now)
    kept = pins.without_pins(request.GET)
    return {
        "proposal": both.at(span, chosen, waits=waits),
        "pin_form": form,
        "kept": [(name, value) for name, values in kept.lists() for value in values],
        "pinned": [pins.shown(one, chosen, kept, span) for one in chosen],
        "asked": pins.address(kept, chosen),
    }


def better(request: Request, **where: object) -> HttpResponse:
    """Looking for a better plan: a POST begins it, a GET is told what it came to, or 204 while it goes on."""
    both = sides(request)
    form = MomentsForm(request.GET, zone=both.me.household.zone, now=clock.now())
    if not form.is_valid() or form.span is None:
        return redirect("decide:by_hand")
    search = both.search(form.span, pins.read(request.GET, both.stayers, form.span))
    if request.method == "POST":
        search.begin()
        return redirect(f"{reverse('decide:by_hand')}?{request.GET.urlencode()}#found")
    if search.is_going_on():
        return HttpResponse(status=204)
    return render(request, "decide/_planned.html", _planned(request, both, form.span))


def help_comes(request: Request, **where: object) -> HttpResponseBase:
    """What would help, one by one as it is found: a line each, with where it belongs among the others."""
    both = sides(request)
    form = MomentsForm(request.GET, zone=both.me.household.zone, now=clock.now())
    if not form.is_valid() or form.span is None:
        return redirect("decide:by_hand")
    pinned = pins.read(request.GET, both.stayers, form.span)
    about = {"sides": both, "is_work_trip": _is_work_trip(request, both), "csrf_token": get_token(request)}
    lines = _lines(both.help(form.span, pinned), about, translation.get_language())
    return StreamingHttpResponse(lines, content_type="application/x-ndjson")


def _lines(found: Iterator[tuple[int, Help]], about: dict[str, object], language: str) -> Iterator[str]:
    with translation.override(language):
        for place, one in found:
            shown = render_to_string("decide/_help.html", {**about, "one": one})
            yield json.dumps({"place": place, "row": shown}) + "\n"


def _is_work_trip(request: Request, both: Sides) -> bool:
    return "work" in request.GET and not both.is_offer


def situation(request: Request, **where: object) -> HttpResponse:
    """The same question as a file for `kbye plan`, with nobody's name in it: for a report, or another program."""
    both = sides(request)
    form = MomentsForm(request.GET, zone=both.me.household.zone, now=clock.now())
    if not form.is_valid() or form.span is None:
        return redirect("decide:by_hand")  # where one says which time is meant
    rows = both.document(form.span, pins.read(request.GET, both.stayers, form.span))
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
    row = choose_time(
        leaver=both.leaver,
        stayers=_who_stays(request, both),
        span=form.span,
        pins=pins.read(request.POST, both.stayers, form.span),
        by=both.me,
        now=clock.now(),
        offered_by=both.me if both.is_offer else None,
        reason=Reason.WORK if "work" in request.POST and not both.is_offer else Reason.OWN,
    )
    return redirect("tell:message", time_away=row.pk)


def _who_stays(request: Request, both: Sides) -> list[Member]:
    """Whoever was named, else the first of those who can."""
    wanted = request.POST.get("stays", "")
    return [one for one in both.stayers if str(one.pk) == wanted] or both.stayers[:1]
