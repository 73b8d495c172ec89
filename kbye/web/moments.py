"""Asking for a stretch of time on the household's wall clock, wherever a form needs one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.planning.intervals import Span
from kbye.planning.wallclock import instant, local_day, wall_span

LONGEST = timedelta(days=60)
_LIKE_A_DAY = {"invalid": gettext_lazy("Please write the day like 2026-12-04.")}
_LIKE_A_TIME = {"invalid": gettext_lazy("Please write the time like 18:00.")}


class MomentsForm(forms.Form):
    """Day, from and until. "Until" before "from" means the next day. `span` is None while nothing was said."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput({"type": "date"}), error_messages=_LIKE_A_DAY
    )
    from_time = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput({"type": "time"}), error_messages=_LIKE_A_TIME
    )
    until_time = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput({"type": "time"}), error_messages=_LIKE_A_TIME
    )
    until_day = forms.DateField(
        label=gettext_lazy("Back on another day?"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        error_messages=_LIKE_A_DAY,
    )
    moments_required = True

    def __init__(self, data: Any, *, zone: str, now: datetime, **more: Any) -> None:
        super().__init__(data, **more)
        self.zone, self.now = zone, now
        self.span: Span | None = None
        self.fields["day"].widget.attrs["min"] = local_day(now, zone).isoformat()
        for name in ("day", "from_time", "until_time"):
            self.fields[name].required = self.moments_required

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        given = [said.get(name) for name in ("day", "from_time", "until_time")]
        if self.errors or not any(one is not None for one in given):
            return said
        if any(one is None for one in given):
            raise forms.ValidationError(_("Please give the day and both times."))
        self.span = self._checked(said)
        return said

    def _checked(self, said: dict[str, Any]) -> Span:
        day: date = said["day"]
        last: date = said.get("until_day") or day
        try:
            if not said.get("until_day") and said["until_time"] <= said["from_time"]:
                last = day + timedelta(days=1)
            span = self._between(day, _minute(said["from_time"]), last, _minute(said["until_time"]))
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("The return has to be after the start.")) from None
        if span.end <= self.now:
            raise forms.ValidationError(_("That time has passed already. Which day do you mean?"))
        if span.end - span.start > LONGEST:
            raise forms.ValidationError(_("That is more than two months. Please choose a shorter time."))
        return span

    def _between(self, day: date, start: int, last: date, end: int) -> Span:
        if day == last:
            return wall_span(day, start, end, self.zone)
        return Span(instant(day, start, self.zone), instant(last, end, self.zone))


def _minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
