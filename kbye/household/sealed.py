"""What is stored so that the database alone does not give it away: AES-256-GCM with a key kept beside it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


class NotOurs(ValueError):
    """Sealed with another key, for another row, or changed since."""


def seal(plain: str, *, about: str) -> str:
    """Seal a text for the row that `about` names; nothing but that row can open it again."""
    nonce = os.urandom(_NONCE)
    closed = _box().encrypt(nonce, plain.encode(), about.encode())
    return base64.urlsafe_b64encode(nonce + closed).decode()


def unseal(closed: str, *, about: str) -> str:
    """The text that was sealed for this row. Raises `NotOurs`."""
    try:
        raw = base64.b64decode(closed, b"-_", validate=True)
        return _box().decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise NotOurs from None


def _box() -> AESGCM:
    return AESGCM(hashlib.sha256(settings.CHANNEL_KEY.encode()).digest())
