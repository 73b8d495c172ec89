"""Where a visitor stands while or after somebody is away, and which page that leads them to."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.web.access import Request


def has_begun(time_away: TimeAway, me: Member, now: datetime) -> bool:
    """Those who stay may tell while it lasts; whoever is away is asked nothing before they are back."""
    phase = time_away.phase(now)
    is_away = phase == TimeAway.Phase.UNDER_WAY and me.pk != time_away.leaver_id
    return is_away or phase == TimeAway.Phase.BACK


def too_early(request: Request, time_away: TimeAway) -> HttpResponse:
    if time_away.leaver_id == (request.who.member.pk if request.who.member else None):
        messages.info(request, _("That comes later, once you are back."))
    else:
        messages.info(request, _("That comes later, once %(name)s is off.") % {"name": time_away.leaver.name})
    return redirect(request.who.url("tell:answer_page" if request.who.is_by_link else "go:page", time_away))


def base(request: Request) -> str:
    return "base_link.html" if request.who.is_by_link else "base.html"


def home_of(request: Request, time_away: TimeAway, now: datetime) -> str:
    """Where the one who stays belongs: the sheet, or, signed in and once it is over, the welcome page."""
    is_over = time_away.phase(now) == TimeAway.Phase.BACK
    return request.who.url(
        "come_back:welcome" if is_over and not request.who.is_by_link else "go:sheet", time_away
    )
