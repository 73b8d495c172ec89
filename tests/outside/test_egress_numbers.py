"""Names that change their mind, or have several numbers: what is connected to is what was judged."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbye.outside import addresses, connecting, egress
from kbye.outside.egress import NotReached, Why
from tests.outside.conftest import Allow
from tests.outside.servers import Server, answer, says, silent

PUBLIC, PUBLIC_6 = "93.184.216.34", "2606:4700::1111"


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every number that would be connected to; none is, all are closed."""
    numbers: list[tuple[str, int]] = []

    def connect(number: str, port: int, seconds: float) -> socket.socket:
        numbers.append((number, port))
        raise ConnectionRefusedError

    monkeypatch.setattr(connecting, "connect", connect)
    return numbers


def fails(address: str) -> NotReached:
    with pytest.raises(NotReached) as trouble:
        egress.ask(address, seconds=2)
    assert trouble.value.why is Why.NO_ANSWER
    return trouble.value


def test_a_name_that_is_public_first_and_then_loopback(
    monkeypatch: pytest.MonkeyPatch, dialled: list[tuple[str, int]]
) -> None:
    turns: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"], [PUBLIC]])
    monkeypatch.setattr(connecting, "resolve", lambda host, port: next(turns))
    assert fails("https://rebind.example/").cause == "ConnectionRefusedError"
    assert fails("https://rebind.example/").cause == "Closed"
    assert fails("https://rebind.example/").cause == "ConnectionRefusedError"
    assert dialled == [(PUBLIC, 443)] * 2
    assert list(turns) == []  # asked once for each connection: no second look that could differ


def test_a_name_that_turns_between_two_redirects(
    monkeypatch: pytest.MonkeyPatch, dialled: list[tuple[str, int]]
) -> None:
    turns = iter([[PUBLIC], ["127.0.0.1"]])
    monkeypatch.setattr(connecting, "resolve", lambda host, port: next(turns))
    monkeypatch.setattr(connecting, "trust", _NoTls)
    with Server(says(answer(status="302 x", location="/again"))) as server:

        def connect(number: str, port: int, seconds: float) -> socket.socket:
            dialled.append((number, port))
            return socket.create_connection(("127.0.0.1", server.port))

        monkeypatch.setattr(connecting, "connect", connect)
        assert fails("https://rebind.example/").cause == "Closed"
    assert dialled == [(PUBLIC, 443)]
    assert server.knocks == 1


class _NoTls:
    """Stands in for TLS where the server is only a stage."""

    def set_alpn_protocols(self, names: list[str]) -> None:
        """Nothing to agree on."""

    def wrap_socket(self, plain: socket.socket, server_hostname: str) -> socket.socket:
        return plain


@pytest.mark.parametrize(
    "numbers",
    [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], [PUBLIC_6, "fd00::1"], ["::ffff:10.0.0.1"],
     ["64:ff9b::7f00:1"], [], ["fe80::1%eth0"]],
)  # fmt: skip
def test_one_closed_number_closes_the_name(
    numbers: list[str], names: dict[str, list[str]], dialled: list[tuple[str, int]]
) -> None:
    names["mixed.example"] = numbers
    assert fails("https://mixed.example/").cause == "Closed"
    assert dialled == []


def test_public_numbers_are_tried_in_turn(
    names: dict[str, list[str]], dialled: list[tuple[str, int]]
) -> None:
    names["many.example"] = [PUBLIC_6, PUBLIC, "1.1.1.1", "8.8.8.8", "9.9.9.9"]
    assert fails("https://many.example:8443/").cause == "ConnectionRefusedError"
    assert dialled == [(number, 8443) for number in (PUBLIC_6, PUBLIC, "1.1.1.1", "8.8.8.8")]


def test_the_next_number_helps_when_the_first_is_dead(
    certificate: Path, allow: Allow, names: dict[str, list[str]]
) -> None:
    with Server(says(answer(b"hello")), certificate) as server:
        address = allow(server)
        names["calendar.example"] = ["127.0.0.2", "127.0.0.1"]
        assert egress.ask(address).body == b"hello"


def test_nobody_inside_hears_a_thing(names: dict[str, list[str]]) -> None:
    names["inside.example"] = ["127.0.0.1"]
    with Server(silent) as canary:
        for host in ("127.0.0.1", "inside.example", "localhost", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"):
            for scheme in ("http", "https", "webcal"):
                with pytest.raises(NotReached):
                    egress.ask(f"{scheme}://{host}:{canary.port}/", seconds=2)
    assert canary.knocks == 0


def test_the_canary_would_hear_it(allow: Allow, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the rule, it is reached."""
    with Server(says(answer(b"hello"))) as canary:
        address = allow(canary)
        assert egress.ask(address).body == b"hello"
        monkeypatch.setattr(addresses, "verdict", lambda *_: addresses.Verdict.CLOSED)
        fails(address)
    assert canary.knocks == 1


def test_names_are_looked_up_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert {"127.0.0.1", "::1"} & set(connecting.resolve("localhost", 443))
    assert connecting.resolve("127.0.0.1", 443) == ["127.0.0.1"]
