"""What those on duty write down: our plan, and who did it when."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kbye.household.household import Household
from kbye.household.people import Member
from kbye.household.responsibility import Occurrence
from kbye.planning.wallclock import instant, local, local_day


class PlanForm(forms.Form):
    our_plan = forms.CharField(
        label=_("What will you do?"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": _("That is long for one line. A few words will do.")},
    )


class CreditForm(forms.Form):
    """Who did it, and at what time of the day. `done_at` is the moment nearest to the tick that clocks showed so."""

    who = forms.ModelChoiceField(Member.objects.none(), label=_("Who did it?"), empty_label=None)
    at = forms.TimeField(
        label=_("When?"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Please write the time like 18:30.")},
    )

    def __init__(self, data: Any, *, occurrence: Occurrence, household: Household, now: datetime) -> None:
        self.zone, self.now, self.ticked_at = household.zone, now, occurrence.done_at or now
        at = local(self.ticked_at, self.zone).time()
        super().__init__(data, initial={"who": occurrence.done_by_id, "at": at})
        people = self.fields["who"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = Member.objects.of(household).who_can_stay()

    @property
    def done_at(self) -> datetime:
        """In UTC, and never in the future."""
        said: time = self.cleaned_data["at"]
        day = local_day(self.ticked_at, self.zone)
        shown = [
            instant(day + timedelta(days=shift), said.hour * 60 + said.minute, self.zone)
            for shift in (-1, 0, 1)
        ]
        return min((at for at in shown if at <= self.now), key=lambda at: abs(at - self.ticked_at))
