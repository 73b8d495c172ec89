"""Where kbye may open a connection to: the rules alone. Nothing is looked up or connected here, and no framework.

A text becomes a `Target` by one strict pattern, so that no two parsers can read it differently. What its name
resolves to is judged by `verdict`, by whoever connects, for the very address that gets connected to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin

LONGEST = 2048
PORTS = frozenset({443, 8443})

_SHAPE = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>[/?][^#]*)?(?:#.*)?",
    re.IGNORECASE | re.ASCII,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
# What browsers and old resolvers take for a number: 127.1, 0177.1, 0x7f.1, 2130706433.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_SCHEMES = {"https": "https", "webcal": "https", "webcals": "https", "http": "http"}
_USUAL_PORT = {"https": 443, "http": 80}
_ASCII = "".join(map(chr, range(0x21, 0x7F)))

# `is_global` differs between releases of Python; these do not depend on it.
_CLOSED_4 = tuple(map(IPv4Network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24")))
_CLOSED_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_GIVEN_OUT_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


class Verdict(Enum):
    PUBLIC = "public"
    NAMED = "named"  # closed to everyone, but the host of this kbye allows the place by name
    CLOSED = "closed"


class Flaw(Enum):
    SPELLING = "spelling"
    SCHEME = "scheme"
    SECRET = "secret"  # noqa: S105  a name or password before the host
    PORT = "port"


class NotAnAddress(ValueError):
    """The text is not an address that kbye opens."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Place:
    """A host as it is compared (lower case, no brackets, no dot at the end) and a port."""

    host: str
    port: int

    @property
    def is_number(self) -> bool:
        return ":" in self.host or bool(_NUMBER.fullmatch(self.host.rpartition(".")[2]))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Target:
    scheme: str
    place: Place
    path: str

    @property
    def origin(self) -> tuple[str, Place]:
        return self.scheme, self.place

    @property
    def authority(self) -> str:
        """For the Host header: without the port where it is the usual one."""
        usual = self.place.port == _USUAL_PORT[self.scheme]
        return str(self.place).removesuffix(f":{self.place.port}") if usual else str(self.place)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def target(text: str, may_reach: Collection[Place]) -> Target:
    """Read an address that somebody typed or a server sent. Raises `NotAnAddress`.

    `https`, `webcal` (which means https), and `http` for the places in `may_reach`; the ports 443 and 8443, and
    others for those places. No name and password in it, host in plain ASCII. A part after `#` is dropped.
    """
    text = text.strip()
    if len(text) > LONGEST or "\\" in text or not _is_printable(text):
        raise NotAnAddress(Flaw.SPELLING)
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise NotAnAddress(Flaw.SECRET)
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise NotAnAddress(Flaw.SPELLING if "://" in text else Flaw.SCHEME)
    scheme = _SCHEMES.get(shape["scheme"].lower())
    if scheme is None:
        raise NotAnAddress(Flaw.SCHEME)
    place = Place(_host(shape["host"]), int(shape["port"] or _USUAL_PORT[scheme]))
    _check(scheme, place, may_reach)
    path = shape["path"] or "/"
    return Target(scheme, place, quote(path if path[0] == "/" else f"/{path}", safe=_ASCII))


def sent_on(start: Target, location: str, may_reach: Collection[Place]) -> Target:
    """Where a redirect from `start` leads. Raises `NotAnAddress`: a server's word is worth no more than a person's."""
    if "\\" in location or not _is_printable(location):
        raise NotAnAddress(Flaw.SPELLING)
    try:
        joined = urljoin(str(start), location)
    except ValueError:
        raise NotAnAddress(Flaw.SPELLING) from None
    return target(joined, may_reach)


def places(text: str) -> frozenset[Place]:
    """Read `host:port` pairs, separated by spaces or commas. Raises ValueError with a sentence."""
    return frozenset(map(_place, text.replace(",", " ").split()))


def verdict(address: str, place: Place, may_reach: Collection[Place]) -> Verdict:
    """Whether `address`, a number to which the name of `place` resolved, may be connected to."""
    if place in may_reach:
        return Verdict.NAMED
    return Verdict.PUBLIC if place.port in PORTS and is_public(address) else Verdict.CLOSED


def is_public(address: str) -> bool:
    """Whether a number is an address of the open internet, also when it is wrapped in another kind."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    return all(map(_is_open, _unwrapped(number)))


def _is_printable(text: str) -> bool:
    return text.isprintable() and not any(letter.isspace() for letter in text)


def _host(text: str) -> str:
    name = text.lower()
    try:
        if name.startswith("["):
            return str(IPv6Address(name[1:-1]))
        name = name.removesuffix(".")
        if _NUMBER.fullmatch(name.rpartition(".")[2]):
            return str(IPv4Address(name))
    except ValueError:
        raise NotAnAddress(Flaw.SPELLING) from None
    if len(name) > 253 or not all(map(_LABEL.fullmatch, name.split("."))):
        raise NotAnAddress(Flaw.SPELLING)
    return name


def _check(scheme: str, place: Place, may_reach: Collection[Place]) -> None:
    if place in may_reach:
        return
    if scheme != "https":
        raise NotAnAddress(Flaw.SCHEME)
    if place.port not in PORTS:
        raise NotAnAddress(Flaw.PORT)


def _place(text: str) -> Place:
    host, _colon, port = text.rpartition(":")
    try:
        if not re.fullmatch(r"[0-9]{1,5}", port, re.ASCII) or not 0 < int(port) < 65536:
            raise NotAnAddress(Flaw.PORT)
        return Place(_host(host), int(port))
    except NotAnAddress:
        raise ValueError(f"{text!r} is not a host and a port, such as radicale.lan:5232.") from None


def _unwrapped(number: IPv4Address | IPv6Address) -> Iterable[IPv4Address | IPv6Address]:
    if isinstance(number, IPv4Address):
        return (number,)
    if number in _NAT64:
        return (IPv4Address(int(number) & 0xFFFF_FFFF),)
    inside = number.ipv4_mapped or number.sixtofour
    return number.teredo or ((inside,) if inside else (number,))


def _is_open(number: IPv4Address | IPv6Address) -> bool:
    if not number.is_global or number.is_multicast or number.is_reserved:
        return False
    if isinstance(number, IPv4Address):
        return not any(number in network for network in _CLOSED_4)
    if number.is_site_local or number.scope_id or number not in _GIVEN_OUT_6:
        return False
    return not any(number in network for network in _CLOSED_6)
