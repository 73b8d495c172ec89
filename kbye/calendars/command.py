"""`kbye calendar expand` and `kbye calendar check`: what kbye sees in a calendar file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from kbye.calendars.limits import MAX_BYTES
from kbye.calendars.reading import Happening, Problem, Reading, Unreadable
from kbye.calendars.safely import read_apart
from kbye.planning.wallclock import known_zone

NOTHING_READ = 2
_YEAR = timedelta(days=365)
_INSTANT = "RFC 3339 instant"


def main(argv: Sequence[str], *, now: datetime | None = None) -> int:
    """Runs one command and returns its exit code: 0, or 2 with a sentence when nothing could be read.

    `check` looks from a year before `now` (aware) to two years after; without it, it must be told.
    """
    asked = _parser(now).parse_args(argv)
    if asked.start >= asked.end:
        return _give_up("The end of the time to look at must be after its start.")
    if asked.file.lower().startswith(("http:", "https:", "webcal:")):
        return _give_up(
            "An address is read in kbye itself, under Calendars; save the calendar and name the file."
        )
    try:
        reading = read_apart(_bytes_of(asked.file), start=asked.start, end=asked.end, zone=asked.tz)
    except Unreadable as unreadable:
        return _give_up(str(unreadable))
    except OSError as error:
        return _give_up(f"{asked.file} could not be opened: {error.strerror}.")
    if asked.command == "expand":
        _expand(reading)
    else:
        _check(reading, asked.tz)
    return 0


def _parser(now: datetime | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kbye calendar", description="What kbye sees in a calendar file.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    expand = commands.add_parser("expand", help="every occurrence in a time, as one JSON object a line")
    check = commands.add_parser("check", help="the same in words")
    for command in (expand, check):
        command.add_argument("file", metavar="FILE", help="a calendar file (.ics), or - for standard input")
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
        _print(json.dumps(_as_object(happening), ensure_ascii=False))
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


def _check(reading: Reading, zone: str) -> None:
    _print(f"kbye can read this calendar. Times without a zone are those of {zone}.")
    _print(f"It found {_found(reading)}.")
    if not reading.problems:
        _print("Nothing was left out.")
    unread = [problem for problem in reading.problems if not problem.shown]
    if unread:
        _print(f"{_many(len(unread), 'entry', 'entries')} could not be read:")
        _list(unread)
    if len(unread) < len(reading.problems):
        _print("Read, but look twice:")
        _list([problem for problem in reading.problems if problem.shown])


def _found(reading: Reading) -> str:
    all_day = sum(one.all_day for one in reading.happenings)
    free = sum(not one.busy for one in reading.happenings)
    details = [
        _many(all_day, "lasts all day", "last all day") if all_day else "",
        _many(free, "is marked as free", "are marked as free") if free else "",
    ]
    told = ", ".join(filter(None, details))
    return _many(len(reading.happenings), "date", "dates") + (f": {told}" if told else "")


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def _list(problems: Sequence[Problem]) -> None:
    for problem in problems:
        place = f"line {problem.line}: " if problem.line else ""
        _print(f"  {place}{problem.reason}" + (f" ({problem.uid})" if problem.uid else ""))


def _give_up(sentence: str) -> int:
    _complain(sentence)
    return NOTHING_READ


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _complain(line: str) -> None:
    sys.stderr.write(line + "\n")
