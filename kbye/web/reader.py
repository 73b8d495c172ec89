"""For whom a page is being written: the household's zone and the reader's way of telling the time."""

from __future__ import annotations

from contextvars import ContextVar
from typing import NamedTuple

from django.conf import settings


class Reader(NamedTuple):
    zone: str
    clock: str


_reader: ContextVar[Reader | None] = ContextVar("reader", default=None)


def read_as(zone: str, clock: str) -> None:
    _reader.set(Reader(zone, clock))


def forget() -> None:
    _reader.set(None)


def current() -> Reader:
    return _reader.get() or Reader(settings.DEFAULT_ZONE, "24")
