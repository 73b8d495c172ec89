"""Questions among the adults of the house: asked at home, answered, let go; and "I know this too"."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kbye.handbook import actions
from kbye.handbook.forms import AnswerForm
from kbye.household.knowledge import Fact
from kbye.household.question import Question
from kbye.household.questions import answer_question, ask_question
from kbye.web import access, clock, undo
from kbye.web.access import Request


class AskForm(forms.Form):
    words = forms.CharField(max_length=300)
    urgent = forms.BooleanField(required=False)


def ask_at_home(request: Request, **where: object) -> HttpResponse:
    me, form = access.me(request), AskForm(request.POST)
    if not form.is_valid():
        return redirect(_back_to_the_search(request))
    ask_question(household=me.household, words=form.cleaned_data["words"], by=me, now=clock.now())
    messages.success(request, _("The question waits in the handbook."))
    return redirect("handbook:page")


def _back_to_the_search(request: Request) -> str:
    query = urlencode({"q": request.POST.get("words", "")[:300]})
    return f"{reverse('handbook:page')}?{query}"


def answer(request: Request, question: object, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    rows = Question.objects.open().select_related("asked_by", "about_child", "time_away")
    row = access.one_of(request, rows, question)
    first = {"words": row.words, "child": row.about_child_id}
    form = AnswerForm(request.POST or None, household=me.household, initial=first)
    if form.is_valid():
        if answer_question(row, by=me, now=now, **form.wanted):
            messages.success(request, _("It is in the handbook."))
        else:
            messages.info(request, _("Somebody was faster; it is in the handbook."))
        return redirect("handbook:page")
    context = {"place": "handbook", "form": form, "question": row}
    return render(request, "handbook/answer.html", context, status=422 if form.is_bound else 200)


def let_go(request: Request, question: object, **where: object) -> HttpResponse:
    row = access.one_of(request, Question.objects.open(), question)
    event = actions.let_go(question=row, by=access.me(request), now=clock.now())
    undo.say(request, _("Let go."), undo=event)
    return redirect("handbook:page")


def know_too(request: Request, fact: object, **where: object) -> HttpResponse:
    row = access.one_of(request, Fact.objects.filter(removed_at=None), fact)
    actions.know_too(fact=row, by=access.me(request), now=clock.now())
    messages.success(request, _("Good."))
    return redirect("handbook:page")
