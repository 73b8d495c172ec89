"""Reads single values out of a JSON document and says where a value is that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeGuard

from kbye.planning import wallclock
from kbye.planning.intervals import Span

_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?")
_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST = 10_000_000


class Refused(ValueError):
    """The document cannot be planned; the text is one sentence that names the place."""

    def __init__(self, where: str, why: str) -> None:
        said = f"{where}: {why}" if where else why
        super().__init__(_HALF.sub("\ufffd", said))


class Fields:
    """One JSON object at `where`. Refuses it unless it has all of `required` and nothing that is unknown.

    `optional` are words, or a set when the keys are ids, which may have blanks in them.
    """

    def __init__(self, value: object, where: str, required: str, optional: str | frozenset[str] = "") -> None:
        if not isinstance(value, Mapping):
            raise Refused(where or "The document", "must be an object")
        self.where = where
        self.values: Mapping[str, object] = value
        known = {*required.split(), *(optional.split() if isinstance(optional, str) else optional)}
        for key in value:
            if key not in known:
                raise Refused(self.place(str(key)), "is not a key that is known here")
        for key in required.split():
            if key not in value:
                raise Refused(self.place(key), "is missing")

    def place(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def refuse(self, key: str, why: str) -> Refused:
        return Refused(self.place(key), why)

    def has(self, key: str) -> bool:
        """True if it is there and not null."""
        return self.values.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if not _is_text(value) or (default is None and not value):
            raise self.refuse(key, "must be a text")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(key, "must be true or false")
        return value

    def number(self, key: str, default: int | None, least: int) -> int:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(key, "must be a whole number")
        if not least <= value <= _LONGEST:
            raise self.refuse(key, f"must be {least} or more" if value < least else "is too large")
        return value

    def some_number(self, key: str, least: int) -> int | None:
        return self.number(key, None, least) if self.has(key) else None

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or value not in choices:
            raise self.refuse(key, f"must be one of {', '.join(choices)}")
        return value

    def one_of(self, key: str, ids: frozenset[str], what: str) -> str:
        value = self.text(key)
        if value not in ids:
            raise self.refuse(key, f"no {what} is called “{value}”")
        return value

    def some_of(self, key: str, ids: frozenset[str], what: str) -> frozenset[str]:
        """A list of ids, each of them known; empty if it is not there."""
        return frozenset(_known(text, where, ids, what) for text, where in self.texts(key))

    def texts(self, key: str) -> Iterator[tuple[str, str]]:
        for value, where in self.rows(key):
            if not _is_text(value):
                raise Refused(where, "must be a text")
            yield value, where

    def rows(self, key: str, default: tuple[object, ...] = ()) -> Iterator[tuple[object, str]]:
        value = self.values.get(key, list(default))
        if not isinstance(value, list):
            raise self.refuse(key, "must be a list")
        yield from ((row, f"{self.place(key)}[{index}]") for index, row in enumerate(value))

    def day(self, key: str) -> date | None:
        if not self.has(key):
            return None
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.refuse(key, "must be a day such as 2026-12-03") from None

    def instant(self, key: str, zone: str) -> datetime:
        return instant(self.values.get(key), self.place(key), zone)

    def span(self, first: str, last: str, zone: str) -> Span:
        """From `first` to `last`; a wall-clock span within the missing hour moves forward and keeps its length."""
        start, end = self.instant(first, zone), self.instant(last, zone)
        if start >= end:
            wall = _wall_minutes(self.values[first], self.values[last])
            if wall <= 0:
                raise self.refuse(last, f"must be after {self.place(first)}")
            end = start + timedelta(minutes=wall)
        return Span(start, end)


def _is_text(value: object) -> TypeGuard[str]:
    """False for half a character, too: JSON can hold one, but nobody can print it."""
    return isinstance(value, str) and _HALF.search(value) is None


def _known(text: str, where: str, ids: frozenset[str], what: str) -> str:
    if text not in ids:
        raise Refused(where, f"no {what} is called “{text}”")
    return text


def instant(value: object, where: str, zone: str) -> datetime:
    """The instant, in UTC: local in `zone`, unless an offset says otherwise. Raises Refused."""
    shape = "must be a time such as 2026-12-03T17:30"
    if not isinstance(value, str):
        raise Refused(where, shape)
    local = _LOCAL.fullmatch(value) is not None
    if not local and not _OFFSET.fullmatch(value):
        raise Refused(where, shape)
    try:
        at = datetime.fromisoformat(value)
        if local:
            at = wallclock.instant(at.date(), at.hour * 60 + at.minute, zone) + timedelta(seconds=at.second)
        at = at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(where, "is not a time that exists") from None
    if at.second or at.microsecond:
        raise Refused(where, "must be on a whole minute")
    if not 1970 <= at.year <= 2200:
        raise Refused(where, "must be a year from 1970 to 2200")
    return at


def _wall_minutes(first: object, last: object) -> int:
    texts = (str(first), str(last))
    if not all(_LOCAL.fullmatch(text) for text in texts):
        return 0
    start, end = (datetime.fromisoformat(text) for text in texts)
    return (end - start) // timedelta(minutes=1)
