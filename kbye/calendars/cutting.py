"""A calendar file cut into its entries before anything is read, so that what stayed the same need not be read again.

Only files of the usual shape are cut: one calendar, each entry from a plain BEGIN:VEVENT to a plain END:VEVENT.
Whatever else programs write is read whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from kbye.calendars.content import Property
from kbye.calendars.folding import Line, one_line_end, unfolded
from kbye.calendars.outline import Block, Scope, outlined

_BEGIN, _END = b"\nBEGIN:VEVENT", b"\nEND:VEVENT"
_OPENED, _CLOSED = Line(0, "BEGIN:VCALENDAR"), Line(0, "END:VCALENDAR")
_A_FOLD = (b" ", b"\t")


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry: the line on which it begins, what stands between its first and last line, a digest of that."""

    line: int
    body: bytes
    digest: str

    def read(self) -> Block | None:
        """The entry, or None when it is not one whole entry and nothing else."""
        scopes = outlined([_OPENED, *unfolded(_BEGIN[1:] + self.body + _END, self.line), _CLOSED])
        around = scopes[0].block
        if len(scopes) != 1 or len(scopes[0].events) != 1 or around.properties or scopes[0].zones:
            return None
        entry = scopes[0].events[0]
        return None if entry.fault or entry.line != self.line else entry


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a file consists of: the calendar around, without entries, and the entries, not read yet."""

    around: Scope
    entries: list[Piece]

    @property
    def context(self) -> str:
        """A digest of all that may change what an entry means without standing in it."""
        said = [_said(self.around.block), *map(_said, self.around.zones), self.around.blocks_of_busy_time]
        return digest_of(repr(said).encode())


def cut(text: bytes) -> Pieces | None:
    """The pieces of a file as `calendar_bytes` returns it; None if it is not of the usual shape.

    Raises Unreadable when there are too many entries.
    """
    first, *others = (b"\n" + one_line_end(text)).split(_BEGIN + b"\n")
    around, entries, runs, hidden = [first], [], 0, 0
    lines, before = first.count(b"\n"), first
    for other in others:
        body, found, after = (b"\n" + other).partition(_END)
        if not found or _goes_on(body) or not _ends_here(after):
            return None
        entries.append(Piece(lines + 1, body, digest_of(body)))
        height = body.count(b"\n") + 2
        if before:  # Entries without anything between them have one stand-in together.
            runs += 1
            around.append(_BEGIN + _END)
            hidden -= 2
        hidden, lines = hidden + height, lines + height
        if after:
            around += [b"\n" * hidden, after]
            hidden, lines = 0, lines + after.count(b"\n")
        before = after
    scopes = outlined(unfolded(b"".join(around)[1:]), besides=len(entries) - runs)
    return Pieces(scopes[0], entries) if _usual(scopes, runs) else None


def digest_of(text: bytes) -> str:
    """Short, and never the same for two texts by accident."""
    return blake2b(text, digest_size=12).hexdigest()


def _goes_on(body: bytes) -> bool:
    return body.lstrip(b"\n").startswith(_A_FOLD)


def _ends_here(rest: bytes) -> bool:
    return not rest or (rest.startswith(b"\n") and not _goes_on(rest))


def _usual(scopes: list[Scope], runs: int) -> bool:
    if len(scopes) != 1 or not scopes[0].complete or len(scopes[0].events) != runs:
        return False
    return not any(stand_in.fault for stand_in in scopes[0].events)


def _said(block: Block) -> tuple[object, ...]:
    return block.name, block.fault, [_line(found) for found in block.properties], [*map(_said, block.parts)]


def _line(found: Property) -> tuple[object, ...]:
    return found.name, sorted(found.parameters.items()), found.value
