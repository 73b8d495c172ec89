"""The questions of the two minutes, one form each. Every answer may stay empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.afterwards import Debrief, Worry
from kbye.household.preparation import Preparation
from kbye.household.responsibility import Responsibility

_TOO_LONG = {"max_length": gettext_lazy("That is more than fits here. The heart of it will do.")}
_Used, _CameTrue, _Rest, _Off = Preparation.Used, Worry.CameTrue, Debrief.Rest, Debrief.SwitchedOff


class FineForm(forms.Form):
    """Both read it."""

    different_and_fine = forms.CharField(
        label=gettext_lazy("What was different, and fine?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3, "placeholder": gettext_lazy("cereal for dinner")}),
        error_messages=_TOO_LONG,
    )


class OurWayForm(forms.Form):
    our_way = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={**_TOO_LONG, "required": gettext_lazy("A few words, or just this once.")},
    )
    beside = forms.ModelChoiceField(
        Responsibility.objects.none(),
        label=gettext_lazy("Beside the usual way of"),
        required=False,
        blank=True,
        empty_label=gettext_lazy("nothing in particular"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": gettext_lazy("That one is not there any more. Please choose again.")
        },
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any], usual: Any) -> None:
        super().__init__(data, initial={"beside": "", **initial})
        chosen = self.fields["beside"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = usual


class KnowForm(forms.Form):
    """What becomes of it: a line of the handbook, a question for the one who left, or only words both read."""

    HANDBOOK, ASK, SAID = "handbook", "ask", "said"

    to_know_next_time = forms.CharField(
        label=gettext_lazy("What would you like to know next time?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3, "placeholder": gettext_lazy("where the wellies are")}),
        error_messages=_TOO_LONG,
    )
    becomes = forms.ChoiceField(label=gettext_lazy("And then?"), required=False, widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], leaver: str) -> None:
        super().__init__(data, initial={"becomes": self.ASK, **initial})
        chosen = self.fields["becomes"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [
            (self.ASK, _("Ask %(name)s") % {"name": leaver}),
            (self.HANDBOOK, _("I know it now: into the handbook")),
            (self.SAID, _("Just saying")),
        ]


class UsedForm(forms.Form):
    """One tap for each thing that was prepared."""

    def __init__(self, data: Any = None, *, rows: Iterable[Preparation]) -> None:
        super().__init__(data)
        self.rows = {f"used-{row.pk}": row for row in rows}
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=row.words,
                required=False,
                initial=row.used,
                choices=[(_Used.YES, _("Yes, used")), (_Used.NO, _("Not needed"))],
                widget=forms.RadioSelect,
            )

    def said(self) -> Iterator[tuple[Preparation, Preparation.Used]]:
        for name, row in self.rows.items():
            if self.cleaned_data[name] and self.cleaned_data[name] != row.used:
                yield row, _Used(self.cleaned_data[name])


class WorriesForm(forms.Form):
    """Private to their author: whether it came true, and a few words if they like."""

    def __init__(self, data: Any = None, *, rows: Iterable[Worry]) -> None:
        super().__init__(data)
        self.rows: dict[UUID, Worry] = {row.pk: row for row in rows}
        for key, row in self.rows.items():
            self.fields[f"came-{key}"] = forms.ChoiceField(
                label=_("Did it come true?"),
                required=False,
                initial=row.came_true,
                choices=[
                    (_CameTrue.NO, _("No")),
                    (_CameTrue.A_LITTLE, _("A little")),
                    (_CameTrue.YES, _("Yes")),
                ],
                widget=forms.RadioSelect,
            )
            self.fields[f"words-{key}"] = forms.CharField(
                label=_("In your own words"),
                max_length=500,
                required=False,
                initial=row.how_it_was,
                widget=forms.TextInput({"autocomplete": "off"}),
                error_messages=_TOO_LONG,
            )

    def asked(self) -> Iterator[tuple[Worry, forms.BoundField, forms.BoundField]]:
        for key, row in self.rows.items():
            yield row, self[f"came-{key}"], self[f"words-{key}"]

    def said(self) -> Iterator[tuple[Worry, Worry.CameTrue, str]]:
        for key, row in self.rows.items():
            came, words = self.cleaned_data[f"came-{key}"], self.cleaned_data[f"words-{key}"]
            if (came or row.came_true, words) != (row.came_true, row.how_it_was):
                yield row, _CameTrue(came or row.came_true), words


class RestedForm(forms.Form):
    """Nobody else reads it."""

    rested = forms.ChoiceField(
        label=gettext_lazy("How rested are you?"),
        required=False,
        choices=[
            (_Rest.HARDLY, gettext_lazy("Hardly at all")),
            (_Rest.SOMEWHAT, gettext_lazy("A bit")),
            (_Rest.WELL, gettext_lazy("Properly")),
        ],
        widget=forms.RadioSelect,
    )
    switched_off = forms.ChoiceField(
        label=gettext_lazy("Could you leave home at home?"),
        required=False,
        choices=[
            (_Off.HARDLY, gettext_lazy("Not really")),
            (_Off.PARTLY, gettext_lazy("Now and then")),
            (_Off.FULLY, gettext_lazy("Yes")),
        ],
        widget=forms.RadioSelect,
    )


class TryFirstForm(forms.Form):
    try_first = forms.CharField(
        label=gettext_lazy("Something to try first?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(
            {"autocomplete": "off", "placeholder": gettext_lazy("try a night at Grandma's first")}
        ),
        error_messages=_TOO_LONG,
    )
