"""Asking an address whether kbye answers there, against real servers on this computer."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kbye.outside.reach import Answer, answer_at

asked: list[str] = []


class _Server(BaseHTTPRequestHandler):
    status, body, location = 200, b"kbye\n", ""

    def do_GET(self) -> None:
        asked.append(self.path)
        self.send_response(self.status)
        if self.location:
            self.send_header("Location", self.location)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving(**what: object) -> Iterator[str]:
    asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Server", (_Server,), what))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def listening(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A bare socket that takes one connection and behaves as told."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def take() -> None:
            guest, _ = door.accept()
            with guest:
                behave(guest)

        thread = threading.Thread(target=take)
        thread.start()
        yield f"127.0.0.1:{door.getsockname()[1]}"
        thread.join()


def test_kbye_is_recognised_by_its_sign_of_life() -> None:
    with serving() as address:
        assert answer_at(address) is Answer.KBYE
    assert asked == ["/healthz"]


@pytest.mark.parametrize(
    "what",
    [
        {"body": b"<html>A router</html>"},
        {"body": b"kbye\nand more"},
        {"body": b"kbye"},
        {"body": b""},
        {"status": 404},
        {"status": 500},
    ],
)
def test_anything_else_is_not_taken_for_kbye(what: dict[str, object]) -> None:
    with serving(**what) as address:
        assert answer_at(address) is Answer.SOMETHING_ELSE


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_said_and_not_followed(status: int) -> None:
    with serving(status=status, location="/healthz-elsewhere") as address:
        assert answer_at(address) is Answer.SENDS_ELSEWHERE
    assert asked == ["/healthz"]


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert answer_at(f"http://127.0.0.1:{port}") is Answer.NOBODY


def test_somebody_silent_is_too_slow() -> None:
    done = threading.Event()

    def say_nothing(guest: socket.socket) -> None:
        done.wait(10)

    with listening(say_nothing) as place:
        try:
            assert answer_at(f"http://{place}", seconds=0.2) is Answer.TOO_SLOW
        finally:
            done.set()


def test_somebody_who_speaks_something_else() -> None:
    def mumble(guest: socket.socket) -> None:
        guest.recv(1000)
        guest.sendall(b"220 mail.example.org ESMTP\r\n\r\n")

    with listening(mumble) as place:
        assert answer_at(f"http://{place}") is Answer.SOMETHING_ELSE


def test_https_asked_of_somebody_without_it() -> None:
    def plain(guest: socket.socket) -> None:
        guest.recv(1000)
        guest.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")

    with listening(plain) as place:
        assert answer_at(f"https://{place}") is Answer.SOMETHING_ELSE


@pytest.mark.parametrize(
    "address", ["", "ftp://kbye.example.org", "http://", "http://127.0.0.1:99999999", "kbye"]
)
def test_what_is_no_address(address: str) -> None:
    assert answer_at(address) is Answer.NO_ADDRESS


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "1"),
            *("-subj", "/CN=127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def shake_hands(guest: socket.socket) -> None:
        try:
            context.wrap_socket(guest, server_side=True).close()
        except OSError:
            pass

    with listening(shake_hands) as place:
        assert answer_at(f"https://{place}") is Answer.NOT_TRUSTED
