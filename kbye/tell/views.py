"""Say so: the message, the ways to send it, and what the answer changes."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.away import HandOver, TimeAway
from kbye.household.event import Event
from kbye.household.people import Member
from kbye.tell import actions, replying
from kbye.tell.forms import MailForm, WhatForForm
from kbye.tell.message import write
from kbye.web import access, calendar_entry, clock, undo
from kbye.web.access import Request
from kbye.web.links import address_of, for_message, open_link, reach
from kbye.web.reach import Reach
from kbye.web.refusing import not_now_page, refusing


def _to_tell(time_away: TimeAway, me: Member) -> list[HandOver]:
    """Those who hear of it from me: everybody in it but me, those not told yet first."""
    rows = [row for row in time_away.hand_overs.all() if row.person_id != me.pk]
    return sorted(rows, key=lambda row: (row.told_at is not None, row.person.place))


def _of_person(request: Request, time_away: TimeAway) -> HandOver:
    wanted = request.POST.get("person", "")
    for row in _to_tell(time_away, access.me(request)):
        if str(row.person_id) == wanted:
            return row
    raise Http404


def message(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    rows = _to_tell(time_away, me)
    context = {"time_away": time_away, "place": "away", "candidates": _candidates(time_away), "rows": rows}
    wanted = [row for row in rows if str(row.person_id) == request.GET.get("person", "")]
    if rows:
        context |= _about(time_away, (wanted or rows)[0])
    return render(request, "tell/message.html", context)


def _about(time_away: TimeAway, row: HandOver) -> dict[str, object]:
    link = open_link(time_away, row.person)
    until = actions.until_when(time_away, now=clock.now())
    text = write(row, time_away, link=for_message(link), answer_by=until)
    return {
        "row": row,
        "person": row.person,
        "message": text,
        "mailto": f"mailto:{quote(row.person.email)}?subject={quote(text.subject)}&body={quote(text.body)}",
        "link": address_of(link) if link else "",
        "reach": reach().value,
        "link_left_out": reach() is Reach.THIS_COMPUTER,
        "sends_mail": settings.SENDS_MAIL,
        "form": MailForm(initial={"address": row.person.email}),
    }


def _candidates(time_away: TimeAway) -> list[tuple[Member, bool]]:
    """Who could have the children, and whether they are chosen; nothing to choose in an offer."""
    if time_away.is_offer:
        return []
    chosen = {one.pk for one in time_away.stayers}
    people = Member.objects.of(time_away.household).who_can_stay()
    return [(one, one.pk in chosen) for one in people if one.pk != time_away.leaver_id]


def who_stays(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    people = [one for one, _chosen in _candidates(time_away) if str(one.pk) in request.POST.getlist("stays")]
    if people:
        actions.choose_stayers(time_away=time_away, people=people, by=access.me(request), now=clock.now())
    else:
        messages.error(request, _("Somebody has to have the children. Please choose at least one."))
    return redirect("tell:message", time_away=time_away.pk)


@refusing
def send(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = _of_person(request, time_away)
    form = MailForm(request.POST)
    if not form.is_valid():
        context = {"time_away": time_away, "place": "away", "candidates": _candidates(time_away)}
        context |= {"rows": _to_tell(time_away, access.me(request)), **_about(time_away, row), "form": form}
        return render(request, "tell/message.html", context, status=422)
    actions.send_by_mail(
        hand_over=row,
        time_away=time_away,
        address=form.cleaned_data["address"],
        by=access.me(request),
        now=clock.now(),
    )
    return _on_from(time_away, access.me(request))


@refusing
def told(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = _of_person(request, time_away)
    via = HandOver.Via.SHARE if request.POST.get("via") == "share" else HandOver.Via.BY_HAND
    actions.note_told(hand_over=row, time_away=time_away, via=via, by=access.me(request), now=clock.now())
    return _on_from(time_away, access.me(request))


def _on_from(time_away: TimeAway, me: Member) -> HttpResponse:
    """To the next one who is still to be told, else to the time away itself."""
    if any(row.told_at is None for row in _to_tell(time_away, me)):
        return redirect("tell:message", time_away=time_away.pk)
    return redirect("go:page", time_away=time_away.pk)


@refusing
def said_yes(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = _of_person(request, time_away)
    event = actions.said_yes(hand_over=row, time_away=time_away, by=access.me(request), now=clock.now())
    undo.say(
        request, _("Good. %(name)s has it.") % {"name": row.person.name}, undo=_undoable(event, time_away)
    )
    return redirect("go:page", time_away=time_away.pk)


@refusing
def take_proposal(request: Request, **where: object) -> HttpResponse:
    time_away, by = access.time_away(request), access.me(request)
    row = _of_person(request, time_away)
    try:
        event = replying.take_proposal(hand_over=row, time_away=time_away, by=by, now=clock.now())
    except replying.TooLate:
        return not_now_page(request, _("What was proposed has begun by now."))
    hears = _("Agreed. %(name)s hears of it.") if row.person.email else _("Agreed. Please tell %(name)s.")
    undo.say(request, hears % {"name": row.person.name}, undo=_undoable(event, time_away))
    return redirect("go:page", time_away=time_away.pk)


def _undoable(event: Event, time_away: TimeAway) -> Event | None:
    """A yes that agreed a standing date has brought more than one time; "No longer" takes those back."""
    asked_for_more = time_away.standing_id is not None and time_away.manner != TimeAway.Manner.ANNOUNCEMENT
    return None if asked_for_more else event


@refusing
def keep_as_it_is(request: Request, **where: object) -> HttpResponse:
    time_away, by = access.time_away(request), access.me(request)
    row = _of_person(request, time_away)
    event = replying.keep_as_it_is(hand_over=row, time_away=time_away, by=by, now=clock.now())
    hears = (
        _("As it was. %(name)s hears of it.") if row.person.email else _("As it was. Please tell %(name)s.")
    )
    undo.say(request, hears % {"name": row.person.name}, undo=event)
    return redirect("go:page", time_away=time_away.pk)


@refusing
def call_off(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    event = actions.call_off(time_away=time_away, by=access.me(request), now=clock.now())
    undo.say(request, _("Called off."), undo=event)
    return redirect("today:page")


def end_link(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = _of_person(request, time_away)
    actions.end_link(time_away=time_away, person=row.person, by=access.me(request), now=clock.now())
    messages.success(request, _("The old link opens nothing any more. This is the new message."))
    return redirect("tell:message", time_away=time_away.pk)


def what_for(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    form = WhatForForm(request.POST)
    if form.is_valid():
        actions.say_what_for(
            time_away=time_away, words=form.cleaned_data["what_for"], by=access.me(request), now=clock.now()
        )
    return redirect("go:page", time_away=time_away.pk)


def ics(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    text = calendar_entry.text_for(time_away, access.me(request), now=clock.now())
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kbye.ics"'},
    )
