"""Whom to call."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from kbye.calendars.holidays_of import countries
from kbye.household.emergency import Numbers, _countries, numbers_in, numbers_of
from kbye.household.household import Household
from kbye.web.calling import Call, emergency, other_numbers


@pytest.mark.parametrize(
    ("country", "number"), [("DE", "112"), ("us", "911"), ("GB", "999"), ("", "112"), ("ZZ", "112")]
)
def test_every_country_has_an_emergency_number(country: str, number: str) -> None:
    assert numbers_in(country).first == number


def test_a_country_says_whom_else_to_call_only_where_that_is_another_number() -> None:
    assert [tuple(one[:2]) for one in other_numbers(numbers_in("DE"))] == [("police", "110")]
    assert [one.phone for one in other_numbers(numbers_in("CH"))] == ["144", "117", "118", "145"]
    assert [one.phone for one in other_numbers(numbers_in("JP"))] == ["110"]
    assert other_numbers(numbers_in("GB")) == []


def test_where_nobody_is_sure_nothing_is_claimed() -> None:
    assert numbers_in("ZZ") == Numbers()
    assert not numbers_in("ZZ").is_known
    assert emergency(Household(country="ZZ")).note == "from a mobile phone"
    assert emergency(Household(country="DE")).note == "police 110"


def test_a_house_that_named_no_country_is_where_its_clock_is() -> None:
    assert numbers_of(Household(zone="America/New_York")).first == "911"
    assert numbers_of(Household(zone="America/New_York", country="DE")).first == "112"


def test_every_number_in_the_file_can_be_called_and_every_row_says_where_to_check() -> None:
    known = countries()
    assert len(_countries()) > 60
    for country, numbers in _countries().items():
        assert country in known
        assert numbers.is_known, country
        for number in numbers:
            assert re.fullmatch(r"(\d[\d \-]*)?", number), (country, number)
    file = files("kbye.household").joinpath("emergency_numbers.csv").read_text(encoding="utf-8")
    assert all(row["where_to_check"] for row in csv.DictReader(file.splitlines()))


@pytest.mark.parametrize(
    ("phone", "href"),
    [("+49 30 / 123-45", "tel:+493012345"), ("(0)170 1 23", "tel:0170123"), ("112", "tel:112")],
)
def test_a_number_can_be_tapped_however_it_is_written(phone: str, href: str) -> None:
    assert Call("Grandma", phone, "").href == href
