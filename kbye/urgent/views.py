"""Leaving within the hour: two taps to go, then who has the children, and the texts to pass on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.leaving_now import running
from kbye.household.people import Member
from kbye.urgent import leaving, page, staying, texts
from kbye.urgent.forms import SentenceForm
from kbye.web import access, clock, unchanged
from kbye.web.access import Request
from kbye.web.calling import Call
from kbye.web.links import open_link, path_of
from kbye.web.refusing import refusing
from kbye.web.who_has_them import shown


def base(request: Request) -> str:
    return "base_link.html" if request.who.is_by_link else "base.html"


def start(request: Request, **where: object) -> HttpResponse:
    """The second tap. Whoever is in one that runs already is shown that one."""
    me, now = access.me(request), clock.now()
    if not me.is_adult:
        raise PermissionDenied
    form = SentenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = leaving.leave_now(leaver=me, words=form.cleaned_data["words"], now=now)
        return _to_where_it_stands(request, row, me)
    runs = running(me.household)
    if runs is not None and request.method != "POST":
        return _to_where_it_stands(request, runs, me)
    context = page.before(me, now) | {"form": form, "base": base(request), "place": "today"}
    return render(request, "urgent/start.html", context, status=422 if form.is_bound else 200)


def _to_where_it_stands(request: Request, row: TimeAway, me: Member) -> HttpResponse:
    """Signed in: its page. On a link it has one of its own, which whoever had to leave gets with the tap."""
    if not request.who.is_by_link:
        return redirect("urgent:now", time_away=row.pk)
    link = request.who.link
    if link is not None and link.time_away_id == row.pk:
        return redirect(request.who.url("urgent:now", row))
    own = open_link(row, me) if row.leaver_id == me.pk and request.method == "POST" else None
    if own is not None:
        return redirect(path_of(own) + "emergency/")
    context = {"row": row, "base": base(request), "shown": shown(row, me, clock.now())}
    context["call"] = Call(row.leaver.name, row.leaver.phone) if row.leaver.phone else None
    return render(request, "urgent/elsewhere.html", context)


def now(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    if not time_away.is_emergency or not time_away.is_under_way(clock.now()):
        return _over(request, time_away)
    if me.pk != time_away.leaver_id:
        return redirect(request.who.url("go:sheet", time_away))
    return render(request, "urgent/now.html", _context(request, time_away, me))


def _over(request: Request, time_away: TimeAway) -> HttpResponse:
    if request.who.is_by_link:
        return render(request, "urgent/over.html", {"time_away": time_away, "base": base(request)})
    return redirect("go:page", time_away=time_away.pk)


def _context(request: Request, time_away: TimeAway, me: Member) -> dict[str, Any]:
    context = page.meanwhile(time_away, me, clock.now())
    path = request.who.url("urgent:fresh", time_away)
    version = unchanged.tag(access.household(request), path, until=context["lasts_until"])
    return context | {"version": version, "base": base(request), "place": "today", "who": request.who}


def fresh(request: Request, **where: object) -> HttpResponse:
    """The changing part, for a page that is open; 205 if that page is over."""
    time_away, me = access.time_away(request), access.me(request)
    is_on = time_away.is_emergency and time_away.is_under_way(clock.now())
    if not is_on or me.pk != time_away.leaver_id:
        return HttpResponse(status=205)
    token = get_token(request)
    context = _context(request, time_away, me) | {"csrf_token": token}
    etag = {"ETag": context["version"], "X-Form-Token": token}
    return HttpResponse(render_to_string("urgent/_live.html", context), headers=etag)


def take_back(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    if leaving.take_back(time_away=time_away, by=me, now=clock.now()):
        messages.success(request, _("Taken back. Whoever heard of it hears that it was a false alarm."))
        return _over(request, time_away) if request.who.is_by_link else redirect("today:page")
    messages.info(request, _('That was more than a minute ago. "I\'m back" ends it.'))
    return redirect(request.who.url("urgent:now", time_away))


@refusing
def have_them(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    row = _side(time_away, me, request.POST.get("person", ""))
    staying.have_them(hand_over=row, time_away=time_away, by=me, now=clock.now())
    return redirect(request.who.url("urgent:now", time_away))


@refusing
def cannot(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    row = _side(time_away, me, request.POST.get("person", ""))
    staying.cannot(hand_over=row, time_away=time_away, by=me, now=clock.now())
    return redirect(request.who.url("urgent:now", time_away))


def _side(time_away: TimeAway, me: Member, person: str) -> HandOver:
    """One's own; whoever had to leave may write down what another one said."""
    wanted = person if me.pk == time_away.leaver_id else str(me.pk)
    for row in time_away.hand_overs.all():
        if str(row.person_id) == wanted and row.part == HandOver.Part.STAYS:
            return row
    raise Http404


@refusing
def ask_helpers(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    staying.ask_helpers(time_away=time_away, by=me, now=clock.now())
    return redirect(request.who.url("urgent:now", time_away))


@refusing
def back(request: Request, **where: object) -> HttpResponse:
    """Also for whoever has no account, and left from a link."""
    time_away, me = access.time_away(request), access.me(request)
    staying.come_back(time_away=time_away, by=me, now=clock.now())
    return redirect(request.who.url("urgent:now", time_away))


def words(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    if not time_away.is_emergency:
        return _over(request, time_away)
    found = shown(time_away, me, clock.now()).found
    context = {
        "base": base(request),
        "place": "today",
        "time_away": time_away,
        "texts": texts.texts(time_away, found, me, clock.now()),
    }
    return render(request, "urgent/words.html", context)


def message(request: Request, person: UUID, **where: object) -> HttpResponse:
    """What one of them is told, to be sent by hand as well."""
    time_away = access.time_away(request)
    row = next((one for one in time_away.hand_overs.all() if one.person_id == person), None)
    if row is None or not time_away.is_emergency:
        raise Http404
    context = page.message_to(row, time_away) | {"base": base(request), "place": "today"}
    return render(request, "urgent/message.html", context)
