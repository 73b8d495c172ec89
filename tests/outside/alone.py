"""Run in a network of its own, where every number there is leads to this one computer and is listened on.

There kbye is asked to open every address of the tables; what the canary hears is printed. Nothing can leave: the
network has no way out.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from ipaddress import ip_address
from unittest import mock

import django
from django.conf import settings

PORTS = (80, 443, 8443)


class Canary:
    """Counts connections to any number; `heard` are the numbers that were called."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        for family, number in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
            for port in PORTS:
                door = socket.socket(family, socket.SOCK_STREAM)
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                door.bind((number, port))
                door.listen(50)
                threading.Thread(target=self._listen, args=(door,), daemon=True).start()

    def _listen(self, door: socket.socket) -> None:
        while True:
            guest, _address = door.accept()
            self.heard.append(guest.getsockname()[0])
            guest.close()


def everything_leads_here() -> None:
    for command in (
        ["ip", "link", "set", "lo", "up"],
        ["ip", "route", "add", "local", "0.0.0.0/0", "dev", "lo"],
        ["ip", "-6", "route", "add", "local", "::/0", "dev", "lo"],
    ):
        subprocess.run(command, check=True)


def heard_when_asked(canary: Canary, number: str) -> int:
    """How often the canary hears something when kbye is sent to this number, plainly and by a name."""
    from kbye.outside import connecting, egress

    before = len(canary.heard)
    host = f"[{number}]" if ":" in number else number
    with mock.patch.object(connecting, "resolve", return_value=[number]):
        for place in (host, "name.example", f"{host}:8443", f"{host}:80"):
            try:
                egress.ask(f"https://{place}/", seconds=1)
            except egress.NotReached:
                continue
    return len(canary.heard) - before


def main() -> None:
    sys.path.insert(0, sys.argv[1])
    settings.configure(MAY_REACH=frozenset(), USE_I18N=False)
    django.setup()
    from kbye.outside import addresses, apprise_out
    from tests.outside.spellings import CLOSED, PUBLIC, REFUSED

    everything_leads_here()
    canary = Canary()
    found: dict[str, object] = {
        "closed": [number for number in CLOSED if heard_when_asked(canary, number)],
        "refused": [text for text in REFUSED if heard_when_typed(canary, text)],
        "public": [number for number in PUBLIC if heard_when_asked(canary, number)],
    }
    for name, number in (("apprise closed", "10.0.0.1"), ("apprise public", "8.8.8.8")):
        before = len(canary.heard)
        apprise_out.notify(f"gotifys://{number}/Aabcdefghijklmn", "a", "b")
        found[name] = len(canary.heard) - before
    naive = mock.patch.object(addresses, "is_public", lambda number: not ip_address(number).is_private)
    with naive:
        found["naive"] = [number for number in CLOSED if heard_when_asked(canary, number)]
    sys.stdout.write(json.dumps(found))


def heard_when_typed(canary: Canary, text: str) -> int:
    from kbye.outside import connecting, egress

    before = len(canary.heard)
    with mock.patch.object(connecting, "resolve", return_value=["8.8.8.8"]):
        try:
            egress.ask(text, seconds=1)
        except egress.NotReached:
            pass
    return len(canary.heard) - before


if __name__ == "__main__":
    main()
