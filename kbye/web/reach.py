"""How far a web address of this kbye can be opened: read off the address alone, nothing is asked."""

from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

HOME_ENDINGS = (".local", ".home", ".lan", ".home.arpa", ".internal", ".fritz.box")


class Reach(Enum):
    THIS_COMPUTER = "this_computer"
    HOME_NETWORK = "home_network"
    ANYWHERE = "anywhere"


def reach_of(address: str) -> Reach:
    """Who can open `address` ("http://192.168.1.5:8000"), judged by its host; never raises.

    No host, or one that cannot be read, counts as this computer only: kbye then does not
    promise a link that nobody can open.
    """
    host = host_of(address)
    if host in ("", "localhost") or host.endswith(".localhost"):
        return Reach.THIS_COMPUTER
    number = _number(host)
    if number is not None:
        return _reach_of_number(number)
    if "." not in host or host.endswith(HOME_ENDINGS):
        return Reach.HOME_NETWORK
    return Reach.ANYWHERE


def host_of(address: str) -> str:
    """The host of an address in small letters without a final dot; "" if there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".").lower()


def _number(host: str) -> IPv4Address | IPv6Address | None:
    try:
        number = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    return mapped or number


def _reach_of_number(number: IPv4Address | IPv6Address) -> Reach:
    if number.is_loopback or number.is_unspecified:
        return Reach.THIS_COMPUTER
    return Reach.ANYWHERE if number.is_global else Reach.HOME_NETWORK
