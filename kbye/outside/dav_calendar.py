"""One calendar on a server: whether it has changed, what is in it, and entries that kbye puts there or takes away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import unquote

from kbye.outside.dav import DavTrouble, Found, Login, Why, ask, found_at, xml
from kbye.outside.dav_xml import cal, dav

AT_ONCE = 100
CALENDAR = "text/calendar; charset=utf-8"
_DATA = "<prop><getetag/><C:calendar-data/></prop>"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one address in a calendar holds, and the tag by which the server tells its versions apart."""

    address: str
    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """The texts of a calendar one after the other, as one file, and which version of it that is."""

    text: bytes
    version: str


def version_of(calendar: str, login: Login) -> str:
    """What the server calls the present state of it: the same as before means that nothing has changed.

    Empty if this server tells no versions.
    """
    body = xml("propfind", "<prop><sync-token/><S:getctag/></prop>")
    _at, rows = found_at(calendar, login, method="PROPFIND", body=body)
    for found in rows:
        version = found.text(dav("sync-token")) or found.text("http://calendarserver.org/ns/ getctag")
        if version:
            return version[:500]
    return ""


def fetched(
    calendar: str, login: Login, start: datetime, end: datetime, *, version: str = ""
) -> Fetched | None:
    """All that overlaps the span, as one text; None if it is still at that `version`. Raises `DavTrouble`.

    The version is asked for first: what changes in between is fetched once more the next time.
    """
    now = version_of(calendar, login)
    if now and now == version:
        return None
    return Fetched(joined(entries_within(calendar, login, start, end)), now)


def entries_within(calendar: str, login: Login, start: datetime, end: datetime) -> tuple[Entry, ...]:
    """All that overlaps the span; series whole, with their rules."""
    span = f'<C:time-range start="{_stamp(start)}" end="{_stamp(end)}"/>'
    wanted = f'<C:comp-filter name="VEVENT">{span}</C:comp-filter>'
    body = xml(
        "C:calendar-query",
        f'{_DATA}<C:filter><C:comp-filter name="VCALENDAR">{wanted}</C:comp-filter></C:filter>',
    )
    _at, rows = found_at(calendar, login, method="REPORT", body=body, depth="1")
    return _entries(rows)


def entries_at(calendar: str, login: Login, addresses: Iterable[str]) -> Mapping[str, Entry]:
    """Those of these entries that are there, by the address they were asked for with."""
    wanted = list(addresses)
    found: dict[str, Entry] = {}
    for first in range(0, len(wanted), AT_ONCE):
        hrefs = "".join(
            f"<href>{escape(_path(address))}</href>" for address in wanted[first : first + AT_ONCE]
        )
        body = xml("C:calendar-multiget", _DATA + hrefs)
        _at, rows = found_at(calendar, login, method="REPORT", body=body, depth="1")
        found.update((unquote(entry.address), entry) for entry in _entries(rows))
    return {address: entry for address in wanted if (entry := found.get(unquote(address)))}


def put(address: str, login: Login, text: bytes, *, tag: str = "") -> str:
    """Write one entry: a new one, or in place of the version `tag`. Returns its tag, empty if the server told none.

    Raises `DavTrouble`; `CHANGED` if there is another version, or one although there should be none.
    """
    condition = {"if-match": _strong(tag)} if tag else {"if-none-match": "*"}
    answer = ask(address, login, method="PUT", body=text, headers={"content-type": CALENDAR, **condition})
    return answer.headers.get("etag", "")


def delete(address: str, login: Login, *, tag: str) -> None:
    """Take away this version of an entry. One that is gone already is fine. Raises `DavTrouble`, see `put`."""
    try:
        ask(address, login, method="DELETE", headers={"if-match": _strong(tag)})
    except DavTrouble as error:
        if error.why is not Why.GONE:
            raise


def joined(entries: Iterable[Entry]) -> bytes:
    """Their texts one after the other, as one file."""
    return "\r\n".join(entry.text for entry in entries).encode()


def _entries(rows: Iterable[Found]) -> tuple[Entry, ...]:
    return tuple(
        Entry(row.href, row.text(dav("getetag")), text)
        for row in rows
        if row.status == 200 and (text := row.text(cal("calendar-data")))
    )


def _path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _strong(tag: str) -> str:
    """Proxies that compress call a tag weak; the version is the same, and weak ones never match."""
    return tag.removeprefix("W/")
