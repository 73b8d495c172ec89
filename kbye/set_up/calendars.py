"""Somebody's calendars: bringing one along, what was read of it, and forgetting it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.calendars.reading import Unreadable
from kbye.household.calendar import Calendar
from kbye.household.people import Member
from kbye.set_up import calendar_actions as actions
from kbye.set_up.brought_calendars import brought_calendars
from kbye.set_up.calendar_form import CalendarForm
from kbye.web import access, clock, undo
from kbye.web.access import Request


def bring(request: Request, **where: object) -> HttpResponse:
    member = access.one_of(request, Member.objects.adults().select_related("household"), where["person"])
    calendars = brought_calendars(member.household, member)
    form = CalendarForm(request.POST or None, request.FILES or None, initial={"name": _name_for(calendars)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.bring(member=member, by=access.me(request), now=clock.now(), **form.answer())
        except Unreadable as why:
            form.say_unreadable(why)
        else:
            undo.say(request, _("Read. kbye keeps the busy times and nothing else of it."))
            return redirect("set_up:calendar", person=member.pk)
    page = {
        "person": member,
        "is_me": member.pk == access.me(request).pk,
        "calendars": [_in_words(calendar) for calendar in calendars],
        "form": form,
        "place": "more",
    }
    return render(request, "set_up/calendar.html", page)


def remove(request: Request, **where: object) -> HttpResponse:
    calendar = access.one_of(request, Calendar.objects.all(), where["calendar"])
    actions.take_away(calendar=calendar, by=access.me(request), now=clock.now())
    undo.say(request, _("The calendar and its busy times are forgotten."))
    return redirect("set_up:calendar", person=calendar.member_id)


def _name_for(calendars: list[Calendar]) -> str:
    """With one calendar a new file is most likely the same one, fresher; else a new one."""
    names = [calendar.name for calendar in calendars]
    return names[0] if len(names) == 1 else "" if names else _("Calendar")


def _in_words(calendar: Calendar) -> dict[str, object]:
    problems = calendar.problems
    return {
        "calendar": calendar,
        "not_read": [one for one in problems if not one["shown"]],
        "guessed": [one for one in problems if one["shown"]],
    }
