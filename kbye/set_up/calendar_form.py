"""A calendar file somebody brings along."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_NO_FILE = gettext_lazy("Please choose a calendar file; its name ends in .ics.")


class CalendarForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics)"),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "required": _NO_FILE,
            "missing": _NO_FILE,
            "empty": gettext_lazy("That file is empty. Please export the calendar once more."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("What to call it"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("A file brought under the same name takes the place of the one before."),
        error_messages={"required": gettext_lazy("Please give it a name, like: work.")},
    )

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if file.size > settings.CALENDAR_BYTES_MAX:
            most = filesizeformat(settings.CALENDAR_BYTES_MAX)
            raise forms.ValidationError(_("That file is larger than %(most)s.") % {"most": most})
        return file

    def answer(self) -> dict[str, Any]:
        """`raw` (bytes) and `name`; call it once the form is found to be in order."""
        return {"raw": self.cleaned_data["file"].read(), "name": self.cleaned_data["name"]}

    def say_unreadable(self, why: object) -> None:
        self.add_error("file", str(why))
