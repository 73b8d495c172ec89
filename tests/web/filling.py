"""Filling in a form as somebody would who has to write something everywhere."""

from __future__ import annotations

from typing import Any

from tests.web.matrix import KEY
from tests.web.page import Form

WORDS: dict[str, str] = {
    "email": "mia@example.org",
    "address": "mia@example.org",
    "password": "three or four words",
    "phone": "+49 30 23125 014",
    "age": "6",
    "born_date": "2020-03-01",
    "day": "2026-12-18",
    "until_day": "",
    "from_time": "18:00",
    "until_time": "19:00",
    "medicine_at": "18:30",
    "fetch_at": "16:00",
    "fetch_days": "1",
    "days": "1",
    "at": "11:30",
    "apart": "4",
    "clock": "24",
    "clock24": "1",
    "zone": "Europe/Berlin",
    "next": "",
    "mine": "Sam",
    "other": "Alex",
    "children": "Mia 6, Ben 3",
}


def values_of(form: Form) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.fields:
        found.setdefault(name, []).append(value)
    return found


def filled(form: Form) -> dict[str, Any]:
    """Something in every field: what is offered first, or a likely word."""
    said: dict[str, Any] = {}
    for name, values in values_of(form).items():
        offered = [value for value in values if value]
        said[name] = WORDS[name] if name in WORDS else offered[0] if offered else "a word"
    return said


def fields_with_keys(form: Form) -> list[str]:
    """The fields whose values, or one of them, are keys of rows."""
    return [name for name, values in values_of(form).items() if any(KEY.fullmatch(one) for one in values)]
