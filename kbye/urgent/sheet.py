"""The emergency sheet: where each adult finds theirs, and what is not on it yet."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.emergency_page import files, serving
from kbye.emergency_page.page import Head, NotASheet, head_of, headers_for
from kbye.household.event import record
from kbye.household.household import Household
from kbye.household.link import Link
from kbye.household.stand_in import StandIn
from kbye.planning.standing_in import State
from kbye.planning.wallclock import local_day
from kbye.urgent.sheet_content import content_for
from kbye.urgent.sheet_page import page_for
from kbye.urgent.sheet_words import blank_url, blank_words
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.own_sheet import own_link, path_of


def page(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    content = content_for(me, on=local_day(now, me.household.zone))
    link = own_link(me, now)
    head = _head_of(link) if link else None
    context = {
        "place": "handbook",
        "path": path_of(link) if link else "",
        "address": settings.PUBLIC_ADDRESS + path_of(link) if link else "",
        "made_at": head.made_at if head else None,
        "is_old": head is not None and head.is_old(now),
        "blanks": [
            (words, blank_url(blank, content))
            for blank, words in zip(content.blanks, blank_words(content), strict=True)
        ],
    }
    return render(request, "urgent/sheet.html", context)


def _head_of(link: Link) -> Head | None:
    try:
        return head_of(files.read(settings.EMERGENCY_SHEETS, link.sheet_file) or b"")
    except NotASheet:
        return None


@transaction.atomic
def new_address(request: Request, **where: object) -> HttpResponse:
    """The old one opens nothing any more, from this moment; the new one is there within seconds."""
    me, now = access.me(request), clock.now()
    link = own_link(me, now)
    if link is not None:
        link.revoke(at=now)
        record(link, "ended_link", by=me, at=now)
        transaction.on_commit(lambda: files.remove(settings.EMERGENCY_SHEETS, link.sheet_file))
    Household.objects.filter(pk=me.household_id).update(sheet_due_at=None)
    undo.say(request, _("The old address opens nothing any more. A new one is here in a moment."))
    return redirect("urgent:sheet")


def kept_sheet(request: Request, token: str, **where: object) -> HttpResponse:
    """The same sheet, made this moment, where its file is missing; else kbye never gets to answer this."""
    link, now = request.who.link, clock.now()
    assert link is not None
    if link.purpose == Link.Purpose.STAND_IN and not _is_let_in(link):
        return redirect("urgent:stand_in", token=token)
    if request.method == "POST":
        response = redirect(request.path)
        response.set_cookie(
            serving.COOKIE,
            serving.proof_of(token),
            max_age=serving.A_YEAR,
            path=request.path,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response
    if not serving.is_opened(request.META, token):
        return render(request, "open_here.html", {"onwards": request.path, "open_at": request.path})
    page = page_for(link.member, made_at=now, ends_at=link.lasts_until if link.time_away_id else None)
    return HttpResponse(page, headers=dict(headers_for(page)))


def _is_let_in(link: Link) -> bool:
    rows = StandIn.objects.of(link.household).here()
    return rows.filter(receiver=link.member, state=State.ACTIVE.value).exists()
