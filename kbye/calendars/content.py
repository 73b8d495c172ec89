"""One content line: its name, its parameters and its value."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*(?=[;:])")
_BEFORE_VALUE = re.compile(r'(?:[^":]|"[^"]*")*+:')
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^;]*)')
_DATES = re.compile(r"[\dTZPWDHMS/,:.+\-\s]*+", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([nN,;:\\\"])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

HOLDS_DATES = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})


@dataclass(frozen=True, slots=True)
class Property:
    """A line such as `DTSTART;TZID=Europe/Berlin:20260307T090000`; parameter names are upper case."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


def name_of(text: str) -> str:
    """The property's name in upper case, or nothing when the line is not a property."""
    match = _NAME.match(text)
    return match[1].upper() if match else ""


def split_line(number: int, text: str) -> Property | None:
    """The three parts of a content line, or None when it has no value.

    Time zones such as `TZID=(UTC+01:00) Amsterdam, Berlin` arrive without the quotes they need, so for
    dates the value starts where only digits and the letters of dates follow.
    """
    match = _NAME.match(text)
    if match is None:
        return None
    name = match[1].upper()
    at = _value_of_dates(text, match.end()) if name in HOLDS_DATES else _value(text, match.end())
    if at < 0:
        return None
    parameters = {
        key.upper(): value.strip().strip('"') for key, value in _PARAMETER.findall(text, match.end(), at)
    }
    return Property(number, name, parameters, text[at + 1 :].strip())


def plain_text(value: str) -> str:
    """A text value without its escapes and without control characters; line ends stay."""
    unescaped = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return _CONTROL.sub("", unescaped).strip()


def _value(text: str, start: int) -> int:
    match = _BEFORE_VALUE.match(text, start)
    return match.end() - 1 if match else text.find(":", start)


def _value_of_dates(text: str, start: int) -> int:
    plain = at = _value(text, start)
    for _ in range(8):
        if at < 0 or _DATES.fullmatch(text, at + 1):
            break
        at = text.find(":", at + 1)
    return at if at >= 0 else plain
