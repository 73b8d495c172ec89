"""Connections to exactly the number that was judged, on which one deadline holds for every step.

A name is looked up once per connection and every number it resolves to is judged before the first is tried.
"""

from __future__ import annotations

import math
import socket
import ssl
import time
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

import certifi
import httpcore
from django.conf import settings

from kbye.outside import addresses
from kbye.outside.addresses import Place, Verdict

SECONDS_TO_CONNECT = 6.0
NUMBERS_TRIED = 4


def trust() -> ssl.SSLContext:
    """The authorities this computer trusts; certifi's where it names none. TLS 1.2 at least."""
    paths = ssl.get_default_verify_paths()
    return _loaded(paths.cafile, paths.capath)


@lru_cache(maxsize=2)
def _loaded(_file: str | None, folder: str | None) -> ssl.SSLContext:
    """Reading some hundred authorities takes longer than many an answer; once is enough."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not (folder and any(Path(folder).iterdir())):
        context.load_verify_locations(certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Deadline:
    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, at_most: float = math.inf) -> float:
        seconds = min(self._end - time.monotonic(), at_most)
        if seconds <= 0:
            raise TimeoutError
        return seconds


class Closed(OSError):
    """A number nobody may be sent to."""


class Network(httpcore.NetworkBackend):
    """Connects to one place, whatever it is asked for."""

    def __init__(self, place: Place, deadline: Deadline) -> None:
        self._place, self._deadline = place, deadline

    def connect_tcp(self, *_args: object, **_more: object) -> httpcore.NetworkStream:
        return _Stream(_connected(self._place, self._deadline), self._deadline)


class _Stream(httpcore.NetworkStream):
    """A socket on which every step has only what is left of the one deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline = connected, deadline
        self._broken: ConnectionError | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self._socket.settimeout(self._deadline.left())
        found = self._socket.recv(max_bytes)
        if self._broken is not None and not found:
            # A broken connection says so once, to the first who asks; afterwards it looks like one that ended.
            raise self._broken
        self._broken = None
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        rest = memoryview(buffer)
        try:
            while rest:
                self._socket.settimeout(self._deadline.left())
                rest = rest[self._socket.send(rest) :]
        except ConnectionError as error:
            # httpcore then looks for an answer that came before all was sent.
            self._broken = error
            raise httpcore.WriteError from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        self._socket.settimeout(self._deadline.left())
        try:
            return _Stream(
                ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._deadline
            )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._socket.close()


def _connected(place: Place, deadline: Deadline) -> socket.socket:
    numbers = _looked_up(place, deadline)
    if not numbers or any(
        addresses.verdict(number, place, settings.MAY_REACH) is Verdict.CLOSED for number in numbers
    ):
        raise Closed
    trouble: OSError = Closed()
    for number in numbers[:NUMBERS_TRIED]:
        try:
            return connect(number, place.port, deadline.left(SECONDS_TO_CONNECT))
        except OSError as error:
            trouble = error
    raise trouble


def connect(number: str, port: int, seconds: float) -> socket.socket:
    """A connection to exactly this number; nothing is looked up any more."""
    connected = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET, socket.SOCK_STREAM)
    try:
        connected.settimeout(seconds)
        connected.connect((number, port))
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connected.close()
        raise
    return connected


def resolve(host: str, port: int) -> list[str]:
    """The numbers behind a name, in the order this computer prefers them."""
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _looked_up(place: Place, deadline: Deadline) -> list[str]:
    """Resolvers know no deadline, so this one works aside and is left behind when it takes too long."""
    if place.is_number:
        return [place.host]
    found: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def look() -> None:
        try:
            found.put(resolve(place.host, place.port))
        except Exception as error:
            found.put(error)

    Thread(target=look, daemon=True).start()
    try:
        answer = found.get(timeout=deadline.left())
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer
