"""I'll be back later, or sooner: one page for whoever is away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.children import actions
from kbye.children.faces import face
from kbye.children.forms import ReturnForm
from kbye.web import access, clock, undo, wording
from kbye.web.access import Request
from kbye.web.refusing import refusing


@refusing
def page(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if request.method != "POST" and not time_away.is_under_way(now):
        messages.info(request, _("You are not away just now, so there is no return to move."))
        return redirect("go:page", time_away=time_away.pk)
    form = ReturnForm(request.POST if request.method == "POST" else None, time_away=time_away, now=now)
    if form.is_valid() or (form.is_bound and not time_away.is_under_way(now)):
        event = actions.move_return(time_away=time_away, back_at=form.back_at, by=me, now=now)
        unreached = [one for one in time_away.stayers if not one.email and one.pk != me.pk]
        about = {"until": wording.until(time_away.span, now=now), "names": wording.names(unreached)}
        words = _("Back %(until)s. Please tell %(names)s.") if unreached else _("Back %(until)s.")
        undo.say(request, words % about, undo=event)
        return redirect("go:page", time_away=time_away.pk)
    context = {
        "form": form,
        "time_away": time_away,
        "stays": wording.names(time_away.stayers),
        "called": face(me).name,
        "place": "away",
    }
    return render(request, "children/move_return.html", context, status=422 if form.is_bound else 200)
