"""A calendar that is read again and again: what did not change since the last time costs next to nothing.

Nothing here loads the calendar engine: a process of its own does the reading (`safely`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kbye.calendars.keeping import Kept, fingerprints_of, form, happenings_of, problems_of, without_titles
from kbye.calendars.reading import Happening, Problem
from kbye.calendars.safely import check_question, renew_apart

__all__ = ["Kept", "Reread", "fingerprints_of", "happenings_of", "reread", "seal_of", "without_titles"]


@dataclass(frozen=True, slots=True)
class Reread:
    """What is to be kept for the next time, what could not be read, and how many UIDs were worked out.

    Nothing changed when `kept` is what was handed in.
    """

    kept: Kept
    problems: tuple[Problem, ...]
    redone: int

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """All that happens in the window, changed or not, without identifiers."""
        return happenings_of(self.kept)


def reread(
    raw: bytes,
    kept: Kept | None,
    *,
    start: datetime,
    end: datetime,
    zone: str,
    titles: bool = False,
    ours: str = "",
) -> Reread:
    """The same as `safely.read_apart` finds; `kept` is what the last reading of this calendar returned, or None.

    Bytes, window, zone and `titles` as they were: nothing is done. Else only entries that changed are worked
    out, and those that a window further on may show more of. Entries that the kbye at the host `ours` wrote
    itself are left out. Raises as `read_apart` does.
    """
    check_question(start, end, zone)
    seal = seal_of(raw, start=start, end=end, zone=zone, titles=titles, ours=ours)
    if kept is not None and all(kept.get(name) == value for name, value in seal.items()):
        return Reread(kept, problems_of(kept), 0)
    found, redone = renew_apart(raw, kept, seal)
    return Reread(found, problems_of(found), redone)


def seal_of(
    raw: bytes, *, start: datetime, end: datetime, zone: str, titles: bool = False, ours: str = ""
) -> Kept:
    """What is kept of the question itself."""
    return {
        "form": form(zone, titles=titles, ours=ours),
        "from": int(start.timestamp()),
        "to": int(end.timestamp()),
        "bytes": sha256(raw).hexdigest(),
    }
