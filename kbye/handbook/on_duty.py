"""For the one who has the children, signed in or on a link: what is known, and asking the one who left."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kbye.handbook.asking import AskForm
from kbye.handbook.shelves import Section, Shelf, fill_words, narrowed
from kbye.handbook.views import jpeg, query_of
from kbye.household.away import TimeAway
from kbye.household.excerpt import Excerpt, excerpt
from kbye.household.people import Member
from kbye.household.question import Question
from kbye.household.questions import ask_question, asked_by
from kbye.planning.wallclock import local_day
from kbye.web import access, clock
from kbye.web.access import Request
from kbye.web.calling import emergency


def page(request: Request, **where: object) -> HttpResponse:
    time_away, me, query = access.time_away(request), access.me(request), query_of(request)
    if _is_over(time_away):
        return redirect(request.who.url("go:sheet", time_away))
    sections = _sections(request, time_away)
    open_here = [row for row in asked_by(me) if row.time_away_id == time_away.pk]
    context = {
        "base": "base_link.html" if request.who.is_by_link else "base.html",
        "place": "handbook",
        "time_away": time_away,
        "query": query,
        "fill": " ".join(sorted(fill_words())),
        "sections": narrowed(sections, query) if query else sections,
        "asked": open_here,
        "asks_again": bool(query) and query.casefold() in {row.words.casefold() for row in open_here},
    }
    return render(request, "handbook/on_duty.html", context)


def ask(request: Request, **where: object) -> HttpResponse:
    """What is there answers at once; else, or when it is asked all the same, it waits for the one who left."""
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    if _is_over(time_away):
        return redirect(request.who.url("go:sheet", time_away))
    form, here = AskForm(request.POST), request.who.url("handbook:on_duty", time_away)
    words = request.POST.get("words", "").replace("\0", "").strip()[:300]
    is_there = words and narrowed(_sections(request, time_away), words)
    if not form.is_valid() or (is_there and "anyway" not in request.POST):
        return redirect(f"{here}?{urlencode({'q': words})}")
    is_urgent = form.cleaned_data["urgent"]
    question = ask_question(
        household=time_away.household,
        words=form.cleaned_data["words"],
        by=me,
        time_away=time_away,
        urgent=is_urgent,
        now=now,
    )
    messages.success(request, _what_happens_now(question, time_away.leaver))
    return redirect(here)


def photo(request: Request, fact: object, **where: object) -> HttpResponse:
    time_away = access.time_away(request)
    seen = _excerpt(request, time_away)
    rows = [*seen.facts, *(one.fact for one in seen.if_then if one.fact)]
    known = {one.pk: one for one in rows if one.photo}
    found = known.get(fact)  # type: ignore[call-overload]
    if found is None:
        raise Http404
    if _is_over(time_away):
        return redirect(request.who.url("go:sheet", time_away))
    return jpeg(found)


def _is_over(time_away: TimeAway) -> bool:
    return time_away.back_at is not None or time_away.called_off_at is not None


def _excerpt(request: Request, time_away: TimeAway) -> Excerpt:
    household = time_away.household
    return excerpt(household, to=access.me(request), on=local_day(clock.now(), household.zone))


def _sections(request: Request, time_away: TimeAway) -> list[Section]:
    household = time_away.household
    return Shelf(
        excerpt=_excerpt(request, time_away),
        children=tuple(Member.objects.of(household).children()),
        today=local_day(clock.now(), household.zone),
        emergency=emergency(household),
        photo_url=lambda fact: request.who.url("handbook:photo_on_duty", time_away, fact=fact.pk),
    ).sections()


def _what_happens_now(question: Question, leaver: Member) -> str:
    name = {"name": leaver.name}
    if question.is_urgent:
        return _("%(name)s hears it at once. Calling is faster still.") % name
    return _("%(name)s finds it after coming back.") % name
