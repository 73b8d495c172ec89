"""Push messages: sealed so that the browser alone opens them, signed so that the service knows who sends."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from pytest_django.fixtures import Settings

from kbye.outside import push
from kbye.outside.outcome import Gone, Sent, Trouble
from kbye.outside.push import NotASubscription, Subscription, send
from kbye.outside.push_key import PushKey, base64url, new_pem, push_key_of
from tests.outside.conftest import Allow
from tests.outside.servers import Behaviour, Server, answer, says, silent

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
WORDS = b"Alex has it. Bye, Sam."


class Browser:
    """Hands out a subscription and opens what arrives, with the library that browsers' makers test with."""

    def __init__(self) -> None:
        self.private, self.secret = ec.generate_private_key(ec.SECP256R1()), bytes(range(16))
        public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.auth = base64url(public), base64url(self.secret)

    def at(self, endpoint: str) -> Subscription:
        return Subscription(endpoint, self.p256dh, self.auth)

    def opened(self, body: bytes) -> bytes:
        plain = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        assert isinstance(plain, bytes)
        return plain


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def key() -> PushKey:
    return push_key_of(new_pem())


@pytest.fixture
def pushed(
    browser: Browser, key: PushKey, certificate: Path, allow: Allow
) -> Callable[[Behaviour, bytes], tuple[Sent | Gone | Trouble, Server]]:
    """Sends to a service that behaves as told; returns what became of it, and the service."""

    def to(behave: Behaviour, payload: bytes = WORDS) -> tuple[Sent | Gone | Trouble, Server]:
        with Server(behave, certificate) as server:
            subscription = browser.at(allow(server, "/wpush/abc", host="push.example"))
            outcome = send(
                subscription,
                payload,
                topic="time away 7",
                ttl=timedelta(hours=4),
                urgency="high",
                key=key,
                now=NOW,
            )
        return outcome, server

    return to


def parts(server: Server) -> tuple[dict[str, str], bytes]:
    head, _end, body = server.asked[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    return {line.split(": ")[0].lower(): line.split(": ")[1] for line in lines}, body


def claims(authorization: str) -> dict[str, object]:
    middle = authorization.partition("t=")[2].split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(middle + "=="))
    return found


def test_the_browser_opens_what_was_sent(pushed, browser: Browser) -> None:  # type: ignore[no-untyped-def]
    outcome, server = pushed(says(answer(status="201 Created")))
    headers, body = parts(server)
    assert outcome == Sent()
    assert browser.opened(body) == WORDS
    assert WORDS not in body
    assert server.asked[0].startswith(b"POST /wpush/abc ")
    assert (headers["content-encoding"], headers["ttl"], headers["urgency"]) == ("aes128gcm", "14400", "high")
    assert len(headers["topic"]) == 32
    assert "time" not in headers["topic"]


def test_the_service_can_tell_who_sends(  # type: ignore[no-untyped-def]
    pushed, key: PushKey, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS, settings.DEFAULT_FROM_EMAIL = "http://localhost:8000", "kbye <sam@example.com>"
    _outcome, server = pushed(says(answer(status="201 Created")))
    authorization = parts(server)[0]["authorization"]
    assert Vapid02.verify(authorization)
    assert claims(authorization) == {
        "aud": f"https://push.example:{server.port}",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "mailto:sam@example.com",
    }
    assert authorization.endswith(f",k={key.public}")


def test_a_changed_signature_is_noticed(key: PushKey) -> None:
    """The control: the check above can fail."""
    good = key.authorization(origin="https://push.example", subject="https://kbye.example", now=NOW)
    start, token, rest = (
        good.partition("t=")[0],
        good.partition("t=")[2].split(",")[0],
        good.rpartition(",")[2],
    )
    head, middle, _signature = token.split(".")
    forged = f"{start}t={head}.{middle}.{base64url(b'x' * 64)},{rest}"
    assert Vapid02.verify(good)
    assert not Vapid02.verify(forged)


def test_the_contact_is_the_public_address_once_there_is_one(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://kbye.example.org"
    assert push.contact() == "https://kbye.example.org"


def test_the_example_of_the_standard(settings: Settings) -> None:
    """RFC 8291, appendix A."""

    def raw(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "==")

    subscription = Subscription(
        "https://updates.push.services.mozilla.com/a",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    number = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    body = push.sealed(
        b"When I grow up, I want to be a watermelon\x02",
        subscription,
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
        sender=ec.derive_private_key(number, ec.SECP256R1()),
    )
    assert base64url(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK"
        "6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize("size", [0, 1, 254, 255, 256, 257, 3839, 3840, 3992, 3993])
def test_every_size_arrives_and_none_is_told(size: int, browser: Browser) -> None:
    subscription = browser.at("https://fcm.googleapis.com/fcm/send/a")
    body = push.sealed(push.filled(b"\2" * size), subscription)
    assert browser.opened(body) == b"\2" * size
    assert len(body) <= 4096
    assert (len(body) - 86 - 16) % 256 == 0 or len(body) == 4096


def test_too_long_is_said_before_anything_is_sent(pushed) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="3993"):
        pushed(silent, b"x" * 3994)


def test_no_two_bodies_are_alike(browser: Browser) -> None:
    subscription = browser.at("https://web.push.apple.com/a")
    bodies = {push.sealed(push.filled(WORDS), subscription) for _ in range(50)}
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 50


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_a_subscription_that_ended_is_gone(status: str, pushed) -> None:  # type: ignore[no-untyped-def]
    assert pushed(says(answer(status=status)))[0] == Gone()


@pytest.mark.parametrize(
    ("status", "header", "again", "not_before"),
    [
        ("429 x", "120", True, timedelta(minutes=2)),
        ("429 x", "Thu, 05 Mar 2026 12:30:00 GMT", True, timedelta(minutes=30)),
        ("503 x", "Thu, 05 Mar 2026 11:30:00 GMT", True, timedelta(0)),
        ("503 x", "99999999999999999999", True, timedelta(days=1)),
        ("503 x", "Thu, 05 Mar 2099 12:30:00 GMT", True, timedelta(days=1)),
        ("429 x", "soon", True, None),
        ("429 x", "-5", True, None),
        ("429 x", "Thu, 05 Mar 2026 12:30:00", True, None),
        ("500 x", "", True, None),
        ("400 x", "", False, None),
        ("401 x", "", False, None),
        ("403 x", "", False, None),
        ("413 x", "", False, None),
        ("302 x", "", False, None),
    ],
)
def test_trouble_says_when_to_come_back(  # type: ignore[no-untyped-def]
    status: str, header: str, again: bool, not_before: timedelta | None, pushed
) -> None:
    outcome, _server = pushed(says(answer(b"a secret", status, Retry_After=header, Location="/b")))
    assert isinstance(outcome, Trouble)
    assert (outcome.again, outcome.not_before) == (again, not_before)
    assert outcome.words == "The push service did not take it."
    assert outcome.cause == f"status {status[:3]}"


def test_a_service_that_is_not_there(browser: Browser, key: PushKey) -> None:
    subscription = browser.at("https://fcm.googleapis.com/fcm/send/a")
    outcome = send(subscription, WORDS, topic="a", ttl=timedelta(0), urgency="low", key=key, now=NOW)
    assert outcome == Trouble(words="The push service could not be reached.", cause="gaierror")


def test_a_service_is_never_followed_elsewhere(  # type: ignore[no-untyped-def]
    pushed, allow: Allow, certificate: Path
) -> None:
    with Server(silent, certificate) as canary:
        location = allow(canary, host="other.example")
        outcome, _server = pushed(says(answer(status="307 x", location=location)))
    assert isinstance(outcome, Trouble)
    assert canary.knocks == 0


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com/fcm/send/a", "https://updates.push.services.mozilla.com/wpush/v2/a",
     "https://web.push.apple.com/a", "https://api.push.apple.com/a", "https://wns2-par02p.notify.windows.com/w/?a"],
)  # fmt: skip
def test_known_services(endpoint: str, browser: Browser) -> None:
    assert browser.at(endpoint).endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    ["https://evil.example/a", "https://fcm.googleapis.com.evil.example/a", "https://evilfcm.googleapis.com/a",
     "https://notify.windows.com.evil/a", "https://evilpush.apple.com/a", "https://googleapis.com/a",
     "http://fcm.googleapis.com/a", "https://fcm.googleapis.com:8443/a", "https://fcm.googleapis.com:22/a",
     "https://sam@fcm.googleapis.com/a", "https://evil.example/#.push.apple.com", "https://127.0.0.1/a",
     "https://evil.example\\.push.apple.com/", "https://evil.example?.push.apple.com/", "file:///etc/passwd", "",
     "https://fcm.googleapis.com/" + "a" * 2048],
)  # fmt: skip
def test_unknown_services(endpoint: str, browser: Browser) -> None:
    with pytest.raises(NotASubscription):
        browser.at(endpoint)


def test_keys_that_are_none(browser: Browser) -> None:
    good, endpoint = browser.p256dh, "https://fcm.googleapis.com/fcm/send/a"
    off_the_curve = base64url(b"\4" + b"\1" * 64)
    for p256dh in ("", "ä", "!", good[:-4], good + "AAAA", off_the_curve, base64url(bytes(65)), "AA"):
        with pytest.raises(NotASubscription):
            Subscription(endpoint, p256dh, browser.auth)
    for auth in ("", "ä", "A", "AA==", browser.auth + "AAAA", browser.auth[:-3]):
        with pytest.raises(NotASubscription):
            Subscription(endpoint, good, auth)


def test_keys_may_come_with_padding(browser: Browser) -> None:
    padded = Subscription("https://fcm.googleapis.com/a", browser.p256dh + "=", browser.auth + "==")
    assert browser.opened(push.sealed(push.filled(WORDS), padded)) == WORDS
