"""One private box: written down before, turned into something or let go, and how it was afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kbye.household.afterwards import Worry
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.safety_words import is_about_safety
from kbye.prepare import actions
from kbye.prepare.forms import HowItWasForm, MustForm, ToDoForm, ToSayForm, WorryForm
from kbye.prepare.memory import came_true_last_time, last_worry, like_an_earlier_one, own_worries
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.wording import names

Became, Phase = Worry.Became, TimeAway.Phase


def page(request: Request, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    if request.method != "POST":
        return _page(request, time_away, WorryForm())
    form = WorryForm(request.POST)
    if not form.is_valid():
        return _page(request, time_away, form, status=422)
    worry = actions.write_down(
        time_away=time_away, words=form.cleaned_data["words"], by=access.me(request), now=clock.now()
    )
    undo.say(request, _("Written down. Only you see it."))
    if _is_before(time_away):
        turn_url = reverse("prepare:turn", kwargs={"time_away": time_away.pk, "worry": worry.pk})
        return redirect(f"{turn_url}?into=must" if is_about_safety(worry.words) else turn_url)
    return redirect("prepare:worries", time_away=time_away.pk)


def turn(request: Request, worry: UUID, **where: object) -> HttpResponse:
    """What becomes of it: something to do, a must, something to say; or it is let go."""
    time_away = access.time_away(request)
    mine = access.one_of(request, _mine(request, time_away), worry)
    into = str(request.POST.get("into") or request.GET.get("into") or "")
    if request.method == "POST" and into in {"let_go", "again"}:
        actions.turn_into(worry=mine, became=Became.LET_GO if into == "let_go" else Became.NOTHING_YET)
        return redirect("prepare:worries", time_away=time_away.pk)
    if not _is_before(time_away):
        undo.say(request, _("It has begun. Everything here waits until you are back."))
        return redirect("prepare:worries", time_away=time_away.pk)
    form = _form_for(into, request, mine)
    if form is not None and request.method == "POST" and form.is_valid():
        _TURNS[into](request, time_away, mine, form)
        return redirect("prepare:worries", time_away=time_away.pk)
    return _turn_page(request, time_away, mine, into, form)


def how_it_was(request: Request, worry: UUID, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    mine = access.one_of(request, _mine(request, time_away), worry)
    form = HowItWasForm(request.POST, auto_id=f"{mine.pk}_%s")
    if not _is_back(time_away):
        undo.say(request, _("That can be told after the return."))
    elif not form.is_valid():
        return _page(request, time_away, WorryForm(), answered=(mine, form), status=422)
    else:
        actions.say_how_it_was(worry=mine, words=form.cleaned_data["how_it_was"], by=me, now=clock.now())
    return redirect("prepare:worries", time_away=time_away.pk)


def _mine(request: Request, time_away: TimeAway) -> Any:
    return Worry.objects.filter(author=access.me(request), time_away=time_away)


def _form_for(into: str, request: Request, worry: Worry) -> forms.Form | None:
    """The form for that turn, with the words as they were written: they are changed before anybody reads them."""
    data = request.POST if request.method == "POST" else None
    initial = {"words": worry.words}
    if into == Became.TO_DO:
        return ToDoForm(data, initial=initial)
    if into == Became.MUST:
        return MustForm(data, initial=initial, household=worry.household)
    return ToSayForm(data, initial=initial) if into == Became.SAID else None


def _to_do(request: Request, time_away: TimeAway, worry: Worry, form: forms.Form) -> None:
    said = form.cleaned_data
    actions.make_to_do(
        worry=worry,
        time_away=time_away,
        words=said["words"],
        heading=said["heading"],
        by=access.me(request),
        now=clock.now(),
    )
    undo.say(request, _("On your list."))


def _must(request: Request, time_away: TimeAway, worry: Worry, form: forms.Form) -> None:
    said = form.cleaned_data
    actions.make_must(
        worry=worry,
        time_away=time_away,
        words=said["words"],
        child=said["child"],
        by=access.me(request),
        now=clock.now(),
    )
    undo.say(request, _("A must this time. It stands in the message and on the sheet."))


def _to_say(request: Request, time_away: TimeAway, worry: Worry, form: forms.Form) -> None:
    me = access.me(request)
    actions.make_to_say(
        worry=worry, time_away=time_away, words=form.cleaned_data["words"], by=me, now=clock.now()
    )
    who = names(_those_who_read(time_away, me))
    words = _("%(names)s reads it with the message and on the sheet.") if who else _("Kept with the message.")
    undo.say(request, words % {"names": who})


_TURNS: dict[str, Callable[[Request, TimeAway, Worry, forms.Form], None]] = {
    Became.TO_DO.value: _to_do,
    Became.MUST.value: _must,
    Became.SAID.value: _to_say,
}


def _those_who_read(time_away: TimeAway, me: Member) -> list[Member]:
    """Those who have the children; what one of those says, the leaver reads."""
    return [one for one in time_away.stayers if one.pk != me.pk] or [time_away.leaver]


def _is_back(time_away: TimeAway) -> bool:
    return time_away.phase(clock.now()) == Phase.BACK


def _is_before(time_away: TimeAway) -> bool:
    return time_away.phase(clock.now()) in {Phase.PENCILLED, Phase.COMING}


def _turn_page(
    request: Request, time_away: TimeAway, worry: Worry, into: str, form: forms.Form | None
) -> HttpResponse:
    me = access.me(request)
    context = {
        "time_away": time_away,
        "worry": worry,
        "into": into if form else "",
        "form": form,
        "is_about_safety": is_about_safety(worry.words),
        "earlier": like_an_earlier_one(me, worry),
        "readers": _those_who_read(time_away, me),
        "place": "away",
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "prepare/turn.html", context, status=status)


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
    answers = {worry.pk: HowItWasForm(auto_id=f"{worry.pk}_%s") for worry in written}
    if answered is not None:
        answers[answered[0].pk] = answered[1]
    last = last_worry(me)
    context = {
        "time_away": time_away,
        "form": form,
        "worries": [(worry, answers[worry.pk]) for worry in written],
        "is_back": _is_back(time_away),
        "is_before": _is_before(time_away),
        "came_true": came_true_last_time(me, time_away) if _is_before(time_away) else [],
        "last": last if last and last.time_away_id != time_away.pk else None,
        "place": "away",
    }
    return render(request, "prepare/worries.html", context, status=status)
