"""Where emergency sheets lie: one file for each address that opens one, named by the hash of its secret part.

Plain files beside the database, so that nothing of kbye has to work for one to be read. Nobody finds an address in
the folder: its names are hashes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

FOLDER = "emergency"


def folder_here() -> Path:
    """As the settings have it, without reading them: a mistake there is no reason not to open."""
    return Path(os.environ.get("KBYE_DATA", "").strip() or "data").resolve() / FOLDER


def name_for(token: str) -> str:
    """The file behind the address with this secret part; the same hash as the one the database keeps of it."""
    return f"{hashlib.sha256(token.encode()).hexdigest()}.html"


def write(folder: Path, name: str, page: bytes) -> None:
    """All of it or nothing: whoever reads meanwhile gets the old page or the new one. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read(folder: Path, name: str) -> bytes | None:
    """None if there is no such page, or none that can be read."""
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def remove(folder: Path, name: str) -> None:
    (folder / name).unlink(missing_ok=True)


def all_in(folder: Path) -> Iterator[tuple[str, datetime]]:
    """Every file of the folder, drafts that were cut short among them, and when it was written."""
    try:
        found = list(os.scandir(folder))
    except OSError:
        return
    for one in found:
        yield one.name, datetime.fromtimestamp(one.stat().st_mtime, tz=UTC)
