"""If nobody answers: what the adults agree on, and the page of the one who stands in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.stand_in import StandIn
from kbye.planning.standing_in import Action, Actor, State, after
from kbye.urgent import stand_ins
from kbye.urgent.stand_in_words import agreed, where_it_stands
from kbye.web import access, clock, undo
from kbye.web.access import Request
from kbye.web.links import address_of
from kbye.web.wording import hours

WAITS = (30, 60, 120, 360, 720, 1440)
USUAL_WAIT = 120
# What the buttons say, and the steps of the table they stand for.
BUTTONS = {
    "refuse": (Action.REFUSE, gettext_lazy("No, all is well")),
    "open_now": (Action.OPEN_NOW, gettext_lazy("Open it now")),
    "close": (Action.CLOSE, gettext_lazy("Close it")),
    "again": (Action.AGREE_AGAIN, gettext_lazy("Agree anew")),
    "take_away": (Action.TAKE_AWAY, gettext_lazy("Take it back")),
}
OF_RECEIVER = {"ask": Action.ASK, "never_mind": Action.NEVER_MIND}


class WaitForm(forms.Form):
    wait = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy("After how long?"),
        initial=USUAL_WAIT,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose how long."),
            "invalid_choice": gettext_lazy("Please choose how long."),
        },
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["wait"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(minutes, hours(minutes)) for minutes in WAITS]

    @property
    def wanted(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["wait"])


class AgreeForm(WaitForm):
    who = forms.ModelChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Who?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose somebody."),
            "invalid_choice": gettext_lazy("Please choose somebody."),
        },
    )
    field_order = ("who", "wait")

    def __init__(self, *given: Any, household: Household, **more: Any) -> None:
        super().__init__(*given, **more)
        there = StandIn.objects.of(household).here().values_list("receiver_id", flat=True)
        helpers = Member.objects.of(household).here().filter(kind=Member.Kind.HELPER)
        who = self.fields["who"]
        assert isinstance(who, forms.ModelChoiceField)
        who.queryset = helpers.exclude(pk__in=list(there))


def page(request: Request, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    form = AgreeForm(request.POST if request.method == "POST" else None, household=me.household)
    if form.is_valid():
        stand_ins.agree(giver=me, receiver=form.cleaned_data["who"], wait=form.wanted, now=now)
        undo.say(request, _("Agreed. Every adult of the house is told."))
        return redirect("urgent:stand_ins")
    rows = StandIn.objects.of(me.household).here().select_related("receiver", "giver", "household")
    who = form.fields["who"]
    assert isinstance(who, forms.ModelChoiceField)
    assert who.queryset is not None
    context = {
        "place": "handbook",
        "rows": [_shown(row, me) for row in rows],
        "form": form if who.queryset.exists() else None,
        "can_anybody": Member.objects.of(me.household).here().filter(kind=Member.Kind.HELPER).exists(),
    }
    return render(request, "urgent/stand_ins.html", context, status=422 if form.is_bound else 200)


def _shown(row: StandIn, me: Member) -> dict[str, Any]:
    actor, link = stand_ins.actor_of(me, row), stand_ins.link_of(row, clock.now())
    return {
        "row": row,
        "agreed": agreed(row),
        "state": where_it_stands(row),
        "address": address_of(link) if link else "",
        "url": reverse("urgent:decide_stand_in", kwargs={"standin": row.pk}),
        "buttons": [
            (name, words) for name, (action, words) in BUTTONS.items() if after(row.where, actor, action)
        ],
        "wait": WaitForm(initial={"wait": row.wait_minutes}, auto_id=f"wait-{row.pk}-%s")
        if after(row.where, actor, Action.CHANGE)
        else None,
    }


def decide(request: Request, standin: object, **where: object) -> HttpResponse:
    me, now = access.me(request), clock.now()
    row = access.one_of(request, StandIn.objects.here().select_related("receiver", "household"), standin)
    actor, what = stand_ins.actor_of(me, row), request.POST.get("what", "")
    try:
        if what in BUTTONS:
            stand_ins.step(row, BUTTONS[what][0], actor=actor, by=me, now=now)
        elif (form := WaitForm(request.POST)).is_valid():
            stand_ins.change(row, wait=form.wanted, actor=actor, by=me, now=now)
        else:
            raise stand_ins.NotNow
    except stand_ins.NotNow:
        undo.say(request, _("That is not possible just now. Have a look how it stands."))
    else:
        undo.say(request, _("Done. Every adult of the house is told."))
    return redirect("urgent:stand_ins")


def receiver(request: Request, token: str, **where: object) -> HttpResponse:
    """Their page. They can ask, and say that it is not needed; nothing else of it is theirs to change."""
    me, now = access.me(request), clock.now()
    row = (
        StandIn.objects.of(me.household)
        .here()
        .select_related("receiver", "household", "giver")
        .get(receiver=me)
    )
    if request.method == "POST":
        action = OF_RECEIVER.get(request.POST.get("what", ""))
        try:
            if action is not None:
                stand_ins.step(row, action, actor=Actor.RECEIVER, by=me, now=now)
        except stand_ins.NotNow:
            pass  # the page says how it stands
        return redirect("urgent:stand_in", token=token)
    adults = list(Member.objects.of(me.household).adults())
    context = {
        "row": row,
        "adults": adults,
        "agreed_hours": hours(row.wait_minutes),
        "left": hours(max(int(row.still_to_wait.total_seconds() // 60), 1)),
        "state": row.state,
        "can_ask": after(row.where, Actor.RECEIVER, Action.ASK) is not None,
        "can_stop": after(row.where, Actor.RECEIVER, Action.NEVER_MIND) is not None,
        "sheet": reverse("urgent:kept_sheet", kwargs={"token": token}) if row.where is State.ACTIVE else "",
    }
    return render(request, "urgent/stand_in.html", context)
