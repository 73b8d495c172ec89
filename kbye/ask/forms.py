"""A stretch by hand, whom to ask in which order, and what somebody answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.away import TimeAway
from kbye.household.people import Member, MemberQuerySet
from kbye.planning.intervals import Span
from kbye.planning.wallclock import local, meant_within
from kbye.web.moments import MomentsForm
from kbye.web.wording import when

AT_MOST = 4
HOURS = (2, 4, 8, 12)


def _patience() -> list[tuple[str, str]]:
    after = [(str(60 * hours), _("after %(hours)d hours") % {"hours": hours}) for hours in HOURS]
    return [("", _("when it is time (kbye reckons)")), ("30", _("after half an hour")), *after]


def who_can_help(time_away: TimeAway, me: Member) -> MemberQuerySet:
    """Helpers and adults of the household but the leaver and whoever asks; in the agreed order."""
    people: MemberQuerySet = Member.objects.of(time_away.household).who_can_stay()
    return people.exclude(pk__in=[time_away.leaver_id, me.pk]).order_by("-kind", "place", "name")


class WhomForm(forms.Form):
    """Whom to ask, in this order; and how long each has before the next is asked."""

    manner = forms.ChoiceField(
        label=gettext_lazy("How?"),
        choices=[
            ("one_by_one", gettext_lazy("one after the other")),
            ("at_once", gettext_lazy("all at once")),
        ],
        initial="one_by_one",
        widget=forms.RadioSelect,
    )
    patience = forms.ChoiceField(
        label=gettext_lazy("No answer: ask the next one"), choices=_patience, required=False
    )

    def __init__(self, data: Any, *, people: MemberQuerySet, asked: Collection[UUID] = ()) -> None:
        """`asked` are those who were asked before: they can be chosen, but are not proposed."""
        super().__init__(data)
        first = people.exclude(pk__in=asked).first() or people.first()
        self.turns = [f"whom_{number}" for number in range(1, min(people.count(), AT_MOST) + 1)]
        for number, name in enumerate(self.turns):
            self.fields[name] = forms.ModelChoiceField(
                people,
                label=_("Whom?") if number == 0 else _("Then"),
                required=number == 0,
                initial=first if number == 0 else None,
                empty_label=None if number == 0 else _("nobody"),
                error_messages={"required": _("Please choose somebody to ask.")},
            )

    @property
    def turn_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.turns]

    @property
    def people(self) -> list[Member]:
        """Those chosen, in their order, each once."""
        chosen = (self.cleaned_data.get(name) for name in self.turns)
        return list(dict.fromkeys(one for one in chosen if one is not None))

    @property
    def one_by_one(self) -> bool:
        return str(self.cleaned_data["manner"]) == "one_by_one"

    @property
    def answer_minutes(self) -> int | None:
        return int(self.cleaned_data["patience"]) if self.cleaned_data.get("patience") else None


class StretchForm(MomentsForm):
    """From–until inside the time away, where, which children, what to know."""

    which = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label=gettext_lazy("Which children?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one child.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Where?"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    what_to_know = forms.CharField(
        label=gettext_lazy("What should they know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any, *, time_away: TimeAway, now: datetime, span: Span | None = None) -> None:
        self.time_away = time_away
        children = Member.objects.of(time_away.household).children()
        wanted = (
            span or Span(max(time_away.starts_at, min(now, time_away.ends_at)), time_away.ends_at)
            if (time_away.ends_at > now)
            else time_away.span
        )
        initial = _shown(wanted, time_away.household.zone) | {"which": [child.pk for child in children]}
        if span is None and time_away.open_end:
            initial |= {"until_time": "", "until_day": None}
        super().__init__(data, zone=time_away.household.zone, now=now, initial=initial)
        which = self.fields["which"]
        assert isinstance(which, forms.ModelMultipleChoiceField)
        which.queryset = children
        which.required = bool(children)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        self.span = self._meant()
        if self.span is not None and not self.time_away.span.holds(self.span):
            span = {"when": when(self.time_away.span)}
            if self.time_away.open_end:
                raise forms.ValidationError(_("Nobody knows yet how long it is. Ask for up to twelve hours."))
            raise forms.ValidationError(_("That is outside the time away: %(when)s.") % span)
        return said

    def _meant(self) -> Span | None:
        """What was left as it was proposed lies within the time away, to the second and in a doubled hour, too."""
        if self.span is None:
            return None
        start, end = (
            meant_within(at, self.time_away.span, self.zone) for at in (self.span.start, self.span.end)
        )
        return Span(start, end) if start < end else self.span

    @property
    def children(self) -> list[Member]:
        """Those chosen; none when it is all of them, so that a new child counts, too."""
        which = self.fields["which"]
        assert isinstance(which, forms.ModelMultipleChoiceField)
        assert which.queryset is not None
        chosen = list(self.cleaned_data["which"])
        return [] if len(chosen) == which.queryset.count() else chosen


class HelperAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    words = forms.CharField(
        label=gettext_lazy("A word with it"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def _shown(span: Span, zone: str) -> dict[str, Any]:
    start, end = local(span.start, zone), local(span.end, zone)
    return {
        "day": start.date(),
        "from_time": f"{start:%H:%M}",
        "until_time": f"{end:%H:%M}",
        "until_day": end.date() if end.date() != start.date() else None,
    }
