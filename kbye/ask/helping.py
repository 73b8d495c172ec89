"""On a helper's link: their own stretches and nothing else. Looking changes nothing; only a tap does."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.ask import answers, calendar_entry, reading
from kbye.ask.answers import Outcome
from kbye.ask.forms import HelperAnswerForm
from kbye.ask.message import fact_lines, moment, must_lines
from kbye.ask.paper import paper as on_paper
from kbye.ask.read_back import questions
from kbye.ask.stretch import stretch_of
from kbye.ask.views import calendar_file
from kbye.household.gap import Ask, Gap
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.calling import emergency
from kbye.web.phones import open_path
from kbye.web.typeset import NotPrinted, as_file, can_typeset


def page(request: Request, token: str) -> HttpResponse:
    shown = [_shown(ask, gap) for ask, gap in reading.my_asks(request, clock.now())]
    context = {
        "base": "base_link.html",
        "shown": shown,
        "token": token,
        "emergency": emergency(access.household(request)),
        "can_typeset": can_typeset(),
    }
    if not request.is_opened_here and request.who.link is not None:
        context["open_at"] = open_path(request.who.link)
    return render(request, "ask/help.html", context)


def _shown(ask: Ask, gap: Gap) -> dict[str, object]:
    """All of it while they are asked or have said yes; else only when it was, and that it is settled."""
    is_theirs = ask.state in {Ask.State.ASKED, Ask.State.YES}
    binds = gap.yes_binds_at
    shown: dict[str, object] = {"ask": ask, "span": gap.span, "is_theirs": is_theirs}
    if not is_theirs:
        can_still = ask.state in answers.MAY_SAY_YES and gap.state == Gap.State.OPEN
        return shown | {"can_still": can_still}
    about = stretch_of(gap, ask.helper)
    return shown | {
        "about": about,
        "had_to_leave": gap.time_away.leaver if gap.is_urgent else None,
        "musts": must_lines(about),
        "facts": fact_lines(about),
        "questions": questions(about, emergency(gap.household)),
        "until": moment(binds) if binds and clock.now() < binds else "",
    }


def answer(request: Request, token: str, ask: UUID) -> HttpResponse:
    row, _gap = reading.asked_of_me(request, ask, clock.now())
    form = HelperAnswerForm(request.POST)
    if form.is_valid():
        say = answers.say_yes if form.cleaned_data["answer"] == "yes" else answers.say_no
        _say(request, say(ask=row, by=row.helper, now=clock.now(), words=form.cleaned_data["words"]))
    return redirect("ask:help", token=token)


def take_back(request: Request, token: str, ask: UUID) -> HttpResponse:
    row, _gap = reading.asked_of_me(request, ask, clock.now())
    form = HelperAnswerForm({**request.POST.dict(), "answer": "no"})
    words = form.cleaned_data["words"] if form.is_valid() else ""
    _say(request, answers.take_back(ask=row, by=row.helper, now=clock.now(), words=words))
    return redirect("ask:help", token=token)


def _say(request: Request, outcome: Outcome) -> None:
    undo.say(
        request,
        {
            Outcome.YES: _("Thank you. You have it."),
            Outcome.NO: _("That is fine. Thank you for saying so."),
            Outcome.COVERED: _("Somebody has it already. Thank you all the same."),
            Outcome.TAKEN_BACK: _("That is fine. Somebody else is asked."),
            Outcome.BINDS: _("They count on you now. If something came up, please call."),
            Outcome.OVER: _("Nobody is needed for it any more. Thank you all the same."),
        }[outcome],
    )


def ics(request: Request, token: str, ask: UUID) -> HttpResponse:
    row, gap = reading.asked_of_me(request, ask, clock.now())
    return calendar_file(calendar_entry.text_for(row, gap, now=clock.now()))


def has_read(request: Request, token: str, ask: UUID) -> HttpResponse:
    row, _gap = reading.asked_of_me(request, ask, clock.now())
    if answers.has_read(ask=row, by=row.helper, now=clock.now()):
        undo.say(request, _("Sent. Thank you."))
    return redirect("ask:help", token=token)


def paper(request: Request, token: str, ask: UUID) -> HttpResponse:
    row, gap = reading.asked_of_me(request, ask, clock.now())
    if row.state not in {Ask.State.ASKED, Ask.State.YES}:
        raise Http404
    try:
        return as_file(on_paper(row, gap, now=clock.now()))
    except NotPrinted:
        undo.say(request, _("That could not be made just now. This page can be printed as it is."))
        return redirect("ask:help", token=token)
