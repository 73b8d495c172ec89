"""Looking for a better plan while somebody waits for it, beside the pages: no page ever waits.

What was found lies in a file for each version of a situation, so that every process that serves pages sees it. It
holds numbers only. Whoever looks at the page says by that that it is still wanted; nobody does: the search ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread

from django.conf import settings

from kbye.emergency_page import files
from kbye.household.coverage import Document
from kbye.household.household import Household
from kbye.planning import better_apart
from kbye.planning.coverage import grid, reader
from kbye.planning.coverage.outcome import Outcome
from kbye.planning.coverage.problem import Problem
from kbye.planning.coverage.prove import possible
from kbye.web import clock

MODULE = "kbye.planning.better_apart"
WANTED_FOR_SECONDS = 20
KEPT_SECONDS = 24 * 3600
# One at a time in each process that serves pages, a few may wait their turn.
_AT_ONCE, _AT_MOST = BoundedSemaphore(1), 8
_under_way: set[str] = set()
_lock = Lock()


class Better(StrEnum):
    """How sure it is that there is no better plan, and what is done about it."""

    NONE = "none"
    FOUND = "found"
    LOOKING = "looking"
    COULD = "could"
    CANNOT = "cannot"


class Search:
    """The search for a better plan of one situation."""

    def __init__(self, household: Household, rows: Document) -> None:
        text = json.dumps([str(household.pk), rows], sort_keys=True)
        self.rows = rows
        self.key = hashlib.sha256(text.encode()).hexdigest()
        self._found, self._wanted = _folder() / f"{self.key}.json", _folder() / f"{self.key}.wanted"

    def found(self, problem: Problem | None = None) -> Outcome | None:
        """What the search came to; None while it has not ended, or never began."""
        try:
            text = self._found.read_text(encoding="utf-8")
        except OSError:
            return None
        return better_apart.read(problem or grid.problem(reader.situation(self.rows)), text)

    @property
    def is_wanted(self) -> bool:
        try:
            asked_at = self._wanted.stat().st_mtime
        except OSError:
            return False
        return abs(clock.now().timestamp() - asked_at) < WANTED_FOR_SECONDS

    def is_going_on(self) -> bool:
        """True while it is looked for; whoever asks says by that that it is still wanted."""
        if not self.is_wanted or self._found.exists():
            return False
        self._want()
        return True

    def _want(self) -> None:
        """An empty file; when it was wanted last is the file's own time."""
        now = clock.now().timestamp()
        with contextlib.suppress(OSError):
            self._wanted.touch()
            os.utime(self._wanted, (now, now))

    def stands(self, shown: Outcome, known: Outcome | None) -> Better:
        """`shown` is the plan on the page, `known` what this search came to, if it did."""
        if shown.unproven is None:
            return Better.NONE
        if known is not None:
            return Better.FOUND
        if not possible():
            return Better.CANNOT
        return Better.LOOKING if self.is_going_on() else Better.COULD

    def begin(self) -> None:
        """In the background; nothing to do without a solver, or if it was looked for already."""
        if not possible() or self._found.exists():
            return
        with _lock:
            if self.key in _under_way or len(_under_way) >= _AT_MOST:
                return
            _under_way.add(self.key)
        _tidy()
        self._want()
        Thread(target=self._run, name="kbye-better", daemon=True).start()

    def _run(self) -> None:
        try:
            with _AT_ONCE:
                text = self._searched() if self.is_wanted else None
            if text is not None:
                files.write(_folder(), self._found.name, text.encode())
        finally:
            with contextlib.suppress(OSError):
                self._wanted.unlink(missing_ok=True)
            with _lock:
                _under_way.discard(self.key)

    def _searched(self) -> str | None:
        """None if nobody wants it any more, or it could not be done."""
        process = subprocess.Popen(  # noqa: S603 - our own module, no text from outside
            [sys.executable, "-m", MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        question: str | None = json.dumps(self.rows)
        while True:
            try:
                text, _nothing = process.communicate(question, timeout=1)
            except subprocess.TimeoutExpired:
                question = None
                if not self.is_wanted:
                    _end(process)
                    return None
            else:
                return text if process.returncode == 0 else None


def _end(process: subprocess.Popen[str]) -> None:
    """With the solver that it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _folder() -> Path:
    folder: Path = settings.DATA / "plans"
    return folder


def _tidy() -> None:
    with contextlib.suppress(OSError):
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in _folder().glob("*"):
        with contextlib.suppress(OSError):
            if clock.now().timestamp() - one.stat().st_mtime > KEPT_SECONDS:
                one.unlink()
