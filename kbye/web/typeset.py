"""Pages for paper: PDF with tags (PDF/UA-1), made by typst in a process of its own, with a limit on its time.

What people wrote goes in as data and is never part of the template: nothing in it can be a command. typst is imported
nowhere else, so that no page and no start waits for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from threading import BoundedSemaphore
from typing import Any

from django.http import HttpResponse

SECONDS = 20
# One takes some 60 MB for half a second; more at once wait their turn.
_AT_ONCE = BoundedSemaphore(2)


class NotPrinted(Exception):
    """There is no typst on this machine, or it could not do it in time. The page itself can be printed."""


@cache
def can_typeset() -> bool:
    return find_spec("typst") is not None


def pdf(folder: str, template: str, data: dict[str, Any]) -> bytes:
    """The template of that package with these words in it. Raises NotPrinted."""
    if not can_typeset() or not _AT_ONCE.acquire(timeout=SECONDS):
        raise NotPrinted
    try:
        text = files(folder).joinpath("templates", template).read_text(encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "kbye.web.typeset_apart"],
            input=json.dumps({"template": text, "data": data}).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as trouble:
        raise NotPrinted from trouble
    finally:
        _AT_ONCE.release()
    return done.stdout


def as_file(made: bytes) -> HttpResponse:
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="kbye.pdf"'},
    )
