"""What is asked about somebody: little, and only what fits them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kbye.household.language import names
from kbye.household.people import Member
from kbye.set_up.ages import born_about

OLDEST_CHILD = 25
_FITS = {
    Member.Kind.ADULT: {"name", "called", "email", "phone", "clock", "language"},
    Member.Kind.HELPER: {"name", "called", "email", "phone", "clock", "language"},
    Member.Kind.CHILD: {"name", "age", "born_date"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPerson:
    name: str
    called: str = ""
    born_date: date | None = None
    email: str = ""
    phone: str = ""
    clock: str = Member.Clock.H24
    language: str = ""


def _languages() -> list[tuple[str, str]]:
    at_home = gettext("as at home: %(language)s") % {"language": names()[settings.LANGUAGE_CODE]}
    return [("", at_home), *names().items()]


class PersonForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
        error_messages={"required": _("What are they called?")},
    )
    called = forms.CharField(
        label=_("What do the children call them?"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    age = forms.IntegerField(
        label=_("Age"),
        required=False,
        min_value=0,
        max_value=OLDEST_CHILD,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "min_value": _("From 0 on."),
            "max_value": _("Up to %(years)d. Somebody older can be a helper.") % {"years": OLDEST_CHILD},
        },
    )
    born_date = forms.DateField(
        label=_("or birthday"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("A day, please, like 2020-03-01.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("An e-mail address looks like name@example.org.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    clock = forms.ChoiceField(
        label=_("Reads the clock as"),
        choices=[(Member.Clock.H24, "18:00"), (Member.Clock.H12, _("6:00 pm"))],
        initial=Member.Clock.H24,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Reads"), choices=_languages, required=False)

    def __init__(
        self, data: Any = None, *, kind: str, today: date, about: Member | None = None, **rest: Any
    ) -> None:
        self.today = today
        self.about = about
        super().__init__(data, initial=_as_known(about, today) if about else None, **rest)
        for field in set(self.fields) - _FITS[Member.Kind(kind)]:
            del self.fields[field]

    def clean_born_date(self) -> date | None:
        born: date | None = self.cleaned_data["born_date"]
        if born and born > self.today:
            raise forms.ValidationError(_("That day is still to come."))
        if born and self.today.year - born.year > OLDEST_CHILD:
            raise forms.ValidationError(_("That is long ago. Somebody older can be a helper."))
        return born

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and sum(sign.isdigit() for sign in phone) < 3:
            raise forms.ValidationError(_("That is too short to call."))
        return phone

    def answer(self) -> AboutPerson:
        """What was said; call it once the form is found to be in order."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"age", "born_date"}}
        return AboutPerson(born_date=self._born(), **told)

    def _born(self) -> date | None:
        """The day if one was said, else a guess from the age; a known day stays while the age stays."""
        age, born = self.cleaned_data.get("age"), self.cleaned_data.get("born_date")
        if "age" in self.changed_data and "born_date" not in self.changed_data:
            return None if age is None else born_about(age, self.today)
        if born is None and age is not None:
            return born_about(age, self.today)
        return born


def _as_known(about: Member, today: date) -> dict[str, object]:
    return {
        "name": about.name,
        "called": about.called,
        "age": about.age(today),
        "born_date": about.born_date,
        "email": about.email,
        "phone": about.phone,
        "clock": about.clock,
        "language": about.language,
    }
