"""Everything that has to be there before kbye serves: folder, tables, static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from kbye import __version__
from kbye.cli import storage


def everything() -> None:
    """Make what is missing; leaves in words (exit code 1) when the data would not be safe here.

    Closes its database connections: SQLite must not be carried over a fork.
    """
    try:
        data_folder(settings.DATA)
        if reasons := no_database() or storage.troubles():
            raise SystemExit("kbye does not start:\n" + "\n".join(f"  - {reason}" for reason in reasons))
        tables()
        static_files()
    finally:
        connections.close_all()


def data_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def no_database() -> list[str]:
    """In words, why the database cannot be opened; nothing when it can."""
    try:
        connection.ensure_connection()
    except (DatabaseError, ImproperlyConfigured) as error:
        return [f"The database cannot be opened: {str(error).strip()}"]
    return []


def tables() -> bool:
    """Bring the tables up to date. True when there was something to do; leaves when they are ahead of this kbye."""
    executor = MigrationExecutor(connection)
    if set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations):
        raise SystemExit("kbye does not start: this database was made by a newer kbye. Install that one.")
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def static_files() -> bool:
    """Collect and compress the static files when they have changed. True when they had."""
    stamp = settings.STATIC_ROOT / ".collected"
    fingerprint = _fingerprint()
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """By version, names, sizes and times of change: reading every file would cost more than it saves."""
    found = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for name, place in sorted(finder.list([]), key=lambda pair: pair[0]):
            status = Path(place.path(name)).stat()
            found.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()
