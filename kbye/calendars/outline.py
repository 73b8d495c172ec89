"""Where each entry of a calendar file begins and ends, so that a broken one harms no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kbye.calendars.content import Property, name_of, split_line
from kbye.calendars.folding import Line
from kbye.calendars.limits import MAX_COMPONENTS, MAX_DEPTH, MAX_LINE_BYTES
from kbye.calendars.reading import Unreadable

_OF_AN_ENTRY = (
    *("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"),
    *("UID", "SEQUENCE", "SUMMARY", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
)
_OF_A_CHANGE = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})
_READ = {
    "VCALENDAR": frozenset({"X-WR-TIMEZONE", "CALSCALE"}),
    "VEVENT": frozenset(_OF_AN_ENTRY),
    "VTIMEZONE": frozenset({"TZID", "X-LIC-LOCATION"}),
    "STANDARD": _OF_A_CHANGE,
    "DAYLIGHT": _OF_A_CHANGE,
}
_NESTED_ONLY = frozenset({"STANDARD", "DAYLIGHT"})


@dataclass(slots=True)
class Block:
    """One entry (or one part of a zone's definition): the lines of it that are read."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    parts: list[Block] = field(default_factory=list)
    fault: str = ""
    unread_line: int = 0

    def first(self, name: str) -> Property | None:
        """The first line with that name."""
        return next((found for found in self.properties if found.name == name), None)

    def value(self, name: str) -> str:
        """The value of the first line with that name, or nothing."""
        found = self.first(name)
        return found.value if found else ""

    def all(self, name: str) -> list[Property]:
        """Every line with that name, in order."""
        return [found for found in self.properties if found.name == name]


@dataclass(slots=True)
class Scope:
    """One VCALENDAR: its own lines, its definitions of zones and its entries."""

    block: Block
    zones: list[Block] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)
    blocks_of_busy_time: int = 0
    complete: bool = False


class _Outline:
    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.calendars: list[Scope] = []
        self.stack: list[Block] = []
        self.count = 0

    def begin(self, name: str, line: int) -> None:
        if name == "VCALENDAR":
            self.drop_open("Another calendar begins inside of it.")
            self.calendars.append(self.new_scope(line))
        elif name in ("VEVENT", "VTIMEZONE"):
            self.drop_open("It has no end; the next entry begins inside of it.")
            self.open(Block(name, line))
        else:
            self.nest(name, line)

    def nest(self, name: str, line: int) -> None:
        if not self.stack:
            self.scope(line).blocks_of_busy_time += name == "VFREEBUSY"
        if len(self.stack) >= MAX_DEPTH:
            self.stack[0].fault = f"It is nested deeper than {MAX_DEPTH} levels."
            return
        block = Block(name, line)
        if name in _NESTED_ONLY and self.stack and self.stack[-1].name == "VTIMEZONE":
            self.stack[-1].parts.append(block)
        if not self.stack:
            self.counted()
        self.stack.append(block)

    def open(self, block: Block) -> None:
        self.counted()
        scope = self.scope(block.line)
        (scope.events if block.name == "VEVENT" else scope.zones).append(block)
        self.stack = [block]

    def end(self, name: str) -> None:
        if name == "VCALENDAR":
            self.drop_open("It has no end.")
            if self.calendars:
                self.calendars.pop().complete = True
            return
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].name == name:
                del self.stack[depth:]
                return

    def drop_open(self, reason: str) -> None:
        if self.stack and self.stack[0].name == "VEVENT":
            self.stack[0].fault = self.stack[0].fault or reason
        self.stack = []

    def counted(self) -> None:
        self.count += 1
        if self.count > MAX_COMPONENTS:
            raise Unreadable(
                f"This calendar has more than {MAX_COMPONENTS:,} entries; kbye reads up to that many."
            )

    def new_scope(self, line: int) -> Scope:
        self.scopes.append(Scope(Block("VCALENDAR", line)))
        return self.scopes[-1]

    def scope(self, line: int) -> Scope:
        if not self.calendars:
            # An entry outside of any calendar still belongs to the one before it, if there was one.
            if not self.scopes:
                self.new_scope(line).complete = True
            return self.scopes[-1]
        return self.calendars[-1]

    def block(self) -> Block | None:
        if self.stack:
            return self.stack[-1]
        return self.calendars[-1].block if self.calendars else None

    def take(self, line: Line) -> None:
        name = name_of(line.text)
        if name in ("BEGIN", "END"):
            component = line.text.partition(":")[2].strip().upper()
            if name == "BEGIN":
                self.begin(component, line.number)
            else:
                self.end(component)
            return
        block = self.block()
        if block is not None:
            _keep(block, name, line)


def outlined(lines: Iterable[Line], *, besides: int = 0) -> list[Scope]:
    """The calendars in a file. Entries that never end, or sit in the wrong place, carry a `fault`.

    Raises Unreadable when there are too many entries; `besides` are counted already.
    """
    outline = _Outline()
    outline.count = besides
    for line in lines:
        outline.take(line)
    outline.drop_open("The file ends in the middle of it.")
    return outline.scopes


def _keep(block: Block, name: str, line: Line) -> None:
    if not name and block.name == "VEVENT":
        block.unread_line = block.unread_line or line.number
    if name not in _READ.get(block.name, ()):
        return
    found = split_line(line.number, line.text)
    if line.cut and name != "SUMMARY":
        block.fault = f"Its line {line.number} is longer than {MAX_LINE_BYTES:,} bytes."
    elif found is not None:
        block.properties.append(found)
