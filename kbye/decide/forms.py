"""One of the times proposed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from kbye.planning.intervals import Span
from kbye.web.moments import LONGEST


class ChosenForm(forms.Form):
    starts_at = forms.DateTimeField()
    ends_at = forms.DateTimeField()

    def __init__(self, data: Any, *, now: datetime) -> None:
        super().__init__(data)
        self.now = now

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        if not said["starts_at"] < said["ends_at"] or said["ends_at"] <= self.now:
            raise forms.ValidationError("passed")
        if said["ends_at"] - said["starts_at"] > LONGEST:
            raise forms.ValidationError("long")
        self.span = Span(said["starts_at"], said["ends_at"])
        return said
