"""One private box before, and how it was afterwards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.prepare import actions
from kbye.prepare.forms import HowItWasForm, WorryForm
from kbye.prepare.memory import last_worry, own_worries
from kbye.web import access, clock, undo
from kbye.web.access import Request


def worries(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    if request.method != "POST":
        return _page(request, time_away, WorryForm())
    form = WorryForm(request.POST)
    if not form.is_valid():
        return _page(request, time_away, form, status=422)
    actions.write_down(
        time_away=time_away, words=form.cleaned_data["words"], by=access.me(request), now=clock.now()
    )
    undo.say(request, _("Written down. Only you see it."))
    return redirect("prepare:worries", time_away=time_away.pk)


def how_it_was(request: Request, worry: UUID, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    mine = access.one_of(request, Worry.objects.filter(author=me, time_away=time_away), worry)
    form = HowItWasForm(request.POST, auto_id=f"{mine.pk}_%s")
    if not _is_back(time_away):
        undo.say(request, _("That can be told after the return."))
    elif not form.is_valid():
        return _page(request, time_away, WorryForm(), answered=(mine, form), status=422)
    else:
        actions.say_how_it_was(worry=mine, words=form.cleaned_data["how_it_was"], by=me, now=clock.now())
    return redirect("prepare:worries", time_away=time_away.pk)


def _is_back(time_away: TimeAway) -> bool:
    return time_away.phase(clock.now()) == TimeAway.Phase.BACK


def _page(
    request: Request,
    time_away: TimeAway,
    form: WorryForm,
    *,
    answered: tuple[Worry, HowItWasForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    me = access.me(request)
    written = own_worries(me, time_away)
    forms = {worry.pk: HowItWasForm(auto_id=f"{worry.pk}_%s") for worry in written}
    if answered is not None:
        forms[answered[0].pk] = answered[1]
    last = last_worry(me)
    context = {
        "time_away": time_away,
        "form": form,
        "worries": [(worry, forms[worry.pk]) for worry in written],
        "is_back": _is_back(time_away),
        "last": last if last and last.time_away_id != time_away.pk else None,
        "place": "away",
    }
    return render(request, "prepare/worries.html", context, status=status)
