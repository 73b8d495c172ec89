"""What is typed when telling: an address, a reason of one's own, another time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.away import HandOver, TimeAway
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.web.moments import MomentsForm


class MailForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("E-mail"),
        widget=forms.EmailInput({"autocomplete": "off", "inputmode": "email"}),
        error_messages={
            "required": gettext_lazy("Please write the e-mail address it should go to."),
            "invalid": gettext_lazy("That address is not complete. It looks like name@example.org."),
        },
    )


class WhatForForm(forms.Form):
    what_for = forms.CharField(max_length=200, required=False)


class InReturnForm(MomentsForm):
    """A time of their own that they would like for it. Names and ids begin with "return-"."""

    prefix = "return"
    moments_required = False


class AnswerForm(MomentsForm):
    """Got it; or: but this would work (another time, words, or something in return); or: I'll find someone."""

    answer = forms.ChoiceField(choices=[(one.value, one.value) for one in HandOver.Answer if one.value])
    words = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("A word with it"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    moments_required = False

    def __init__(self, data: Any, *, time_away: TimeAway, person: Member, now: datetime) -> None:
        super().__init__(data, zone=time_away.household.zone, now=now)
        self.time_away = time_away
        # Only those who live with the children can have time of their own from them.
        swaps = person.is_adult and not time_away.is_offer
        self.return_form = InReturnForm(data, zone=self.zone, now=now) if swaps else None

    @property
    def in_return(self) -> Span | None:
        return self.return_form.span if self.return_form else None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("answer") != HandOver.Answer.COUNTER:
            return said
        if self.return_form is not None and not self.return_form.is_valid():
            raise forms.ValidationError(_("Please look at the time in return once more."))
        if not (said.get("words") or self.span or self.in_return):
            raise forms.ValidationError(_("Please say what would work: another time, or a few words."))
        if self.in_return and _meet(self.in_return, self.span or self.time_away.span):
            raise forms.ValidationError(_("These two meet: somebody has to be with the children."))
        return said


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


class UrgentForm(forms.Form):
    words = forms.CharField(
        max_length=300,
        label=gettext_lazy("What happened, in one sentence"),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please say in one sentence what happened.")},
    )
