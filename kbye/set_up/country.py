"""Where the household lives: for the public holidays that are noticed on standing dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kbye.calendars.holidays_of import countries, country_of
from kbye.household.event import record
from kbye.household.household import Household
from kbye.household.people import Member
from kbye.web import access, clock, undo
from kbye.web.access import Request


class CountryForm(forms.Form):
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Its public holidays are noticed on your standing dates. Nothing else."),
        error_messages={
            "required": gettext_lazy("Please choose a country from the list."),
            "invalid_choice": gettext_lazy("Please choose a country from the list."),
        },
    )

    def __init__(self, data: Any, *, household: Household) -> None:
        super().__init__(data, initial={"country": country_it_is_in(household)})
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Please choose")), *countries().items()]


def page(request: Request, **where: object) -> HttpResponse:
    me = access.me(request)
    form = CountryForm(request.POST if request.method == "POST" else None, household=me.household)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "set_up/country.html", {"form": form, "place": "more"}, status=status)
    live_in(form.cleaned_data["country"], by=me, now=clock.now())
    undo.say(request, _("Saved. The holidays follow within a few minutes."))
    return redirect("set_up:more")


@transaction.atomic
def live_in(country: str, *, by: Member, now: datetime) -> None:
    """The background work looks up the holidays; until then the old ones stand."""
    Household.objects.filter(pk=by.household_id).update(country=country)
    record(by, "said_where_we_live", by=by, at=now)


def country_it_is_in(household: Household) -> str:
    """As was said, else as the zone has it."""
    return household.country or country_of(household.zone)


def country_name(household: Household) -> str:
    return countries().get(country_it_is_in(household), "")
