"""What one chooses: whose times, how much of them, for whom; and which calendar kbye writes into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kbye.feeds.there import Place
from kbye.household.feed import Detail, Whose

_DETAILS = [
    (Detail.BUSY.value, gettext_lazy("only “busy”")),
    (Detail.NAMES.value, gettext_lazy("with names")),
]


def _detail_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("What it says"),
        choices=_DETAILS,
        initial=Detail.BUSY.value,
        widget=forms.RadioSelect,
    )


class FeedForm(forms.Form):
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose times"),
        choices=[
            (Whose.MINE.value, gettext_lazy("mine")),
            (Whose.EVERYBODY.value, gettext_lazy("everybody's")),
        ],
        initial=Whose.MINE.value,
        widget=forms.RadioSelect,
    )
    detail = _detail_field()
    label = forms.CharField(
        label=gettext_lazy("Where it goes"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("“my phone”, “the office”: so that you know later which one to stop"),
    )

    def answer(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "whose": Whose(said["whose"]),
            "detail": Detail(said["detail"]),
            "label": " ".join(said["label"].split()),
        }


class ChoiceForm(forms.Form):
    calendar = forms.ChoiceField(
        label=gettext_lazy("Into which calendar"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose one of your calendars."),
            "invalid_choice": gettext_lazy("That calendar is not there any more. Please choose another one."),
        },
    )
    detail = _detail_field()

    def __init__(self, *args: Any, places: Sequence[Place], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = {place.key: place for place in places}
        field = self.fields["calendar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(place.key, place.words) for place in places]

    def answer(self) -> dict[str, Any]:
        place = self.places[self.cleaned_data["calendar"]]
        return {
            "account": place.account,
            "address": place.address,
            "name": place.name,
            "detail": Detail(self.cleaned_data["detail"]),
        }
