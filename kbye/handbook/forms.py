"""An entry, somebody to call, and somebody who may collect."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.household import Household
from kbye.household.if_then import BROUGHT_ALONG
from kbye.household.knowledge import Collector, Contact, Fact, Shown, ShownTo
from kbye.household.people import Member

Kind = Fact.Kind
_FEWEST_DIGITS = 3
_HELPER = "helper:"
_LIKE_A_DAY = {"invalid": gettext_lazy("Please write the day like 2026-12-04.")}
KINDS: list[tuple[str, Promise]] = [
    (Kind.GOOD_TO_KNOW.value, gettext_lazy("good to know")),
    (Kind.COMFORT.value, gettext_lazy("a comfort")),
    (Kind.WORD.value, gettext_lazy("a word they use")),
    (Kind.ALLERGY.value, gettext_lazy("an allergy, or a never")),
    (Kind.MEDICINE.value, gettext_lazy("about medicine")),
    (Kind.CONDITION.value, gettext_lazy("about their health")),
    (Kind.INSURANCE.value, gettext_lazy("health insurance")),
    (Kind.CONSENT.value, gettext_lazy("a consent")),
    (Kind.HOUSE.value, gettext_lazy("about the house")),
    (Kind.ADDRESS.value, gettext_lazy("our address")),
    (Kind.IF_THEN.value, gettext_lazy("what to do if …")),
]
# What the first two lines are called for each kind.
_ASKED: dict[str, tuple[Promise, Promise]] = {
    Kind.GOOD_TO_KNOW.value: (gettext_lazy("What should one know?"), gettext_lazy("A little more")),
    Kind.COMFORT.value: (gettext_lazy("What comforts?"), gettext_lazy("A little more")),
    Kind.WORD.value: (gettext_lazy("What do they say?"), gettext_lazy("What does it mean?")),
    Kind.ALLERGY.value: (gettext_lazy("What must never be?"), gettext_lazy("What happens then?")),
    Kind.MEDICINE.value: (gettext_lazy("Which medicine?"), gettext_lazy("How is it given?")),
    Kind.HOUSE.value: (gettext_lazy("What is it about?"), gettext_lazy("Where is it, or how does it work?")),
    Kind.IF_THEN.value: (gettext_lazy("If …"), gettext_lazy("Then …")),
    Kind.CONDITION.value: (gettext_lazy("What is it?"), gettext_lazy("What should one know about it?")),
    Kind.INSURANCE.value: (gettext_lazy("With whom?"), gettext_lazy("The number on the card")),
    Kind.CONSENT.value: (gettext_lazy("Who may agree to what?"), gettext_lazy("Where is the paper?")),
    Kind.ADDRESS.value: (
        gettext_lazy("Street, number, town"),
        gettext_lazy("How does an ambulance find the door?"),
    ),
}


def dialled(phone: str) -> str:
    """What a telephone is handed: digits, and a plus in front if there is one."""
    digits = re.sub(r"\D", "", phone)
    return f"+{digits}" if phone.strip().startswith("+") else digits


def is_a_number(phone: str) -> bool:
    return len(dialled(phone)) >= _FEWEST_DIGITS


class ShownToField(forms.ChoiceField):
    """Who gets to see it; one of the helpers may be named."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Who gets to see it?"),
            required=False,
            error_messages={"invalid_choice": gettext_lazy("Please choose again who gets to see it.")},
        )

    def offer(self, household: Household, *, usual: str) -> None:
        helpers = Member.objects.of(household).here().filter(kind=Member.Kind.HELPER)
        self.choices = [
            (ShownTo.AS_USUAL.value, usual),
            (ShownTo.ON_DUTY.value, _("everybody on duty, helpers too")),
            (ShownTo.STAYERS.value, _("the adults, and whoever stays")),
            *(
                (f"{_HELPER}{one.pk}", _("these, and %(name)s when helping") % {"name": one.name})
                for one in helpers
            ),
            (ShownTo.ADULTS.value, _("the adults only")),
        ]


def shown_as(row: Shown) -> str:
    """The value of the choice for this row."""
    if row.shown_to == ShownTo.HELPER:
        return f"{_HELPER}{row.also_for_id}" if row.also_for_id else ShownTo.STAYERS.value
    return row.shown_to


def columns_of(chosen: str) -> dict[str, Any]:
    if chosen.startswith(_HELPER):
        return {"shown_to": ShownTo.HELPER.value, "also_for_id": UUID(chosen.removeprefix(_HELPER))}
    return {"shown_to": chosen, "also_for_id": None}


class ChildField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self) -> None:
        super().__init__(
            Member.objects.none(),
            label=gettext_lazy("About whom?"),
            required=False,
            blank=True,
            empty_label=gettext_lazy("all of them"),
            widget=forms.RadioSelect,
        )


class _ShownForm(forms.Form):
    """What the forms of the handbook have in common: a child, and who gets to see it."""

    usual = gettext_lazy("as usual: the adults, and whoever stays")

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        household: Household,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        if isinstance(child := self.fields.get("child"), forms.ModelChoiceField):
            child.queryset = Member.objects.of(household).children()
        shown = self.fields["shown_to"]
        assert isinstance(shown, ShownToField)
        shown.offer(household, usual=str(self.usual))

    @property
    def wanted(self) -> dict[str, Any]:
        """The columns of the row, once the form is right."""
        said = dict(self.cleaned_data)
        return said | columns_of(said.pop("shown_to"))


class FactForm(_ShownForm):
    """One entry. `kind` decides what the lines are called; allergies and medicine are never hidden."""

    usual = gettext_lazy("as usual for what it is")
    words = forms.CharField(
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("A few words are enough.")},
    )
    detail = forms.CharField(max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    kept = forms.CharField(
        max_length=200,
        required=False,
        label=gettext_lazy("Where is the medicine?"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    child = ChildField()
    kind = forms.ChoiceField(
        label=gettext_lazy("That is"),
        initial=Kind.GOOD_TO_KNOW.value,
        choices=KINDS,
        widget=forms.RadioSelect,
    )
    shown_to = ShownToField()
    seed = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        words, detail = _ASKED[self.chosen_kind]
        self.fields["words"].label, self.fields["detail"].label = str(words), str(detail)

    @property
    def chosen_kind(self) -> str:
        said = str(self["kind"].value() or "")
        return said if said in _ASKED else Kind.GOOD_TO_KNOW.value

    @property
    def is_vital(self) -> bool:
        return self.chosen_kind in Fact.VITAL

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") in Fact.VITAL:
            said["shown_to"] = ShownTo.AS_USUAL.value
        if said.get("kind") != Kind.IF_THEN or said.get("seed") not in BROUGHT_ALONG:
            said["seed"] = ""
        return said


class AnswerForm(FactForm):
    """A question with its answer, as an entry."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["words"].label = _("The question")
        answer = self.fields["detail"]
        answer.label, answer.required = _("Your answer"), True
        answer.error_messages["required"] = _("A few words are enough.")


class PhotoForm(_ShownForm):
    """A photo of a list that hangs somewhere. Whether the file is a photo is for `web/photos.py` to say."""

    photo = forms.FileField(
        label=gettext_lazy("The photo"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp", "data-photo": "photo-preview"}),
        error_messages={
            "required": gettext_lazy("Choose a photo."),
            "empty": gettext_lazy("There is nothing in that file. Perhaps try another one."),
        },
    )
    words = forms.CharField(
        max_length=300,
        label=gettext_lazy("What is on it?"),
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("The words are found when somebody looks for them."),
        error_messages={"required": gettext_lazy("A few words are enough.")},
    )
    child = ChildField()
    shown_to = ShownToField()


class ContactForm(_ShownForm):
    usual = gettext_lazy("as usual: everybody on duty, helpers too")
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
    role = forms.ChoiceField(
        label=gettext_lazy("That is"),
        required=False,
        choices=(
            (Contact.Role.ANY.value, gettext_lazy("somebody to call")),
            (Contact.Role.DOCTOR.value, gettext_lazy("the doctor")),
            (Contact.Role.POISON.value, gettext_lazy("a poison centre")),
        ),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Please choose again who that is.")},
    )
    shown_to = ShownToField()

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if not is_a_number(phone):
            raise forms.ValidationError(_("Please write the number with its digits, like +49 30 23125 014."))
        return phone


class CollectorForm(_ShownForm):
    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Who may collect?"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
        error_messages={"required": gettext_lazy("Who is it?")},
    )
    child = ChildField()
    from_date = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=_LIKE_A_DAY,
    )
    until_date = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages=_LIKE_A_DAY,
    )
    note = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("What else?"),
        help_text=gettext_lazy("Where, and whether they have to show who they are."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    shown_to = ShownToField()

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["child"].label = _("Whom?")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_date"), said.get("until_date")
        if first and last and last < first:
            self.add_error("until_date", _("That is before the first day. Which day do you mean?"))
        return said


def as_shown(row: Fact | Contact | Collector) -> dict[str, Any]:
    """What a form says at first about a row that is there."""
    names = {
        Fact: ("words", "detail", "kept", "kind", "child_id", "seed"),
        Contact: ("name", "phone", "note", "role"),
        Collector: ("name", "note", "from_date", "until_date", "child_id"),
    }[type(row)]
    shown = {name.removesuffix("_id"): getattr(row, name) for name in names}
    return shown | {"shown_to": shown_as(row)}
