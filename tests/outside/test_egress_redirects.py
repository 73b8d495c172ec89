"""Being sent on: how often, where to, and what may come along."""

from __future__ import annotations

import pytest

from kbye.outside import egress
from kbye.outside.egress import NotReached, Why
from tests.outside.conftest import Allow
from tests.outside.servers import Behaviour, Server, answer, question, says, silent
from tests.outside.spellings import CLOSED, REFUSED

SECRETS = {"Authorization": "Basic c2FtOnNlY3JldA==", "Cookie": "a=secret", "X-Gotify-Key": "secret"}


def by_path(**answers: bytes) -> Behaviour:
    """`/name` is answered with `answers["name"]`."""

    def behave(guest: object, server: Server) -> None:
        asked = question(guest)  # type: ignore[arg-type]
        server.asked.append(asked)
        guest.sendall(answers[asked.split()[1].decode().strip("/")])  # type: ignore[attr-defined]

    return behave


def to(location: str, status: str = "302 Found") -> bytes:
    return answer(status=status, location=location)


@pytest.mark.parametrize("status", ["301 x", "302 x", "303 x", "307 x", "308 x"])
def test_one_redirect(status: str, allow: Allow) -> None:
    with Server(by_path(a=to("/b?c", status), **{"b?c": answer(b"here")})) as server:
        address = allow(server, "/a")
        found = egress.ask(address)
    assert found.body == b"here"
    assert found.address == address.removesuffix("a") + "b?c"


def test_three_redirects_and_no_more(allow: Allow) -> None:
    chain = by_path(a=to("/b"), b=to("/c"), c=to("/d"), d=to("/e"), e=answer(b"here"))
    with Server(chain) as server:
        assert egress.ask(allow(server, "/b")).body == b"here"
        assert server.knocks == 4
        with pytest.raises(NotReached) as trouble:
            egress.ask(allow(server, "/a"))
        assert trouble.value.why is Why.ELSEWHERE
        assert server.knocks == 8


def test_round_in_circles(allow: Allow) -> None:
    with Server(says(to(""))) as server, pytest.raises(NotReached) as trouble:
        egress.ask(allow(server))
    assert trouble.value.why is Why.ELSEWHERE
    assert server.knocks == 4


def test_whoever_wants_none_gets_the_redirect_itself(allow: Allow) -> None:
    with Server(says(to("http://127.0.0.1:22/"))) as server:
        found = egress.ask(allow(server), redirects=0)
    assert (found.status, found.headers["location"]) == (302, "http://127.0.0.1:22/")


@pytest.mark.parametrize(
    "reply", [answer(b"x", "302 x"), answer(b"x", "300 x", location="/"), answer(b"x", "304 x")]
)
def test_what_is_no_redirect_is_an_answer(reply: bytes, allow: Allow) -> None:
    with Server(says(reply)) as server:
        assert egress.ask(allow(server)).status in {300, 302, 304}
    assert server.knocks == 1


@pytest.mark.parametrize("number", CLOSED)
def test_no_redirect_leads_inside(number: str, allow: Allow) -> None:
    """The canary stands on this computer; a loopback number with its port would reach it."""
    host = f"[{number}]" if ":" in number else number
    with Server(silent) as canary:
        for place in (host, f"{host}:8443", f"{host}:{canary.port}"):
            for scheme in ("http", "https"):
                with Server(says(to(f"{scheme}://{place}/"))) as server, pytest.raises(NotReached):
                    egress.ask(allow(server), seconds=2)
                assert server.knocks == 1
    assert canary.knocks == 0


@pytest.mark.parametrize("location", [text for text in REFUSED if "://" in text and text.isascii()][::3])
def test_no_redirect_leads_to_a_refused_spelling(location: str, allow: Allow) -> None:
    if "\r" in location or "\n" in location or "\0" in location:
        location = (
            location.replace("\r", "%0d").replace("\n", "%0a").replace("\0", "%00").replace("://", "://@")
        )
    with Server(says(to(location))) as server, pytest.raises(NotReached):
        egress.ask(allow(server), seconds=2)
    assert server.knocks == 1


def test_a_name_that_leads_inside(allow: Allow, names: dict[str, list[str]]) -> None:
    names["metadata.google.internal"] = ["169.254.169.254"]
    redirect = says(to("https://metadata.google.internal/computeMetadata/v1/"))
    with Server(redirect) as server, pytest.raises(NotReached) as trouble:
        egress.ask(allow(server))
    assert (trouble.value.why, trouble.value.cause) == (Why.NO_ANSWER, "Closed")


def test_secrets_come_along_within_one_origin(allow: Allow) -> None:
    with Server(by_path(a=to("/b", "307 x"), b=answer())) as server:
        egress.ask(allow(server, "/a"), method="PUT", headers=SECRETS, body=b"BEGIN")
    for asked in server.asked:
        assert asked.startswith(b"PUT")
        assert b"c2FtOnNlY3JldA==" in asked
        assert asked.endswith(b"BEGIN")


@pytest.mark.parametrize("host", ["calendar.example", "other.example"])
def test_secrets_stay_behind_when_the_origin_changes(host: str, allow: Allow) -> None:
    """Another name is another origin, and so is another port of the same one."""
    headers = {**SECRETS, "Depth": "0", "If-None-Match": '"a"'}
    with (
        Server(says(answer(b"here"))) as elsewhere,
        Server(says(to(allow(elsewhere, "/b", host=host), "307 x"))) as server,
    ):
        found = egress.ask(allow(server, "/a"), method="PROPFIND", headers=headers, body=b"<secret/>")
    assert found.body == b"here"
    asked = elsewhere.asked[0].lower()
    assert asked.startswith(b"propfind /b ")
    assert b"\r\ndepth: 0\r\n" in asked
    assert b'\r\nif-none-match: "a"\r\n' in asked
    for secret in (b"secret", b"c2ft", b"authorization", b"cookie", b"gotify", b"content-length"):
        assert secret not in asked


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "MKCALENDAR"])
def test_nothing_is_changed_elsewhere(method: str, allow: Allow) -> None:
    with (
        Server(silent) as elsewhere,
        Server(says(to(allow(elsewhere, host="other.example"), "307 x"))) as server,
    ):
        found = egress.ask(allow(server), method=method, body=b"BEGIN")
    assert found.status == 307
    assert elsewhere.knocks == 0


@pytest.mark.parametrize(
    ("method", "status", "then"),
    [("POST", "301 x", "GET"), ("POST", "302 x", "GET"), ("POST", "303 x", "GET"), ("POST", "308 x", "POST"),
     ("PROPFIND", "301 x", "PROPFIND"), ("PROPFIND", "302 x", "PROPFIND"), ("PUT", "303 x", "GET"),
     ("HEAD", "303 x", "HEAD")],
)  # fmt: skip
def test_what_is_asked_after_a_redirect(method: str, status: str, then: str, allow: Allow) -> None:
    body = b"" if method == "HEAD" else b"BEGIN"
    with Server(by_path(a=to("/b", status), b=answer())) as server:
        egress.ask(allow(server, "/a"), method=method, body=body)
    assert server.asked[1].split()[0].decode() == then
    assert server.asked[1].endswith(b"BEGIN") == (then == method and bool(body))


def test_one_deadline_for_all_of_it(allow: Allow) -> None:
    with (
        Server(says(b"HTTP/1.1 302 x\r\nContent-", b"Length: 0\r\nLocation: /\r\n\r\n", pause=0.4)) as server,
        pytest.raises(NotReached) as trouble,
    ):
        egress.ask(allow(server), seconds=1)
    assert trouble.value.why is Why.NO_ANSWER
    # A third time on a machine that has nothing else to do; with a deadline of its own each time it would go on.
    assert server.knocks in {2, 3}
