"""A postcard, and when next; nearly all of it may stay empty. The two minutes ask with `question_forms.py`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.come_back.actions import ToldFirst
from kbye.come_back.next_time import Again, ideas, moved_to
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wallclock import local_day

FURTHEST_AHEAD = timedelta(days=2 * 366)
POSTCARDS_MAX = 20
CHOOSE_AGAIN = gettext_lazy("That one is not there any more. Please choose again.")


class SeveralPhotos(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files. Whether they are photos is for `web/photos.py` to say."""

    widget = SeveralPhotos

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in given]


class PostcardForm(forms.Form):
    """Words, photos, a first, or all of them."""

    words = forms.CharField(
        label=gettext_lazy("A few words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4, "placeholder": gettext_lazy("raw currants! a tooth!")}),
        error_messages={"max_length": gettext_lazy("That is more than fits on a postcard (1000 letters).")},
    )
    photo = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        widget=SeveralPhotos({"accept": "image/jpeg,image/png,image/webp", "data-photo": "photo-preview"}),
        error_messages={"empty": gettext_lazy("There is nothing in that file. Perhaps try another one.")},
    )
    first = forms.CharField(
        label=gettext_lazy("What was it?"),
        max_length=160,
        required=False,
        widget=forms.TextInput({"placeholder": gettext_lazy("first currants"), "autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("That is more than fits here. A few words will do.")},
    )
    first_of = forms.ModelChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Whose first?"),
        required=False,
        blank=True,
        empty_label=gettext_lazy("all of them"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": CHOOSE_AGAIN},
    )
    with_whom = forms.CharField(
        label=gettext_lazy("With whom?"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words"}),
        error_messages={"max_length": gettext_lazy("That is more than fits here. A name will do.")},
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, children: Any, sender: Member, sent: int, firsts: int
    ) -> None:
        super().__init__(data, files, initial={"first_of": "", "with_whom": sender.name})
        self.sent, self.firsts = sent, firsts
        chosen = self.fields["first_of"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = children

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if not said.get("words") and not said.get("photo") and not said.get("first"):
            raise forms.ValidationError(_("A postcard needs a few words, a photo or a first."))
        rows = max(len(said["photo"]), 1 if said.get("words") else 0)
        if rows and self.sent + rows > POSTCARDS_MAX:
            raise forms.ValidationError(_("Twenty photos and postcards are plenty for one time away."))
        if said.get("first") and self.firsts >= POSTCARDS_MAX:
            raise forms.ValidationError(_("Twenty firsts are plenty for one time away."))
        return said

    @property
    def told(self) -> ToldFirst | None:
        said = self.cleaned_data
        if not said["first"]:
            return None
        return ToldFirst(words=said["first"], child=said["first_of"], with_whom=said["with_whom"])


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
