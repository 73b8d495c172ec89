"""A calendar's text from wherever it lies: an address, a calendar server, or the tables of public holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kbye.calendars.holidays_text import holidays_text
from kbye.household.calendar import Kind
from kbye.household.calendar_source import CalendarSource
from kbye.outside import calendar_address, dav_calendar
from kbye.outside.calendar_address import NotHad
from kbye.outside.dav import DavTrouble, Why
from kbye.work.calendar_accounts import login_of

_EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Came:
    """What came, and how the other side names this state of it."""

    raw: bytes
    etag: str = ""
    modified: str = ""


def fetched(
    source: CalendarSource, *, start: datetime, end: datetime, anew: bool, now: datetime
) -> Came | None:
    """The calendar as it is now; None if the other side says that nothing has changed, unless it is wanted `anew`.

    `source` with its account. Raises `NotHad`, and `NotOurs` for what cannot be unsealed any more.
    """
    where = source.where
    etag, modified = ("", "") if anew else (source.etag, source.modified)
    if source.kind == Kind.HOLIDAYS:
        years = range(start.year, end.year + 1)
        return Came(holidays_text(**where, years=years, language=settings.LANGUAGE_CODE))
    if source.kind == Kind.DAV:
        return _from_server(source, where["address"], start, end, etag)
    found = calendar_address.fetch(where["address"], etag=etag, modified=modified, now=now)
    return Came(found.raw, found.etag, found.modified) if found else None


def _from_server(
    source: CalendarSource, address: str, start: datetime, end: datetime, version: str
) -> Came | None:
    assert source.account is not None
    login = login_of(source.account)
    try:
        found = dav_calendar.fetched(address, login, start, end, version=version)
    except DavTrouble as trouble:
        raise NotHad(
            words=trouble.words, cause=trouble.cause, is_gone=trouble.why is Why.GONE, wait=trouble.wait
        ) from trouble
    return Came(found.text or _EMPTY, found.version) if found else None
