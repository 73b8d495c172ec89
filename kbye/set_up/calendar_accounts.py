"""Somebody's account on a calendar server: bringing it, choosing from its calendars, forgetting it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.calendar_account import CalendarAccount
from kbye.household.calendar_source import CalendarSource
from kbye.household.sealed import NotOurs
from kbye.set_up import calendar_actions as actions
from kbye.set_up.calendar_form import AccountForm
from kbye.set_up.calendar_page import LOOK_AGAIN_SECONDS, NO_LONGER_THAN_SECONDS
from kbye.set_up.calendars import about, too_many, whose
from kbye.web import access, clock, undo
from kbye.web.access import Request


def bring(request: Request, **where: object) -> HttpResponse:
    member = whose(request, where)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = actions.add_account(
            member=member, by=access.me(request), now=clock.now(), **form.cleaned_data
        )
        return redirect("set_up:calendar_account", calendaraccount=account.pk)
    status = 422 if form.is_bound else 200
    page = {"form": form} | about(request, member)
    return render(request, "set_up/calendar_server.html", page, status=status)


def page(request: Request, **where: object) -> HttpResponse:
    """What was found there, to choose from."""
    account, now = _one(request, where), clock.now()
    if request.method == "POST":
        return _chosen(request, account)
    shown = {"account": account, "offered": _offered(account), "is_waiting": account.asked_at is not None}
    response = render(request, "set_up/calendar_account.html", shown | about(request, account.member))
    waited = (now - account.asked_at).total_seconds() if account.asked_at else 0
    if account.asked_at and waited < NO_LONGER_THAN_SECONDS:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def remove(request: Request, **where: object) -> HttpResponse:
    account = _one(request, where)
    event = actions.remove_account(account=account, by=access.me(request), now=clock.now())
    undo.say(request, _("The account is forgotten, with the calendars from it."), undo=event)
    return redirect("set_up:calendar", person=account.member_id)


def _chosen(request: Request, account: CalendarAccount) -> HttpResponse:
    offered = {str(number): one["address"] for number, one in enumerate(_offered(account))}
    addresses = {offered[number] for number in request.POST.getlist("calendar") if number in offered}
    try:
        found = actions.try_of_account(
            account=account, addresses=addresses, by=access.me(request), now=clock.now()
        )
    except actions.TooMany:
        undo.say(request, too_many())
        found = []
    if len(found) == 1:
        return redirect("set_up:one_calendar", calendar=found[0].pk)
    return redirect("set_up:calendar", person=account.member_id)


def _offered(account: CalendarAccount) -> list[dict[str, Any]]:
    """What was found there and is not read already; nothing if the key to it is lost."""
    sources = CalendarSource.objects.of(account.household).filter(account=account, calendar__removed_at=None)
    try:
        known = {source.where["address"] for source in sources}
    except NotOurs:
        return []
    return [one for one in account.calendars if one["address"] not in known]


def _one(request: Request, where: dict[str, object]) -> CalendarAccount:
    rows = CalendarAccount.objects.there().filter(member__removed_at=None)
    return access.one_of(
        request, rows.select_related("member__household", "household"), where["calendaraccount"]
    )
