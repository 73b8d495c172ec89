"""What is typed when preparing: several things at once, a worry, and the words it is turned into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from kbye.household.household import Household
from kbye.household.people import Member
from kbye.planning.quick_entry import MOST_LETTERS, MOST_LINES, Entered, entered
from kbye.prepare.headings import HEADINGS, Heading, names_of_lists
from kbye.prepare.list_actions import Answer, Change

_TOO_LONG = {"max_length": _("That is more than fits here. The heart of it will do.")}
_CHOICES = [(heading.value, name) for heading, name in HEADINGS.items()]


class QuickEntryForm(forms.Form):
    """One thing a line; bullets, numbers and boxes in front of it are no part of it."""

    lines = forms.CharField(
        label=_("What else?"),
        help_text=_("One thing a line. A list from elsewhere can be pasted as it is."),
        max_length=MOST_LINES * MOST_LETTERS,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
        error_messages={
            "required": _("Please write at least one thing."),
            "max_length": _("That is more than one list holds. Perhaps in two goes?"),
        },
    )
    heading = forms.ChoiceField(
        label=_("On which list?"),
        choices=_CHOICES,
        initial=Heading.PACKING,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a list."), "invalid_choice": _("Please choose a list.")},
    )
    entries: tuple[Entered, ...] = ()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            self.entries = entered(said["lines"], said["heading"], names_of_lists())
            self._look_at_entries()
        return said

    def _look_at_entries(self) -> None:
        if not self.entries:
            self.add_error("lines", _gettext("Please write at least one thing."))
        if len(self.entries) > MOST_LINES:
            words = _gettext("Those are more than %(count)d lines. Perhaps in two goes?")
            self.add_error("lines", words % {"count": MOST_LINES})
        long = next((one for one in self.entries if len(one.words) > MOST_LETTERS), None)
        if long is not None:
            words = _gettext("This line is too long for a list: “%(start)s …”")
            self.add_error("lines", words % {"start": long.words[:40]})


class ChangeForm(forms.Form):
    what = forms.ChoiceField(choices=[(one.value, one.value) for one in Change])


class AnswerForm(forms.Form):
    question = forms.CharField(max_length=40)
    answer = forms.ChoiceField(choices=[(one.value, one.value) for one in Answer])


class WorryForm(forms.Form):
    words = forms.CharField(
        label=_("What worries you?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("Please write what it is, or go back.")},
    )


class ToDoForm(forms.Form):
    """Something to do: a line on one's own list, which the other adults can read."""

    words = forms.CharField(
        label=_("What is there to do?"),
        max_length=MOST_LETTERS,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("Please write what there is to do.")},
    )
    heading = forms.ChoiceField(
        label=_("On which list?"),
        choices=_CHOICES,
        initial=Heading.OTHER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a list."), "invalid_choice": _("Please choose a list.")},
    )


class MustForm(forms.Form):
    """A must of this time away, in words meant for the one who stays."""

    words = forms.CharField(
        label=_("What must happen, or must not?"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("Please write what must happen.")},
    )
    child = forms.ModelChoiceField(
        Member.objects.none(),
        label=_("About whom?"),
        required=False,
        empty_label=_("all"),
        error_messages={"invalid_choice": _("Please choose one of the children, or all.")},
    )

    def __init__(self, *given: Any, household: Household, **more: Any) -> None:
        super().__init__(*given, **more)
        child = self.fields["child"]
        assert isinstance(child, forms.ModelChoiceField)
        child.queryset = Member.objects.of(household).children()


class ToSayForm(forms.Form):
    words = forms.CharField(
        label=_("In words meant for them"),
        max_length=300,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("Please write what you would like to say.")},
    )


class HowItWasForm(forms.Form):
    how_it_was = forms.CharField(
        label=_("And how was it?"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages=_TOO_LONG | {"required": _("A word or two, or leave it.")},
    )
