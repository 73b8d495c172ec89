"""A situation on its grid, and a plan on the same grid: plain numbers, so that thinking is quick.

Cell 0 starts at `origin`; the time away is cells 0 to `cells`. Children, carers, places and occurrences are
their positions in the tuples of the problem. Every stretch is half-open: `start` up to, not including, `end`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kbye.planning.coverage.situation import Priority, Strength

HOME = 0  # the place that is always there


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """`used` is false for the leaver. Limits are minutes, ask lengths are cells."""

    id: str
    name: str
    used: bool
    household: bool
    may_care: frozenset[int]
    at_most: int
    overnight: bool
    day_limit: int | None
    week_limit: int | None
    collects: frozenset[tuple[int, int]]
    skills: frozenset[str]
    ask_rank: int
    ask_min: int
    ask_max: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """May start before cell 0 and end after the last: asks reach beyond the time away."""

    id: str
    carer: int
    start: int
    end: int
    strength: Strength
    movable: bool
    label: str
    place: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """Clipped to the time away. `leave_from` is where the child must be brought, or None if the leaver did;
    `collect` is true if somebody who may must fetch the child; `then_at` is where the child is afterwards."""

    child: int
    start: int
    end: int
    place: int
    leave_from: int | None
    collect: bool
    then_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asleep:
    child: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Starts from `earliest` on and ends by `latest`, `cells` long."""

    id: str
    title: str
    priority: Priority
    cells: int
    earliest: int
    latest: int
    place: int | None
    children: frozenset[int]
    skills: frozenset[str]
    only: frozenset[int] | None
    beside_care: bool


@dataclass(frozen=True, slots=True, order=True)
class Care:
    """`place` is None on the way; a move of the carer then covers the stretch."""

    child: int
    start: int
    end: int
    carer: int
    place: int | None


@dataclass(frozen=True, slots=True, order=True)
class Move:
    carer: int
    start: int
    end: int
    from_place: int
    to_place: int


@dataclass(frozen=True, slots=True, order=True)
class Done:
    occurrence: int
    start: int
    end: int
    carer: int
    place: int


@dataclass(frozen=True, slots=True, order=True)
class Ask:
    carer: int
    start: int
    end: int
    accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided; everything else (gaps, what was dropped, the price) follows from it."""

    care: tuple[Care, ...] = ()
    moves: tuple[Move, ...] = ()
    done: tuple[Done, ...] = ()
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What lies before the cell `now` stays as in `previous`. `late` and `early` are the minutes by which the time
    away starts after its first cell does and ends before its last."""

    zone: str
    grid: int
    origin: datetime
    cells: int
    late: int
    early: int
    children: tuple[tuple[str, str], ...]
    carers: tuple[Carer, ...]
    places: tuple[str, ...]
    travel: tuple[tuple[int, ...], ...]
    busy: tuple[Busy, ...]
    supervised: tuple[Supervised, ...]
    asleep: tuple[Asleep, ...]
    occurrences: tuple[Occurrence, ...]
    outside: tuple[str, ...]
    days: tuple[int, ...]
    weeks: tuple[int, ...]
    night: tuple[bool, ...]
    now: int | None = None
    previous: Plan | None = None

    @property
    def fixed(self) -> int:
        """How many cells of the time away lie before now."""
        return 0 if self.now is None else max(0, min(self.cells, self.now))

    def past(self, cell: int) -> bool:
        """True for cells, also before the time away, that can no longer be changed."""
        return self.now is not None and cell < self.now

    def minutes(self, cell: int) -> int:
        """How many minutes of the time away this cell holds."""
        cut = (self.late if cell == 0 else 0) + (self.early if cell == self.cells - 1 else 0)
        return self.grid - cut

    @property
    def first_whole(self) -> int:
        """The first cell in which something can start: a part of a cell is too short to move or do."""
        return 1 if self.late else 0

    @property
    def last_whole(self) -> int:
        """Where the last whole cell ends."""
        return self.cells - 1 if self.early else self.cells

    def at(self, cell: int) -> datetime:
        """When this cell starts, in UTC."""
        return self.origin + timedelta(minutes=cell * self.grid)

    def within(self, cell: int) -> datetime:
        """The same, but not outside the time away."""
        first = self.origin + timedelta(minutes=self.late)
        last = self.origin + timedelta(minutes=self.cells * self.grid - self.early)
        return max(first, min(last, self.at(cell)))
