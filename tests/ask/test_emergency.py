"""Whoever helps finds the emergency number of the country where the children are, with no account and no tap before."""

from __future__ import annotations

import pytest
from django.test import Client

from kbye.household.household import Household
from tests.ask.cast import ask, gap, token_of
from tests.people import Family, time_away

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.parametrize(("country", "number"), [("DE", "112"), ("US", "911"), ("", "112")])
def test_it_stands_on_the_helpers_page(cast: Family, country: str, number: str) -> None:
    Household.objects.filter(pk=cast.household.pk).update(country=country)
    ask(gap(time_away(cast)), cast.noor)
    page = Client().get(f"/h/{token_of(cast.noor)}/").text
    assert "Emergency" in page
    assert f'href="tel:{number}"' in page
