"""A calendar text with one entry, read line by line: what kbye finds under its own name on a server.

Nothing is expanded and no engine is loaded. What is more than one plain entry is None, and others have to judge it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kbye.calendars.content import name_of, plain_text, split_line
from kbye.calendars.stamps import read_stamp
from kbye.planning.wallclock import known_zone

MAX_BYTES = 64 * 1024
# What makes an entry happen more than once.
REPEATS = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"})
_FOLD = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True, slots=True)
class OneEntry:
    """The unfolded lines of an entry, and those of the reminders within it."""

    lines: list[str]
    nested: list[str]

    def text(self, name: str) -> str:
        return plain_text(self._line(name).partition(":")[2])

    def times(self) -> tuple[datetime, datetime] | None:
        """When it is, in UTC; None if that takes more than two plain times to say."""
        start, end = self._time("DTSTART"), self._time("DTEND")
        if start is None or end is None or any(name_of(line) in REPEATS for line in self.lines):
            return None
        return start, end

    def _line(self, name: str) -> str:
        return next((line for line in self.lines if name_of(line) == name), "")

    def _time(self, name: str) -> datetime | None:
        found = split_line(0, self._line(name))
        try:
            stamp = read_stamp(found.value if found else "")
        except ValueError:
            return None
        if stamp.offset is not None:
            return stamp.wall.replace(tzinfo=UTC) - stamp.offset
        zone = found.parameters.get("TZID", "") if found else ""
        if stamp.clock is None or not known_zone(zone):
            return None
        return stamp.wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def one_entry(text: str) -> OneEntry | None:
    """The one VEVENT; None if there is none, more than one, or something in it does not end."""
    if len(text.encode()) > MAX_BYTES:
        return None
    lines = [line.rstrip("\r") for line in _FOLD.sub("", text).split("\n")]
    marks = [line.strip().upper() for line in lines]
    if marks.count("BEGIN:VEVENT") != 1 or marks.count("END:VEVENT") != 1:
        return None
    found, depth = OneEntry([], []), 0
    for line in lines[marks.index("BEGIN:VEVENT") + 1 : marks.index("END:VEVENT")]:
        depth += name_of(line) == "BEGIN"
        if name_of(line):
            (found.nested if depth else found.lines).append(line)
        depth -= name_of(line) == "END"
        if depth < 0:
            return None
    return found if depth == 0 else None
