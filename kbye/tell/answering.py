"""Hear it and answer: the other's side, on their link or signed in. Looking changes nothing; only a tap does."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kbye.household.away import HandOver, TimeAway
from kbye.household.clashes import stretches
from kbye.household.event import Event
from kbye.household.musts import must_lines
from kbye.household.people import Member
from kbye.household.preparing import said_to
from kbye.tell import replying
from kbye.tell.forms import AnswerForm
from kbye.web import access, clock, reader
from kbye.web.access import Request
from kbye.web.must_words import must_text
from kbye.web.refusing import refusing
from kbye.web.standing_question import standing_question

KEPT = "kept_as_it_is"


def page(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    row = _mine(time_away, me)
    if row.part == HandOver.Part.STAYS and time_away.phase(now) in {"under_way", "back"}:
        return redirect(request.who.url("go:sheet", time_away))
    return _render(request, time_away, row, AnswerForm(None, time_away=time_away, person=me, now=now))


@refusing
def answer(request: Request, **where: object) -> HttpResponse:
    time_away, me, now = access.time_away(request), access.me(request), clock.now()
    row = _mine(time_away, me)
    form = AnswerForm(request.POST, time_away=time_away, person=me, now=now)
    if not form.is_valid():
        return _render(request, time_away, row, form, status=422)
    countering = form.cleaned_data["answer"] == HandOver.Answer.COUNTER
    replying.answer(
        hand_over=row,
        time_away=time_away,
        answer=HandOver.Answer(form.cleaned_data["answer"]),
        words=form.cleaned_data["words"],
        proposal=form.span if countering else None,
        in_return=form.in_return if countering else None,
        now=now,
    )
    return redirect(request.who.url("tell:answer_page", time_away))


def _mine(time_away: TimeAway, me: Member) -> HandOver:
    """The hand-over to this person; whoever announced it has nothing to answer."""
    for row in time_away.hand_overs.all():
        if row.person_id == me.pk and me.pk != time_away.offered_by_id:
            return row
    raise PermissionDenied


def _render(
    request: Request, time_away: TimeAway, row: HandOver, form: AnswerForm, status: int = 200
) -> HttpResponse:
    lines = (
        [] if time_away.is_offer else [must_text(line, reader.current()) for line in must_lines(time_away)]
    )
    children = list(Member.objects.of(time_away.household).children())
    context: dict[str, object] = {
        "base": "base_link.html" if request.who.is_by_link else "base.html",
        "time_away": time_away,
        "row": row,
        "asker": time_away.offered_by or time_away.leaver,
        "form": form,
        "children": children,
        "asks": standing_question(time_away, children=children, reader=reader.current()),
        "musts": lines,
        "said_to_me": said_to(row.person, time_away),
        "is_countering": form.is_bound or "but" in request.GET,
        "is_swapping": form.return_form is not None and bool(form.return_form.errors or form.in_return),
        "answer_by": time_away.answer_by_at if not row.answer and time_away.manner == "question" else None,
        "stays_as_it_was": not row.answer and _was_turned_down(row),
    }
    if row.part == HandOver.Part.STAYS:
        context["stretches"] = stretches(time_away, row.person, now=clock.now())
    return render(request, "tell/answer.html", context, status=status)


def _was_turned_down(row: HandOver) -> bool:
    """Whether the last thing said of it was "no, as it was"."""
    said = Event.objects.of(row.household).filter(object_id=row.pk, verb__in=["answered", KEPT, "undid"])
    last = said.order_by("-seq").first()
    return last is not None and last.verb == KEPT
