"""Bytes into unfolded lines with their numbers, whatever the producer did to line ends and characters."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from kbye.calendars.limits import MAX_LINE_BYTES

_SPACE_OR_TAB = (b" ", b"\t")


@dataclass(frozen=True, slots=True)
class Line:
    """One unfolded content line; `cut` when it was longer than is read, and `text` is only its beginning."""

    number: int
    text: str
    cut: bool = False


def as_utf8(raw: bytes) -> bytes:
    """Without a byte order mark, and in an encoding in which line ends are single bytes."""
    for mark, encoding in (
        (codecs.BOM_UTF8, ""),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").encode() if encoding else raw[len(mark) :]
    if raw[1:2] == b"\0":
        return raw.decode("utf-16-le", "replace").encode()
    if raw[:1] == b"\0":
        return raw.decode("utf-16-be", "replace").encode()
    return raw


def unfolded(raw: bytes, first_number: int = 1) -> Iterator[Line]:
    """Lines joined before decoding, because a fold may sit inside a character. Blank lines do not count."""
    gathered: list[bytes] = []
    first = size = 0
    for number, piece in enumerate(one_line_end(raw).split(b"\n"), start=first_number):
        if not piece:
            continue
        if gathered and piece.startswith(_SPACE_OR_TAB):
            if size <= MAX_LINE_BYTES:
                gathered.append(piece[1 : MAX_LINE_BYTES + 2])
            size += len(piece) - 1
            continue
        if gathered:
            yield _line(first, gathered, size)
        gathered, first, size = [piece[: MAX_LINE_BYTES + 1]], number, len(piece)
    if gathered:
        yield _line(first, gathered, size)


def physical_lines(raw: bytes) -> int:
    """How many lines the file has, counting each kind of line end once."""
    return raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n") + 1


def one_line_end(raw: bytes) -> bytes:
    """The same with a line feed, and nothing else, after each line."""
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _line(number: int, gathered: list[bytes], size: int) -> Line:
    joined = b"".join(gathered)[:MAX_LINE_BYTES]
    try:
        text = joined.decode()
    except UnicodeDecodeError:
        text = joined.decode("cp1252", "replace")
    return Line(number, text, cut=size > MAX_LINE_BYTES)
