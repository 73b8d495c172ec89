"""`kbye calendar expand` and `kbye calendar check`: what kbye sees in a calendar file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kbye.calendars.checking import in_words
from kbye.calendars.limits import MAX_BYTES
from kbye.calendars.reading import Happening, Reading, Unreadable
from kbye.calendars.safely import read_apart
from kbye.planning.wallclock import known_zone

NOTHING_READ = 2
_YEAR = timedelta(days=365)
_INSTANT = "RFC 3339 instant"


def main(
    argv: Sequence[str], *, now: datetime | None = None, fetch: Callable[[str], bytes] | None = None
) -> int:
    """Runs one command and returns its exit code: 0, or 2 with a sentence when nothing could be read.

    `check` looks from a year before `now` (aware) to two years after; without it, it must be told. `fetch` gets
    the bytes behind an address, or raises Unreadable.
    """
    asked = _parser(now).parse_args(argv)
    if asked.start >= asked.end:
        return _give_up("The end of the time to look at must be after its start.")
    is_address = asked.file.lower().startswith(("http:", "https:", "webcal:"))
    if is_address and (asked.command == "expand" or fetch is None):
        return _give_up("Only `kbye calendar check` reads an address; save the calendar and name the file.")
    try:
        raw = fetch(asked.file) if fetch and is_address else _bytes_of(asked.file)
        reading = read_apart(raw, start=asked.start, end=asked.end, zone=asked.tz)
    except Unreadable as unreadable:
        return _give_up(str(unreadable))
    except OSError as error:
        return _give_up(f"{asked.file} could not be opened: {error.strerror}.")
    if asked.command == "expand":
        _expand(reading)
    else:
        for line in in_words(reading, asked.tz):
            _print(line)
    return 0


def _parser(now: datetime | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kbye calendar", description="What kbye sees in a calendar file.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    expand = commands.add_parser("expand", help="every occurrence in a time, as one JSON object a line")
    check = commands.add_parser("check", help="the same in words")
    for command in (expand, check):
        address = command is check
        command.add_argument(
            "file",
            metavar="FILE|ADDRESS" if address else "FILE",
            help="a calendar file (.ics), - for standard input"
            + (", or an address (https, webcal)" if address else ""),
        )
    for name, word, away in (("start", "--from", -_YEAR), ("end", "--to", 2 * _YEAR)):
        expand.add_argument(word, dest=name, type=_instant, required=True, metavar="T", help=_INSTANT)
        usual = now + away if now else None
        check.add_argument(
            word, dest=name, type=_instant, required=not now, default=usual, metavar="T", help=_INSTANT
        )
    expand.add_argument("--tz", type=_zone, required=True, metavar="ZONE", help="zone of times without one")
    check.add_argument("--tz", type=_zone, default="UTC", metavar="ZONE", help="zone of times without one")
    return parser


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text.upper())
    except ValueError:
        raise argparse.ArgumentTypeError(f"not an instant such as 2026-03-07T09:00:00Z: {text}") from None
    if at.utcoffset() is None:
        raise argparse.ArgumentTypeError(f"needs an offset or Z at its end: {text}")
    return at


def _zone(text: str) -> str:
    if not known_zone(text):
        raise argparse.ArgumentTypeError(f"not a time zone such as Europe/Berlin: {text}")
    return text


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _expand(reading: Reading) -> None:
    for happening in reading.happenings:
        _print(json.dumps(_as_object(happening)))
    for problem in reading.problems:
        if not problem.shown:
            _complain(json.dumps({"line": problem.line, "uid": problem.uid, "reason": problem.reason}))


def _as_object(happening: Happening) -> dict[str, object]:
    return {
        "start": happening.start.isoformat(),
        "end": happening.end.isoformat(),
        "all_day": happening.all_day,
        "title": happening.title,
        "uid": happening.uid,
        "busy": happening.busy,
    }


def _give_up(sentence: str) -> int:
    _complain(sentence)
    return NOTHING_READ


def _print(line: str) -> None:
    """Whatever the console cannot show is shown as a question mark: a title in Greek ends nothing."""
    known = sys.stdout.encoding or "ascii"
    sys.stdout.write(line.encode(known, "replace").decode(known) + "\n")


def _complain(line: str) -> None:
    sys.stderr.write(line + "\n")
