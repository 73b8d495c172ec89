"""The list for one time away, each adult their own; and a last look before leaving."""

from __future__ import annotations

from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kbye.household.away import TimeAway
from kbye.household.preparation import Preparation, ToSay
from kbye.household.preparing import line_with_key
from kbye.household.responsibility import Occurrence
from kbye.prepare import last_look, list_actions, list_page
from kbye.prepare.forms import AnswerForm, ChangeForm, QuickEntryForm
from kbye.prepare.list_actions import Answer, Change
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.refusing import View

Phase = TimeAway.Phase


def _is_over(request: Request, time_away: TimeAway) -> bool:
    """Lists are for before. Whoever is off duty is spared them; for those who stay they go on until the return."""
    phase = time_away.phase(clock.now())
    is_off_duty = phase == Phase.UNDER_WAY and access.me(request).pk == time_away.leaver_id
    return is_off_duty or phase in {Phase.BACK, Phase.CALLED_OFF}


def before_only(view: View) -> View:
    @wraps(view)
    def looked(request: Request, **where: object) -> HttpResponse:
        time_away = access.time_away(request)
        return _to_the_time_away(time_away) if _is_over(request, time_away) else view(request, **where)

    return looked


def _to_the_time_away(time_away: TimeAway) -> HttpResponse:
    return redirect("go:page", time_away=time_away.pk)


@before_only
def page(request: Request, **where: object) -> HttpResponse:
    return _page(request, access.time_away(request), QuickEntryForm())


def _page(request: Request, time_away: TimeAway, form: QuickEntryForm, *, status: int = 200) -> HttpResponse:
    context = {"time_away": time_away, "form": form, "place": "away"}
    context |= list_page.shown(
        time_away, access.me(request), now=clock.now(), unfold=request.GET.get("open", "")
    )
    return render(request, "prepare/list.html", context, status=status)


@before_only
def add(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    form = QuickEntryForm(request.POST)
    if not form.is_valid():
        return _page(request, time_away, form, status=422)
    events = list_actions.add(
        time_away=time_away, entries=form.entries, by=access.me(request), now=clock.now()
    )
    count = len(events)
    if count:
        words = ngettext("On the list.", "%(count)d things on the list.", count) % {"count": count}
        undo.say(request, words, undo=events[0])
    else:
        undo.say(request, _("All of that is on the list already."))
    return _to_the_list(time_away, form.cleaned_data["heading"])


def change(request: Request, preparation: UUID, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    row = line_with_key(time_away, me, preparation, now=now)
    if row is None:
        raise Http404
    if _is_over(request, time_away):
        return _to_the_time_away(time_away)
    form = ChangeForm(request.POST)
    if form.is_valid():
        wanted = Change(form.cleaned_data["what"])
        event = list_actions.change(row=row, change=wanted, by=me, now=now)
        if wanted is Change.OFF:
            undo.say(request, _("Left off this time: %(words)s") % {"words": row.words}, undo=event)
    return _to_the_list(time_away, row.heading, came_from=request.POST.get("from", ""))


def take_over(request: Request, preparation: UUID, **where: object) -> HttpResponse:
    """ "I'll do it", said of a line of another adult."""
    time_away, me = access.time_away(request), access.me(request)
    others = Preparation.objects.on_the_list().filter(time_away=time_away).exclude(owner=me)
    row = access.one_of(request, others.select_related("owner", "time_away__household"), preparation)
    if _is_over(request, time_away):
        return _to_the_time_away(time_away)
    event = list_actions.take_over(row=row, by=me, now=clock.now())
    undo.say(request, _("Yours now: %(words)s") % {"words": row.words}, undo=event)
    return _to_the_list(time_away, row.heading)


@before_only
def answer(request: Request, **where: object) -> HttpResponse:
    time_away, form = access.time_away(request), AnswerForm(request.POST)
    if form.is_valid():
        said = Answer(form.cleaned_data["answer"])
        events = list_actions.answer(
            time_away=time_away,
            question=form.cleaned_data["question"],
            answer=said,
            by=access.me(request),
            now=clock.now(),
        )
        if events:
            undo.say(request, _ANSWERED[said](), undo=events[0])
    return _to_the_list(time_away)


_ANSWERED = {
    Answer.SKIP: lambda: _("Skipped. That much less."),
    Answer.KEEP: lambda: _("They stay on the list."),
    Answer.ALWAYS: lambda: _("It stays, and will not be asked about again."),
}


def take_back_words(request: Request, to_say: UUID, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    mine = ToSay.objects.filter(time_away=time_away, author=me, removed_at=None)
    event = list_actions.take_back_words(to_say=access.one_of(request, mine, to_say), by=me, now=clock.now())
    undo.say(request, _("Taken back. Nobody reads it there any more."), undo=event)
    return _to_the_list(time_away)


def drop_must(request: Request, occurrence: UUID, **where: object) -> HttpResponse:
    """A must that has no hour was made here, and is taken off here."""
    time_away = access.time_away(request)
    musts = Occurrence.objects.filter(time_away=time_away, is_all_the_while=True)
    must = access.one_of(request, musts, occurrence)
    if _is_over(request, time_away):
        return _to_the_time_away(time_away)
    list_actions.drop_must(must=must, by=access.me(request), now=clock.now())
    undo.say(request, _("No must any more: %(words)s") % {"words": must.title})
    return _to_the_list(time_away)


def missing(request: Request, **where: object) -> HttpResponse:
    """Afterwards: what would have helped. The next list begins with it."""
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if time_away.phase(now) != Phase.BACK:
        return _to_the_time_away(time_away)
    form = QuickEntryForm(request.POST if request.method == "POST" else None)
    form.fields["lines"].label = _("What was it?")
    if form.is_valid():
        events = list_actions.note_missing(time_away=time_away, entries=form.entries, by=me, now=now)
        undo.say(request, _("Remembered. It is on the next list."), undo=events[0] if events else None)
        return redirect("prepare:missing", time_away=time_away.pk)
    rows = Preparation.objects.of(me.household).kept()
    noted = rows.filter(time_away=time_away, owner=me, is_missing=True)
    context = {"time_away": time_away, "form": form, "noted": noted, "place": "away"}
    return render(request, "prepare/missing.html", context, status=422 if form.is_bound else 200)


@before_only
def look(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    context = {"time_away": time_away, "place": "away", **last_look.shown(time_away, me, now=now)}
    return render(request, "prepare/last_look.html", context)


def _to_the_list(time_away: TimeAway, heading: str = "", *, came_from: str = "") -> HttpResponse:
    if came_from == "look":
        return redirect("prepare:look", time_away=time_away.pk)
    url = reverse("prepare:page", kwargs={"time_away": time_away.pk})
    return redirect(f"{url}?open={heading}#{heading}" if heading else url)
