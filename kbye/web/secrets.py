"""Secrets are made at the first start and live in files beside the database, never in it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def random_text() -> str:
    return secrets.token_urlsafe(48)


def secret_in(data: Path, name: str, *, make: Callable[[], str] = random_text) -> str:
    """The secret called `name` below `data/secrets`; `make` makes it, with mode 0600, when there is none yet.

    Two processes starting at once agree: the file is linked into place and the first one wins.
    """
    folder = data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
