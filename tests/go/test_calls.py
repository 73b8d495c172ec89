"""Whom to call."""

from __future__ import annotations

import pytest

from kbye.household.emergency import emergency_number
from kbye.web.calling import Call


@pytest.mark.parametrize(
    ("country", "number"), [("DE", "112"), ("us", "911"), ("GB", "999"), ("", "112"), ("ZZ", "112")]
)
def test_every_country_has_an_emergency_number(country: str, number: str) -> None:
    assert emergency_number(country) == number


@pytest.mark.parametrize(
    ("phone", "href"),
    [("+49 30 / 123-45", "tel:+493012345"), ("(0)170 1 23", "tel:0170123"), ("112", "tel:112")],
)
def test_a_number_can_be_tapped_however_it_is_written(phone: str, href: str) -> None:
    assert Call("Grandma", phone, "").href == href
