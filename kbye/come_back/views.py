"""Coming back: welcome, a postcard, two minutes if wanted, and when next."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.come_back import actions, memory
from kbye.come_back.forms import NextForm, PostcardForm
from kbye.come_back.next_time import Idea, ideas
from kbye.come_back.sentences import idea_words, unbroken
from kbye.come_back.whereabouts import base, has_begun, home_of, too_early
from kbye.household.afterwards import Debrief, First, Worry
from kbye.household.agreement import may
from kbye.household.away import TimeAway
from kbye.household.looking_back import TryFirst
from kbye.household.our_way import OurWay
from kbye.household.people import Member
from kbye.planning.agreeing import Action
from kbye.planning.wallclock import local_day
from kbye.web import access, clock, undo, wording
from kbye.web.access import Request
from kbye.web.ladder import ladder_of
from kbye.web.photos import NotAPhoto

SHOWN = 12


def back(request: Request, **where: object) -> HttpResponse:
    time_away, now = access.time_away(request), clock.now()
    phase, me = time_away.phase(now), access.me(request)
    if phase == TimeAway.Phase.UNDER_WAY and may(time_away, None, me, Action.COME_BACK, now=now):
        event = actions.come_back(time_away=time_away, by=me, now=now)
        undo.say(request, _("You are back. Everything is as before."), undo=event)
    elif phase != TimeAway.Phase.BACK:
        messages.info(request, _("You are not away just now, so there is nothing to come back from."))
        return redirect("go:page", time_away=time_away.pk)
    return redirect("come_back:welcome", time_away=time_away.pk)


def welcome(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    if time_away.phase(clock.now()) != TimeAway.Phase.BACK:
        return redirect("go:page", time_away=time_away.pk)
    return _welcome_page(request, time_away, NextForm(time_away=time_away, now=clock.now()))


def _welcome_page(request: Request, time_away: TimeAway, form: NextForm, status: int = 200) -> HttpResponse:
    me, now, household = access.me(request), clock.now(), time_away.household
    happened = TimeAway.objects.of(household).happened().filter(leaver=time_away.leaver)
    mine = Debrief.objects.of(household).filter(time_away=time_away, member=me)
    open_worries = Worry.objects.of(household).unanswered().filter(time_away=time_away, author=me)
    is_leaver, debrief = me.pk == time_away.leaver_id, mine.first()
    upcoming = memory.coming(me, now, leaver=time_away.leaver)[:1]
    context = {
        "place": "away",
        "time_away": time_away,
        "is_leaver": is_leaver,
        "goes_on": is_leaver and not upcoming,
        "asks_first": debrief is None,
        "stays": me in time_away.stayers,
        "sentence": memory.sentence_for(time_away, happened, household.zone),
        "cards": memory.cards(memory.postcards_for(me, by_link=False).filter(time_away=time_away)),
        "firsts": memory.firsts_for(me, by_link=False).filter(time_away=time_away),
        "told": memory.told_by_stayers(time_away),
        "debrief": debrief,
        "has_worries": open_worries.exists(),
        "upcoming": upcoming,
        "ideas": _ideas(time_away),
        "ladder": ladder_of(time_away.leaver, viewer=me, now=now),
        "form": form,
    }
    return render(request, "come_back/welcome.html", context, status=status)


def _ideas(time_away: TimeAway) -> list[tuple[Idea, str, str]]:
    found = ideas(time_away.span, zone=time_away.household.zone, now=clock.now())
    return [(idea, idea_words(idea), unbroken(wording.short_day(idea.span.start))) for idea in found]


def pencil_in(request: Request, **where: object) -> HttpResponse:
    time_away, now = access.time_away(request), clock.now()
    form = NextForm(request.POST, time_away=time_away, now=now)
    if not form.is_valid():
        return _welcome_page(request, time_away, form, status=422)
    event = actions.pencil_in_next(time_away=time_away, span=form.span, by=access.me(request), now=now)
    when = {"when": wording.when(form.span), "name": time_away.leaver.name}
    if event is None:
        messages.info(request, _("%(name)s is away then already: %(when)s.") % when)
        return redirect("come_back:welcome", time_away=time_away.pk)
    undo.say(request, _("Pencilled in: %(when)s.") % when, undo=event)
    return redirect("today:page")


def postcard(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if not has_begun(time_away, me, now):
        return too_early(request, time_away)
    sent = memory.postcards_for(me, by_link=True).filter(time_away=time_away)
    firsts = memory.firsts_for(me, by_link=True).filter(time_away=time_away)
    form = _postcard_form(request, sent=len(sent), firsts=len(firsts))
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.send_postcard(
                time_away=time_away,
                by=me,
                words=said["words"],
                photos=said["photo"],
                first=form.told,
                now=now,
            )
        except NotAPhoto as trouble:
            form.add_error("photo", str(trouble))
        else:
            messages.success(request, _("Sent. %(name)s finds it here.") % {"name": time_away.leaver.name})
            return redirect(request.who.url("come_back:postcard", time_away))
    said_before = Debrief.objects.of(time_away.household).filter(time_away=time_away, member=me).exists()
    context = {
        "base": base(request),
        "place": "away",
        "time_away": time_away,
        "form": form,
        "cards": memory.cards(sent),
        "firsts": firsts,
        "taken_out": memory.just_taken_out(me, time_away, now) if request.who.is_by_link else (),
        "writes": form.is_bound or not (sent or firsts),
        "asks_two_minutes": not said_before and time_away.phase(now) == TimeAway.Phase.BACK,
        "onwards": home_of(request, time_away, now),
    }
    return render(request, "come_back/postcard.html", context, status=422 if form.is_bound else 200)


def _postcard_form(request: Request, *, sent: int, firsts: int) -> PostcardForm:
    me = access.me(request)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    children = Member.objects.of(me.household).children()
    return PostcardForm(*given, children=children, sender=me, sent=sent, firsts=firsts)


def photo(request: Request, postcard: object, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    rows = memory.postcards_for(access.me(request), by_link=request.who.is_by_link)
    card = access.one_of(request, rows.filter(time_away=time_away).exclude(photo=""), postcard)
    try:
        jpeg = (settings.PHOTOS / card.photo).read_bytes()
    except OSError as gone:
        raise Http404 from gone
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


def remove_first(request: Request, first: object, **where: object) -> HttpResponse:
    """Only whoever told it takes it out, or puts it back."""
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    row = access.one_of(request, First.objects.filter(told_by=me, time_away=time_away), first)
    if "back" in request.POST:
        actions.put_back(row=row, by=me, now=now)
    elif row.removed_at is None:
        event = actions.take_out(row=row, by=me, now=now)
        # On a link there is no undo; the page itself offers to put it back.
        words = _("Taken out: %(words)s.") % {"words": row.words}
        undo.say(request, words, undo=None if request.who.is_by_link else event)
    return redirect(request.who.url("come_back:postcard", time_away))


def remove_way(request: Request, ourway: object, **where: object) -> HttpResponse:
    row = access.one_of(request, OurWay.objects.filter(removed_at=None), ourway)
    event = actions.take_out(row=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Taken out: %(words)s.") % {"words": row.words}, undo=event)
    if row.responsibility_id and "beside" in request.POST:
        return redirect("set_up:responsibility", responsibility=row.responsibility_id)
    return redirect("handbook:page")


def remove_try(request: Request, tryfirst: object, **where: object) -> HttpResponse:
    row = access.one_of(request, TryFirst.objects.filter(removed_at=None), tryfirst)
    event = actions.take_out(row=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Taken out: %(words)s.") % {"words": row.words}, undo=event)
    return redirect("decide:page")


def history(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    upcoming = memory.coming(me, now)
    past = memory.past(me, now)
    this_year = local_day(now, me.household.zone).year
    by_year = [
        (year, year != this_year, list(rows))
        for year, rows in groupby(past[:SHOWN], key=lambda entry: entry.year)
    ]
    context = {
        "place": "away",
        "upcoming": upcoming,
        "by_year": by_year,
        "older": past[SHOWN:],
        "is_empty": not upcoming and not past,
        "years": sorted({entry.year for entry in past}, reverse=True),
        "children": Member.objects.of(me.household).children() if past else (),
    }
    return render(request, "come_back/history.html", context)
