"""What one may say: a stretch was something else, a work trip, and how the nights and the children's week are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.own_time import ChildrenWeek, Correction
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.own_time import SleepTime
from kbye.planning.wallclock import DAY_MINUTES, local
from kbye.web.moments import MomentsForm

# How far back one may still put something right, or write a trip down.
LOOKING_BACK = timedelta(days=366)
_LIKE_A_TIME = {"invalid": gettext_lazy("Please write the time like 22:30.")}
MEANINGS = [
    (Correction.What.OWN.value, gettext_lazy("own time")),
    (Correction.What.CHILDREN.value, gettext_lazy("with the children")),
    (Correction.What.WORK.value, gettext_lazy("at work")),
    (Correction.What.ASLEEP.value, gettext_lazy("asleep")),
]


class PastMomentsForm(MomentsForm):
    """A stretch of the last year, or one that is coming."""

    def __init__(self, data: Any, *, zone: str, now: datetime, **more: Any) -> None:
        super().__init__(data, zone=zone, now=now - LOOKING_BACK, **more)
        self.fields["until_day"].label = _("Until another day?")


class CorrectionForm(PastMomentsForm):
    what = forms.ChoiceField(
        label=gettext_lazy("It was"),
        choices=MEANINGS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("What was it?")},
    )


class TripForm(PastMomentsForm):
    who = forms.ModelChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Who travels?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Who travels?"),
            "invalid_choice": gettext_lazy("Who travels?"),
        },
    )

    def __init__(self, data: Any, *, me: Member, now: datetime) -> None:
        super().__init__(data, zone=me.household.zone, now=now, initial={"who": me.pk})
        who = self.fields["who"]
        assert isinstance(who, forms.ModelChoiceField)
        who.queryset = Member.objects.of(me.household).adults()
        self.fields["until_day"].label = _("Back on another day?")


def initial_moments(span: Span, zone: str) -> dict[str, Any]:
    start, end = local(span.start, zone), local(span.end, zone)
    return {
        "day": start.date(),
        "from_time": start.time(),
        "until_time": end.time(),
        "until_day": None if end.date() == start.date() else end.date(),
    }


class BasisForm(forms.Form):
    """Nights of each adult, and when all the children are out; names of fields carry the place of the adult."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days are all the children at school or day care?"),
        help_text=gettext_lazy("None: one of you always has them."),
        required=False,
        choices=[(str(day), name) for day, name in WEEKDAYS_ABBR.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    out_from = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput({"type": "time"}), error_messages=_LIKE_A_TIME
    )
    out_until = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput({"type": "time"}), error_messages=_LIKE_A_TIME
    )

    def __init__(
        self, data: Any, *, adults: Iterable[tuple[Member, SleepTime]], children: ChildrenWeek | None
    ) -> None:
        super().__init__(data, initial=_children_initial(children))
        self.adults = [member for member, _sleep in adults]
        for place, (member, sleep) in enumerate(adults):
            for name, minute, label in (
                (f"asleep_{place}", sleep.from_minute, _("%(name)s sleeps from")),
                (f"awake_{place}", sleep.to_minute, _("until")),
            ):
                self.fields[name] = forms.TimeField(
                    label=label % {"name": member.name} if "%" in label else label,
                    initial=_time(minute),
                    widget=forms.TimeInput({"type": "time"}),
                    error_messages=_LIKE_A_TIME,
                )

    @property
    def nights(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"asleep_{place}"], self[f"awake_{place}"]) for place in range(len(self.adults))]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if said["days"] and said["out_from"] >= said["out_until"]:
            self.add_error("out_until", _("The end has to be after the start."))
        for place in range(len(self.adults)):
            if said[f"asleep_{place}"] == said[f"awake_{place}"]:
                self.add_error(f"awake_{place}", _("A night needs an end."))
        return said

    @property
    def weekdays(self) -> frozenset[int]:
        return frozenset(int(day) for day in self.cleaned_data["days"])

    @property
    def out_minutes(self) -> tuple[int, int]:
        start, end = _minute(self.cleaned_data["out_from"]), _minute(self.cleaned_data["out_until"])
        return (start, end) if start < end else (0, DAY_MINUTES)

    def sleeps(self) -> list[tuple[Member, SleepTime]]:
        found = []
        for place, member in enumerate(self.adults):
            start = _minute(self.cleaned_data[f"asleep_{place}"])
            end = _minute(self.cleaned_data[f"awake_{place}"])
            end += DAY_MINUTES if end <= start else 0
            found.append((member, SleepTime(from_minute=start, to_minute=end)))
        return found


def _children_initial(row: ChildrenWeek | None) -> dict[str, Any]:
    if row is None:
        return {"out_from": time(8), "out_until": time(15)}
    return {
        "days": [str(day) for day in sorted(row.days)],
        "out_from": _time(row.from_minute),
        "out_until": _time(row.to_minute),
    }


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
