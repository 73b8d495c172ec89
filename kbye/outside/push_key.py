"""The key by which push services know this kbye (RFC 8292, "VAPID"). Who keeps it stands in `web/secrets.py`."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

GOOD_FOR = timedelta(hours=12)  # push services refuse more than 24 hours


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """The 65 bytes in which a public key travels."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass(frozen=True, slots=True)
class PushKey:
    private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """What a browser is given as `applicationServerKey`."""
        return base64url(point(self.private.public_key()))

    def authorization(self, *, origin: str, subject: str, now: datetime) -> str:
        """The header that proves to the push service at `origin` who sends. `subject`: https or mailto address."""
        claims = {"aud": origin, "exp": int((now + GOOD_FOR).timestamp()), "sub": subject}
        said = ".".join(
            base64url(json.dumps(part, separators=(",", ":")).encode())
            for part in ({"typ": "JWT", "alg": "ES256"}, claims)
        )
        r, s = decode_dss_signature(self.private.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
        token = f"{said}.{base64url(r.to_bytes(32) + s.to_bytes(32))}"
        return f"vapid t={token},k={self.public}"


def new_pem() -> str:
    """A new private key, as it is kept."""
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.decode()


def push_key_of(pem: str) -> PushKey:
    """Raises ValueError for anything but a key for push messages."""
    private = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise ValueError("What is kept as `push` among the secrets is not a key for push messages.")
    return PushKey(private)
