"""Two at once: one wins, nothing is lost, nothing is done twice. On both databases.

PostgreSQL races in this process. SQLite's test database lives in memory, where nobody could race for a file: there
the same races run in a process of their own, on a real file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.races import races

EXPECTED: dict[str, object] = {
    "set_ups": 1,
    "claims": 1,
    "calendar_claims": [1, 1, 1],
    "events": list(range(1, 81)),
    "undos": 1,
    "standing_dates": [4, 4, 0],
    "agreements": [1, 4],
    "loops": [races.LETTERS, races.LETTERS, 0],
    # One gentle second notice, and never a third. After the loops: what it queues is no letter of theirs.
    "nudges": [1, 1, 1, 0],
}
ROOT = Path(__file__).parents[2]
ALL_ON_A_FILE = """
import json, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.races import races
print(json.dumps({name: getattr(races, name)() for name in %r}))
"""


@pytest.mark.postgres
@pytest.mark.skipif(settings.IS_SQLITE, reason="needs PostgreSQL: set DATABASE_URL")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", EXPECTED)
def test_on_postgresql(name: str, settings: Any) -> None:
    settings.SENDS_MAIL = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    race: Callable[[], object] = getattr(races, name)
    assert race() == EXPECTED[name]


@pytest.fixture(scope="module")
def on_a_file(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    mine = {"KBYE_DATA": str(tmp_path_factory.mktemp("data")), "DJANGO_SETTINGS_MODULE": "kbye.settings"}
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KBYE_SMTP_URL"}
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ALL_ON_A_FILE % list(EXPECTED)],
        env=kept | mine,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_on_a_sqlite_file(name: str, on_a_file: dict[str, object]) -> None:
    assert on_a_file[name] == EXPECTED[name]
