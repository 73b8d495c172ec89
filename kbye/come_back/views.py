"""Coming back: welcome, a postcard, two minutes if wanted, and when next."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.come_back import actions, memory
from kbye.come_back.forms import LeftForm, NextForm, PostcardForm, StayedForm
from kbye.come_back.next_time import Idea, ideas
from kbye.come_back.sentences import idea_words, unbroken
from kbye.household.afterwards import Debrief, Worry
from kbye.household.agreement import may
from kbye.household.away import TimeAway
from kbye.planning.agreeing import Action
from kbye.planning.wallclock import local_day
from kbye.web import access, clock, undo, wording
from kbye.web.access import Request
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
    open_worries = Worry.objects.of(household).filter(time_away=time_away, author=me, how_it_was="")
    context = {
        "place": "away",
        "time_away": time_away,
        "is_leaver": me.pk == time_away.leaver_id,
        "stays": me in time_away.stayers,
        "sentence": memory.sentence_for(time_away, happened, household.zone),
        "postcards": memory.postcards_for(me).filter(time_away=time_away),
        "told": memory.told_by_stayers(time_away),
        "debrief": mine.first(),
        "has_worries": open_worries.exists(),
        "upcoming": memory.coming(me, now, leaver=time_away.leaver)[:1],
        "ideas": _ideas(time_away),
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


def two_minutes(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if not _has_begun(time_away):
        return _too_early(request, time_away)
    said = Debrief.objects.of(time_away.household).filter(time_away=time_away, member=me).first()
    leaves = me.pk == time_away.leaver_id
    form_of = LeftForm if leaves else StayedForm
    form = form_of(request.POST if request.method == "POST" else None, initial=_said_before(said))
    if "skip" in request.POST:
        actions.skip_two_minutes(time_away=time_away, by=me, now=now)
        return redirect(_onwards(request, time_away))
    if form.is_valid():
        actions.tell_how_it_was(time_away=time_away, by=me, now=now, **form.cleaned_data)
        messages.success(request, _("Thank you. That was all."))
        return redirect(_onwards(request, time_away))
    context = {
        "base": _base(request),
        "place": "away",
        "time_away": time_away,
        "form": form,
        "leaves": leaves,
        "onwards": _onwards(request, time_away),
    }
    return render(request, "come_back/two_minutes.html", context, status=422 if form.is_bound else 200)


def postcard(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if not _has_begun(time_away):
        return _too_early(request, time_away)
    sent = list(memory.postcards_for(me).filter(time_away=time_away, sender=me))
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PostcardForm(*given, sent=len(sent))
    if form.is_valid():
        try:
            actions.send_postcard(time_away=time_away, by=me, now=now, **form.cleaned_data)
        except NotAPhoto as trouble:
            form.add_error("photo", str(trouble))
        else:
            messages.success(request, _("Sent. %(name)s finds it here.") % {"name": time_away.leaver.name})
            return redirect(request.who.url("come_back:postcard", time_away))
    said = Debrief.objects.of(time_away.household).filter(time_away=time_away, member=me).exists()
    context = {
        "base": _base(request),
        "place": "away",
        "time_away": time_away,
        "form": form,
        "postcards": sent,
        "writes": form.is_bound or not sent,
        "asks_two_minutes": not said and time_away.phase(now) == TimeAway.Phase.BACK,
        "onwards": _home_of(request, time_away),
    }
    return render(request, "come_back/postcard.html", context, status=422 if form.is_bound else 200)


def photo(request: Request, postcard: object, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    rows = memory.postcards_for(access.me(request)).filter(time_away=time_away).exclude(photo="")
    card = access.one_of(request, rows, postcard)
    try:
        jpeg = (settings.PHOTOS / card.photo).read_bytes()
    except OSError as gone:
        raise Http404 from gone
    return HttpResponse(jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"})


def history(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    upcoming = memory.coming(me, now)
    past = memory.past(me, now)
    this_year = local_day(now, me.household.zone).year
    by_year = [
        ("" if year == this_year else str(year), list(rows))
        for year, rows in groupby(past[:SHOWN], key=lambda entry: entry.year)
    ]
    context = {
        "place": "away",
        "upcoming": upcoming,
        "by_year": by_year,
        "older": past[SHOWN:],
        "is_empty": not upcoming and not past,
    }
    return render(request, "come_back/history.html", context)


def _has_begun(time_away: TimeAway) -> bool:
    return time_away.phase(clock.now()) in {TimeAway.Phase.UNDER_WAY, TimeAway.Phase.BACK}


def _too_early(request: Request, time_away: TimeAway) -> HttpResponse:
    messages.info(request, _("That comes later, once %(name)s is off.") % {"name": time_away.leaver.name})
    return redirect(request.who.url("tell:answer_page" if request.who.is_by_link else "go:page", time_away))


def _said_before(row: Debrief | None) -> dict[str, str]:
    if row is None:
        return {}
    return {
        "different_and_fine": row.different_and_fine,
        "to_know_next_time": row.to_know_next_time,
        "rested": row.rested,
    }


def _base(request: Request) -> str:
    return "base_link.html" if request.who.is_by_link else "base.html"


def _home_of(request: Request, time_away: TimeAway) -> str:
    """Where the one who stays belongs: the sheet, or, signed in and once it is over, the welcome page."""
    is_over = time_away.phase(clock.now()) == TimeAway.Phase.BACK
    return request.who.url(
        "come_back:welcome" if is_over and not request.who.is_by_link else "go:sheet", time_away
    )


def _onwards(request: Request, time_away: TimeAway) -> str:
    """After the two minutes."""
    if request.who.is_by_link:
        return request.who.url("come_back:postcard", time_away)
    return request.who.url("come_back:welcome", time_away)
