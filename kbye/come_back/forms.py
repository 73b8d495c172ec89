"""What one may say on coming back; nearly all of it may stay empty."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.come_back.next_time import Again, ideas, moved_to
from kbye.household.afterwards import Debrief
from kbye.household.away import TimeAway
from kbye.planning.intervals import Span
from kbye.planning.wallclock import local_day

FURTHEST_AHEAD = timedelta(days=2 * 366)
POSTCARDS_MAX = 20
CHOOSE_AGAIN = gettext_lazy("That one is not there any more. Please choose again.")


class PostcardForm(forms.Form):
    """Words, a photo, or both. Whether the file is a photo is for `web/photos.py` to say."""

    words = forms.CharField(
        label=gettext_lazy("A few words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4, "placeholder": gettext_lazy("raw currants! a tooth!")}),
        error_messages={"max_length": gettext_lazy("That is more than fits on a postcard (1000 letters).")},
    )
    photo = forms.FileField(
        label=gettext_lazy("A photo"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp", "data-photo": "photo-preview"}),
        error_messages={"empty": gettext_lazy("There is nothing in that file. Perhaps try another one.")},
    )

    def __init__(self, *given: Any, sent: int) -> None:
        super().__init__(*given)
        self.sent = sent

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.sent >= POSTCARDS_MAX:
            raise forms.ValidationError(_("Twenty postcards are plenty for one time away."))
        if not self.errors and not said.get("words") and not said.get("photo"):
            raise forms.ValidationError(_("A postcard needs a few words or a photo."))
        return said


class StayedForm(forms.Form):
    """Two minutes of the one who stayed; both read it."""

    different_and_fine = forms.CharField(
        label=gettext_lazy("What was different, and fine?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": gettext_lazy("That is more than fits here (500 letters).")},
    )
    to_know_next_time = forms.CharField(
        label=gettext_lazy("What would you like to know next time?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"max_length": gettext_lazy("That is more than fits here (300 letters).")},
    )
    into_handbook = forms.BooleanField(
        label=gettext_lazy("Put it in the handbook"), required=False, initial=True
    )


class LeftForm(forms.Form):
    """Two minutes of the one who was away; nobody else reads it."""

    rested = forms.ChoiceField(
        label=gettext_lazy("How rested are you?"),
        required=False,
        choices=[
            (Debrief.Rest.HARDLY, gettext_lazy("Hardly at all")),
            (Debrief.Rest.SOMEWHAT, gettext_lazy("A bit")),
            (Debrief.Rest.WELL, gettext_lazy("Properly")),
        ],
        widget=forms.RadioSelect,
    )


class NextForm(forms.Form):
    """One of the ideas, or the same times on a day of one's own."""

    again = forms.ChoiceField(
        choices=[(one.value, one.value) for one in Again],
        error_messages={"required": CHOOSE_AGAIN, "invalid_choice": CHOOSE_AGAIN},
    )
    day = forms.DateField(
        label=gettext_lazy("The same times, starting on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Please write the day like 2026-12-18.")},
    )
    span: Span

    def __init__(self, data: Any = None, *, time_away: TimeAway, now: datetime) -> None:
        super().__init__(data)
        self.time_away, self.now, self.zone = time_away, now, time_away.household.zone
        self.fields["day"].widget.attrs["min"] = local_day(now, self.zone).isoformat()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if said["again"] == Again.BY_HAND:
            self._by_hand(said.get("day"))
        else:
            self._idea(said["again"])
        return said

    def _by_hand(self, day: date | None) -> None:
        today = local_day(self.now, self.zone)
        if day is None:
            self.add_error("day", _("Which day?"))
            return
        if day > today + FURTHEST_AHEAD:
            self.add_error("day", _("That is far away. Choose a day within the next two years."))
            return
        span = moved_to(self.time_away.span, max(day, today), self.zone)
        if day < today or span.start <= self.now:
            self.add_error("day", _("That has passed already. Which day do you mean?"))
            return
        self.span = span

    def _idea(self, again: str) -> None:
        for idea in ideas(self.time_away.span, zone=self.zone, now=self.now):
            if idea.again == again:
                self.span = idea.span
                return
        self.add_error("again", CHOOSE_AGAIN)
