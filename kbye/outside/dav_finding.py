"""From an address somebody typed to the calendars they have there (RFC 6764, RFC 5397, RFC 4791)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kbye.outside.dav import DavTrouble, Found, Login, Why, elsewhere, found_at, origin_of, whole, xml
from kbye.outside.dav_xml import cal, dav

MOST = 200
_WHO = "<prop><current-user-principal/><resourcetype/><C:calendar-home-set/></prop>"
_HOME = "<prop><C:calendar-home-set/></prop>"
_ABOUT = (
    "<prop><resourcetype/><displayname/><A:calendar-color/><C:supported-calendar-component-set/>"
    "<current-user-privilege-set/></prop>"
)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_WRITES = frozenset(map(dav, ("all", "write", "write-content", "bind")))
_KEEP_LOOKING = frozenset({Why.GONE, Why.NOT_DAV, Why.NOT_ALLOWED})


@dataclass(frozen=True, slots=True)
class CalendarThere:
    """A calendar on a server. `colour` is like "#3366cc" or empty; `may_write` is what the server says of itself."""

    address: str
    name: str
    colour: str
    may_write: bool


def calendars_at(address: str, login: Login) -> tuple[CalendarThere, ...]:
    """The calendars for dates that this account has, by name; none if it has none. Raises `DavTrouble`.

    `address` may be the server's, the account's, or that of one calendar.
    """
    found = _start(address, login)
    if _is_calendar(found):
        return tuple(_described(found_at(found.href, login, method="PROPFIND", body=_asking(_ABOUT))[1]))
    homes = _homes(found, login)
    rows: dict[str, CalendarThere] = {}
    for home in homes:
        _at, inside = found_at(home, login, method="PROPFIND", body=_asking(_ABOUT), depth="1")
        rows.update((one.address, one) for one in _described(inside))
    return tuple(sorted(rows.values(), key=lambda one: (one.name.casefold(), one.address)))[:MOST]


def _start(address: str, login: Login) -> Found:
    """The typed address if it knows whose it is, else what the server's well-known one leads to."""
    trouble: DavTrouble | None = None
    for place in (address, whole(address, "/.well-known/caldav"), whole(address, "/")):
        if place is None:
            continue
        try:
            _at, rows = found_at(place, login, method="PROPFIND", body=_asking(_WHO))
        except DavTrouble as error:
            if error.why not in _KEEP_LOOKING:
                raise
            trouble = trouble or error
            continue
        for found in rows:
            if found.properties.first(dav("current-user-principal"), dav("href")) or _is_calendar(found):
                return found
    raise trouble or _none_there()


def _homes(found: Found, login: Login) -> list[str]:
    hrefs = _hrefs(found, cal("calendar-home-set"))
    base = found.href
    if not hrefs:
        principal = _same_origin(base, _hrefs(found, dav("current-user-principal")))
        if not principal:
            raise _none_there()
        base, rows = found_at(principal[0], login, method="PROPFIND", body=_asking(_HOME))
        hrefs = [href for row in rows for href in _hrefs(row, cal("calendar-home-set"))]
    homes = _same_origin(base, hrefs)
    if not homes:
        raise _none_there()
    return homes


def _same_origin(base: str, hrefs: list[str]) -> list[str]:
    """Those the password may go to. If all of them lie elsewhere, only a person can decide."""
    here = [place for href in hrefs if (place := whole(base, href))]
    others = [place for href in hrefs if (place := origin_of(base, href))]
    if others and not here:
        raise elsewhere(others[0])
    return here


def _described(rows: list[Found]) -> Iterator[CalendarThere]:
    for found in rows:
        if not _is_calendar(found) or not _holds_dates(found):
            continue
        last = found.href.rstrip("/").rpartition("/")[2]
        colour = _COLOUR.match(found.text("http://apple.com/ns/ical/ calendar-color"))
        yield CalendarThere(
            address=found.href,
            name=_plain(found.text(dav("displayname"))) or _plain(last),
            colour=colour[0].lower() if colour else "",
            may_write=_may_write(found),
        )


def _is_calendar(found: Found) -> bool:
    return found.properties.first(dav("resourcetype"), cal("calendar")) is not None


def _holds_dates(found: Found) -> bool:
    """A server that does not say what a calendar holds holds dates, too."""
    kinds = found.properties.first(cal("supported-calendar-component-set"))
    return kinds is None or any(one.attributes.get("name") == "VEVENT" for one in kinds.children)


def _may_write(found: Found) -> bool:
    rights = found.properties.first(dav("current-user-privilege-set"))
    if rights is None:
        return True
    return any(one.name in _WRITES for right in rights.all(dav("privilege")) for one in right.children)


def _hrefs(found: Found, name: str) -> list[str]:
    return [node.text for node in found.properties.all(name, dav("href"))]


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:120]


def _asking(inside: str) -> bytes:
    return xml("propfind", inside)


def _none_there() -> DavTrouble:
    return DavTrouble(Why.GONE, words=_("No calendars were found at this address."), cause="no home")
