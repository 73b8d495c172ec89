"""One box for a worry, and one for how it was."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_TOO_LONG = {"max_length": _("That is more than fits here. The heart of it will do.")}


class WorryForm(forms.Form):
    words = forms.CharField(
        label=_("What worries you?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("Please write what it is, or go back.")},
    )


class HowItWasForm(forms.Form):
    how_it_was = forms.CharField(
        label=_("And how was it?"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("A word or two, or leave it.")},
    )
