"""The first screen, and taking back what was just done."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.drill import is_long_ago
from kbye.household.event import Event, noted, undo
from kbye.household.household import Household
from kbye.household.notice import Notice
from kbye.household.occurrences import lay_out_anew
from kbye.household.offering import suggested
from kbye.household.questions import waiting_for
from kbye.household.standing_days import forget_the_end
from kbye.household.times_away import open_times
from kbye.planning.wallclock import local
from kbye.today import turns
from kbye.today.cards import cards
from kbye.web import access, clock, corrections, kept_pages, standing_coming
from kbye.web import undo as undo_toast
from kbye.web.access import Request
from kbye.web.lengths import lengths
from kbye.web.own_sheet import own_path
from kbye.web.roles import Role
from kbye.web.who_has_them import shown


def page(request: Request, **where: object) -> HttpResponse:
    if request.who.role is not Role.ADULT:
        return _for_nobody_yet(request)
    me, now = access.me(request), clock.now()
    known = open_times(me.household)
    found = cards(known.rows, me, now)
    context = {
        "place": "today",
        "greeting": greeting(local(now, me.household.zone).hour, me.name),
        "cards": found,
        "emergencies": [shown(row, me, now) for row in found.emergencies],
        "standing": standing_coming.lines(
            standing_coming.next_ones(found.standing), me, now, away=known.rows
        ),
        "lengths": lengths(),
        "partner": next(iter(known.other_adults(me)), None),
        "offer_to": suggested(me, now),
        "questions": waiting_for(me, now=now),
        "sheet_path": own_path(me, now),
        "drill_is_long_ago": is_long_ago(me.household, now),
        "can_get_back_in": me.user is not None and me.user.can_get_back_in,
    }
    return kept_pages.holds_until(
        render(request, "today/page.html", context), turns.holds_until(known.rows, me, now)
    )


def _for_nobody_yet(request: Request) -> HttpResponse:
    if Household.objects.filter(is_sample=False).exists():
        return redirect("set_up:sign_in")
    return render(request, "today/not_set_up.html")


def greeting(hour: int, name: str) -> str:
    if 5 <= hour < 11:
        return _("Good morning, %(name)s") % {"name": name}
    if hour >= 18 or hour < 5:
        return _("Good evening, %(name)s") % {"name": name}
    return _("Hello, %(name)s") % {"name": name}


def no_offers(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    with transaction.atomic(), noted(me, "changed", by=me, at=clock.now()) as written:
        me.hears_of_offers = False
        me.save(update_fields=["hears_of_offers"])
    undo_toast.say(request, _("kbye will not bring it up again."), undo=written[0])
    return redirect("today:page")


def take_back(request: Request, seq: int, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    event = Event.objects.of(me.household).select_related("household").filter(seq=seq, actor=me).first()
    if event is None:
        raise Http404
    if undo(event, by=me, at=now):
        corrections.say_it_was_taken_back(event, by=me, now=now)
        Notice.objects.of(me.household).withdraw(event.object_id, of=event.verb)
        forget_the_end(event)
        lay_out_anew(me.household, now=now)
        messages.success(request, _("Taken back."))
    else:
        messages.error(request, _("That has changed since, so it stays as it is."))
    return redirect("today:page")
