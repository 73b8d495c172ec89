"""Two workers and one outbox on PostgreSQL: each letter leaves once. (On SQLite: tests/work/test_crash_points.py.)"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.people import family
from tests.work.conftest import PostOffice
from tests.work.test_crash_points import ALL_ROWS, ROWS, Workers, race

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(settings.IS_SQLITE, reason="needs PostgreSQL: set DATABASE_URL"),
    pytest.mark.django_db(transaction=True),
]


def database() -> str:
    """The address of the database of this test run."""
    at = connection.settings_dict
    who = quote(at["USER"]) + (f":{quote(at['PASSWORD'])}" if at["PASSWORD"] else "")
    return f"postgres://{who}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"


@pytest.mark.parametrize("rows", [ROWS, pytest.param(ALL_ROWS, marks=pytest.mark.nightly)])
def test_two_workers_repeat_nothing(rows: int, tmp_path: Path) -> None:
    family()
    office = PostOffice()
    office.open()
    try:
        race(Workers(tmp_path / "data", office, database()), office, rows)
    finally:
        office.close()
