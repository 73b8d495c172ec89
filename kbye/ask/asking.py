"""Ask somebody for a stretch: the stretch and whom to ask on one page; later, whom else."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kbye.ask import actions, reading
from kbye.ask.forms import StretchForm, WhomForm, who_can_help
from kbye.ask.views import base, to_the_gap
from kbye.household.away import TimeAway
from kbye.household.gap import Gap
from kbye.household.people import Member, MemberQuerySet
from kbye.planning.intervals import Span
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.wording import names


def new(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    data = request.POST if request.method == "POST" else None
    people = who_can_help(time_away, me)
    form = StretchForm(data, time_away=time_away, now=now, span=_wanted(request, time_away))
    whom = WhomForm(data, people=people)
    is_bound = data is not None
    if is_bound and form.is_valid() and whom.is_valid() and form.span is not None and whom.turns:
        gap = actions.open_gap(
            time_away=time_away,
            span=form.span,
            place=form.cleaned_data["place"],
            what_to_know=form.cleaned_data["what_to_know"],
            children=form.children,
            by=me,
            now=now,
        )
        return _ask(request, time_away, gap, whom)
    context = {"base": base(request), "time_away": time_away, "form": form, "whom": whom, "place": "today"}
    return render(request, "ask/new.html", context, status=422 if is_bound else 200)


def _wanted(request: Request, time_away: TimeAway) -> Span | None:
    start, end = request.GET.get("from", ""), request.GET.get("until", "")
    return reading.stretch_named(start, end, time_away)


def gap(request: Request, gap: UUID, **where: object) -> HttpResponse:
    """How it stands, and whom to ask besides."""
    time_away = access.time_away(request)
    row = access.one_of(request, reading.gaps_of(time_away), gap)
    data = request.POST if request.method == "POST" else None
    whom = WhomForm(
        data,
        people=_not_asked_yet(time_away, row, access.me(request)),
        asked=[ask.helper_id for ask in row.asks.all()],
    )
    if data is not None and whom.turns and whom.is_valid():
        return _ask(request, time_away, row, whom)
    context = {
        "base": base(request),
        "time_away": time_away,
        "gap": row,
        "whom": whom,
        "is_over": row.ends_at <= clock.now(),
        "place": "today",
    }
    return render(request, "ask/gap.html", context, status=422 if data is not None else 200)


def _not_asked_yet(time_away: TimeAway, gap: Gap, me: Member) -> MemberQuerySet:
    """Those who are not being asked already; a no may have been for then only."""
    being_asked = [ask.helper_id for ask in gap.asks.all() if ask.state in {"waiting", "asked", "yes"}]
    return who_can_help(time_away, me).exclude(pk__in=being_asked)


def _ask(request: Request, time_away: TimeAway, gap: Gap, whom: WhomForm) -> HttpResponse:
    asked = actions.ask_people(
        gap=gap,
        people=whom.people,
        one_by_one=whom.one_by_one,
        answer_minutes=whom.answer_minutes,
        by=access.me(request),
        now=clock.now(),
    )
    by_hand = [ask.helper for ask in asked if not ask.helper.email]
    if by_hand:
        about = {"names": names(by_hand)}
        undo.say(request, _("Now send it to %(names)s: there is no e-mail address for that.") % about)
    elif asked:
        undo.say(request, _("Asked: %(names)s.") % {"names": names(ask.helper for ask in asked)})
    return to_the_gap(request, time_away, gap.pk)
