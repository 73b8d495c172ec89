"""The process in which Apprise runs: it can connect only where kbye itself may, and start nothing.

The guard is an audit hook: Python calls it before every connection, whichever library makes it, with the very
number that is about to be connected to, and nothing in the process can take it away again.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import types
from collections.abc import Collection
from typing import Any

from kbye.outside.addresses import Place, Verdict, verdict

MEMORY = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 15
_NEVER = (
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.",
)
_SENDS_WITHOUT_CONNECTING = frozenset({"socket.sendto", "socket.sendmsg"})


def main() -> None:
    """Read one order from standard input, carry it out, print Apprise's word for how it went."""
    order = json.load(sys.stdin)
    may_reach = frozenset(Place(host, port) for host, port in order["may_reach"])
    _limit()
    # requests trusts its own list of authorities; a family's own authority is named by the usual variable.
    if "SSL_CERT_FILE" in os.environ:
        os.environ["REQUESTS_CA_BUNDLE"] = os.environ["SSL_CERT_FILE"]
    try:
        import apprise
    except ImportError:
        print("MISSING")  # noqa: T201
        return
    guard(may_reach)
    print(_sent(apprise, order, may_reach))  # noqa: T201


def guard(may_reach: Collection[Place]) -> None:
    """From here on this process connects only to what the rule allows. There is no way back."""
    named = _remember_named(may_reach)

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_NEVER) or event in _SENDS_WITHOUT_CONNECTING:
            raise PermissionError(event)
        if event == "socket.connect" and not _may_connect(args[1], named):
            raise PermissionError(event)

    sys.addaudithook(watch)


def _may_connect(address: object, named: Collection[tuple[str, int]]) -> bool:
    if not isinstance(address, tuple) or len(address) < 2:
        return False
    number, port = str(address[0]), int(address[1])
    return (number, port) in named or verdict(number, Place(number, port), ()) is Verdict.PUBLIC


def _remember_named(may_reach: Collection[Place]) -> set[tuple[str, int]]:
    """A connection shows numbers only: remember those that the names on the list resolve to."""
    named = {(place.host, place.port) for place in may_reach if place.is_number}
    look_up = socket.getaddrinfo

    def remembering(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        found = look_up(host, port, *rest, **more)
        name = host.decode() if isinstance(host, bytes) else str(host)
        if str(port).isdecimal() and Place(name.lower().removesuffix("."), int(port)) in may_reach:
            named.update((str(entry[4][0]), int(entry[4][1])) for entry in found)
        return found

    socket.getaddrinfo = remembering
    return named


def _sent(apprise: types.ModuleType, order: dict[str, Any], may_reach: Collection[Place]) -> str:
    asset = apprise.AppriseAsset(
        app_id="kbye", app_desc="kbye", app_url="", image_url_mask="", image_url_logo="",
        http_redirects=False, storage_mode="memory", async_mode=False,
    )  # fmt: skip
    # One service, made from the whole text: `add` would take a text with a second address in it apart.
    service = apprise.Apprise.instantiate(order["url"], asset=asset)
    if service is None or not _is_allowed(service, order["schemes"], may_reach):
        return "NOMATCH"
    # Whatever the address says: certificates are checked, and nobody is sent on.
    service.verify_certificate, service.redirects = True, False
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    result = sender.notify(title=order["title"], body=order["body"], body_format="text")
    return str(result.status.name)


def _is_allowed(service: Any, schemes: Collection[str], may_reach: Collection[Place]) -> bool:
    """What Apprise made of the address counts, not how it is spelled."""
    kind = type(service)
    if kind.secure_protocol not in schemes:
        return False
    return service.secure or not kind.protocol or Place(service.host.lower(), service.port or 80) in may_reach


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
