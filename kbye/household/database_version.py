"""Whether anything at all was written since: what the database itself says, so that no write is ever overlooked."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection


class Version(NamedTuple):
    """What was read under one version reads the same under an equal one.

    `of` is None where versions of all connections can be compared, else the one connection that counts this way.
    """

    of: object
    state: str


def version() -> Version | None:
    """As of now, before anything that is to be kept is read. None where it cannot be told: within a transaction.

    SQLite counts what others committed (`PRAGMA data_version`) and what this connection changed, PostgreSQL names
    the transactions that can be seen (`pg_current_snapshot`).
    """
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA data_version")
            own = connection.connection
            return Version(own, f"{cursor.fetchone()[0]}.{own.total_changes}")
        cursor.execute("SELECT pg_current_snapshot()::text")
        return Version(None, cursor.fetchone()[0])
