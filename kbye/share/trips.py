"""Work trips: entered by hand, or read from a calendar in one tap."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.people import Member
from kbye.household.whose_time import unanswered
from kbye.share import actions
from kbye.share.forms import TripForm
from kbye.share.sentences import away_words
from kbye.web import access, clock, undo
from kbye.web.access import Request


def enter(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    form = TripForm(request.POST if request.method == "POST" else None, me=me, now=now)
    if form.is_valid() and form.span is not None:
        leaver = form.cleaned_data["who"]
        row, event = actions.write_trip_down(leaver=leaver, span=form.span, by=me, now=now)
        return _onward(request, row, event)
    context = {"place": "away", "form": form}
    return render(request, "share/trip.html", context, status=422 if form.is_bound else 200)


def suggested(request: Request, **where: object) -> HttpResponse:
    """The answer to "A work trip?"; a suggestion that is gone was answered already."""
    me, now = access.me(request), clock.now()
    wanted = request.POST.get("entry", "")
    entry = next((one for one in unanswered(me.household, now) if one.key == wanted), None)
    if entry is None:
        return _answered_already(request)
    leaver = Member.objects.of(me.household).adults().filter(pk=entry.member_id).first()
    if leaver is None:
        return _answered_already(request)
    if "no" in request.POST:
        event = actions.say_no_trip(entry=entry, by=me, now=now)
        if event is None:
            return _answered_already(request)
        undo.say(request, _("Not a trip. kbye will not ask again."), undo=event)
        return redirect("share:page")
    said = actions.say_trip(entry=entry, leaver=leaver, by=me, now=now)
    return _onward(request, *said) if said else _answered_already(request)


def _answered_already(request: Request) -> HttpResponse:
    messages.info(request, _("That one is answered already."))
    return redirect("share:page")


def _onward(request: Request, row: TimeAway, event: Event) -> HttpResponse:
    """Whoever travels tells the other next, as with any time away; what is known or over needs no telling."""
    about = {"name": row.leaver.name, "when": away_words(row.span)}
    undo.say(request, _("%(name)s is away for work: %(when)s.") % about, undo=event)
    if row.told_at is None:
        return redirect("tell:message", time_away=row.pk)
    return redirect("share:page")
