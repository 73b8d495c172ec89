"""Web Push: a short message to a browser that asked for it, sealed so that the push service cannot read it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from kbye.outside import addresses, egress
from kbye.outside.outcome import Gone, Sent, Trouble, asked_to_wait
from kbye.outside.push_key import PushKey, base64url, point

Urgency = Literal["very-low", "low", "normal", "high"]

# The push services of Chrome and Edge, Firefox, Safari, and Edge on Windows.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
LONGEST = 3993  # what fits into the 4096 bytes that every service takes
STEP = 256  # messages are filled up to the next multiple: their length tells less
_RECORD = 4096


class NotASubscription(ValueError):
    """Not something a browser hands out."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser handed out, keys in base64url as it gives them. Raises `NotASubscription`."""

    endpoint: str
    p256dh: str
    auth: str

    def __post_init__(self) -> None:
        try:
            place = self.target().place
            self.browser_key()
        except ValueError as error:
            raise NotASubscription(type(error).__name__) from error
        if not is_push_service(place):
            raise NotASubscription("service")
        if len(self.secret()) != 16:
            raise NotASubscription("auth")

    def target(self) -> addresses.Target:
        return addresses.target(self.endpoint, settings.MAY_REACH)

    def browser_key(self) -> ec.EllipticCurvePublicKey:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(self.p256dh))

    def secret(self) -> bytes:
        return _decoded(self.auth)


def is_push_service(place: addresses.Place) -> bool:
    """Endpoints come from browsers, so anyone could name any address: only the known services are believed."""
    known = any(f".{place.host}".endswith(f".{service}") for service in SERVICES)
    return place in settings.MAY_REACH or (known and place.port == 443)


def send(
    subscription: Subscription,
    payload: bytes,
    *,
    topic: str,
    ttl: timedelta,
    urgency: Urgency,
    key: PushKey,
    now: datetime,
) -> Sent | Gone | Trouble:
    """Hand `payload` (at most 3993 bytes) to the push service of this browser.

    `topic` names the thing: a later message with the same topic replaces one still waiting; the service sees
    only its hash. `ttl` is how long it may wait for the browser. Raises ValueError for a payload that is too long.
    """
    target = subscription.target()
    headers = {
        "authorization": key.authorization(
            origin=f"{target.scheme}://{target.authority}", subject=contact(), now=now
        ),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        "ttl": str(max(0, int(ttl.total_seconds()))),
        "topic": base64url(hashlib.sha256(topic.encode()).digest())[:32],
        "urgency": urgency,
    }
    body = sealed(filled(payload), subscription)
    try:
        answer = egress.ask(subscription.endpoint, method="POST", headers=headers, body=body, redirects=0)
    except egress.NotReached as trouble:
        return Trouble(words=_("The push service could not be reached."), cause=trouble.cause)
    return _outcome(answer, now)


def contact() -> str:
    """Whom a push service may write to: services refuse names that only this computer knows."""
    if settings.PUBLIC_ADDRESS.startswith("https://"):
        return str(settings.PUBLIC_ADDRESS)
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


def filled(payload: bytes) -> bytes:
    """The payload with RFC 8188's mark of the last record, filled up with zeros."""
    if len(payload) > LONGEST:
        raise ValueError("A push message has at most 3993 bytes.")
    size = min(LONGEST + 1, -(-(len(payload) + 1) // STEP) * STEP)
    return (payload + b"\x02").ljust(size, b"\0")


def sealed(
    record: bytes,
    subscription: Subscription,
    *,
    salt: bytes | None = None,
    sender: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """RFC 8291: one record that only this browser can open. `salt` and `sender` are new for every message."""
    salt = salt or os.urandom(16)
    sender = sender or ec.generate_private_key(ec.SECP256R1())
    browser, ours = subscription.browser_key(), point(sender.public_key())
    shared = sender.exchange(ec.ECDH(), browser)
    both = _derived(shared, subscription.secret(), b"WebPush: info\0" + point(browser) + ours, 32)
    content_key = _derived(both, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(both, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + AESGCM(content_key).encrypt(nonce, record, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotASubscription("base64") from None


def _outcome(answer: egress.Answer, now: datetime) -> Sent | Gone | Trouble:
    if 200 <= answer.status < 300:
        return Sent()
    if answer.status in {404, 410}:
        return Gone()
    return Trouble(
        words=_("The push service did not take it."),
        cause=f"status {answer.status}",
        again=answer.status in {408, 425, 429} or answer.status >= 500,
        not_before=asked_to_wait(answer.headers.get("retry-after", ""), now),
    )
