"""Planning by hand: who has them in which stretch, in the address of the page, so that nothing entered is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.household.coverage import Pin
from kbye.household.people import Member
from kbye.planning.intervals import Span
from kbye.planning.wallclock import local
from kbye.web.moments import MomentsForm
from kbye.web.ways import short
from kbye.web.wording import when

AT_MOST = 12
NAME, PREFIX = "pin", "by"


def written(pin: Pin) -> str:
    """As it stands in an address or a hidden field."""
    return f"{pin.person.pk} {pin.span.start.isoformat()} {pin.span.end.isoformat()}"


def read(said: QueryDict, people: Iterable[Member], whole: Span) -> tuple[Pin, ...]:
    """Those that can be meant: of somebody who can stay, within the time away. Of two at once the later holds."""
    by_id = {str(one.pk): one for one in people}
    found: list[Pin] = []
    for text in said.getlist(NAME)[:AT_MOST]:
        pin = _pin(text, by_id, whole)
        if pin is not None:
            found = list(with_one_more(tuple(found), pin))
    return tuple(found)


def with_one_more(pins: tuple[Pin, ...], pin: Pin) -> tuple[Pin, ...]:
    others = (one for one in pins if not one.span.overlaps(pin.span))
    return tuple(sorted((*others, pin), key=lambda one: one.span))


def without_pins(said: QueryDict) -> QueryDict:
    """What else stands in the address: the time that was asked for."""
    kept = said.copy()
    for name in list(kept):
        if name == NAME or name.startswith(f"{PREFIX}-"):
            del kept[name]
    return kept


def address(kept: QueryDict, pins: Iterable[Pin]) -> str:
    """The question with these pins."""
    asked = kept.copy()
    asked.setlist(NAME, [written(one) for one in pins])
    return asked.urlencode()


@dataclass(frozen=True, slots=True)
class Shown:
    """A pin on the page: its words, how it is carried along, and the address without it."""

    words: str
    value: str
    without: str


def shown(pin: Pin, pins: Iterable[Pin], kept: QueryDict, whole: Span) -> Shown:
    rest = [one for one in pins if one != pin]
    return Shown(f"{pin.person.name}, {short(pin.span, whole)}", written(pin), address(kept, rest))


def _pin(text: str, by_id: dict[str, Member], whole: Span) -> Pin | None:
    try:
        who, start, end = text.split(" ")
        span = Span(datetime.fromisoformat(start), datetime.fromisoformat(end)).shared(whole)
    except (ValueError, OverflowError):
        return None
    return Pin(by_id[who], span) if who in by_id and span is not None else None


class PinForm(MomentsForm):
    """Somebody, and a stretch of the time away; all of it unless said otherwise."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Please choose somebody.")),
    )

    def __init__(self, data: Any, *, people: list[Member], whole: Span, zone: str, now: datetime) -> None:
        start, end = local(whole.start, zone), local(whole.end, zone)
        initial = {"day": start.date(), "from_time": f"{start:%H:%M}", "until_time": f"{end:%H:%M}"}
        initial |= {"until_day": end.date() if end.date() != start.date() else None}
        super().__init__(data, zone=zone, now=now, prefix=PREFIX, initial=initial)
        self.whole = whole
        self.people = {str(one.pk): one for one in people}
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [(key, one.name) for key, one in self.people.items()]
        who.initial = str(people[-1].pk)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.span is not None and not self.whole.holds(self.span):
            raise forms.ValidationError(
                _("That is outside the time away: %(when)s.") % {"when": when(self.whole)}
            )
        return said

    @property
    def pin(self) -> Pin | None:
        if not self.is_valid() or self.span is None:
            return None
        return Pin(self.people[self.cleaned_data["who"]], self.span)
