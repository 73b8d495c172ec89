""" "Thursdays 19–22 are mine, Tuesdays are yours": whose, which day, from when until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.people import Member
from kbye.household.standing_days import Wanted
from kbye.planning.standing import Rhythm, first_on
from kbye.planning.wallclock import DAY_MINUTES, local_day
from kbye.web.standing_words import weekday_name

THURSDAY = 3
FURTHEST = timedelta(days=366)
_LIKE_A_TIME = {"invalid": gettext_lazy("Please write the time like 19:00.")}


class StandingForm(forms.Form):
    """`answer` is what was said, `answer_in_return` the same hours for the other on another day, if that was said."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose is it?"), widget=forms.RadioSelect)
    stays = forms.ChoiceField(
        label=gettext_lazy("Who has the children?"), widget=forms.RadioSelect, required=False
    )
    weekday = forms.ChoiceField(label=gettext_lazy("Which day?"), widget=forms.RadioSelect)
    from_time = forms.TimeField(
        label=gettext_lazy("From"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=_LIKE_A_TIME,
    )
    until_time = forms.TimeField(
        label=gettext_lazy("Until"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages=_LIKE_A_TIME,
    )
    every_weeks = forms.ChoiceField(label=gettext_lazy("How often?"), widget=forms.RadioSelect)
    first_date = forms.DateField(
        label=gettext_lazy("From which day on?"),
        help_text=gettext_lazy("Left empty: from the next one on."),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        error_messages={"invalid": gettext_lazy("Please write the day like 2026-12-10.")},
    )
    in_return = forms.ChoiceField(widget=forms.RadioSelect, required=False)

    def __init__(self, data: Any, *, me: Member, others: list[Member], now: datetime) -> None:
        super().__init__(data)
        self.me, self.others, self.now = me, others, now
        adults = [one for one in others if one.is_adult]
        days = [(str(day), weekday_name(day)) for day in range(7)]
        self._choices("whose", [(str(me.pk), _("Mine")), *((str(one.pk), one.name) for one in adults)])
        self._choices("stays", [(str(one.pk), one.name) for one in others])
        self._choices("weekday", days)
        self._choices("every_weeks", [("1", _("Every week")), ("2", _("Every other week"))])
        self._choices("in_return", [("", _("Not now")), *days])
        self.fields["in_return"].label = (
            _("And one for %(name)s, the same hours?") % {"name": adults[0].name} if adults else ""
        )
        self.initial = {
            "whose": str(me.pk),
            "stays": str(others[0].pk) if others else "",
            "weekday": str(THURSDAY),
            "from_time": "19:00",
            "until_time": "22:00",
            "every_weeks": "1",
            "in_return": "",
        }
        for name, needed in (("whose", adults), ("stays", len(others) > 1), ("in_return", adults)):
            if not needed:
                del self.fields[name]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        first: date = said.get("first_date") or local_day(self.now, self.me.household.zone)
        if first < local_day(self.now, self.me.household.zone):
            self.add_error("first_date", _("That day has passed already. Which one do you mean?"))
        elif first > local_day(self.now, self.me.household.zone) + FURTHEST:
            self.add_error("first_date", _("That is more than a year away. Please choose a nearer day."))
        elif said["from_time"] == said["until_time"]:
            self.add_error("until_time", _("The return has to be after the start."))
        return said

    @property
    def leaver(self) -> Member:
        wanted = self.cleaned_data.get("whose", str(self.me.pk))
        return next(one for one in [self.me, *self.others] if str(one.pk) == wanted)

    @property
    def stayer(self) -> Member:
        """Time for somebody else is given: then I have the children."""
        if self.leaver.pk != self.me.pk:
            return self.me
        wanted = self.cleaned_data.get("stays") or str(self.others[0].pk)
        return next(one for one in self.others if str(one.pk) == wanted)

    def answer(self) -> Wanted:
        return self._wanted(int(self.cleaned_data["weekday"]))

    def answer_in_return(self) -> Wanted | None:
        """The same hours on another day for the other adult, who has the children on mine."""
        day = self.cleaned_data.get("in_return")
        if not day or not self.stayer.is_adult or self.leaver.pk != self.me.pk:
            return None
        return self._wanted(int(day))

    def _wanted(self, weekday: int) -> Wanted:
        said = self.cleaned_data
        start, end = (said[name].hour * 60 + said[name].minute for name in ("from_time", "until_time"))
        return Wanted(
            weekday=weekday,
            from_minute=start,
            minutes=(end - start) % DAY_MINUTES,
            every_weeks=int(said["every_weeks"]),
            from_date=self._first(weekday, start, (end - start) % DAY_MINUTES),
        )

    def _first(self, weekday: int, from_minute: int, minutes: int) -> date:
        """The first such day from the one said on whose time has not begun yet."""
        zone = self.me.household.zone
        day = first_on(weekday, self.cleaned_data.get("first_date") or local_day(self.now, zone))
        rhythm = Rhythm(first=day, every_weeks=1, from_minute=from_minute, minutes=minutes)
        return day if rhythm.on(day, zone).start > self.now else day + timedelta(weeks=1)
