""" "That is not right": what a stretch of somebody's week really was, and taking that back."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.household import Household
from kbye.household.own_time import Correction
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.own_time import week_span
from kbye.planning.wallclock import local_day
from kbye.share import actions
from kbye.share.forms import CorrectionForm, initial_moments
from kbye.web import access, clock, undo
from kbye.web.access import Request


def correct(request: Request, person: object, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    member = access.one_of(request, Member.objects.adults(), person)
    data = request.POST if request.method == "POST" else None
    shown = _asked_about(request)
    initial = initial_moments(shown, me.household.zone) if shown else {}
    form = CorrectionForm(data, zone=me.household.zone, now=now, initial=initial)
    if form.is_valid() and form.span is not None:
        what = form.cleaned_data["what"]
        event = actions.correct(member=member, span=form.span, what=what, by=me, now=now)
        undo.say(request, _("Noted."), undo=event)
        return redirect("share:week", day=_monday(form.span.start, me.household))
    back = _monday(shown.start if shown else now, me.household)
    context = {"place": "home", "form": form, "person": member, "back": back}
    return render(request, "share/correct.html", context, status=422 if form.is_bound else 200)


def remove(request: Request, correction: object, **where: object) -> HttpResponse:
    me = access.me(request)
    row = access.one_of(request, Correction.objects.filter(removed_at=None), correction)
    event = actions.remove_correction(correction=row, by=me, now=clock.now())
    undo.say(request, _("Taken out. It is as kbye had counted it."), undo=event)
    return redirect("share:week", day=_monday(row.starts_at, me.household))


def _asked_about(request: Request) -> Span | None:
    """The stretch that the link came from, as instants in UTC; None if there is none, or it makes no sense."""
    try:
        start, end = (
            datetime.strptime(request.GET.get(name, ""), "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
            for name in ("from", "until")
        )
        return Span(start, end)
    except ValueError:
        return None


def _monday(at: datetime, household: Household) -> str:
    week = week_span(local_day(at, household.zone), household.zone)
    return local_day(week.start, household.zone).isoformat()
