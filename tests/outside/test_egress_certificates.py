"""Whether the other side is who it says: certificates and TLS, with an authority of our own."""

from __future__ import annotations

import socket
import ssl
import warnings
from pathlib import Path

import certifi
import pytest

from kbye.outside import connecting, egress
from kbye.outside.egress import NotReached, Why
from tests.outside.authority import DAY, TODAY, Authority
from tests.outside.conftest import Allow
from tests.outside.servers import Server, answer, repeats, says, silent

HELLO = says(answer(b"hello"))


def trouble_with(address: str) -> Why:
    with pytest.raises(NotReached) as trouble:
        egress.ask(address, headers={"authorization": "secret"}, seconds=2)
    return trouble.value.why


def test_a_good_certificate(certificate: Path, allow: Allow) -> None:
    with Server(HELLO, certificate) as server:
        address = allow(server)
        assert address.startswith("https://calendar.example:")
        assert egress.ask(address).body == b"hello"


def test_the_name_is_sent_and_checked_though_a_number_is_connected_to(
    certificate: Path, allow: Allow
) -> None:
    asked_for = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: asked_for.append(name)
    with Server(HELLO, context) as server:
        egress.ask(allow(server))
    assert asked_for == ["calendar.example"]
    assert b"\r\nhost: calendar.example:" in server.asked[0]


def expired(authority: Authority) -> Path:
    return authority.certificate("calendar.example", start=TODAY - 9 * DAY, end=TODAY - DAY)


def not_yet(authority: Authority) -> Path:
    return authority.certificate("calendar.example", start=TODAY + DAY, end=TODAY + 2 * DAY)


def self_signed(authority: Authority) -> Path:
    return authority.certificate("calendar.example", by_itself=True)


def wrong_name(authority: Authority) -> Path:
    return authority.certificate("other.example")


def name_below(authority: Authority) -> Path:
    return authority.certificate("example", "*.calendar.example", "calendar.example.org")


def for_its_number(authority: Authority) -> Path:
    return authority.certificate("127.0.0.1")


def unknown_authority(authority: Authority) -> Path:
    folder = authority.folder / "stranger"
    folder.mkdir(exist_ok=True)
    return Authority(folder).certificate("calendar.example")


@pytest.mark.parametrize(
    "made", [expired, not_yet, self_signed, wrong_name, name_below, for_its_number, unknown_authority]
)
def test_bad_certificates(made: object, authority: Authority, allow: Allow) -> None:
    with Server(HELLO, made(authority)) as server:  # type: ignore[operator]
        assert trouble_with(allow(server)) is Why.NOT_TRUSTED
    assert server.knocks == 1
    assert server.asked == []


def test_old_tls(certificate: Path, allow: Allow) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(certificate)
    with Server(HELLO, context) as server:
        assert trouble_with(allow(server)) is Why.GARBLED
        assert server.asked == []
        # The control: somebody who takes old TLS does get in.
        assert b"hello" in _with_old_tls(server.port)


def _with_old_tls(port: int) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        context.wrap_socket(plain, server_hostname="calendar.example") as private,
    ):
        private.sendall(b"GET / HTTP/1.1\r\n\r\n")
        return private.recv(1000)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_of_today(version: ssl.TLSVersion, certificate: Path, allow: Allow) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(certificate)
    with Server(HELLO, context) as server:
        assert egress.ask(allow(server)).status == 200


def test_servers_that_do_not_speak_tls(allow: Allow) -> None:
    def plain(guest: socket.socket, server: Server) -> None:
        server.asked.append(guest.recv(65536))
        guest.sendall(answer(b"what?", "400 Bad Request"))

    with Server(plain) as server:
        assert trouble_with(allow(server).replace("http:", "https:")) is Why.GARBLED
    assert b"secret" not in b"".join(server.asked)
    with Server(silent) as server:
        assert trouble_with(allow(server).replace("http:", "https:")) is Why.NO_ANSWER


def test_a_handshake_that_never_ends(allow: Allow) -> None:
    def drip(guest: socket.socket, server: Server) -> None:
        guest.sendall(b"\x16\x03\x03\x40\x00")
        while not server.over.wait(0.05):
            guest.sendall(b"\0")

    with Server(drip) as server:
        assert trouble_with(allow(server).replace("http:", "https:")) is Why.NO_ANSWER


def test_endless_bodies_end_under_tls_too(certificate: Path, allow: Allow) -> None:
    with Server(repeats(b"HTTP/1.1 200 x\r\n\r\n", b"x" * 65536), certificate) as server:
        assert trouble_with(allow(server)) in {Why.TOO_MUCH, Why.NO_ANSWER}


def test_a_certificate_changed_by_a_redirect_is_checked_again(
    authority: Authority, certificate: Path, allow: Allow
) -> None:
    with Server(HELLO, wrong_name(authority)) as elsewhere:
        location = allow(elsewhere)
        with Server(says(answer(status="302 x", location=location)), certificate) as server:
            assert trouble_with(allow(server)) is Why.NOT_TRUSTED
    assert elsewhere.asked == []


def test_a_computer_without_authorities_uses_those_of_certifi(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing"
    monkeypatch.setenv("SSL_CERT_FILE", str(nothing))
    monkeypatch.setenv("SSL_CERT_DIR", str(nothing))
    assert connecting.trust().cert_store_stats()["x509_ca"] > 50
    assert Path(certifi.where()).stat().st_size > 100_000
    monkeypatch.undo()


def test_our_own_trust_is_the_one_that_counts(
    certificate: Path, allow: Allow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "trust", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    with Server(HELLO, certificate) as server:
        assert trouble_with(allow(server)) is Why.NOT_TRUSTED


def test_trust_is_never_less_than_full() -> None:
    context = connecting.trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
