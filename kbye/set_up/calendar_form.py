"""Bringing a calendar: a file, an address, an account on a server, or the holidays of where one lives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.calendars import holidays_text
from kbye.calendars.holidays_of import countries
from kbye.household.people import Member
from kbye.outside.addresses import NotAnAddress
from kbye.outside.calendar_address import host_of
from kbye.outside.egress import flaw_in_words

_NO_FILE = gettext_lazy("Please choose a calendar file; its name ends in .ics.")
_NAME = gettext_lazy("What to call it")
_TYPED = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}


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
        label=_NAME,
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


def _address_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2048,
        widget=forms.TextInput(attrs={**_TYPED, "inputmode": "url"}),
        error_messages={"required": gettext_lazy("Please paste the address.")},
    )


class AddressForm(forms.Form):
    address = _address_field(gettext_lazy("Its address"))
    name = forms.CharField(
        label=_NAME, required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_address(self) -> str:
        return _opened(self.cleaned_data["address"])


class AccountForm(forms.Form):
    address = _address_field(gettext_lazy("Address of the server"))
    name = forms.CharField(
        label=gettext_lazy("Your name there"),
        max_length=200,
        widget=forms.TextInput(attrs=_TYPED),
        error_messages={"required": gettext_lazy("Please enter the name you sign in with there.")},
    )
    password = forms.CharField(
        label=gettext_lazy("App password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please enter the app password.")},
    )

    def clean_address(self) -> str:
        return _opened(self.cleaned_data["address"])


class HolidaysForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("Which holidays"),
        choices=[
            (holidays_text.PUBLIC, gettext_lazy("Public holidays")),
            (holidays_text.SCHOOL, gettext_lazy("School holidays")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the two.")},
    )
    region = forms.ChoiceField(label=gettext_lazy("Where"), required=False)

    def __init__(self, data: Any, *, country: str, member: Member) -> None:
        what = holidays_text.SCHOOL if member.is_child else holidays_text.PUBLIC
        super().__init__(data, initial={"what": what})
        self.country = country
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        everywhere = _("all of %(country)s") % {"country": countries().get(country, country)}
        field.choices = [("", everywhere), *holidays_text.regions(country).items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("what") == holidays_text.SCHOOL and not holidays_text.knows_school_holidays(self.country):
            self.add_error(
                "what",
                _(
                    "kbye knows no school holidays there. Import the school's calendar instead: file or address."
                ),
            )
        return said

    def answer(self) -> dict[str, str]:
        what, region = self.cleaned_data["what"], self.cleaned_data["region"]
        names = {holidays_text.SCHOOL: _("School holidays"), holidays_text.PUBLIC: _("Public holidays")}
        return {"what": what, "region": region, "country": self.country, "name": names[what]}


def _opened(address: str) -> str:
    """The address, if it is one that kbye may open at all; whether anybody answers there is found out later."""
    try:
        host_of(address)
    except NotAnAddress as error:
        raise forms.ValidationError(flaw_in_words(error.flaw)) from None
    return address
