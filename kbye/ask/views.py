"""For the one who stays: what clashes, how each gap stands, and what to do about it."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.ask import actions, answers, calendar_entry, reading
from kbye.ask.answers import Outcome
from kbye.ask.forms import HelperAnswerForm
from kbye.ask.helper_link import open_help_link
from kbye.ask.message import write
from kbye.ask.paper import paper as on_paper
from kbye.ask.planned import planned, question
from kbye.household.away import TimeAway
from kbye.household.clashes import stretches
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.links import address_of, for_message, reach
from kbye.web.qr import code_of
from kbye.web.reach import Reach
from kbye.web.typeset import NotPrinted, as_file, can_typeset


def base(request: Request) -> str:
    return "base_link.html" if request.who.is_by_link else "base.html"


def to_the_page(request: Request, time_away: TimeAway) -> HttpResponse:
    return redirect(request.who.url("ask:page", time_away))


def to_the_gap(request: Request, time_away: TimeAway, gap: UUID) -> HttpResponse:
    return redirect(request.who.url("ask:gap", time_away, gap=gap))


def page(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    me, now = access.me(request), clock.now()
    found = stretches(time_away, me, now=now)
    context = {"base": base(request), "time_away": time_away, "stretches": found, "place": "today"}
    context |= {"planned": planned(time_away, me, found, now=now)}
    return render(request, "ask/page.html", context)


def better(request: Request, **where: object) -> HttpResponse:
    """Looking for a better plan: a POST begins it, a GET is told what it came to, or 204 while it goes on."""
    time_away = access.time_away(request)
    me, now = access.me(request), clock.now()
    found = stretches(time_away, me, now=now)
    asked = question(time_away, me, found, now=now)
    if request.method == "POST":
        if asked is not None:
            asked.search.begin()
        return redirect(request.who.url("ask:page", time_away) + "#planned")
    if asked is not None and asked.search.is_going_on():
        return HttpResponse(status=204)
    context = {"time_away": time_away, "planned": planned(time_away, me, found, now=now)}
    return render(request, "ask/_planned.html", context)


def mine(request: Request, **where: object) -> HttpResponse:
    """ "I'll do it", of a clash that nobody was asked about."""
    time_away = access.time_away(request)
    start, end = request.POST.get("from", ""), request.POST.get("until", "")
    span = reading.stretch_named(start, end, time_away)
    if span is None:
        messages.error(request, _("That is outside the time away. Which stretch do you mean?"))
        return to_the_page(request, time_away)
    actions.open_gap(time_away=time_away, span=span, is_mine=True, by=access.me(request), now=clock.now())
    undo.say(request, _("Good. You do it."))
    return to_the_page(request, time_away)


def take(request: Request, gap: UUID, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = access.one_of(request, reading.gaps_of(time_away), gap)
    actions.do_it_myself(gap=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Good. You do it; those who were asked hear of it."))
    return to_the_gap(request, time_away, row.pk)


def close(request: Request, gap: UUID, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = access.one_of(request, reading.gaps_of(time_away), gap)
    actions.close(gap=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Nobody is needed for it any more."))
    return to_the_gap(request, time_away, row.pk)


def open_again(request: Request, gap: UUID, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row = access.one_of(request, reading.gaps_of(time_away), gap)
    if actions.open_again(gap=row, by=access.me(request), now=clock.now()):
        undo.say(request, _("Open again. Nobody has been asked yet."))
    return to_the_gap(request, time_away, row.pk)


def message(request: Request, ask: UUID, **where: object) -> HttpResponse:
    """The message to one helper, to be sent by hand as well: complete as text."""
    time_away = access.time_away(request)
    row, gap = reading.ask_of(request, time_away, ask)
    link = open_help_link(row.helper, clock.now())
    text = write(row, gap, link=for_message(link))
    context = {
        "base": base(request),
        "time_away": time_away,
        "ask": row,
        "gap": gap,
        "message": text,
        "mailto": f"mailto:{quote(row.helper.email)}?subject={quote(text.subject)}&body={quote(text.body)}",
        "link": address_of(link) if link else "",
        "link_left_out": reach() is Reach.THIS_COMPUTER,
        "code": code_of(address_of(link)) if link and reach() is not Reach.THIS_COMPUTER else None,
        "can_typeset": can_typeset(),
        "sends_mail": settings.SENDS_MAIL and bool(row.helper.email),
        "place": "today",
    }
    return render(request, "ask/message.html", context)


def entry(request: Request, ask: UUID, **where: object) -> HttpResponse:
    row, gap = reading.ask_of(request, access.time_away(request), ask)
    return calendar_file(calendar_entry.text_for(row, gap, now=clock.now()))


def calendar_file(text: bytes) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="kbye.ics"'},
    )


def paper(request: Request, ask: UUID, **where: object) -> HttpResponse:
    """The same page as the helper's, to be printed for them."""
    time_away = access.time_away(request)
    row, gap = reading.ask_of(request, time_away, ask)
    try:
        return as_file(on_paper(row, gap, now=clock.now()))
    except NotPrinted:
        undo.say(request, _("That could not be made just now. The message can be printed as well."))
        return redirect(request.who.url("ask:message", time_away, ask=row.pk))


def said(request: Request, ask: UUID, **where: object) -> HttpResponse:
    """They said it in person; that counts like a tap of their own."""
    time_away = access.time_away(request)
    row, gap = reading.ask_of(request, time_away, ask)
    form = HelperAnswerForm(request.POST)
    if form.is_valid():
        say = answers.say_yes if form.cleaned_data["answer"] == "yes" else answers.say_no
        outcome = say(ask=row, by=access.me(request), now=clock.now(), words=form.cleaned_data["words"])
        undo.say(request, _outcome_words(outcome, row.helper.name))
    return to_the_gap(request, time_away, gap.pk)


def said_now(request: Request, ask: UUID, **where: object) -> HttpResponse:
    """In an emergency also whoever had to leave writes down what somebody said on the phone."""
    time_away = access.time_away(request)
    row, gap = reading.ask_of(request, time_away, ask)
    if not gap.is_urgent:
        raise PermissionDenied
    form = HelperAnswerForm(request.POST)
    if form.is_valid():
        say = answers.say_yes if form.cleaned_data["answer"] == "yes" else answers.say_no
        outcome = say(ask=row, by=access.me(request), now=clock.now(), words=form.cleaned_data["words"])
        undo.say(request, _outcome_words(outcome, row.helper.name))
    return redirect("urgent:now", time_away=time_away.pk)


def _outcome_words(outcome: Outcome, name: str) -> str:
    words = {
        Outcome.YES: _("Good. %(name)s has it."),
        Outcome.COVERED: _("Somebody else has it already."),
        Outcome.OVER: _("Nobody is needed for it any more."),
    }
    return words.get(outcome, _("%(name)s can't. Written down.")) % {"name": name}


def end(request: Request, ask: UUID, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row, gap = reading.ask_of(request, time_away, ask)
    if actions.end_ask(ask=row, by=access.me(request), now=clock.now()):
        undo.say(request, _("%(name)s is not asked any more.") % {"name": row.helper.name})
    return to_the_gap(request, time_away, gap.pk)


def renew_link(request: Request, ask: UUID, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    row, _gap = reading.ask_of(request, time_away, ask)
    actions.renew_link(helper=row.helper, by=access.me(request), now=clock.now())
    messages.success(request, _("The old link opens nothing any more. This is the new message."))
    return redirect(request.who.url("ask:message", time_away, ask=row.pk))
