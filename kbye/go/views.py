"""One time away: told, off duty, on duty."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kbye.go import actions, hub, taps
from kbye.go.again import question
from kbye.go.forms import CreditForm, PlanForm
from kbye.go.run_sheet import has_begun, run_sheet
from kbye.household.away import TimeAway
from kbye.household.event import Event
from kbye.household.responsibility import Occurrence, OccurrenceQuerySet
from kbye.web import access, clock, kept_pages, unchanged, undo, wording
from kbye.web.access import Request
from kbye.web.refusing import refusing

Phase = TimeAway.Phase


def page(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    phase = time_away.phase(clock.now())
    if phase == Phase.PENCILLED:
        return redirect("tell:message", time_away=time_away.pk)
    if phase == Phase.BACK:
        return redirect("come_back:welcome", time_away=time_away.pk)
    if phase == Phase.CALLED_OFF:
        return render(request, "go/called_off.html", {"time_away": time_away, "place": "away"})
    if access.me(request).pk == time_away.leaver_id:
        return _for_the_leaver(request, time_away, phase)
    return _for_the_others(request, time_away, phase)


def _for_the_leaver(request: Request, time_away: TimeAway, phase: Phase) -> HttpResponse:
    context: dict[str, Any] = {"time_away": time_away, "place": "away"}
    if phase == Phase.UNDER_WAY and time_away.is_emergency:
        return redirect("urgent:now", time_away=time_away.pk)
    if phase == Phase.UNDER_WAY:
        return render(request, "go/off_duty.html", context | hub.off_duty(time_away, clock.now()))
    return render(request, "go/told.html", context | hub.told(time_away, access.me(request), clock.now()))


def _for_the_others(request: Request, time_away: TimeAway, phase: Phase) -> HttpResponse:
    me = access.me(request)
    if phase == Phase.UNDER_WAY and any(stayer.pk == me.pk for stayer in time_away.stayers):
        return redirect("go:sheet", time_away=time_away.pk)
    context = {"time_away": time_away, "place": "away"}
    return render(request, "go/waiting.html", context | hub.waiting(time_away, me, clock.now()))


@refusing
def begin(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    began = actions.begin(time_away=time_away, by=access.me(request), now=clock.now())
    if began is not None:
        words = _("%(names)s: on duty from now on.") % {"names": wording.names(hub.who_stays(time_away))}
        undo.say(request, words, undo=began)
    return redirect("go:page", time_away=time_away.pk)


def sheet(request: Request, **where: object) -> HttpResponse:
    return _sheet(request, access.time_away(request))


def _sheet(request: Request, time_away: TimeAway, status: int = 200, **more: object) -> HttpResponse:
    if time_away.called_off_at:
        return redirect("go:page", time_away=time_away.pk)
    context = run_sheet(time_away, access.me(request), clock.now())
    context |= {"base": _base(request), "place": "today", "version": _version(request, context)}
    wanted = _to_credit(request, time_away)
    if wanted is not None:
        form = CreditForm(None, occurrence=wanted, household=time_away.household, now=clock.now())
        context |= {"to_credit": wanted, "credit_form": form}
    shown = render(request, "go/sheet.html", context | more, status=status)
    return kept_pages.holds_until(shown, _holds_until(request, context))


def fresh(request: Request, **where: object) -> HttpResponse:
    """The sheet's changing part for a page that is open; 205 if that page is over.

    Whoever shows the newest already was told so on the way here, see `web/unchanged.py`.
    """
    now, time_away = clock.now(), access.time_away(request)
    if time_away.called_off_at or time_away.back_at:
        return HttpResponse(status=205)
    token = get_token(request)
    # Without the request: what is told on a next page (toasts, undo) is not used up here.
    context = run_sheet(time_away, access.me(request), now) | {"who": request.who, "csrf_token": token}
    context |= {"version": _version(request, context), "is_opened_here": request.is_opened_here}
    etag = {"ETag": context["version"], "X-Form-Token": token}
    return HttpResponse(render_to_string("go/_live.html", context), headers=etag)


def _holds_until(request: Request, context: dict[str, Any]) -> datetime:
    """As long as its changing part, and no longer than the link that it stands behind."""
    until: datetime = context["lasts_until"]
    return min(until, request.who.link.lasts_until) if request.who.link else until


def _version(request: Request, context: dict[str, Any]) -> str:
    path = request.who.url("go:fresh", context["time_away"])
    return unchanged.tag(access.household(request), path, until=context["lasts_until"])


def _base(request: Request) -> str:
    return "base_link.html" if request.who.is_by_link else "base.html"


def _to_credit(request: Request, time_away: TimeAway) -> Occurrence | None:
    """The done line whose "someone else?" was tapped."""
    try:
        key = UUID(request.GET.get("credit", ""))
    except ValueError:
        return None
    return _occurrences(time_away).filter(pk=key, done_at__isnull=False).first()


def _occurrences(time_away: TimeAway) -> OccurrenceQuerySet:
    rows = Occurrence.objects.of(time_away.household).filter(time_away=time_away)
    return rows.select_related("child", "done_by")


def _to_the_sheet(request: Request, time_away: TimeAway) -> HttpResponse:
    return redirect(request.who.url("go:sheet", time_away) + "#now")


def _say(request: Request, words: str, event: Event | None) -> None:
    """Undo by toast is for those signed in; on a link everything can be put right on the sheet itself."""
    undo.say(request, words, undo=None if request.who.is_by_link else event)


def tick(request: Request, occurrence: UUID, **where: object) -> HttpResponse:
    time_away, now = access.time_away(request), clock.now()
    if taps.is_kept(request):
        return taps.answer(request, "tick", time_away, occurrence, _occurrences(time_away))
    row = access.one_of(request, _occurrences(time_away), occurrence)
    if not has_begun(time_away, now):
        _say(request, _("Until then %(name)s has it.") % {"name": time_away.leaver.name}, None)
        return _to_the_sheet(request, time_away)
    again = request.POST.get("again") == "yes"
    done = actions.tick(occurrence=row, by=access.me(request), now=now, again=again)
    if isinstance(done, actions.GivenAlready):
        context = {"time_away": time_away, "row": row, "again": question(done, now), "base": _base(request)}
        return render(request, "go/again.html", context)
    return _to_the_sheet(request, time_away)


def untick(request: Request, occurrence: UUID, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    if taps.is_kept(request):
        return taps.answer(request, "untick", time_away, occurrence, _occurrences(time_away))
    row = access.one_of(request, _occurrences(time_away), occurrence)
    actions.untick(occurrence=row, by=access.me(request), now=clock.now())
    return _to_the_sheet(request, time_away)


def credit(request: Request, occurrence: UUID, **where: object) -> HttpResponse:
    time_away, now = access.time_away(request), clock.now()
    row = access.one_of(request, _occurrences(time_away), occurrence)
    if row.done_at is None:
        return _to_the_sheet(request, time_away)
    form = CreditForm(request.POST, occurrence=row, household=time_away.household, now=now)
    if not form.is_valid():
        return _sheet(request, time_away, 422, to_credit=row, credit_form=form)
    who, at = form.cleaned_data["who"], form.done_at
    event = actions.credit(occurrence=row, who=who, done_at=at, by=access.me(request), now=now)
    _say(request, _("%(name)s did it.") % {"name": who.name}, event)
    return _to_the_sheet(request, time_away)


def plan(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _sheet(request, time_away, 422, plan_form=form)
    words = form.cleaned_data["our_plan"]
    event = actions.plan(time_away=time_away, words=words, by=access.me(request), now=clock.now())
    _say(request, _("A good plan.") if words else _("No plan is fine, too."), event)
    return _to_the_sheet(request, time_away)
