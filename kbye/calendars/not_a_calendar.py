"""What arrives instead of a calendar: nothing, a login page, a packed file, far too much."""

from __future__ import annotations

import re

from kbye.calendars.folding import as_utf8, physical_lines
from kbye.calendars.limits import MAX_BYTES, MAX_PHYSICAL_LINES
from kbye.calendars.reading import Unreadable

_BEGINS = re.compile(rb"(?:^|[\r\n])[ \t]*BEGIN[ \t]*:[ \t]*V(?:CALENDAR|EVENT)\b", re.IGNORECASE)
_PAGE = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def calendar_bytes(raw: bytes) -> bytes:
    """The bytes in UTF-8 if they may be a calendar. Raises Unreadable with the likely reason if not."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"This file is larger than {MAX_BYTES // 1024**2} MB, more than kbye reads.")
    if raw.startswith(b"PK\x03\x04"):
        raise Unreadable("This is a ZIP file. Unpack it first, and choose one calendar in it.")
    if raw.startswith(b"\x1f\x8b"):
        raise Unreadable("This file is packed. Unpack it first.")
    text = as_utf8(raw)
    if not text.strip():
        raise Unreadable("This file is empty.")
    if _PAGE.match(text):
        raise Unreadable("This is a web page, not a calendar; perhaps a page that asks to log in.")
    if not _BEGINS.search(text):
        raise Unreadable("This is not a calendar: nothing in it begins with BEGIN:VCALENDAR.")
    if physical_lines(text) > MAX_PHYSICAL_LINES:
        raise Unreadable(f"This file has more than {MAX_PHYSICAL_LINES:,} lines, more than kbye reads.")
    return text
