"""Real servers on this computer that behave as they are told, well or badly, and count who knocks."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

Behaviour = Callable[[socket.socket, "Server"], None]


class Server:
    """Listens on 127.0.0.1 for the length of a `with`. `knocks` counts connections, `asked` holds what was sent."""

    def __init__(self, behave: Behaviour, tls: ssl.SSLContext | Path | None = None) -> None:
        self.behave, self.knocks, self.asked = behave, 0, list[bytes]()
        self.tls = _context(tls) if isinstance(tls, Path) else tls
        self.over = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = int(self._door.getsockname()[1])
        self._threads = [threading.Thread(target=self._open, daemon=True)]

    def __enter__(self) -> Server:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for thread in self._threads:
            thread.join(5)

    def _open(self) -> None:
        while not self.over.is_set():
            try:
                guest, _address = self._door.accept()
            except OSError:
                return
            self.knocks += 1
            self._threads.append(threading.Thread(target=self._serve, args=(guest,), daemon=True))
            self._threads[-1].start()

    def _serve(self, guest: socket.socket) -> None:
        guest.settimeout(5)
        with suppress(OSError), guest:
            if self.tls is None:
                self.behave(guest, self)
                return
            with self.tls.wrap_socket(guest, server_side=True) as private:
                self.behave(private, self)


def question(guest: socket.socket) -> bytes:
    """All of one request."""
    text = b""
    while b"\r\n\r\n" not in text:
        more = guest.recv(65536)
        if not more:
            return text
        text += more
    head, _end, body = text.partition(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    while len(body) < sum(lengths):
        body += guest.recv(65536)
    return head + b"\r\n\r\n" + body


def says(*parts: bytes, pause: float = 0) -> Behaviour:
    """Reads one request and sends these bytes, resting between the parts."""

    def behave(guest: socket.socket, server: Server) -> None:
        server.asked.append(question(guest))
        for part in parts:
            guest.sendall(part)
            if server.over.wait(pause):
                return

    return behave


def repeats(start: bytes, part: bytes, *, pause: float = 0) -> Behaviour:
    """Reads one request and never comes to an end."""

    def behave(guest: socket.socket, server: Server) -> None:
        server.asked.append(question(guest))
        guest.sendall(start)
        while not server.over.wait(pause):
            guest.sendall(part)

    return behave


def silent(guest: socket.socket, server: Server) -> None:
    server.over.wait(10)


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *lines])
    return head.encode("latin-1") + b"\r\n\r\n" + body


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
