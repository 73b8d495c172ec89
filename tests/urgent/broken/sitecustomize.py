"""Breaks a kbye that a test started: read by Python itself when that process begins. Each fault is a file that says so.

`clock`: so many seconds the clock is wrong · `read-only`: no file below the data folder can be written ·
`no-import`: kbye's pages do not import.
"""

import errno
import importlib.abc
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

DATA, FAULTS = os.environ.get("KBYE_DATA", ""), Path(os.environ.get("KBYE_FAULTS", "/nowhere"))


def is_on(fault: str) -> bool:
    return (FAULTS / fault).exists()


def refuse_to_write(event: str, given: tuple[Any, ...]) -> None:
    if event != "open" or not isinstance(given[0], str) or not given[0].startswith(DATA):
        return
    if given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and is_on("read-only"):
        raise OSError(errno.EROFS, "Read-only file system", given[0])


class DoesNotImport(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name == "kbye.today.urls" and is_on("no-import"):
            raise ImportError("kbye.today.urls is broken")


def set_the_clock_wrong() -> None:
    from kbye.web import clock

    right = clock.now

    def wrong() -> datetime:
        return right() + timedelta(seconds=float((FAULTS / "clock").read_text()) if is_on("clock") else 0)

    clock.now = wrong


if FAULTS.is_dir() and "kbye" in " ".join(sys.orig_argv):
    sys.addaudithook(refuse_to_write)
    sys.meta_path.insert(0, DoesNotImport())
    set_the_clock_wrong()
