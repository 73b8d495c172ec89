"""Names, places and certificates for the servers of these tests; nothing here leaves this computer."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kbye.outside import connecting
from kbye.outside.addresses import Place
from tests.outside.authority import Authority
from tests.outside.servers import Server

Allow = Callable[..., str]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def certificate(authority: Authority) -> Path:
    return authority.certificate("calendar.example", "other.example", "push.example", "localhost")


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch, settings: Settings, authority: Authority) -> dict[str, list[str]]:
    """What names resolve to, to be filled; by itself nothing does, and no place is allowed."""
    known: dict[str, list[str]] = {}

    def resolve(host: str, port: int) -> list[str]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return known[host]

    settings.MAY_REACH = frozenset()
    monkeypatch.setattr(connecting, "resolve", resolve)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.trusted))
    return known


@pytest.fixture
def allow(settings: Settings, names: dict[str, list[str]]) -> Allow:
    """Allows a server by name and returns its address."""

    def allowed(server: Server, path: str = "/", *, host: str = "calendar.example") -> str:
        names[host] = ["127.0.0.1"]
        settings.MAY_REACH |= {Place(host, server.port)}
        return f"{'https' if server.tls else 'http'}://{host}:{server.port}{path}"

    return allowed
