"""A calendar that was read before, read again: only entries that changed are parsed and worked out.

What shares a UID is read together. The result is the same as that of reading everything; where that is not
certain, everything is read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kbye.calendars.cutting import Piece, Pieces, cut, digest_of
from kbye.calendars.expanding import worked_out
from kbye.calendars.folding import unfolded
from kbye.calendars.keeping import AGAIN, CLOSED, NO_UID, OPEN, Kept, Times, as_times, how_many, within
from kbye.calendars.limits import MAX_CALENDAR_OCCURRENCES, MAX_TEXT
from kbye.calendars.not_a_calendar import calendar_bytes
from kbye.calendars.ours import is_ours
from kbye.calendars.outline import Block, Scope, outlined
from kbye.calendars.reading import Happening, Reading
from kbye.calendars.window import Window


class _NotApart(Exception):
    """Its entries cannot be told from each other without reading all of it."""


def renewed(raw: bytes, kept: Kept | None, seal: Kept) -> tuple[Kept, int]:
    """What is to be kept now, and how many UIDs were worked out. `seal` says what is asked. Raises Unreadable."""
    text = calendar_bytes(raw)
    try:
        pieces = cut(text)
        if pieces is not None:
            if kept is not None and not _fits(kept, seal, pieces.context):
                kept = None
            return _by_pieces(pieces, kept, seal)
    except _NotApart:
        pass
    return _whole(text, seal)


def _fits(kept: Kept, seal: Kept, context: str) -> bool:
    """Whether what is kept is part of the answer: windows only move forward."""
    alike = kept["form"] == seal["form"] and kept["context"] == context
    return bool(alike and kept["from"] <= seal["from"] and kept["to"] <= seal["to"])


def _by_pieces(pieces: Pieces, kept: Kept | None, seal: Kept) -> tuple[Kept, int]:
    before: dict[str, list[Any]] = kept["entries"] if kept else {}
    moved = kept is not None and (kept["from"], kept["to"]) != (seal["from"], seal["to"])
    families, known = _families(pieces.entries, before, seal["form"]["ours"])
    digests = {uid: _digests(each) for uid, each in families.items()}
    due = [uid for uid in families if _is_due(before.get(uid), digests[uid], moved=moved)]
    blocks = {uid: [known.get(each.line) or _parsed(each) for each in families[uid]] for uid in due}
    around, window = pieces.around, _window(seal)
    events = sorted((block for parsed in blocks.values() for block in parsed), key=lambda block: block.line)
    reading = worked_out(
        [Scope(around.block, around.zones, events, around.blocks_of_busy_time, True)], window
    )
    entries = {
        uid: before[uid] if not moved else _still(before[uid], len(each), window)
        for uid, each in families.items()
        if uid not in blocks
    }
    found, troubled = _by_uid(reading), {_uid(problem.uid) for problem in reading.problems}
    # What a sentence says about the whole calendar depends on all entries, and so does what had to give way.
    whole = reading.crowded or NO_UID in troubled
    for uid, parsed in blocks.items():
        times = as_times(found.get(uid, []), titles=seal["form"]["titles"])
        state = AGAIN if uid in troubled - {NO_UID} else _state(times, parsed)
        entries[uid] = [digests[uid], state, times]
    if kept and sum(how_many(times) for _, _, times in entries.values()) > MAX_CALENDAR_OCCURRENCES:
        return _by_pieces(pieces, None, seal)
    return _kept(seal, reading, entries, context="" if whole else pieces.context), len(due)


def _families(
    pieces: list[Piece], before: dict[str, list[Any]], ours: str
) -> tuple[dict[str, list[Piece]], dict[int, Block]]:
    """The entries of each UID in the order of the file, and those that had to be parsed to know it, by line."""
    known = {digest: uid for uid, (digests, _, _) in before.items() for digest in digests.split()}
    families: dict[str, list[Piece]] = {}
    blocks: dict[int, Block] = {}
    for piece in pieces:
        uid = known.get(piece.digest)
        if uid is None:
            block = blocks[piece.line] = _parsed(piece)
            if is_ours(block.value("UID"), ours):
                continue
            uid = _uid(block.value("UID"))
        families.setdefault(uid, []).append(piece)
    return families, blocks


def _digests(pieces: list[Piece]) -> str:
    return pieces[0].digest if len(pieces) == 1 else " ".join(piece.digest for piece in pieces)


def _is_due(old: list[Any] | None, digests: str, *, moved: bool) -> bool:
    return old is None or old[0] != digests or old[1] == AGAIN or (moved and old[1] == OPEN)


def _still(old: list[Any], entries: int, window: Window) -> list[Any]:
    digests, _, times = old
    times = within(times, window.start, window.end, window.zone)
    return [digests, CLOSED if how_many(times) == entries else OPEN, times]


def _state(times: Times, blocks: list[Block]) -> int:
    """Closed when each entry happens once and within the window: a window further on shows nothing else of it."""
    repeats = any(block.first("RRULE") or block.first("RDATE") for block in blocks)
    return CLOSED if not repeats and how_many(times) == len(blocks) else OPEN


def _whole(text: bytes, seal: Kept) -> tuple[Kept, int]:
    scopes = outlined(unfolded(text))
    uids: dict[str, list[str]] = {}
    for scope in scopes:
        scope.events = [
            block for block in scope.events if not is_ours(block.value("UID"), seal["form"]["ours"])
        ]
        for block in scope.events:
            uids.setdefault(_uid(block.value("UID")), []).append(digest_of(repr(block).encode()))
    reading = worked_out(scopes, _window(seal))
    found = _by_uid(reading)
    entries = {
        uid: [" ".join(digests), AGAIN, as_times(found.get(uid, []), titles=seal["form"]["titles"])]
        for uid, digests in uids.items()
    }
    return _kept(seal, reading, entries, context=""), len(entries)


def _kept(seal: Kept, reading: Reading, entries: dict[str, list[Any]], *, context: str) -> Kept:
    problems = [[problem.line, problem.reason, problem.shown] for problem in reading.problems]
    return {**seal, "context": context, "problems": problems, "entries": entries}


def _by_uid(reading: Reading) -> dict[str, list[Happening]]:
    found: dict[str, list[Happening]] = {}
    for happening in reading.happenings:
        found.setdefault(happening.uid, []).append(happening)
    return {_uid(uid): happenings for uid, happenings in found.items()}


def _parsed(piece: Piece) -> Block:
    block = piece.read()
    if block is None:
        raise _NotApart
    return block


def _uid(text: str) -> str:
    return digest_of(text[:MAX_TEXT].encode()) if text else NO_UID


def _window(seal: Kept) -> Window:
    start, end = (datetime.fromtimestamp(seal[name], UTC) for name in ("from", "to"))
    return Window(start, end, ZoneInfo(seal["form"]["zone"]))
