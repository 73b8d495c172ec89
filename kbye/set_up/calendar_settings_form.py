"""What one calendar means, and what is kept of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kbye.household.calendar import Calendar, Means
from kbye.household.people import Member

MOST_MINUTES = 240
WORDS: dict[Means, str | Promise] = {
    Means.CANNOT: _("busy, cannot have the children"),
    Means.RATHER_NOT: _("rather not then"),
    Means.ASK: _("ask first"),
    Means.TRIP: _("away for work"),
    Means.SUPERVISED: _("looked after there: school, day care, a course"),
    Means.INFORMATION: _("only said along, counts for nothing"),
}
_TOO_LONG = _("Up to four hours, please.")


def meanings_for(member: Member) -> tuple[Means, ...]:
    """A child's calendar says where it is, not when it has time."""
    if member.is_child:
        return (Means.SUPERVISED, Means.INFORMATION)
    trips = (Means.TRIP,) if member.is_adult else ()
    return (Means.CANNOT, Means.RATHER_NOT, Means.ASK, *trips, Means.INFORMATION)


def meaning_for(member: Member, before: str) -> Means:
    """What entries mean once they are this one's: the same if that can be, else what is usual for them."""
    offered = meanings_for(member)
    return next((one for one in offered if one == before), offered[0])


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Please give a number, or 0."),
            "invalid": _("Please give a number of minutes."),
            "min_value": _("Please give a number of minutes."),
            "max_value": _TOO_LONG,
        },
    )


class SettingsForm(forms.Form):
    name = forms.CharField(
        label=_("What to call it"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please give it a name, like: work.")},
    )
    means = forms.ChoiceField(label=_("What an entry in it means"), widget=forms.RadioSelect)
    before_minutes = _minutes(_("Minutes before each entry"))
    after_minutes = _minutes(_("and after it"))
    keeps_titles = forms.BooleanField(
        label=_("Keep titles, too"),
        required=False,
        help_text=_("The adults of the house see them beside a time. Without it kbye knows only when."),
    )

    def __init__(self, data: Any, *, calendar: Calendar, me: Member) -> None:
        """`calendar` with its member."""
        about = {name: getattr(calendar, name) for name in self.base_fields}
        super().__init__(data, initial=about)
        field = self.fields["means"]
        assert isinstance(field, forms.ChoiceField)
        offered = {*meanings_for(calendar.member), Means(calendar.means)}
        field.choices = [(one.value, WORDS[one]) for one in Means if one in offered]
        if calendar.member.is_child:
            self.fields["before_minutes"].label = _("Minutes to bring them there")
            self.fields["before_minutes"].help_text = _("0: they go and come alone.")
            self.fields["after_minutes"].label = _("and to fetch them")
        if calendar.member.is_adult and calendar.member_id != me.pk:
            # Whose titles they are says so, and nobody else.
            del self.fields["keeps_titles"]

    def answer(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
