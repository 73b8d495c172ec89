"""The three questions about what must not be missed. What is left empty is a no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.household import Household
from kbye.household.responsibility import Priority, Responsibility
from kbye.household.weekdays import EVERY_DAY, mask_of
from kbye.set_up.responsibility_form import (
    MUST_MINUTES,
    TIME_ERRORS,
    WINDOW_MINUTES,
    ChildField,
    DaysField,
    minute_of,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Responsibility.Kind
QUESTIONS = ("medicine", "never", "fetch")


def _words(label: StrOrPromise, example: StrOrPromise, longest: int) -> forms.CharField:
    attrs = {"autocomplete": "off", "placeholder": example}
    return forms.CharField(required=False, max_length=longest, label=label, widget=forms.TextInput(attrs))


def _about() -> forms.TimeField:
    return forms.TimeField(
        required=False,
        label=gettext_lazy("About when?"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=TIME_ERRORS,
    )


class MustsForm(forms.Form):
    medicine_child = ChildField(label=gettext_lazy("Who?"), empty_label=None)
    medicine_what = _words(gettext_lazy("What, and how much?"), gettext_lazy("inhaler, 2 puffs"), 120)
    medicine_at = _about()
    never_child = ChildField(label=gettext_lazy("Who?"), empty_label=None)
    never_what = _words(gettext_lazy("What?"), gettext_lazy("no nuts"), 300)
    fetch_kind = forms.ChoiceField(
        label=gettext_lazy("That is"),
        required=False,
        initial=Kind.FETCH.value,
        choices=[
            (Kind.FETCH.value, gettext_lazy("bringing or fetching")),
            (Kind.APPOINTMENT.value, gettext_lazy("a fixed appointment")),
        ],
        widget=forms.RadioSelect,
    )
    fetch_child = ChildField(label=gettext_lazy("Who?"), empty_label=gettext_lazy("all of them"))
    fetch_what = _words(gettext_lazy("What?"), gettext_lazy("pick up from swimming"), 120)
    fetch_at = _about()
    fetch_days = DaysField(required=False, label=gettext_lazy("On which days?"))
    fetch_date = forms.DateField(
        required=False,
        label=gettext_lazy("Or on one day only"),
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": gettext_lazy("Please write the day like 2026-12-04.")},
    )

    def __init__(self, data: Any = None, *, household: Household) -> None:
        super().__init__(data)
        for field in self.fields.values():
            if isinstance(field, ChildField):
                field.choose_from(household)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        missing = {
            "medicine_what": _("What is it that they need?"),
            "medicine_at": _("About when? Then it is on the sheet in time."),
            "fetch_what": _("What is it? A word or two is enough."),
            "fetch_at": _("About when? Then it is on the sheet in time."),
        }
        if not said.get("fetch_date"):
            missing["fetch_days"] = _("On which days, or on which one?")
        for name, words in missing.items():
            if self._begun(name) and not said.get(name) and name not in self.errors:
                self.add_error(name, words)
        for name in ("medicine", "never"):
            if said.get(f"{name}_what") and not said.get(f"{name}_child") and self._can_choose(name):
                self.add_error(f"{name}_child", _("Who is it about?"))
        return said

    def _begun(self, name: str) -> bool:
        """Whether anything was written under the same question; a chosen name alone says nothing."""
        question = name.split("_")[0]
        return any(self.data.get(f"{question}_{part}") for part in ("what", "at", "days", "date"))

    def _can_choose(self, question: str) -> bool:
        field = self.fields[f"{question}_child"]
        assert isinstance(field, ChildField)
        return field.has_children

    @property
    def opened(self) -> list[str]:
        """The questions to show open: those with something written under them."""
        return [name for name in QUESTIONS if self.is_bound and self._begun(name)]

    @property
    def medicine(self) -> dict[str, Any] | None:
        return (
            self._must("medicine", Kind.MEDICINE, EVERY_DAY) if self.cleaned_data["medicine_what"] else None
        )

    @property
    def fetch(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        if not said["fetch_what"]:
            return None
        kind, day = Kind(said["fetch_kind"] or Kind.FETCH), said["fetch_date"]
        weekdays = EVERY_DAY if day else mask_of(said["fetch_days"])
        return {**self._must("fetch", kind, weekdays), "only_on_date": day}

    @property
    def never(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        return {"child": said["never_child"], "words": said["never_what"]} if said["never_what"] else None

    def _must(self, question: str, kind: Responsibility.Kind, weekdays: int) -> dict[str, Any]:
        start = minute_of(self.cleaned_data[f"{question}_at"])
        return {
            "title": self.cleaned_data[f"{question}_what"],
            "child": self.cleaned_data[f"{question}_child"],
            "kind": kind.value,
            "priority": Priority.MUST.value,
            "weekdays": weekdays,
            "from_minute": start,
            "to_minute": start + WINDOW_MINUTES[kind],
            "minutes": MUST_MINUTES,
        }
