"""Which machine asks, for counting what was tried too often."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def machine_of(request: HttpRequest) -> str:
    """The asking machine: the connection's other end, or what our own proxy saw as such.

    All of one home's IPv6 addresses count as one, as whoever has one has very many.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_FORWARDED_FOR:
        # Only the last entry is the proxy's own; those before it are whatever the visitor claims.
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or seen
    return _home_of(seen)


def _home_of(address: str) -> str:
    try:
        number = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((number, 64), strict=False)) if number.version == 6 else address
