"""Two minutes, skippable: one question a screen, each answer kept at once, and what is not said stays unsaid."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.come_back import telling
from kbye.come_back.questions import Question, questions
from kbye.come_back.whereabouts import base, has_begun, too_early
from kbye.household.afterwards import Debrief
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.ladder import ladder_of


def page(request: Request, **where: object) -> HttpResponse:
    time_away, me = access.time_away(request), access.me(request)
    if not has_begun(time_away, me, clock.now()):
        return too_early(request, time_away)
    if "skip" in request.POST:
        return _done(request, time_away, me)
    asked = questions(time_away, me, _debrief(time_away, me))
    question = _asked_about(request, asked)
    form = question.form(request.POST if request.method == "POST" else None)
    if "no" in request.POST:
        return _onwards(request, time_away, me, question)
    if form.is_valid():
        question.answer(form, now=clock.now())
        return _onwards(request, time_away, me, question)
    place = asked.index(question)
    context = {
        "base": base(request),
        "place": "away",
        "time_away": time_away,
        "form": form,
        "about": question.about,
        "leaves": me.pk == time_away.leaver_id,
        "nth": place + 1,
        "count": len(asked),
        "is_last": place + 1 == len(asked),
        "before": _address(request, time_away, asked[place - 1]) if place else after(request, time_away),
        "ladder": ladder_of(time_away.leaver, viewer=None, now=clock.now())
        if question.about == "next"
        else None,
    }
    return render(request, "come_back/two_minutes.html", context, status=422 if form.is_bound else 200)


def after(request: Request, time_away: TimeAway) -> str:
    """Where the two minutes lead to in the end."""
    if request.who.is_by_link:
        return request.who.url("come_back:postcard", time_away)
    return request.who.url("come_back:welcome", time_away)


def _onwards(request: Request, time_away: TimeAway, me: Member, question: Question) -> HttpResponse:
    """The question after this one, as things are now: an answer may bring another question along."""
    asked = questions(time_away, me, _debrief(time_away, me))
    kinds = [one.about for one in asked]
    place = kinds.index(question.about) + 1 if question.about in kinds else len(asked)
    if place < len(asked):
        return redirect(_address(request, time_away, asked[place]))
    messages.success(request, _("Thank you. That was all."))
    return _done(request, time_away, me)


def _done(request: Request, time_away: TimeAway, me: Member) -> HttpResponse:
    telling.skip(time_away=time_away, by=me, now=clock.now())
    return redirect(after(request, time_away))


def _asked_about(request: Request, asked: list[Question]) -> Question:
    about = request.GET.get("about") or request.POST.get("about")
    return next((one for one in asked if one.about == about), asked[0])


def _address(request: Request, time_away: TimeAway, question: Question) -> str:
    return f"{request.who.url('come_back:two_minutes', time_away)}?about={question.about}"


def _debrief(time_away: TimeAway, me: Member) -> Debrief | None:
    return Debrief.objects.of(time_away.household).filter(time_away=time_away, member=me).first()
