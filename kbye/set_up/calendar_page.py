"""One calendar: what was found in it, one question at a time, what it means, and what becomes of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.calendar import Calendar, Counts
from kbye.household.people import Member
from kbye.set_up import calendar_changes as changes
from kbye.set_up.brought_calendars import counted
from kbye.set_up.calendar_settings_form import SettingsForm, meaning_for
from kbye.set_up.calendar_words import card
from kbye.web import access, clock, undo
from kbye.web.access import Request

LOOK_AGAIN_SECONDS, NO_LONGER_THAN_SECONDS = 2, 90


def page(request: Request, **where: object) -> HttpResponse:
    calendar, me, now = _one(request, where), access.me(request), clock.now()
    form = SettingsForm(request.POST if request.method == "POST" else None, calendar=calendar, me=me)
    if form.is_valid():
        changes.change(calendar=calendar, about=form.answer(), by=me, now=now)
        undo.say(request, _("Saved."))
        return redirect("set_up:calendar", person=calendar.member_id)
    found = card(counted(calendar), now)
    shown = {"found": found, "form": form, "calendar": calendar, "person": calendar.member, "place": "more"}
    shown["is_me"] = calendar.member_id == me.pk
    if changes.may_move(calendar, me):
        shown["others"] = list(Member.objects.of(calendar.household).here().exclude(pk=calendar.member_id))
    response = render(request, "set_up/one_calendar.html", shown, status=422 if form.is_bound else 200)
    waits = (now - calendar.read_at).total_seconds() < NO_LONGER_THAN_SECONDS
    if found.is_waiting and (waits or calendar.is_a_file):
        # Without a script: the page comes again until there is an answer.
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response


def keep(request: Request, **where: object) -> HttpResponse:
    calendar = _one(request, where)
    if calendar.is_draft and calendar.is_read:
        changes.keep(calendar=calendar, by=access.me(request), now=clock.now())
        undo.say(request, _("Kept. kbye reads it again by itself."))
    return _onward(calendar)


def answer(request: Request, **where: object) -> HttpResponse:
    """To the question about whole days, or about what is marked as free."""
    calendar = _one(request, where)
    for question in ("all_day", "marked_free"):
        said = request.POST.get(question, "")
        if said in Counts.values:
            changes.answer(
                calendar=calendar, question=question, counts=said, by=access.me(request), now=clock.now()
            )
    return _onward(calendar)


def settle(request: Request, **where: object) -> HttpResponse:
    """What came last looked wrong: what we have stays, or what came is taken."""
    calendar = _one(request, where)
    takes_new = request.POST.get("take") == "new"
    changes.settle(calendar=calendar, takes_new=takes_new, by=access.me(request), now=clock.now())
    undo.say(request, _("It is read now.") if takes_new else _("What we have stays."))
    return redirect("set_up:calendar", person=calendar.member_id)


def read(request: Request, **where: object) -> HttpResponse:
    calendar = _one(request, where)
    if changes.read_again(calendar=calendar, now=clock.now()):
        undo.say(request, _("It is read now; this page says what comes of it."))
    return _onward(calendar) if calendar.is_draft else redirect("set_up:calendar", person=calendar.member_id)


def rest(request: Request, **where: object) -> HttpResponse:
    calendar = _one(request, where)
    is_resting = request.POST.get("is_on") != "1"
    event = changes.rest(calendar=calendar, is_resting=is_resting, by=access.me(request), now=clock.now())
    words = _("It rests: neither read nor counted.") if is_resting else _("It counts again.")
    undo.say(request, words, undo=event)
    return redirect("set_up:calendar", person=calendar.member_id)


def move(request: Request, **where: object) -> HttpResponse:
    """It is somebody else's: a school's calendar that an adult brought, say."""
    calendar, me = _one(request, where), access.me(request)
    people = Member.objects.of(calendar.household).here().exclude(pk=calendar.member_id)
    member = next((one for one in people if str(one.pk) == request.POST.get("person")), None)
    if member is None:
        raise Http404
    if calendar.is_draft:
        raise Http404
    if not changes.may_move(calendar, me):
        undo.say(request, _("Only %(name)s can give this one away.") % {"name": calendar.member.name})
        return redirect("set_up:one_calendar", calendar=calendar.pk)
    means = meaning_for(member, calendar.means)
    try:
        event = changes.move(calendar=calendar, member=member, means=means, by=me, now=clock.now())
    except changes.NameTaken:
        about = {"name": member.name, "calendar": calendar.name}
        undo.say(
            request,
            _("%(name)s has a file “%(calendar)s” already. Give this one another name first.") % about,
        )
        return redirect("set_up:one_calendar", calendar=calendar.pk)
    undo.say(request, _("It is the calendar of %(name)s now.") % {"name": member.name}, undo=event)
    return redirect("set_up:one_calendar", calendar=calendar.pk)


def remove(request: Request, **where: object) -> HttpResponse:
    calendar = _one(request, where)
    event = changes.forget(calendar=calendar, by=access.me(request), now=clock.now())
    undo.say(request, _("The calendar and its busy times are forgotten."), undo=event)
    return redirect("set_up:calendar", person=calendar.member_id)


def _one(request: Request, where: dict[str, object]) -> Calendar:
    rows = Calendar.objects.filter(removed_at=None, member__removed_at=None)
    return access.one_of(request, rows.select_related("member", "household", "source"), where["calendar"])


def _onward(calendar: Calendar) -> HttpResponse:
    """The next question, if there is one; else to all calendars of this person."""
    if calendar.is_draft or calendar.open_question:
        return redirect("set_up:one_calendar", calendar=calendar.pk)
    return redirect("set_up:calendar", person=calendar.member_id)
