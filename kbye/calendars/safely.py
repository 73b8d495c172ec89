"""Reads a calendar in a short-lived process of its own, so that a hostile one can harm nothing else.

This side loads no calendar engine. The other side (`apart`) limits its own processor time and memory, gets
the bytes on its standard input and needs neither network nor database. How many run at once is the caller's
choice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import kbye
from kbye.calendars.keeping import Kept
from kbye.calendars.reading import Happening, Problem, Reading, Unreadable
from kbye.planning.wallclock import known_zone

_START = "import sys; sys.path.insert(0, sys.argv[1]); from kbye.calendars.apart import main; main()"
_KEPT_SURROUNDINGS = ("PATH", "SYSTEMROOT", "TEMP", "TMP")

TOO_LONG = "This calendar takes too long to read. It may hold entries that repeat without end."
BROKE_OFF = "This calendar could not be read; reading it broke off."


def read_apart(raw: bytes, *, start: datetime, end: datetime, zone: str, seconds: float = 10.0) -> Reading:
    """The same as `reading.expand`, but killed after `seconds` of waiting.

    Raises Unreadable also when reading took too long, needed too much memory or broke off; ValueError for a
    bad span or zone.
    """
    check_question(start, end, zone)
    question = {"start": start.isoformat(), "end": end.isoformat(), "zone": zone}
    return _reading(_answer(question, raw, seconds), ZoneInfo(zone))


def renew_apart(raw: bytes, kept: Kept | None, seal: Kept, *, seconds: float = 10.0) -> tuple[Kept, int]:
    """The same as `renewing.renewed`, limited and raising in the same way."""
    answer = _answer({"kept": kept, "seal": seal}, raw, seconds)
    return answer["kept"], answer["redone"]


def check_question(start: datetime, end: datetime, zone: str) -> None:
    """Raises ValueError for a bad span or zone."""
    if start.utcoffset() is None or end.utcoffset() is None or start >= end:
        raise ValueError("A time to look at needs a start before its end, both with a time zone.")
    if not known_zone(zone):
        raise ValueError(f"Nobody knows the time zone {zone!r}.")


def _answer(question: dict[str, Any], raw: bytes, seconds: float) -> dict[str, Any]:
    root = str(Path(kbye.__file__).resolve().parents[1])
    try:
        done = subprocess.run(  # noqa: S603  the command is ours; the calendar goes to its standard input
            [sys.executable, "-I", "-c", _START, root],
            input=json.dumps(question).encode() + b"\n" + raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={name: os.environ[name] for name in _KEPT_SURROUNDINGS if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_LONG) from None
    if done.returncode != 0:
        raise Unreadable(TOO_LONG if done.returncode < 0 else BROKE_OFF)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise Unreadable(BROKE_OFF) from None
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return answer


def _reading(answer: dict[str, Any], zone: ZoneInfo) -> Reading:
    return Reading(
        tuple(_happening(row, zone) for row in answer["happenings"]),
        tuple(Problem(*row) for row in answer["problems"]),
        answer["crowded"],
        tuple((written, meant) for written, meant in answer["zones"]),
    )


def _happening(row: list[Any], zone: ZoneInfo) -> Happening:
    start, end, all_day, title, uid, busy, tentative = row
    from_text = date.fromisoformat if all_day else lambda text: datetime.fromisoformat(text).astimezone(zone)
    return Happening(
        start=from_text(start),
        end=from_text(end),
        all_day=all_day,
        title=title,
        uid=uid,
        busy=busy,
        tentative=tentative,
    )
