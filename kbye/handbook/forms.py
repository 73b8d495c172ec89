"""A fact, and somebody to call."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.household import Household
from kbye.household.knowledge import Fact
from kbye.household.people import Member

_FEWEST_DIGITS = 3


def dialled(phone: str) -> str:
    """What a telephone is handed: digits, and a plus in front if there is one."""
    digits = re.sub(r"\D", "", phone)
    return f"+{digits}" if phone.strip().startswith("+") else digits


class FactForm(forms.Form):
    words = forms.CharField(
        max_length=300,
        label=gettext_lazy("What should one know?"),
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("A few words are enough.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("That is"),
        initial=Fact.Kind.GOOD_TO_KNOW.value,
        choices=[
            (Fact.Kind.GOOD_TO_KNOW.value, gettext_lazy("good to know")),
            (Fact.Kind.COMFORT.value, gettext_lazy("a comfort")),
            (Fact.Kind.ALLERGY.value, gettext_lazy("an allergy, or a never")),
            (Fact.Kind.MEDICINE.value, gettext_lazy("about medicine")),
        ],
        widget=forms.RadioSelect,
    )
    child = forms.ModelChoiceField(
        Member.objects.none(),
        label=gettext_lazy("About whom?"),
        required=False,
        blank=True,
        empty_label=gettext_lazy("all of them"),
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, household: Household, child: str = "") -> None:
        super().__init__(data, initial={"child": child})
        chosen = self.fields["child"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Member.objects.of(household).children()


class ContactForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Who?"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
        error_messages={"required": gettext_lazy("Who is it?")},
    )
    phone = forms.CharField(
        max_length=40,
        label=gettext_lazy("Number"),
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Without a number nobody can be called.")},
    )
    note = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("What for?"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if len(dialled(phone)) < _FEWEST_DIGITS:
            raise forms.ValidationError(_("Please write the number with its digits, like +49 30 23125 014."))
        return phone
