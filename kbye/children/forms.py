"""What is asked for a card, and for a return that moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.children.openings import WHEN_HARD, Opening, first_free, openings
from kbye.household.away import TimeAway
from kbye.household.people import Member
from kbye.planning.wallclock import instant, local
from kbye.web.moments import LONGEST


class CardForm(forms.Form):
    """All of them: words, a picture, a voice; one is enough."""

    opens = forms.ChoiceField(
        label=gettext_lazy("When may it be opened?"),
        error_messages={"invalid_choice": gettext_lazy("Please choose one of these times.")},
    )
    for_whom = forms.MultipleChoiceField(
        label=gettext_lazy("For whom?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Please choose among the children.")},
    )
    words = forms.CharField(
        label=gettext_lazy("A few words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    voice = forms.FileField(
        label=gettext_lazy("Your voice"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "audio/*", "capture": True}),
    )
    photo = forms.FileField(
        label=gettext_lazy("A picture, drawn or taken"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp", "data-photo": "photo-preview"}
        ),
    )

    def __init__(
        self,
        *given: Any,
        time_away: TimeAway,
        children: Sequence[Member],
        taken: Sequence[datetime],
        now: datetime,
    ) -> None:
        super().__init__(*given)
        found = openings(time_away.span, time_away.household.zone, now=now)
        self.openings: dict[str, Opening] = {one.key: one for one in found}
        self.fields["opens"].choices = [(one.key, one.words) for one in found]  # type: ignore[attr-defined]
        self.fields["opens"].initial = first_free(found, taken)
        self.children_by_key = {str(child.pk): child for child in children}
        self.fields["for_whom"].choices = [(key, child.name) for key, child in self.children_by_key.items()]  # type: ignore[attr-defined]
        if len(children) < 2:
            del self.fields["for_whom"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in ("words", "voice", "photo")):
            raise forms.ValidationError(
                _("There is nothing in it yet. A word, a picture or your voice is enough.")
            )
        return said

    @property
    def opens_at(self) -> datetime | None:
        key = self.cleaned_data["opens"]
        return None if key == WHEN_HARD else self.openings[key].at

    @property
    def chosen(self) -> list[Member]:
        """None when it is for all of them."""
        return [self.children_by_key[key] for key in self.cleaned_data.get("for_whom") or []]


class ReturnForm(forms.Form):
    """When somebody who is away will be back instead. `back_at` once it is valid."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": gettext_lazy("Please write the day like 2026-12-04.")},
    )
    until_time = forms.TimeField(
        label=gettext_lazy("About when?"),
        widget=forms.TimeInput({"type": "time"}),
        error_messages={"invalid": gettext_lazy("Please write the time like 18:00.")},
    )

    def __init__(self, data: Any, *, time_away: TimeAway, now: datetime) -> None:
        soon = now + timedelta(hours=1)
        at = soon if time_away.open_end else max(time_away.ends_at, soon)
        there = local(at, time_away.household.zone)
        super().__init__(data, initial={"day": there.date(), "until_time": f"{there:%H:%M}"})
        self.time_away, self.now = time_away, now
        self.back_at = time_away.ends_at

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        of_day = said["until_time"]
        try:
            at = instant(said["day"], of_day.hour * 60 + of_day.minute, self.time_away.household.zone)
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("Please choose another day.")) from None
        if at <= max(self.now, self.time_away.starts_at):
            raise forms.ValidationError(_('That has passed already. If you are back, "I\'m back" says so.'))
        if at - self.time_away.starts_at > LONGEST:
            raise forms.ValidationError(_("That is more than two months. Please choose a shorter time."))
        if at == self.time_away.ends_at and not self.time_away.open_end:
            raise forms.ValidationError(_("That is when you are back already. Nothing has changed."))
        self.back_at = at
        return said
