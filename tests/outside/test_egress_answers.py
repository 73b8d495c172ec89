"""How servers answer, well and badly: what is read, what is not, and how long it may take."""

from __future__ import annotations

import gzip
import select
import socket
import time
import zlib
from dataclasses import FrozenInstanceError

import httpcore
import pytest

from kbye.outside import connecting, egress
from kbye.outside.egress import NotReached, Why
from tests.outside.conftest import Allow
from tests.outside.servers import Behaviour, Server, answer, question, repeats, says, silent

CANARY = b"nobody may repeat this"
OK = b"HTTP/1.1 200 OK\r\n"
MANY = egress.BYTES + 1


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def packed(body: bytes, how: str = "gzip") -> bytes:
    return answer(body, content_encoding=how)


def abrupt(guest: socket.socket, server: Server) -> None:
    """Hangs up so that the other side notices at once."""
    guest.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


GOOD = {
    "with a length": (says(answer(b"hello")), b"hello"),
    "in chunks": (says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"hel", b"lo")), b"hello"),
    "until it hangs up": (says(OK + b"\r\nhello"), b"hello"),
    "HTTP/1.0": (says(b"HTTP/1.0 200 OK\r\n\r\nhello"), b"hello"),
    "packed": (says(packed(gzip.compress(b"hello" * 10_000))), b"hello" * 10_000),
    "packed in parts": (says(packed(gzip.compress(b"hel") + gzip.compress(b"lo"))), b"hello"),
    "packed and filled up": (says(packed(gzip.compress(b"hello") + b"\0" * 100)), b"hello"),
    "packed nothing": (says(packed(b"")), b""),
    "as much as may be": (says(answer(b"x" * egress.BYTES)), b"x" * egress.BYTES),
    "packed as much as may be": (says(packed(gzip.compress(b"x" * egress.BYTES))), b"x" * egress.BYTES),
    "in slow steps": (says(answer(b"")[:20], answer(b"")[20:], pause=0.05), b""),
    "wait, then good": (says(b"HTTP/1.1 100 Continue\r\n\r\n" + answer(b"hello")), b"hello"),
    "more than it said": (says(answer(b"hello") + b"and more"), b"hello"),
    "a login page": (says(answer(b"<form>", content_type="text/html")), b"<form>"),
    "odd letters in a header": (says(OK + b"X-A: \xff\xfe\r\nContent-Length: 1\r\n\r\nx"), b"x"),
}

BAD: dict[str, tuple[Behaviour, Why]] = {
    "silent": (silent, Why.NO_ANSWER),
    "silent after half a header": (says(OK, pause=10), Why.NO_ANSWER),
    "one byte at a time": (repeats(OK + b"\r\n", b"x", pause=0.05), Why.NO_ANSWER),
    "headers one byte at a time": (repeats(OK + b"X-A: ", b"x", pause=0.05), Why.NO_ANSWER),
    "for ever to be continued": (repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01), Why.NO_ANSWER),
    "hangs up hard": (abrupt, Why.NO_ANSWER),
    "hangs up at once": (says(), Why.GARBLED),
    "without end": (repeats(OK + b"\r\n", b"x" * 65536), Why.TOO_MUCH),
    "chunks without end": (
        repeats(OK + b"Transfer-Encoding: chunked\r\n\r\n", chunked(b"x" * 65536, end=b"")),
        Why.TOO_MUCH,
    ),
    "one byte too many": (says(answer(b"x" * MANY)), Why.TOO_MUCH),
    "a thousand times its size": (says(packed(gzip.compress(b"\0" * 100 * 1024 * 1024))), Why.TOO_MUCH),
    "empty parts without end": (repeats(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 100),
                                Why.TOO_MUCH),
    "one header of 1 MB": (says(OK + b"X-A: " + b"x" * 1_000_000 + b"\r\n\r\n"), Why.GARBLED),
    "headers without end": (repeats(OK, b"X-A: " + b"x" * 1000 + b"\r\n"), Why.GARBLED),
    "a chunk of no size": (says(OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nhello"), Why.GARBLED),
    "a chunk of minus one": (says(OK + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nhello"), Why.GARBLED),
    "a chunk of immense size": (
        says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\nhello"), Why.GARBLED),
    "chunks cut short": (says(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(b"hello", end=b"")), Why.GARBLED),
    "cut short": (says(OK + b"Content-Length: 10\r\n\r\nhello"), Why.GARBLED),
    "two lengths": (says(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), Why.GARBLED),
    "a length below nothing": (says(OK + b"Content-Length: -5\r\n\r\nhello"), Why.GARBLED),
    "HTTP/0.9": (says(b"<html>hello</html>"), Why.GARBLED),
    "another protocol": (says(b"220 mail.example ESMTP\r\n"), Why.GARBLED),
    "HTTP/2": (says(b"\0\0\x12\4\0\0\0\0\0" + b"\0" * 18), Why.GARBLED),
    "no status": (says(b"HTTP/1.1 OK\r\n\r\n"), Why.GARBLED),
    "a NUL in a header": (says(OK + b"X-A: a\0b\r\n\r\n"), Why.GARBLED),
    "a header without a name": (says(OK + b": a\r\n\r\n"), Why.GARBLED),
    "packed otherwise": (says(packed(b"hello", "br")), Why.GARBLED),
    "packed twice": (says(packed(gzip.compress(gzip.compress(b"hello")), "gzip, gzip")), Why.GARBLED),
    "badly packed": (says(packed(b"hello")), Why.GARBLED),
    "damaged": (says(packed(gzip.compress(b"hello" * 99)[:-6] + b"abcdef")), Why.GARBLED),
    "packed, cut short": (says(packed(gzip.compress(b"hello" * 99)[:-9])), Why.GARBLED),
    "packed without a head": (says(packed(zlib.compress(b"hello"))), Why.GARBLED),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_good_answers(case: str, allow: Allow) -> None:
    behave, body = GOOD[case]
    with Server(behave) as server:
        found = egress.ask(allow(server))
    assert (found.status, found.body) == (200, body)
    assert server.knocks == 1


def test_who_hung_up_hard_before_the_question_gave_no_answer() -> None:
    with Server(abrupt) as server:
        there = socket.create_connection(("127.0.0.1", server.port))
        select.select([there], [], [], 5.0)  # until the hanging up is here
        stream = connecting._Stream(there, connecting.Deadline(5.0))
        with pytest.raises(httpcore.WriteError):
            stream.write(b"GET / HTTP/1.1\r\n\r\n")
        with pytest.raises(ConnectionError):
            stream.read(100)
        stream.close()


@pytest.mark.parametrize("case", BAD)
def test_bad_answers(case: str, allow: Allow) -> None:
    behave, why = BAD[case]
    with Server(behave) as server:
        began = time.monotonic()
        with pytest.raises(NotReached) as trouble:
            egress.ask(allow(server), seconds=1.0 if why is Why.NO_ANSWER else 10.0)
        assert time.monotonic() - began < (1.5 if why is Why.NO_ANSWER else 10.0)
    assert trouble.value.why is why
    assert server.knocks == 1


def test_there_are_enough_behaviours() -> None:
    assert len(GOOD) + len(BAD) >= 25
    assert egress.SECONDS <= 20
    assert egress.BYTES <= 10 * 1024 * 1024


def test_an_answer_is_what_came(allow: Allow) -> None:
    reply = answer(b"no", "404 Not Here", ETag='"a"', X_A="1").replace(b"\r\n\r\n", b"\r\nX-A: 2\r\n\r\n")
    with Server(says(reply)) as server:
        address = allow(server, "/a?b")
        found = egress.ask(address + "#c", headers={"If-None-Match": '"a"'})
    assert found == egress.Answer(404, found.headers, b"no", address)
    assert found.headers["etag"] == '"a"'
    assert found.headers["x-a"] == "1, 2"
    with pytest.raises(FrozenInstanceError):
        found.status = 200  # type: ignore[misc]
    with pytest.raises(TypeError):
        found.headers["etag"] = ""  # type: ignore[index]


def test_what_is_asked(allow: Allow) -> None:
    with Server(says(answer())) as server:
        egress.ask(allow(server, "/a%20b?c"), headers={"ACCEPT": "text/calendar", "Host": "evil.example"})
    first, *headers = server.asked[0].removesuffix(b"\r\n\r\n").split(b"\r\n")
    assert first == b"GET /a%20b?c HTTP/1.1"
    assert sorted(headers) == [
        b"accept-encoding: gzip", b"accept: text/calendar", b"connection: close",
        b"host: calendar.example:%d" % server.port, b"user-agent: kbye",
    ]  # fmt: skip


@pytest.mark.parametrize("method", ["PUT", "POST", "PROPFIND", "REPORT", "DELETE"])
def test_bodies_go_along(method: str, allow: Allow) -> None:
    with Server(says(answer(status="201 Created"))) as server:
        assert egress.ask(allow(server), method=method, body=b"BEGIN").status == 201
    assert server.asked[0].startswith(method.encode())
    assert b"\r\ncontent-length: 5\r\n" in server.asked[0].lower()
    assert server.asked[0].endswith(b"\r\n\r\nBEGIN")


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_answers_without_a_body(status: str, allow: Allow) -> None:
    with Server(says(f"HTTP/1.1 {status}\r\nETag: x\r\n\r\n".encode())) as server:
        found = egress.ask(allow(server), seconds=2)
    assert (found.status, found.body) == (int(status[:3]), b"")


def test_an_answer_that_comes_before_everything_was_sent(allow: Allow) -> None:
    def too_large(guest: socket.socket, server: Server) -> None:
        guest.recv(1000)
        guest.sendall(answer(b"too large", "413 Too Large"))
        guest.shutdown(socket.SHUT_WR)
        while guest.recv(65536):
            pass

    with Server(too_large) as server:
        assert egress.ask(allow(server), method="PUT", body=b"x" * 5_000_000).status == 413


def test_a_server_that_does_not_listen_holds_nobody_up(allow: Allow) -> None:
    with Server(silent) as server:
        began = time.monotonic()
        with pytest.raises(NotReached) as trouble:
            egress.ask(allow(server), method="PUT", body=b"x" * 50_000_000, seconds=1)
    assert time.monotonic() - began < 2
    assert trouble.value.why is Why.NO_ANSWER


@pytest.mark.parametrize("value", ["a\r\nHost: evil.example", "a\nb", "a\0b"])
def test_nothing_is_smuggled_into_a_header(value: str, allow: Allow) -> None:
    def listen(guest: socket.socket, server: Server) -> None:
        server.asked.append(question(guest))

    with Server(listen) as server, pytest.raises(NotReached):
        egress.ask(allow(server), headers={"if-none-match": value})
    assert b"".join(server.asked) == b""


def test_blocked_closed_and_silent_sound_alike(allow: Allow, names: dict[str, list[str]]) -> None:
    with Server(silent) as server:
        quiet = allow(server)
        heard = [_words(quiet), _words("https://192.168.1.1/"), _words("https://127.0.0.1/")]
    names["inside.example"] = ["10.0.0.1"]
    heard += [_words(quiet), _words("https://inside.example/"), _words("https://nowhere.example/")]
    assert set(heard) == {"No answer came from this address."}


def _words(address: str) -> str:
    with pytest.raises(NotReached) as trouble:
        egress.ask(address, seconds=0.5)
    assert str(trouble.value) == trouble.value.words
    return trouble.value.words


@pytest.mark.parametrize(
    "reply",
    [CANARY, OK + b"Content-Length: 99\r\n\r\n" + CANARY, packed(CANARY), packed(CANARY, CANARY.decode()),
     answer(status="302 x", location=f"http://{CANARY.hex()}/"), OK + b"X: \0" + CANARY + b"\r\n\r\n"],
)  # fmt: skip
def test_what_a_server_says_is_never_repeated(reply: bytes, allow: Allow) -> None:
    with Server(says(reply)) as server, pytest.raises(NotReached) as trouble:
        egress.ask(allow(server))
    said = f"{trouble.value} {trouble.value.cause} {trouble.value.words}"
    assert CANARY.decode() not in said
    assert CANARY.hex() not in said


def test_every_flaw_has_its_words() -> None:
    heard = {
        _words(text)
        for text in ("https://a@b.example", "ftp://b.example", "https://b.example:22", "https://127.1")
    }
    assert len(heard) == 4


def test_a_resolver_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(silent) as server:

        def hang(host: str, port: int) -> list[str]:
            server.over.wait(10)
            return []

        monkeypatch.setattr(connecting, "resolve", hang)
        began = time.monotonic()
        assert _words("https://slow.example/") == "No answer came from this address."
        assert time.monotonic() - began < 1.5
