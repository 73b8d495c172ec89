"""What the one on duty chooses to send to the leaver: "all well", or something that cannot wait."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.tell import checking_in
from kbye.tell.forms import UrgentForm
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.refusing import not_now_page


def all_well(request: Request, **where: object) -> HttpResponse:
    time_away, now = access.time_away(request), clock.now()
    if not time_away.is_under_way(now):
        return not_now_page(request, _nothing_to_say(time_away))
    name = {"name": time_away.leaver.name}
    if checking_in.all_well(time_away=time_away, by=access.me(request), now=now):
        messages.success(request, _("%(name)s will see it.") % name)
    else:
        messages.info(request, _("%(name)s has heard it today. Once is enough.") % name)
    return redirect(request.who.url("go:sheet", time_away))


def urgent(request: Request, **where: object) -> HttpResponse:
    time_away, now = access.time_away(request), clock.now()
    if not time_away.is_under_way(now):
        return not_now_page(request, _nothing_to_say(time_away))
    form = UrgentForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, time_away, form, 422 if form.is_bound else 200)
    words, me = form.cleaned_data["words"], access.me(request)
    name = {"name": time_away.leaver.name}
    if checking_in.urgent(time_away=time_away, words=words, by=me, now=now):
        messages.success(request, _("On its way to %(name)s. Calling is faster still.") % name)
    else:
        messages.error(request, _("kbye has no way to reach %(name)s by itself. Please call.") % name)
    return redirect(request.who.url("tell:urgent", time_away))


def _page(request: Request, time_away: TimeAway, form: UrgentForm, status: int) -> HttpResponse:
    phone = time_away.leaver.phone
    context = {
        "base": "base_link.html" if request.who.is_by_link else "base.html",
        "place": "today",
        "time_away": time_away,
        "form": form,
        "phone": phone,
        "call": "tel:" + re.sub(r"[^0-9+*#]", "", phone),
    }
    return render(request, "tell/urgent.html", context, status=status)


def _nothing_to_say(time_away: TimeAway) -> str:
    name = {"name": time_away.leaver.name}
    return _("%(name)s is back.") % name if time_away.back_at else _("%(name)s is not away yet.") % name
