"""Looking around a sample household before there is one's own, and taking it away again."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kbye.household.door import SetUpCode
from kbye.planning.wallclock import known_zone
from kbye.set_up import sample
from kbye.web import access, clock, undo
from kbye.web.access import Request

# The way back to starting one's own: kept by the browser while it looks around, and in no row of ours.
CODE = "kbye-start"


def look_around(request: Request, **where: object) -> HttpResponse:
    """The set-up code opens this, and is not used up by it."""
    zone = request.POST.get("zone", "")
    sam = sample.look_around(
        zone=zone if known_zone(zone) else settings.DEFAULT_ZONE,
        now=clock.now(),
    )
    assert sam.user is not None
    access.sign_in(request, sam.user)
    response = redirect("today:page")
    response.set_cookie(
        CODE, request.who.code, httponly=True, samesite="Lax", secure=settings.IS_HTTPS, path="/sample/"
    )
    return response


def remove(request: Request, **where: object) -> HttpResponse:
    household = access.household(request)
    if not household.is_sample:
        raise Http404
    code = request.COOKIES.get(CODE, "")
    sample.remove(household)
    request.session.flush()
    undo.say(request, _("The sample household is gone."))
    response = (
        redirect("set_up:welcome", code=code) if SetUpCode.is_open(code) else redirect("set_up:sign_in")
    )
    response.delete_cookie(CODE, path="/sample/")
    return response
