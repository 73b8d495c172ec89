"""For the adults: kbye's times in their own calendars."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.feeds import actions
from kbye.feeds.forms import ChoiceForm, FeedForm
from kbye.feeds.page import page_of
from kbye.feeds.there import places_of
from kbye.household.calendar_out import CalendarOut
from kbye.web import access, clock, undo
from kbye.web.access import Request


def page(request: Request, **where: object) -> HttpResponse:
    return render(request, "feeds/page.html", page_of(access.me(request), now=clock.now()))


def make(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    form = FeedForm(request.POST, prefix="feed")
    if form.is_valid():
        try:
            actions.make_feed(member=me, now=now, **form.answer())
        except actions.Enough:
            form.add_error(None, _("These are enough. Stop one of them first."))
        else:
            undo.say(request, _("Made. It shows these times and opens nothing else."))
            return redirect("feeds:page")
    return render(request, "feeds/page.html", page_of(me, now=now, form=form), status=422)


def stop(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    feed = access.one_of(request, actions.open_feeds(me, now), where["feed"])
    event = actions.stop_feed(feed=feed, by=me, now=now)
    undo.say(request, _("That address opens nothing any more."), undo=event)
    return redirect("feeds:page")


def choose(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    choice = ChoiceForm(request.POST, prefix="out", places=places_of(me))
    if choice.is_valid():
        calendar = actions.choose(member=me, now=now, **choice.answer())
        undo.say(request, _("kbye writes your times into %(name)s.") % {"name": calendar.name})
        return redirect("feeds:page")
    return render(request, "feeds/page.html", page_of(me, now=now, choice=choice), status=422)


def stop_writing(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    mine = CalendarOut.objects.chosen().filter(member=me)
    calendar = access.one_of(request, mine, where["calendarout"])
    event = actions.stop_writing(calendar=calendar, by=me, now=clock.now())
    undo.say(request, _("Stopped. kbye takes out what it wrote and is still to come."), undo=event)
    return redirect("feeds:page")
