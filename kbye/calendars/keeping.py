"""What is kept of a calendar between two readings: digests and times, plain JSON, no identifier, no title unless asked.

Times of one kind and length are kept as one text, because a calendar may hold tens of thousands of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from kbye import __version__
from kbye.calendars.instants import midnight
from kbye.calendars.reading import Happening, Problem

Kept = dict[str, Any]
"""`form`, `from`, `to`, `bytes`: what was asked and read. `context`: "" when it has to be read whole the next time.

`entries`: by the digest of its UID [digests of its pieces, its state, its times]. `problems`: [line, reason, shown].
"""
Times = list[list[Any]]
"""[kind, length, title, "start,start,…"] in seconds since 1970, or in days for what lasts all day."""

NO_UID = ""
CLOSED, OPEN, AGAIN = 0, 1, 2
"""An entry that is read again only when it changes; also when the window moves; whenever the file changes."""

_FORM = 1
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_FREE, _TENTATIVE, _ALL_DAY = 1, 2, 4


def form(zone: str, *, titles: bool, ours: str) -> dict[str, Any]:
    """All but the window that makes two readings of the same bytes differ."""
    by = [_FORM, __version__, tzdata.IANA_VERSION]
    return {"by": by, "zone": zone, "titles": titles, "ours": ours}


def as_times(happenings: Iterable[Happening], *, titles: bool) -> Times:
    """Happenings of one entry, by kind, length and title."""
    found: dict[tuple[int, int, str], list[str]] = {}
    for one in happenings:
        kind = _FREE * (not one.busy) | _TENTATIVE * one.tentative | _ALL_DAY * one.all_day
        start, end = _number(one.start), _number(one.end)
        found.setdefault((kind, end - start, one.title if titles else ""), []).append(str(start))
    return [[kind, length, title, ",".join(starts)] for (kind, length, title), starts in found.items()]


def within(times: Times, start: datetime, end: datetime, zone: tzinfo) -> Times:
    """Those that still fall into a window."""
    kept = []
    for kind, length, title, starts in times:
        inside = [each for each in starts.split(",") if _falls(int(each), kind, length, start, end, zone)]
        if inside:
            kept.append([kind, length, title, ",".join(inside)])
    return kept


def how_many(times: Times) -> int:
    """The number of happenings."""
    return sum(starts.count(",") + 1 for _, _, _, starts in times)


def happenings_of(kept: Kept) -> tuple[Happening, ...]:
    """All that happens, in the order of its start, without identifiers."""
    zone = ZoneInfo(kept["form"]["zone"])
    found = [one for _, _, times in kept["entries"].values() for one in _happenings(times, zone)]
    return tuple(one for _, _, one in sorted(found, key=lambda each: each[:2]))


def fingerprints_of(kept: Kept) -> frozenset[str]:
    """One for each UID in the file, and for each entry without one."""
    entries: dict[str, list[Any]] = kept["entries"]
    without = entries.get(NO_UID, [""])[0].split()
    return frozenset([*(uid for uid in entries if uid != NO_UID), *without])


def without_titles(kept: Kept) -> Kept:
    """The same as if titles had never been asked for."""
    entries = {
        uid: [digests, state, _untitled(times)] for uid, (digests, state, times) in kept["entries"].items()
    }
    return {**kept, "form": {**kept["form"], "titles": False}, "entries": entries}


def problems_of(kept: Kept) -> tuple[Problem, ...]:
    """What could not be read, without identifiers."""
    return tuple(Problem(line, "", reason, shown) for line, reason, shown in kept["problems"])


def _untitled(times: Times) -> Times:
    joined: dict[tuple[int, int], list[str]] = {}
    for kind, length, _, starts in times:
        joined.setdefault((kind, length), []).append(starts)
    return [[kind, length, "", ",".join(starts)] for (kind, length), starts in joined.items()]


def _happenings(times: Times, zone: tzinfo) -> Iterator[tuple[datetime, str, Happening]]:
    for kind, length, title, starts in times:
        for start in map(int, starts.split(",")):
            if kind & _ALL_DAY:
                begins: date = date.fromordinal(start)
                at, ends = midnight(begins, zone), date.fromordinal(start + length)
            else:
                at = _1970 + timedelta(seconds=start)
                begins, ends = at.astimezone(zone), (at + timedelta(seconds=length)).astimezone(zone)
            yield (
                at,
                title,
                Happening(
                    start=begins,
                    end=ends,
                    all_day=bool(kind & _ALL_DAY),
                    title=title,
                    uid="",
                    busy=not kind & _FREE,
                    tentative=bool(kind & _TENTATIVE),
                ),
            )


def _falls(at: int, kind: int, length: int, start: datetime, end: datetime, zone: tzinfo) -> bool:
    if kind & _ALL_DAY:
        begins, ends = (midnight(date.fromordinal(day), zone) for day in (at, at + length))
    else:
        begins = _1970 + timedelta(seconds=at)
        ends = begins + timedelta(seconds=length)
    return begins < end and (ends > start or begins == ends == start)


def _number(moment: datetime | date) -> int:
    """Seconds since 1970 for a datetime, days since the year one for a day."""
    return int(moment.timestamp()) if isinstance(moment, datetime) else moment.toordinal()
