"""Whether the database keeps what it is given. kbye does not start on one that might not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import NamedTuple

from django.conf import settings
from django.db import connection

SQLITE_LEAST = (3, 40)
# Locks and shared memory do not hold across machines; a database there gets damaged sooner or later.
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs"}
_MOUNTS = Path("/proc/self/mounts")


class Found(NamedTuple):
    """What SQLite answers about itself: its version and three of its settings."""

    version: tuple[int, ...]
    journal_mode: str
    synchronous: int
    foreign_keys: int


def troubles() -> list[str]:
    """One sentence for each reason not to start; none when all is well or PostgreSQL keeps the data."""
    if not settings.IS_SQLITE:
        return []
    return judge(_ask()) + judge_place(settings.DATA, _mounts())


def judge(found: Found) -> list[str]:
    reasons = []
    if found.version < SQLITE_LEAST:
        version, least = (".".join(map(str, each)) for each in (found.version, SQLITE_LEAST))
        reasons.append(f"SQLite here is {version}; kbye needs {least} or newer.")
    if found.journal_mode != "wal":
        reasons.append(f"SQLite does not keep a write-ahead log here (journal mode {found.journal_mode}).")
    if found.synchronous != 2:
        reasons.append(
            "SQLite does not wait for the disk (synchronous is not FULL); a power cut could lose data."
        )
    if found.foreign_keys != 1:
        reasons.append("SQLite does not check foreign keys.")
    return reasons


def judge_place(folder: Path, mounts: Iterable[str]) -> list[str]:
    """`mounts`: lines of /proc/self/mounts. A database on a network drive is refused."""
    kind = file_system_of(folder, mounts)
    if kind not in NETWORK_FILE_SYSTEMS:
        return []
    return [
        f"{folder} is on a network drive ({kind}). SQLite is not safe there: set KBYE_DATA to a local disk."
    ]


def file_system_of(folder: Path, mounts: Iterable[str]) -> str:
    """The kind of the file system that holds the folder, or "" when it cannot be told."""
    best, kind = -1, ""
    for line in mounts:
        _, place, name, *_ = (*line.split(), "", "", "")
        where = PurePath(place.replace("\\040", " "))
        if folder.is_relative_to(where) and len(where.parts) >= best:
            best, kind = len(where.parts), name
    return kind


def _ask() -> Found:
    with connection.cursor() as cursor:

        def pragma(name: str) -> str:
            cursor.execute(f"PRAGMA {name}")
            return str(cursor.fetchone()[0])

        return Found(
            version=sqlite3.sqlite_version_info,
            journal_mode=pragma("journal_mode"),
            synchronous=int(pragma("synchronous")),
            foreign_keys=int(pragma("foreign_keys")),
        )


def _mounts() -> list[str]:
    try:
        return _MOUNTS.read_text().splitlines()
    except OSError:
        return []
