"""Whatever is set, no log opens anything: with Django's pages for errors switched on as well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOKEN = "Q4Zq1vT0nXr7sWb2yLk9mCe5hPd8uJfA3gBiNoRt6wE"
TALK = f"""
import logging, django
django.setup()
path = "/l/{TOKEN}/"
for name in ("django.request", "django.server", "django.security.DisallowedHost", "django", "kbye.work", "asyncio"):
    logging.getLogger(name).error('Not Found: %s', path)
    logging.getLogger(name).info('"GET %s HTTP/1.1" 404', path)
    try:
        raise ValueError(path)
    except ValueError:
        logging.getLogger(name).exception("Internal Server Error: %s", path)
"""


@pytest.mark.parametrize("debug", ["", "1"])
def test_no_logger_writes_a_path_that_opens_something(tmp_path: Path, debug: str) -> None:
    mine = {"KBYE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "kbye.settings", "KBYE_DEBUG": debug}
    done = subprocess.run(
        [sys.executable, "-c", TALK],
        env={**os.environ, **mine},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    said = done.stdout + done.stderr
    assert said.count("Not Found: /l/…") == 6, "each is heard once, and nothing twice"
    assert TOKEN not in said
