"""What a kbye makes when it starts for the first time, made once for many that start: tables and static files.

That it makes them itself is what tests/cli is about; everywhere else it would only take time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MAKE = """
import django
django.setup()
from kbye.cli import prepare
prepare.everything()
"""


def make(folder: Path) -> Path:
    """A data folder on which nobody has started yet; on SQLite."""
    of_ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("KBYE_", "DATABASE_"))
    }
    subprocess.run(
        [sys.executable, "-c", _MAKE],
        cwd=ROOT,
        env={**of_ours, "KBYE_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "kbye.settings"},
        check=True,
    )
    return folder


def copy(prepared: Path, to: Path) -> None:
    """Times of files stay as they were: by them kbye knows that nothing has changed."""
    shutil.copytree(prepared, to)
