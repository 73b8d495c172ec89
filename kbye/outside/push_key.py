"""The key by which push services know this kbye (RFC 8292, "VAPID"): made once, kept beside the database."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

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


def push_key_in(data: Path) -> PushKey:
    """The key below `data/secrets`, made with mode 0600 when there is none yet.

    Two processes starting at once agree: the file is linked into place and the first one wins.
    """
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "push"
    if not path.exists():
        draft = folder / f".push.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_new_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise ValueError(f"{path.name} in the folder of secrets is not a key for push messages.")
    return PushKey(private)


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
