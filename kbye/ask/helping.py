"""On a helper's link: their own stretches and nothing else. Looking changes nothing; only a tap does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from kbye.household.leaving_now import Stands, who_has_them
from kbye.household.people import Member
from kbye.planning.wallclock import instant, local_day
from kbye.web import access, clock, unchanged, undo
from kbye.web.access import Request
from kbye.web.calling import emergency
from kbye.web.phones import open_path
from kbye.web.typeset import NotPrinted, as_file, can_typeset


def page(request: Request, token: str) -> HttpResponse:
    return render(request, "ask/help.html", _context(request, token))


def fresh(request: Request, token: str) -> HttpResponse:
    """What changes, for a page that is open; 205 when other asks stand there by now."""
    context = _context(request, token)
    if request.GET.get("of") != context["of"]:
        return HttpResponse(status=205)
    answer = render(request, "ask/_help_live.html", context)
    answer["ETag"] = context["version"]
    return answer


def _context(request: Request, token: str) -> dict[str, Any]:
    # The tag first: what is done in between shows at the next question.
    household, now = access.household(request), clock.now()
    asks = reading.my_asks(request, now)
    path = reverse("ask:help_fresh", kwargs={"token": token})
    context: dict[str, Any] = {
        "base": "base_link.html",
        "shown": [_shown(ask, gap) for ask, gap in asks],
        "of": ".".join(ask.pk.hex[:8] for ask, _gap in asks),
        "version": unchanged.tag(household, path, until=_lasts_until(request, asks, now)),
        "token": token,
        "emergency": emergency(household),
        "can_typeset": can_typeset(),
    }
    if not request.is_opened_here and request.who.link is not None:
        context["open_at"] = open_path(request.who.link)
    return context


def _lasts_until(request: Request, asks: list[tuple[Ask, Gap]], now: datetime) -> datetime:
    """The first moment at which the page would read differently although nobody did anything."""
    zone = access.household(request).zone
    midnight = instant(local_day(now, zone) + timedelta(days=1), 0, zone)
    link = request.who.link
    turns = [midnight, link.ends_at if link else None]
    turns += [at for _ask, gap in asks for at in (gap.ends_at, gap.yes_binds_at)]
    return min(at for at in turns if at is not None and at > now)


def _shown(ask: Ask, gap: Gap) -> dict[str, object]:
    """All of it while they are asked or have said yes; else only when it was, and that it is settled."""
    is_theirs = ask.state in {Ask.State.ASKED, Ask.State.YES}
    binds = gap.yes_binds_at
    shown: dict[str, object] = {"ask": ask, "span": gap.span, "is_theirs": is_theirs}
    if not is_theirs:
        can_still = ask.state in answers.MAY_SAY_YES and gap.state == Gap.State.OPEN
        return shown | {"can_still": can_still, "has_them": _at_home(gap)}
    about = stretch_of(gap, ask.helper)
    return shown | {
        "about": about,
        "had_to_leave": gap.time_away.leaver if gap.is_urgent else None,
        "musts": must_lines(about),
        "facts": fact_lines(about),
        "questions": questions(about, emergency(gap.household)),
        "until": moment(binds) if binds and clock.now() < binds else "",
    }


def _at_home(gap: Gap) -> list[Member]:
    """Who of the house has the children after all, in an emergency; which helper has them is not told."""
    if not gap.is_urgent:
        return []
    found = who_has_them(gap.time_away, gap)
    return [one for one in found.people if found.stands is Stands.HAS and one.is_adult]


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
    outcome = answers.take_back(ask=row, by=row.helper, now=clock.now(), words=words)
    others = Ask.objects.of(row.household).filter(gap=row.gap_id, state=Ask.State.ASKED)
    _say(request, Outcome.NO if outcome == Outcome.TAKEN_BACK and not others.exists() else outcome)
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
