"""Our entry over what somebody made of it: the times are ours, what they added stays.

Works on lines, so that whatever other programs write into an entry comes out as it went in.
"""

from __future__ import annotations

from kbye.calendars.content import name_of
from kbye.calendars.one_entry import REPEATS, OneEntry, one_entry

_OURS = REPEATS | {
    "UID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "DTSTAMP",
    "LAST-MODIFIED",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
}


def merged(theirs: str, ours: str, *, title_before: str) -> str:
    """`ours` with all that `theirs` has besides: reminders, notes, a place, and another title if somebody gave it one.

    `title_before` is the title that kbye gave it last. It is `ours` alone if theirs is no single entry of that name.
    """
    entry, own = one_entry(theirs), one_entry(ours)
    if entry is None or own is None or entry.text("UID") != own.text("UID"):
        return ours
    title = "SUMMARY" if _is_renamed(entry, own, title_before) else ""
    not_theirs = _OURS if title else _OURS | {"SUMMARY"}
    mine = [line for line in own.lines if name_of(line) != title]
    added = [line for line in entry.lines if name_of(line) not in not_theirs]
    # Definitions of zones stand first; nothing of theirs needs one.
    head = ours.partition("BEGIN:VEVENT\r\n")[0]
    inside = map(_folded, [*mine, *added, *entry.nested])
    return head + "\r\n".join(["BEGIN:VEVENT", *inside, "END:VEVENT", "END:VCALENDAR", ""])


def _is_renamed(entry: OneEntry, own: OneEntry, title_before: str) -> bool:
    return entry.text("SUMMARY") not in {"", title_before, own.text("SUMMARY")}


def _folded(line: str) -> str:
    """In lines of 75 octets at most, none of which ends within a letter."""
    pieces, room, piece = [], 75, ""
    for letter in line:
        size = len(letter.encode())
        if room < size:
            pieces.append(piece)
            piece, room = "", 74
        piece += letter
        room -= size
    return "\r\n ".join([*pieces, piece])
