"""Messages by Apprise: the real thing, in its own process, against servers on this computer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kbye.outside import apprise_apart, apprise_out
from kbye.outside.addresses import Place
from kbye.outside.apprise_out import NotAllowed, check, notify
from kbye.outside.outcome import Sent, Trouble
from tests.outside.authority import Authority
from tests.outside.servers import Server, answer, says, silent

TOKEN = "Aabcdefghijklmn"
TAKEN = says(answer(b'{"id": "1"}', content_type="application/json"))
ROOT = Path(__file__).resolve().parents[2]


def trouble_with(url: str, *, seconds: float = 20) -> Trouble:
    outcome = notify(url, "kbye", "Alex has it.", seconds=seconds)
    assert isinstance(outcome, Trouble)
    return outcome


def allowed(server: Server, settings: Settings, host: str = "localhost") -> str:
    settings.MAY_REACH = {Place(host, server.port)}
    return f"{host}:{server.port}"


def asked(server: Server) -> dict[str, object]:
    found: dict[str, object] = json.loads(server.asked[0].partition(b"\r\n\r\n")[2])
    return found


def test_a_message_arrives(certificate: Path, settings: Settings) -> None:
    with Server(TAKEN, certificate) as server:
        assert (
            notify(f"gotifys://{allowed(server, settings)}/{TOKEN}", "kbye", "Alex has it. <b>Bye</b>")
            == Sent()
        )
    sent = asked(server)
    assert (sent["title"], sent["message"]) == ("kbye", "Alex has it. <b>Bye</b>")


def test_ntfy_shows_no_picture_from_elsewhere(certificate: Path, settings: Settings) -> None:
    with Server(TAKEN, certificate) as server:
        assert notify(f"ntfys://{allowed(server, settings)}/away", "kbye", "Alex has it.") == Sent()
    sent = asked(server)
    assert (sent["topic"], sent["title"], sent["message"]) == ("away", "kbye", "Alex has it.")
    assert b"http" not in server.asked[0].lower().replace(b"http/1.1", b"")


def test_a_house_without_encryption_has_to_be_allowed(settings: Settings) -> None:
    with Server(TAKEN) as server:
        url = f"gotify://{allowed(server, settings)}/{TOKEN}"
        assert notify(url, "kbye", "Alex has it.") == Sent()
        settings.MAY_REACH = frozenset()
        assert trouble_with(url).words == "Please write gotifys:// so that nobody can listen in."
    assert server.knocks == 1


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "127.1", "0x7f.1"]
)
def test_the_canary_hears_nothing(host: str, certificate: Path) -> None:
    with Server(silent, certificate) as canary:
        for scheme in ("gotifys", "ntfys", "matrixs", "signals"):
            path = {"signals": "+49151123456/+49151123457", "matrixs": "%23room"}.get(scheme, TOKEN)
            secret = "sam:secret@" if scheme == "matrixs" else ""
            trouble_with(f"{scheme}://{secret}{host}:{canary.port}/{path}", seconds=10)
    assert canary.knocks == 0


def test_without_the_guard_the_canary_would_hear(certificate: Path) -> None:
    """The control: the same process, with the guard taken out before it starts."""
    with Server(TAKEN, certificate) as canary:
        order = {"url": f"gotifys://localhost:{canary.port}/{TOKEN}", "title": "a", "body": "b",
                 "may_reach": [], "schemes": ["gotifys"]}  # fmt: skip
        program = (
            "import sys; sys.path.insert(0, sys.argv[1]); from kbye.outside import apprise_apart;"
            "apprise_apart.guard = lambda places: None; apprise_apart.main()"
        )
        subprocess.run(
            [sys.executable, "-I", "-c", program, str(ROOT)],
            input=json.dumps(order).encode(), capture_output=True, check=True, env=os.environ,
        )  # fmt: skip
    assert canary.knocks == 1


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('127.0.0.1', PORT))",
        "socket.create_connection(('localhost', PORT))",
        "socket.socket().connect_ex(('127.0.0.1', PORT))",
        "socket.socket(socket.AF_INET6).connect(('::ffff:127.0.0.1', PORT))",
        "socket.socket(socket.AF_UNIX).connect('/run/nobody')",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:PORT/')",
        "__import__('_socket').socket().connect(('127.0.0.1', PORT))",
        "__import__('asyncio').run(__import__('asyncio').open_connection('127.0.0.1', PORT))",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "__import__('os').fork()",
        "__import__('os').posix_spawn('/bin/true', ['true'], {})",
    ],
)
def test_the_guard_lets_no_library_through(attempt: str) -> None:
    with Server(silent) as canary:
        program = (
            "import socket, sys; sys.path.insert(0, sys.argv[1]); from kbye.outside.apprise_apart import guard\n"
            "guard(frozenset())\n"
            "try:\n"
            f"    {attempt.replace('PORT', str(canary.port))}\n"
            "except PermissionError: sys.stdout.write('refused')\n"
            "except OSError as error: sys.stdout.write('refused' if 'socket.connect' in str(error) else repr(error))\n"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-c", program, str(ROOT)], capture_output=True, check=False
        )
    assert done.stdout == b"refused", done
    assert canary.knocks == 0


def test_certificates_are_checked_whatever_the_address_says(authority: Authority, settings: Settings) -> None:
    with Server(TAKEN, authority.certificate("localhost", by_itself=True)) as server:
        place = allowed(server, settings)
        assert trouble_with(f"gotifys://{place}/{TOKEN}?verify=no").again
    assert server.asked == []


def test_nobody_is_sent_on_whatever_the_address_says(certificate: Path, settings: Settings) -> None:
    with Server(TAKEN, certificate) as elsewhere:
        redirect = says(answer(status="307 x", location=f"https://localhost:{elsewhere.port}/"))
        with Server(redirect, certificate) as server:
            settings.MAY_REACH = {Place("localhost", server.port), Place("localhost", elsewhere.port)}
            trouble_with(f"gotifys://localhost:{server.port}/{TOKEN}?redirect=yes")
    assert server.knocks >= 1
    assert elsewhere.knocks == 0


@pytest.mark.parametrize("status", ["500 x", "401 x", "302 x"])
def test_a_service_that_does_not_take_it(status: str, certificate: Path, settings: Settings) -> None:
    with Server(says(answer(b"a secret", status)), certificate) as server:
        trouble = trouble_with(f"gotifys://{allowed(server, settings)}/{TOKEN}")
    assert trouble == Trouble(words="The service for messages did not take it.", cause="apprise failure")


def test_a_service_that_is_silent(certificate: Path, settings: Settings) -> None:
    with Server(silent, certificate) as server:
        began = time.monotonic()
        trouble = trouble_with(f"gotifys://{allowed(server, settings)}/{TOKEN}", seconds=3)
    assert time.monotonic() - began < 5
    assert trouble == Trouble(words="The service for messages took too long.", cause="timeout")


@pytest.mark.parametrize(
    "url",
    ["json://127.0.0.1/", "jsons://example.com/", "file:///etc/passwd", "syslog://", "mailto://sam@example.com",
     "dbus://", "windows://", "exec://x", "https://discord.com/api/webhooks/1/a", "form://localhost", "mqtt://localhost",
     "apprise://localhost/a", "", "ntfys", "ntfys ://a/b", "ntfys://a/b c", "ntfys://a/b\r\nc", "NTFY://a/b",
     "ntfys://a/" + "b" * 2048, "ntfy://topic", "matrix://a/b", "signal://a/b", "smtp://a"],
)  # fmt: skip
def test_other_addresses_are_refused_before_anything_starts(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", None)
    with pytest.raises(NotAllowed):
        check(url)
    trouble = trouble_with(url)
    assert (trouble.again, trouble.cause) == (False, "address")


@pytest.mark.parametrize(
    "url",
    ["ntfys://topic", "ntfys://sam:secret@ntfy.example/away", "NTFYS://a/b", "tgram://123456789:abc/1",
     "pover://a@b", "gotifys://a/b", "matrixs://sam:secret@a/%23room", "signals://a/+49151/+49152"],
)  # fmt: skip
def test_known_services(url: str) -> None:
    check(url)


@pytest.mark.parametrize("more", [",json://localhost:{port}/", ";json://localhost:{port}", "?schema=json"])
def test_a_second_address_in_the_text_is_no_second_message(
    more: str, certificate: Path, settings: Settings
) -> None:
    with Server(TAKEN) as canary, Server(TAKEN, certificate) as server:
        notify(f"gotifys://{allowed(server, settings)}/{TOKEN}{more.format(port=canary.port)}", "a", "b")
    assert canary.knocks == 0
    assert server.knocks <= 1


@pytest.mark.parametrize(
    ("plain", "encrypted", "secure", "port", "goes"),
    [
        ("gotify", "gotifys", True, None, True),
        (None, "tgram", False, None, True),
        ("gotify", "gotifys", False, None, False),
        ("gotify", "gotifys", False, 443, False),
        ("gotify", "gotifys", False, 8080, True),
        ("json", "jsons", True, None, False),
        (None, None, True, 8080, False),
    ],
)
def test_what_apprise_made_of_the_address_counts(
    plain: str | None, encrypted: str | None, secure: bool, port: int | None, goes: bool
) -> None:
    kind = type("Service", (), {"protocol": plain, "secure_protocol": encrypted})
    service = kind()
    service.secure, service.host, service.port = secure, "Gotify.lan", port
    assert apprise_apart._is_allowed(service, {"gotifys", "tgram"}, {Place("gotify.lan", 8080)}) is goes


def test_an_address_apprise_cannot_read() -> None:
    trouble = trouble_with("tgram://nonsense")
    assert trouble == Trouble(
        words="This does not look like an address for messages.", cause="apprise nomatch", again=False
    )


def test_partly_sent_is_not_sent(settings: Settings) -> None:
    """Every word of Apprise but one means that somebody may not have it."""
    words = {
        word: apprise_out._outcome(word)
        for word in ("SUCCESS", "PARTIAL", "FAILURE", "TIMEOUT", "NOMATCH", "")
    }
    assert [word for word, outcome in words.items() if outcome == Sent()] == ["SUCCESS"]
    assert words["PARTIAL"] == Trouble(
        words="Not everyone at this address got it.", cause="apprise partial", again=False
    )


def test_apprises_words_are_the_ones_we_know() -> None:
    apprise_result = pytest.importorskip("apprise.result")
    names = {status.name for status in apprise_result.AppriseResultStatus}
    assert {"SUCCESS", "PARTIAL", "NOMATCH", "FAILURE", "TIMEOUT"} == names


def test_a_kbye_without_apprise_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.modules['apprise'] = None;"
        "from kbye.outside.apprise_apart import main; main()"
    )
    monkeypatch.setattr(apprise_out, "_START", hidden)
    trouble = trouble_with(f"gotifys://example.com/{TOKEN}")
    assert trouble.cause == "apprise missing"
    assert not trouble.again


def test_secrets_are_on_no_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    run = subprocess.run

    def watched(command: list[str], **more: object) -> object:
        seen.extend([command, more["env"]])
        return run(command, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("KBYE_SMTP_URL", "smtp://sam:secret@localhost")
    monkeypatch.setenv("HTTPS_PROXY", "http://localhost:1")
    monkeypatch.setattr(subprocess, "run", watched)
    trouble_with(f"gotifys://10.0.0.1/{TOKEN}")
    assert TOKEN not in str(seen)
    assert "secret" not in str(seen)
    assert "PROXY" not in str(seen)
