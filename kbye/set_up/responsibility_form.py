"""Something that has to happen, written down by hand. What it is decides whether it is a must; nobody ticks that."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.responsibility import Priority, Responsibility
from kbye.household.weekdays import mask_of
from kbye.planning.wallclock import DAY_MINUTES

Kind, WhileAway = Responsibility.Kind, Responsibility.WhileAway
SHOULD, NICE = Priority.SHOULD.value, Priority.NICE.value
WINDOW_MINUTES = {Kind.MEDICINE: 60, Kind.FETCH: 30, Kind.APPOINTMENT: 30, Kind.CARE: 60}
# So little of a must needs to lie within a time away to be part of it: none is lost between two people.
MUST_MINUTES, CARE_MINUTES = 10, 15
TIME_ERRORS = {"invalid": gettext_lazy("Please write the time like 18:30.")}


def minute_of(shown: time) -> int:
    return shown.hour * 60 + shown.minute


def time_of(minute: int) -> time:
    hour, rest = divmod(minute % DAY_MINUTES, 60)
    return time(hour, rest)


class DaysField(forms.TypedMultipleChoiceField):
    def __init__(self, **more: Any) -> None:
        super().__init__(
            choices=list(WEEKDAYS_ABBR.items()), coerce=int, widget=forms.CheckboxSelectMultiple, **more
        )


class ChildField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the children; the only one is chosen already."""

    has_children = False

    def __init__(self, **more: Any) -> None:
        super().__init__(Member.objects.none(), blank=True, required=False, widget=forms.RadioSelect, **more)

    def choose_from(self, household: Household) -> None:
        children = Member.objects.of(household).children()
        self.queryset = children
        self.has_children = bool(children)
        if len(children) == 1:
            self.initial = children[0].pk


class ResponsibilityForm(forms.Form):
    title = forms.CharField(
        max_length=120,
        label=gettext_lazy("What has to happen?"),
        error_messages={"required": gettext_lazy("A word or two is enough.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    child = ChildField(label=gettext_lazy("For whom?"), empty_label=gettext_lazy("all of them"))
    what = forms.ChoiceField(
        label=gettext_lazy("That is"),
        initial=SHOULD,
        choices=[
            (Kind.MEDICINE.value, gettext_lazy("medicine")),
            (Kind.FETCH.value, gettext_lazy("bringing or fetching")),
            (Kind.APPOINTMENT.value, gettext_lazy("a fixed appointment")),
            (SHOULD, gettext_lazy("good if it happens")),
            (NICE, gettext_lazy("nice, if there is time")),
        ],
        widget=forms.RadioSelect,
    )
    from_time = forms.TimeField(
        label=gettext_lazy("From, or at"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("About when?"), **TIME_ERRORS},
    )
    until_time = forms.TimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=TIME_ERRORS,
    )
    apart = forms.IntegerField(
        label=gettext_lazy("Medicine: at least so many hours between two doses"),
        required=False,
        min_value=1,
        max_value=48,
        error_messages={
            "invalid": gettext_lazy("Please write whole hours, like 4."),
            "min_value": gettext_lazy("One hour at least, or leave this empty."),
            "max_value": gettext_lazy("Two days at most, or leave this empty."),
        },
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    while_away = forms.ChoiceField(
        label=gettext_lazy("While one of you is away it"),
        required=False,
        initial=WhileAway.GOES_OVER.value,
        choices=[
            (WhileAway.GOES_OVER.value, gettext_lazy("goes over to whoever stays")),
            (WhileAway.LEFT_OUT.value, gettext_lazy("is left out")),
            (WhileAway.WAITS.value, gettext_lazy("waits until the return")),
        ],
        widget=forms.RadioSelect,
    )
    days = DaysField(
        label=gettext_lazy("On which days?"),
        initial=list(range(7)),
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )

    def __init__(self, data: Any = None, *, household: Household, row: Responsibility | None = None) -> None:
        super().__init__(data, initial=_as_shown(row) if row else None)
        child = self.fields["child"]
        assert isinstance(child, ChildField)
        child.choose_from(household)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("until_time") and said["until_time"] == said.get("from_time"):
            self.add_error("until_time", _("Choose a later time, or leave this empty."))
        away = said.get("while_away") or WhileAway.GOES_OVER
        if said.get("what") == Kind.MEDICINE and away != WhileAway.GOES_OVER:
            self.add_error("while_away", _("Medicine goes over to whoever stays."))
        return said

    @property
    def wanted(self) -> dict[str, Any]:
        """The columns of the responsibility, once the form is right."""
        said = self.cleaned_data
        is_care = said["what"] in {SHOULD, NICE}
        kind = Kind.CARE if is_care else Kind(said["what"])
        start = minute_of(said["from_time"])
        end = minute_of(said["until_time"]) if said["until_time"] else start + WINDOW_MINUTES[kind]
        return {
            "title": said["title"],
            "child": said["child"],
            "kind": kind.value,
            "priority": said["what"] if is_care else Priority.MUST.value,
            "weekdays": mask_of(said["days"]),
            "from_minute": start,
            "to_minute": end if end > start else end + DAY_MINUTES,
            "minutes": CARE_MINUTES if is_care else MUST_MINUTES,
            "apart_minutes": said["apart"] * 60 if said["apart"] and kind == Kind.MEDICINE else None,
            "while_away": said["while_away"] or WhileAway.GOES_OVER.value,
        }


def _as_shown(row: Responsibility) -> dict[str, Any]:
    return {
        "title": row.title,
        "child": row.child_id,
        "what": row.priority if row.kind == Kind.CARE else row.kind,
        "from_time": time_of(row.from_minute),
        "until_time": time_of(row.to_minute),
        "days": sorted(row.days),
        "apart": row.apart_minutes // 60 if row.apart_minutes else None,
        "while_away": row.while_away,
    }
