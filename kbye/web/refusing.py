"""What is refused is refused in words: never theirs is 403, not now is 409 with where things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kbye.household.agreement import NotNow, NotTheirs
from kbye.planning.agreeing import State
from kbye.web.access import Request

View = Callable[..., HttpResponse]
WHERE_IT_STANDS = {
    State.DRAFTED: _("Nobody has been told yet."),
    State.TOLD: _("Nothing was proposed that could be changed just now."),
    State.ASKED: _("There is no answer yet."),
    State.OFFERED: _("There is no answer yet."),
    State.GOT_IT: _("That is settled already."),
    State.COUNTER_TIME: _("Something else was proposed meanwhile."),
    State.COUNTER_WORDS: _("Something else was proposed meanwhile, in words."),
    State.SWAP: _("Something else was proposed meanwhile."),
    State.FINDING: _("Someone is being found for it."),
    State.UNDER_WAY: _("It has begun already."),
    State.BACK: _("This one is over."),
    State.CALLED_OFF: _("This one was called off."),
}


def refusing(view: View) -> View:
    """For views whose actions ask the table of states."""

    @wraps(view)
    def asked(request: Request, **where: object) -> HttpResponse:
        try:
            return view(request, **where)
        except NotTheirs:
            raise PermissionDenied from None
        except NotNow as not_now:
            return not_now_page(request, str(WHERE_IT_STANDS[not_now.state]))

    return asked


def not_now_page(request: Request, words: str) -> HttpResponse:
    """The kind page: why not now, that nothing was changed, and the way on."""
    by_link = request.who.is_by_link
    where = request.resolver_match.kwargs if request.resolver_match else {}
    address = (
        request.who.url("tell:answer_page") if by_link else reverse("go:page", args=[where["time_away"]])
    )
    context = {"words": words, "address": address, "base": "base_link.html" if by_link else "base.html"}
    return render(request, "errors/not_now.html", context, status=409)
