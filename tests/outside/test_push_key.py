"""The key for push messages: made once, kept to itself."""

from __future__ import annotations

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kbye.outside.push_key import PushKey, new_pem, push_key_of
from kbye.web.secrets import secret_in


def push_key_in(data: Path) -> PushKey:
    return push_key_of(secret_in(data, "push", make=new_pem))


def test_it_is_made_once_and_readable_by_nobody_else(tmp_path: Path) -> None:
    key = push_key_in(tmp_path)
    assert push_key_in(tmp_path).public == key.public
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == ["push"]
    assert stat.S_IMODE((tmp_path / "secrets/push").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_its_public_side_is_what_browsers_expect(tmp_path: Path) -> None:
    raw = base64.urlsafe_b64decode(push_key_in(tmp_path).public + "=")
    assert (len(raw), raw[0]) == (65, 4)
    assert "=" not in push_key_in(tmp_path).public


def test_many_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(12) as pool:
        found = set(pool.map(lambda _: push_key_in(tmp_path).public, range(24)))
    assert len(found) == 1


def test_two_houses_have_two_keys(tmp_path: Path) -> None:
    assert push_key_in(tmp_path / "a").public != push_key_in(tmp_path / "b").public


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    push_key_in(tmp_path)
    other = ec.generate_private_key(ec.SECP384R1())
    text = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "secrets/push").write_bytes(text)
    with pytest.raises(ValueError, match="not a key"):
        push_key_in(tmp_path)
