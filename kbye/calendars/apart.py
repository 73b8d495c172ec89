"""The other side of `safely`: one calendar from standard input, one answer as JSON to standard output."""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import datetime
from typing import Any

from kbye.calendars.limits import CPU_SECONDS, MEMORY_BYTES
from kbye.calendars.reading import Reading, Unreadable, expand
from kbye.calendars.renewing import renewed

_TOO_LARGE = "This calendar needs more memory than kbye gives to one calendar."


def main() -> None:
    """Limits itself, reads, answers, ends."""
    _limit_this_process()
    raw = sys.stdin.buffer.read()
    header, _, calendar = raw.partition(b"\n")
    del raw
    answer = json.dumps(_answer(json.loads(header), calendar))
    sys.stdout.buffer.write(answer.encode())


def _answer(question: dict[str, Any], calendar: bytes) -> dict[str, Any]:
    try:
        if "seal" in question:
            kept, redone = renewed(calendar, question["kept"], question["seal"])
            return {"kept": kept, "redone": redone}
        start, end = (datetime.fromisoformat(question[name]) for name in ("start", "end"))
        return _as_rows(expand(calendar, start=start, end=end, zone=question["zone"]))
    except Unreadable as unreadable:
        return {"unreadable": str(unreadable)}
    except MemoryError:
        return {"unreadable": _TOO_LARGE}


def _as_rows(reading: Reading) -> dict[str, Any]:
    return {
        "happenings": [
            [
                *(one.start.isoformat(), one.end.isoformat(), one.all_day),
                *(one.title, one.uid, one.busy, one.tentative),
            ]
            for one in reading.happenings
        ],
        "problems": [[one.line, one.uid, one.reason, one.shown] for one in reading.problems],
        "crowded": reading.crowded,
        "zones": reading.zones,
    }


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the caller still stops waiting
        return
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        # some systems refuse single limits, such as address space on macOS
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
