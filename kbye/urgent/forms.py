"""The one sentence that may go along. None is needed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class SentenceForm(forms.Form):
    words = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("What happened, in one sentence"),
        help_text=gettext_lazy(
            "It goes to whoever has or is asked to take the children, and to nobody else."
        ),
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "go"}),
    )
