"""Somebody's calendars: which there are, and bringing another one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.calendars.reading import Unreadable
from kbye.household.calendar import Calendar
from kbye.household.people import Member
from kbye.set_up import calendar_actions as actions
from kbye.set_up.brought_calendars import accounts_of, brought_calendars
from kbye.set_up.calendar_form import AddressForm, CalendarForm, HolidaysForm
from kbye.set_up.calendar_words import card
from kbye.set_up.country import country_it_is_in
from kbye.web import access, clock, undo
from kbye.web.access import Request


def page(request: Request, **where: object) -> HttpResponse:
    member, now = whose(request, where), clock.now()
    found = {
        "calendars": [card(one, now) for one in brought_calendars(member.household, member)],
        "accounts": accounts_of(member),
    }
    return render(request, "set_up/calendar.html", found | about(request, member))


def bring_file(request: Request, **where: object) -> HttpResponse:
    member = whose(request, where)
    known = list(brought_calendars(member.household, member))
    form = CalendarForm(request.POST or None, request.FILES or None, initial={"name": _name_for(known)})
    if request.method == "POST" and form.is_valid():
        try:
            calendar = actions.bring_file(
                member=member, by=access.me(request), now=clock.now(), **form.answer()
            )
        except Unreadable as why:
            form.say_unreadable(why)
        except actions.TooMany:
            form.say_unreadable(too_many())
        else:
            if not calendar.is_being_read(clock.now()):
                undo.say(request, _("Read. What is kept of it is when, not what."))
            return redirect("set_up:one_calendar", calendar=calendar.pk)
    return render(request, "set_up/calendar_file.html", {"form": form} | about(request, member))


def bring_address(request: Request, **where: object) -> HttpResponse:
    member = whose(request, where)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            calendar = actions.try_address(
                member=member, by=access.me(request), now=clock.now(), **form.cleaned_data
            )
        except actions.TooMany:
            form.add_error("address", too_many())
        else:
            return redirect("set_up:one_calendar", calendar=calendar.pk)
    return _asked(request, "set_up/calendar_address.html", form, member)


def bring_holidays(request: Request, **where: object) -> HttpResponse:
    member = whose(request, where)
    country = country_it_is_in(member.household)
    if not country:
        undo.say(request, _("Say first where you live; then the holidays."))
        return redirect("set_up:country")
    form = HolidaysForm(request.POST if request.method == "POST" else None, country=country, member=member)
    if form.is_valid():
        try:
            calendar = actions.try_holidays(
                member=member, by=access.me(request), now=clock.now(), **form.answer()
            )
        except actions.TooMany:
            form.add_error("what", too_many())
        else:
            return redirect("set_up:one_calendar", calendar=calendar.pk)
    return _asked(request, "set_up/calendar_holidays.html", form, member)


def whose(request: Request, where: dict[str, object]) -> Member:
    return access.one_of(request, Member.objects.here().select_related("household"), where["person"])


def about(request: Request, member: Member) -> dict[str, object]:
    return {"person": member, "is_me": member.pk == access.me(request).pk, "place": "more"}


def too_many() -> str:
    return _("kbye reads up to %(most)d calendars for one household.") % {"most": actions.MOST}


def _asked(request: Request, template: str, form: AddressForm | HolidaysForm, member: Member) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form} | about(request, member), status=status)


def _name_for(calendars: list[Calendar]) -> str:
    """With one calendar a new file is most likely the same one, fresher; else a new one."""
    names = [calendar.name for calendar in calendars if calendar.is_a_file]
    return names[0] if len(names) == 1 else "" if names else _("Calendar")
