"""What is announced and what is asked: one adult proposes, another agrees."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kbye.household.household import Household
from kbye.household.people import Member
from kbye.planning.lengths import Length
from kbye.set_up import limits_actions as actions
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.limits import CHOICES, up_to


class Choice(NamedTuple):
    value: str
    words: str


def page(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    household = Household.objects.get(pk=me.household_id)
    if request.method == "POST":
        _do(request, household, me)
        return redirect("set_up:limits")
    proposer = _proposer(household)
    pending = household.limit_proposed if proposer else ""
    others = actions.others_to_ask(me)
    context = {
        "place": "more",
        "now_in_force": up_to(household.announces_up_to),
        "others": others,
        "pending": Choice(pending, up_to(pending)) if pending else None,
        "proposer": proposer,
        "is_mine": proposer is not None and proposer.pk == me.pk,
        "choices": [Choice(one, up_to(one)) for one in CHOICES if one != household.announces_up_to],
    }
    return render(request, "set_up/limits.html", context)


def _proposer(household: Household) -> Member | None:
    if household.limit_proposed_by_id is None:
        return None
    return Member.objects.of(household).here().filter(pk=household.limit_proposed_by_id).first()


def _do(request: Request, household: Household, me: Member) -> None:
    now, length = clock.now(), request.POST.get("length", "")
    if length not in set(CHOICES):
        undo.say(request, _("Please choose one of these."))
        return
    about = {"household": household, "length": Length(length), "by": me, "now": now}
    said = {"yes": actions.agree, "no": actions.decline}.get(request.POST.get("said", ""), actions.propose)
    outcome = said(**about)  # type: ignore[arg-type]
    undo.say(request, _WORDS[outcome]())


_WORDS = {
    actions.Outcome.IN_FORCE: lambda: _("So it is from now on."),
    actions.Outcome.PROPOSED: lambda: _("Proposed. It changes when it is agreed."),
    actions.Outcome.DECLINED: lambda: _("It stays as it is."),
    actions.Outcome.CHANGED_SINCE: lambda: _("That has changed since, so it stays as it is."),
}
